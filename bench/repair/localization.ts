/** Where the faulty place stands in a ranking of lines, and in that of their functions. */
import { rankLines, type SuspectLine } from "../../src/core/repair/localize/spectrum.ts";
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";
import type { TrialBaseline } from "../../src/ports/trials.ts";

/** From 1, ties at their average; undefined when it is not in the ranking. */
export interface Places {
  readonly line: number | undefined;
  readonly function: number | undefined;
}

interface Place {
  readonly path: string;
  /** 0-based, any of them. */
  readonly lines: readonly number[];
}

/** Ochiai's coefficient alone: no stacks, nothing of what ran while loading. */
export function plainOchiai(baseline: TrialBaseline): SuspectLine[] {
  const watched = new Set(baseline.watched);
  const told = baseline.cases.filter(({ outcome, isTarget = true }) => outcome !== "skipped" && isTarget);
  const ranked = rankLines(
    told.map(({ outcome, lines = {} }) => ({
      failed: outcome !== "passed",
      raised: [],
      lines: new Map(
        Object.entries(lines)
          .filter(([path]) => watched.has(path))
          .map(([path, ran]) => [path, ran.map((line) => line - 1)]),
      ),
    })),
  );
  return ranked.filter(({ score }) => score > 0);
}

/** @param treeOf of a file of the ranking, as it was when tests ran */
export async function placesOf(
  ranked: readonly SuspectLine[],
  { path, lines }: Place,
  treeOf: (path: string) => Promise<FlatTree | undefined>,
): Promise<Places> {
  const isFaulty = (one: SuspectLine) => one.path === path && lines.includes(one.line);
  const functions = new Map<string, { score: number; isFaulty: boolean }>();
  const trees = new Map<string, (line: number) => string>();
  for (const one of ranked) {
    if (!trees.has(one.path)) trees.set(one.path, functionFinder(await treeOf(one.path)));
    const key = `${one.path}:${trees.get(one.path)!(one.line)}`;
    const known = functions.get(key);
    if (!known) functions.set(key, { score: one.score, isFaulty: isFaulty(one) });
    else known.isFaulty ||= isFaulty(one);
  }
  return {
    line: place(ranked.map((one) => ({ score: one.score, isFaulty: isFaulty(one) }))),
    function: place([...functions.values()]),
  };
}

function place(all: readonly { readonly score: number; readonly isFaulty: boolean }[]): number | undefined {
  const best = all.reduce((most, one) => (one.isFaulty ? Math.max(most, one.score) : most), 0);
  if (best === 0) return undefined;
  const before = all.filter(({ score }) => score > best).length;
  return before + (all.filter(({ score }) => score === best).length + 1) / 2;
}

/** Of a 0-based line the innermost function that it begins in; empty outside of functions. */
function functionFinder(tree: FlatTree | undefined): (line: number) => string {
  if (!tree) return () => "";
  const starts = [0];
  for (let at = tree.text.indexOf("\n"); at >= 0; at = tree.text.indexOf("\n", at + 1)) starts.push(at + 1);
  const functions: number[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (/^(?:function|generator_function|arrow_function|method)/.test(tree.type(node))) functions.push(node);
  }
  return (line) => {
    const start = starts[line] ?? 0;
    const offset = start + (/^\s*/.exec(tree.text.slice(start, start + 200))?.[0].length ?? 0);
    const around = functions.findLast((node) => tree.start(node) <= offset && offset < tree.end(node));
    return around === undefined ? "" : String(tree.start(around));
  };
}

/** Beside plain Ochiai in the same run. */
export function tellPlaces(results: readonly { readonly places: Places; readonly plain: Places }[]): void {
  for (const level of ["line", "function"] as const) {
    for (const kind of ["places", "plain"] as const) {
      const top = (most: number) =>
        results.filter((one) => (one[kind][level] ?? Number.POSITIVE_INFINITY) <= most).length;
      const name = kind === "plain" ? "plain Ochiai" : "as used";
      console.log(
        `faulty ${level}, ${name}: Top-1 ${top(1)}, Top-5 ${top(5)}, Top-10 ${top(10)} of ${results.length}`,
      );
    }
  }
}
