/** What a fence that names a file gives: the file, or one symbol of it. */
import type { BlockEdit } from "../editBlock.ts";

/** `src/store.py#Store.open`, `src/store.py::open`: a path and a symbol of it. */
const withSymbol =
  /^(.+?\.\w{1,10})(?:#|::|@)([\p{L}_$][\p{L}\p{N}_$]*(?:[.:]+[\p{L}_$#][\p{L}\p{N}_$]*)*)$/u;

/** @returns the path without the symbol it names, and the symbol */
export function splitSymbol(path: string): { readonly path: string; readonly symbol?: string | undefined } {
  const match = withSymbol.exec(path);
  return match ? { path: match[1]!, symbol: match[2]!.replace(/[:#]+/g, ".") } : { path };
}

export function fencedEdit(
  lines: readonly string[],
  symbol: string | undefined,
  isClosed: boolean,
): BlockEdit {
  if (symbol === undefined) return { kind: "whole", lines, isClosed };
  if (!isClosed) return { kind: "malformed", reason: `the answer ends within "${symbol}"` };
  return { kind: "symbol", name: symbol, lines };
}
