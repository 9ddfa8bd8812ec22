/** From what tests did without any change: suspected lines by file, and the values tests expect. */
import { rankLines, type SpectrumCase, type SuspectLine } from "../../core/repair/localize/spectrum.ts";
import type { KnownLiterals } from "../../core/repair/proposals.ts";
import type { TrialBaseline } from "../../ports/trials.ts";

/** Lines of the project's files that are no tests, best first; lines are 0-based. */
export function suspectLines(baseline: TrialBaseline): SuspectLine[] {
  const watched = new Set(baseline.watched);
  const cases = baseline.cases
    .filter(({ outcome, isTarget = true }) => outcome !== "skipped" && isTarget)
    .map(
      ({ outcome, lines = {}, raised = [] }): SpectrumCase => ({
        failed: outcome !== "passed",
        lines: new Map(
          Object.entries(lines)
            .filter(([path]) => watched.has(path))
            .map(([path, ran]) => [path, ran.map((line) => line - 1)]),
        ),
        raised: raised
          .filter(([path]) => watched.has(path))
          .map(([path, line]) => ({ path, line: line - 1 })),
      }),
    );
  const ranked = rankLines(cases);
  return [...ranked, ...linesAtLoad(baseline, ranked)];
}

/** What ran before the tests may be at fault as well, and nothing tells its lines apart; chosen by hand. */
const atLoadScore = 0.08;

function linesAtLoad({ atLoad = {} }: TrialBaseline, ranked: readonly SuspectLine[]): SuspectLine[] {
  const known = new Set(ranked.map(({ path, line }) => `${line}:${path}`));
  return Object.entries(atLoad).flatMap(([path, lines]) =>
    lines
      .map((line) => line - 1)
      .filter((line) => !known.has(`${line}:${path}`))
      .map((line): SuspectLine => ({ path, line, score: atLoadScore, reasons: [] })),
  );
}

/** By path the scores of its lines; at most `limit` files, most suspected first. */
export function suspectFiles(
  lines: readonly SuspectLine[],
  limit: number,
): { readonly path: string; readonly lineScores: ReadonlyMap<number, number> }[] {
  const files = new Map<string, Map<number, number>>();
  for (const { path, line, score } of lines) {
    let scores = files.get(path);
    if (!scores) {
      if (files.size >= limit) continue;
      files.set(path, (scores = new Map()));
    }
    scores.set(line, score);
  }
  return [...files].map(([path, lineScores]) => ({ path, lineScores }));
}

/** Values that failed assertions hold, the most frequent first. */
export function knownLiterals({ cases }: TrialBaseline): KnownLiterals {
  const counts = new Map<string, number>();
  for (const { expected = [] } of cases) {
    for (const text of expected) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const ranked = [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
  const isNumber = (text: string) => /^-?[\d.]+(e[-+]?\d+)?$/.test(text);
  return {
    numbers: ranked.filter(isNumber).slice(0, 24),
    strings: ranked.filter((text) => /^['"]/.test(text)).slice(0, 24),
  };
}
