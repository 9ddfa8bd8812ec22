/** Lines of a file by the name that a person or a model gives it. */
import type { FoundLines, LinesQuery } from "../../ports/repoAnswers.ts";
import type { EvidenceDeps } from "./evidence.ts";

const MOST_NEAR = 8;
/** More is no answer. */
const MOST_LINES = 50_000;

export async function readLines(
  deps: Pick<EvidenceDeps, "paths" | "shortPath" | "readText">,
  { name, startLine, endLine }: LinesQuery,
): Promise<FoundLines> {
  const { meant, near } = findFile(deps, name);
  const text = meant === undefined ? undefined : await deps.readText(meant);
  if (meant === undefined || text === undefined) return { kind: "none", near: near.slice(0, MOST_NEAR) };
  const all = text.split(/\r?\n/);
  // A break at the end begins no line.
  if (all.length > 1 && all.at(-1) === "") all.pop();
  const from = Math.max(0, startLine);
  const lines = all.slice(from, Math.min(endLine + 1, from + MOST_LINES));
  return {
    kind: "lines",
    path: meant,
    shortPath: deps.shortPath(meant),
    startLine: from,
    lines,
    count: all.length,
  };
}

/** By its whole path, else the only one whose path ends so. `near`: several such, or files of the same name elsewhere. */
function findFile(
  { paths, shortPath }: Pick<EvidenceDeps, "paths" | "shortPath">,
  name: string,
): { readonly meant?: string; readonly near: readonly string[] } {
  const wanted = name.trim().replaceAll("\\", "/").replace(/^\.\//, "");
  const tail = wanted.replace(/^\/+/, "");
  const base = tail.slice(tail.lastIndexOf("/") + 1);
  const fitting: string[] = [];
  const near: string[] = [];
  for (const path of paths()) {
    if (path === wanted) return { meant: path, near: [] };
    const short = shortPath(path);
    if (short === tail) return { meant: path, near: [] };
    if (tail !== "" && path.endsWith(`/${tail}`)) fitting.push(path);
    else if (base !== "" && path.endsWith(`/${base}`)) near.push(path);
  }
  const byLength = (a: string, b: string) => a.length - b.length || (a < b ? -1 : 1);
  if (fitting.length === 1) return { meant: fitting[0]!, near: [] };
  return { near: (fitting.length > 0 ? fitting : near).sort(byLength).map(shortPath) };
}
