/** Lines of a file for a program whose model may see no more than what may be sent to one. */
import type { EngineRoot } from "../../ports/engine.ts";
import { RpcError } from "../../ports/rpc.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";

export interface ReadLinesDeps {
  readonly roots: readonly EngineRoot[];
  /** The path with all links resolved; undefined when nothing is there. */
  readonly realPath: (path: string) => Promise<string | undefined>;
  /** Whether a model may be told of the file: it is not ignored, excluded or secret. */
  readonly maySend: (path: string) => Promise<boolean>;
  /** Undefined for what is no text. */
  readonly readText: (path: string) => Promise<string | undefined>;
}

export interface LinesWanted {
  readonly path: string;
  /** 1-based. */
  readonly startLine?: number | undefined;
  /** 1-based, inclusive. */
  readonly endLine?: number | undefined;
}

const usualLines = 200;
const mostLines = 2_000;

/** @throws RpcError where the file may not be read, or is not there */
export async function readLines(
  { path, startLine = 1, endLine = startLine + usualLines - 1 }: LinesWanted,
  { roots, realPath, maySend, readText }: ReadLinesDeps,
): Promise<string> {
  if (endLine < startLine)
    throw new RpcError(
      "invalidParams",
      `Cannot read lines ${startLine} to ${endLine}: they end before they begin`,
    );
  const absolute = toAbsolute(path, roots);
  const real = await realPath(absolute);
  if (real === undefined) throw new RpcError("notFound", `There is no file "${path}"`);
  const realRoots = await Promise.all(
    roots.map(async (root) => ({ ...root, path: (await realPath(root.path)) ?? root.path })),
  );
  if (toRelative(real, realRoots) === undefined)
    throw new RpcError("invalidPath", `Cannot read "${path}": it leads out of the workspace`, { path });
  if (!(await maySend(absolute)) || !(await maySend(real)))
    throw new RpcError("invalidPath", `Cannot read "${path}": it is ignored, excluded or secret`, { path });
  const text = await readText(real);
  if (text === undefined) throw new RpcError("notFound", `Cannot read "${path}": it is no text file`);
  const lines = text.split(/\r?\n/);
  if (startLine > lines.length)
    throw new RpcError("notFound", `Cannot read "${path}" from line ${startLine}: it has ${lines.length}`);
  const last = Math.min(endLine, lines.length, startLine + mostLines - 1);
  const width = String(last).length;
  const numbered = lines
    .slice(startLine - 1, last)
    .map((line, index) => `${String(startLine + index).padStart(width)}  ${line}`);
  const rest = lines.length - last;
  return [...numbered, ...(rest > 0 ? [`[${rest} more lines]`] : [])].join("\n");
}
