/** The functions that suspected lines stand in. */
import type { SuspectLine } from "../../core/repair/localize/spectrum.ts";
import type { Engine } from "../../ports/engine.ts";
import type { SuspectFunction } from "./fix.ts";

const holding = new Set(["function", "method"]);

/** @param lines best first, paths relative to the root; the functions come in the order of their best lines */
export async function suspectFunctions(
  lines: readonly SuspectLine[],
  root: string,
  engine: Pick<Engine, "outline">,
  signal: AbortSignal,
): Promise<SuspectFunction[]> {
  const outlines = new Map<string, Awaited<ReturnType<Engine["outline"]>>>();
  const found = new Map<string, SuspectFunction>();
  for (const { path, line, score } of lines) {
    if (!outlines.has(path)) outlines.set(path, await engine.outline(`${root}/${path}`, signal));
    const around = (outlines.get(path)?.symbols ?? [])
      .filter((symbol) => holding.has(symbol.kind) && symbol.startLine <= line && line <= symbol.endLine)
      .at(-1);
    if (!around) continue;
    const key = `${path}:${around.startLine}`;
    if (found.has(key)) continue;
    const { name, startLine, endLine } = around;
    found.set(key, { name, path, startLine, endLine, score });
  }
  return [...found.values()];
}
