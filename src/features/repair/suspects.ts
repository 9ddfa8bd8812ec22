/** From what tests did without any change: suspected lines by file, and the values tests expect. */
import { lineWeight } from "../../core/repair/localize/lineWeight.ts";
import { rankLines, type SpectrumCase, type SuspectLine } from "../../core/repair/localize/spectrum.ts";
import type { KnownLiterals } from "../../core/repair/proposals.ts";
import type { TrialBaseline } from "../../ports/trials.ts";

/** Lines of files by absolute path, as they were when the tests ran; empty for what is not known. */
export type LinesOf = (path: string) => readonly string[];

/** Of texts by path. */
export function linesIn(textOf: (path: string) => string | undefined): LinesOf {
  const known = new Map<string, readonly string[]>();
  return (path) => {
    let lines = known.get(path);
    if (!lines) known.set(path, (lines = (textOf(path) ?? "").split("\n")));
    return lines;
  };
}

/** Lines of the project's files that are no tests, best first; lines are 0-based. */
export function suspectLines(baseline: TrialBaseline, linesOf: LinesOf = () => []): SuspectLine[] {
  const watched = new Set(baseline.watched);
  const cases = baseline.cases
    .filter(({ outcome, isTarget = true }) => outcome !== "skipped" && isTarget)
    .map(
      ({ id, outcome, lines = {}, raised = [] }): SpectrumCase => ({
        test: id,
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
  const ranked = rankLines(cases).map((one) => weighed(one, linesOf));
  return [...ranked, ...linesAtLoad(baseline, ranked, linesOf)].sort((a, b) => b.score - a.score);
}

/** Share of a score that what stands on a line decides: too little to come before what tests tell. Chosen by hand. */
const weightShare = 0.02;

function weighed(one: SuspectLine, linesOf: LinesOf): SuspectLine {
  const text = linesOf(one.path)[one.line];
  if (text === undefined) return one;
  return { ...one, score: one.score * (1 - weightShare * (1 - lineWeight(text))) };
}

/** What ran before the tests may be at fault as well, and nothing tells its lines apart; chosen by hand. */
const atLoadScore = 0.08;
/** Of the suspicion of a line what the value has that it reads by a name of the file; chosen by hand. */
const readShare = 0.5;
const declared = /^(?:export\s+)?(?:(?:const|let|var)\s+)?([A-Za-z_$][\w$]*)\s*(?::[^=]*)?=(?![=>])/;

function linesAtLoad(
  { atLoad = {} }: TrialBaseline,
  ranked: readonly SuspectLine[],
  linesOf: LinesOf,
): SuspectLine[] {
  const known = new Set(ranked.map(({ path, line }) => `${line}:${path}`));
  return Object.entries(atLoad).flatMap(([path, lines]) => {
    const texts = linesOf(path);
    const readBy = suspicionByName(ranked, path, texts);
    return lines
      .map((line) => line - 1)
      .filter((line) => !known.has(`${line}:${path}`))
      .map((line): SuspectLine => {
        const name = declared.exec(texts[line] ?? "")?.[1] ?? "";
        const score = Math.max(atLoadScore, readShare * (readBy.get(name) ?? 0));
        return { path, line, score, reasons: [] };
      });
  });
}

/** By word of a file's suspected lines the highest score of a line that holds it. */
function suspicionByName(
  ranked: readonly SuspectLine[],
  path: string,
  texts: readonly string[],
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const one of ranked) {
    if (one.path !== path) continue;
    for (const [word] of (texts[one.line] ?? "").matchAll(/[A-Za-z_$][\w$]*/g)) {
      found.set(word, Math.max(found.get(word) ?? 0, one.score));
    }
  }
  return found;
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
