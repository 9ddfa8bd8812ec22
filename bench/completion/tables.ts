/** Prints what was measured as Markdown tables. */
import { isTestPath } from "../../src/core/completion/builtin/features/placeFeatures.ts";
import { type Answer, reliability, type Summary, summarise } from "./measures.ts";
import type { Setting } from "./positions.ts";
import { simulate } from "./typing.ts";
import type { TypingTrace } from "./typingTrace.ts";

/** Answers of one repository in one setting. */
export interface Run {
  readonly repo: string;
  readonly setting: Setting;
  readonly answers: readonly Answer[];
}

const HEAD =
  "| repository | n | EM | naive | gain | ES | reachable | first token | P@10 | P@20 | P@40 | ECE | p50 ms | p95 ms |";

export function printTables(settings: readonly Setting[], runs: readonly Run[]): void {
  for (const setting of settings) {
    const of = runs.filter((run) => run.setting === setting && run.answers.length > 0);
    if (of.length === 0) continue;
    console.log(`\n${setting}\n\n${HEAD}\n|${"---|".repeat(14)}`);
    for (const { repo, answers } of of) console.log(row(repo, summarise(answers)));
    const all = of.flatMap(({ answers }) => answers);
    console.log(row("**mean** (P, ECE and times over all answers)", meanOf(of, all)));
    console.log(row("all in test code", summarise(all.filter(({ isTest }) => isTest))));
    console.log(row("all in other code", summarise(all.filter(({ isTest }) => !isTest))));
    printReliability(all);
  }
}

/** Shares as means over repositories, the rest over all answers. */
function meanOf(runs: readonly Run[], answers: readonly Answer[]): Summary {
  const summaries = runs.map((run) => summarise(run.answers));
  const mean = (value: (summary: Summary) => number) =>
    summaries.reduce((sum, one) => sum + value(one), 0) / summaries.length;
  return {
    ...summarise(answers),
    exact: mean((one) => one.exact),
    baseline: mean((one) => one.baseline),
    similarity: mean((one) => one.similarity),
    reachable: mean((one) => one.reachable),
    firstToken: mean((one) => one.firstToken),
  };
}

function row(label: string, summary: Summary): string {
  const figures = [
    summary.exact,
    summary.baseline,
    summary.exact - summary.baseline,
    summary.similarity,
    summary.reachable,
    summary.firstToken,
    ...summary.precisionAt,
    summary.calibrationError,
    summary.p50Ms,
    summary.p95Ms,
  ];
  return `| ${label} | ${summary.count} | ${figures.map((one) => one.toFixed(1)).join(" | ")} |`;
}

function printReliability(answers: readonly Answer[]): void {
  const bins = reliability(answers).filter((bin) => bin.count > 0);
  console.log(`\n| confidence from | ${bins.map((bin) => bin.from.toFixed(1)).join(" | ")} |`);
  console.log(`|---|${bins.map(() => "---").join("|")}|`);
  console.log(`| answers | ${bins.map((bin) => bin.count).join(" | ")} |`);
  console.log(`| mean confidence % | ${bins.map((bin) => bin.confidence.toFixed(0)).join(" | ")} |`);
  console.log(`| right % | ${bins.map((bin) => bin.right.toFixed(0)).join(" | ")} |`);
}

/** The last one is what is set unless somebody changes it. */
const MINIMA = [0.4, 0.5, 0.75, 0.65];
const TYPING_HEAD =
  "| taken | least confidence | reject memory | lines | lines helped % | characters saved % | shown of requests % | suggestions right % | requests with something right % |";

export function printTyping(traces: readonly TypingTrace[]): void {
  console.log(`${TYPING_HEAD}\n|${"---|".repeat(9)}`);
  for (const words of [false, true]) {
    for (const minimum of MINIMA) {
      for (const memory of [false, true]) {
        const label = `${words ? "words too" : "whole"} | ${minimum} | ${memory ? "with" : "without"}`;
        console.log(typingRow(label, traces, words, minimum, memory));
      }
    }
  }
  const minimum = MINIMA[MINIMA.length - 1]!;
  console.log(`\nFrom ${minimum}, with reject memory\n`);
  console.log(
    `| repository | taken ${TYPING_HEAD.slice(TYPING_HEAD.indexOf("| lines"))}\n|${"---|".repeat(8)}`,
  );
  const parts = new Map<string, readonly TypingTrace[]>();
  for (const { repo } of traces) {
    parts.set(
      repo,
      traces.filter((one) => one.repo === repo),
    );
  }
  parts.set(
    "test code",
    traces.filter(({ path }) => isTestPath(path)),
  );
  parts.set(
    "other code",
    traces.filter(({ path }) => !isTestPath(path)),
  );
  for (const [name, of] of parts) {
    console.log(typingRow(`${name} | whole`, of, false, minimum, true));
    console.log(typingRow(`${name} | words too`, of, true, minimum, true));
  }
}

function typingRow(
  label: string,
  traces: readonly TypingTrace[],
  words: boolean,
  minimum: number,
  memory: boolean,
): string {
  const { lines, linesHelped, characters, saved, requests, shown, events, right } = simulate(traces, {
    words,
    memory,
    minimum,
  });
  const share = (part: number, whole: number) => ((100 * part) / Math.max(1, whole)).toFixed(1);
  return `| ${label} | ${lines} | ${share(linesHelped, lines)} | ${share(saved, characters)} | ${share(shown, requests)} | ${share(right, events)} | ${share(right, shown)} |`;
}
