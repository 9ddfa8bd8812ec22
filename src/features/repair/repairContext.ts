/** What a model is told to repair what tests show: suspected code, its neighbours, documentation, values and failures. */

import { symbolsOf } from "../../core/patch/wholeSymbol.ts";
import type { RepairData, RepairTask } from "../../core/repair/model/repairPrompt.ts";
import type { RepairStrategy } from "../../core/repair/model/repairRounds.ts";
import type { Engine } from "../../ports/engine.ts";
import type { RepairDocs } from "./repairDocs.ts";
import type { Reproduced } from "./reproduced.ts";
import { codeOf, failuresOf, type SuspectText } from "./suspectCode.ts";

/** What else is known of code; each part may be missing. */
export interface RepairSurroundings {
  readonly graph?: Pick<Engine, "graph">;
  /** Documentation of libraries that a piece of code uses, best first. */
  readonly docs?: RepairDocs;
}

export interface RepairContext {
  readonly reproduced: Reproduced;
  readonly suspects: readonly SuspectText[];
  readonly surroundings: RepairSurroundings;
  readonly rules: readonly RepairData[];
  readonly description: string | undefined;
  /** What variables held on suspected lines while tests failed; empty where nobody can tell. */
  readonly values: () => Promise<readonly RepairData[]>;
}

const mostFunctions = 3;
const mostNeighbours = 4;
const neighbourUnits = 2_500;

export function taskFor(
  context: RepairContext,
  signal: AbortSignal,
): (strategy: RepairStrategy) => Promise<RepairTask> {
  const { reproduced, suspects, rules, description, surroundings } = context;
  const { copy, target, failing, outcomes } = reproduced;
  const failures = once(() => failuresOf(copy, target.root, failing, outcomes));
  const values = once(context.values);
  const docs = once(async () => {
    const first = suspects[0];
    const { docs } = surroundings;
    if (!first || !docs) return [];
    return docs({ path: `${target.root}/${first.path}`, text: first.text, outcomes }, signal);
  });
  const neighbours = once(() => neighboursOf(context, signal));
  return async (strategy) => {
    const isWide = strategy !== "edit";
    const isElsewhere = strategy === "elsewhere" || strategy === "vary";
    const shown = isElsewhere ? [...suspects.slice(1), ...suspects.slice(0, 1)] : suspects;
    return {
      description,
      rules,
      code: shown.slice(0, isWide ? 6 : 3).map((one) => codeOf(one, target.root, isElsewhere ? 2 : 0)),
      related: [...(await docs()), ...(await neighbours()).slice(0, isWide ? undefined : 3)],
      values: await values(),
      failures: await failures(),
    };
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= work());
}

/** Callers and callees of the most suspected functions, as the index knows them. */
async function neighboursOf(
  { reproduced, suspects, surroundings }: RepairContext,
  signal: AbortSignal,
): Promise<RepairData[]> {
  const { graph } = surroundings;
  const { copy, target } = reproduced;
  if (!graph) return [];
  const found = new Map<string, RepairData>();
  const shown = new Set(suspects.map(({ path }) => path));
  for (const { path, name } of suspects.flatMap(functionsOf).slice(0, mostFunctions)) {
    for (const relation of ["callees", "callers"] as const) {
      const query = { symbol: name, relation, path: `${target.root}/${path}`, limit: mostNeighbours };
      const edges = await graph.graph(query, signal).catch(() => []);
      for (const edge of edges) {
        if (!edge.path.startsWith(`${target.root}/`)) continue;
        const relative = edge.path.slice(target.root.length + 1);
        const key = `${relative}:${edge.line}`;
        if (found.has(key) || target.testPaths.has(relative) || shown.has(relative)) continue;
        const text = bodyAt(relative, (await copy.read(relative)) ?? "", edge.line);
        const label = `${relation === "callers" ? "caller" : "callee"} ${edge.name} in ${relative}`;
        found.set(key, { label, text, sources: [{ path: edge.path, isLibrary: false }] });
      }
    }
  }
  return [...found.values()];
}

export function functionsOf({
  path,
  text,
  lines,
}: SuspectText): { readonly path: string; readonly name: string }[] {
  const functions = symbolsOf(path, text).filter(({ kind }) => kind === "function" || kind === "method");
  const names = lines.flatMap((line) => {
    const around = functions.filter(({ startLine, endLine }) => startLine <= line && line <= endLine).at(-1);
    return around ? [around.container === "" ? around.name : `${around.container}.${around.name}`] : [];
  });
  return [...new Set(names)].slice(0, 2).map((name) => ({ path, name }));
}

function bodyAt(path: string, text: string, line: number): string {
  const symbol = symbolsOf(path, text).find(({ startLine }) => startLine === line);
  const lines = text.split("\n").slice(line, (symbol?.endLine ?? line + 15) + 1);
  return lines.join("\n").slice(0, neighbourUnits);
}
