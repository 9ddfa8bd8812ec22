/** The outline of any language that has one. */
import type { OutlineKind } from "../language.ts";
import type { Outline } from "./outline.ts";
import type { Tokens } from "./tokens.ts";

const empty: Outline = { symbols: [], imports: [] };

const readers: Readonly<Partial<Record<OutlineKind, (tokens: Tokens) => Outline>>> = {};

/** Symbols and imports; none for a language without an outline. Never throws, whatever the text. */
export function readOutline(tokens: Tokens, kind: OutlineKind | undefined): Outline {
  return (kind && readers[kind]?.(tokens)) ?? empty;
}
