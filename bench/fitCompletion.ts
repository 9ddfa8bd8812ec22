/**
 * Fits the weights and calibration of the built-in engine on the development repositories and prints them, to be put
 * into `src/core/completion/builtin/linearWeights.ts` and `calibration.ts`.
 *
 *   node bench/fitCompletion.ts --repo DIR [--repo DIR2 ...] [--count 200] [--examples FILE]
 *
 * With `--examples`, what was gathered is kept in FILE and read from it the next time.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { linearRanker } from "../src/core/completion/builtin/ranker.ts";
import { fitCalibration, fitLinear } from "./completion/fit.ts";
import { type Example, exampleAt } from "./completion/gather.ts";
import { Git } from "./completion/git.ts";
import { staticPositions } from "./completion/positions.ts";
import { Random } from "./completion/random.ts";
import { replayGroups } from "./completion/replay.ts";
import { Bench } from "./completion/run.ts";
import { readCommit, withoutCopies } from "./completion/sources.ts";
import { endWithUsage } from "./usage.ts";

const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true, default: [] },
    count: { type: "string", default: "200" },
    examples: { type: "string" },
  },
});

if (values.repo.length === 0 && !existsSync(values.examples ?? "")) {
  endWithUsage("node bench/fitCompletion.ts --repo DIR [--repo DIR2 ...] [--count 200] [--examples FILE]");
}

function gather(path: string, count: number): Example[] {
  const dir = resolve(path);
  const name = basename(dir).replace(/\.git$/, "");
  const git = new Git(dir);
  const files = withoutCopies(readCommit(git, "HEAD"));
  const bench = new Bench(files, false);
  const examples: Example[] = [];
  for (const setting of ["S-a", "S-b"] as const) {
    const positions = staticPositions(files, setting === "S-b", count, new Random(`${name} ${setting}`));
    examples.push(...positions.map((position) => exampleAt(bench, name, setting, position)));
  }
  for (const setting of ["R-a", "R-b"] as const) {
    const groups = replayGroups(git, "HEAD", setting === "R-b", count, new Random(`${name} ${setting}`));
    for (const { base, steps } of groups) {
      const replay = new Bench(readCommit(git, base), false);
      for (const step of steps) {
        replay.apply(step);
        examples.push(...step.positions.map((position) => exampleAt(replay, name, setting, position)));
      }
    }
  }
  console.error(`${name}: ${examples.length} examples`);
  return examples;
}

function allExamples(): Example[] {
  const file = values.examples;
  if (file !== undefined && existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Example[];
  const examples = values.repo.flatMap((path) => gather(path, Number(values.count)));
  if (file !== undefined) writeFileSync(file, JSON.stringify(examples));
  return examples;
}

const isStart = ({ atStart }: Example) => atStart;

function fitRanker(examples: readonly Example[]) {
  const atStart = fitLinear(examples.filter(isStart));
  const within = fitLinear(examples.filter((one) => !isStart(one)));
  return { atStart, within, ranker: linearRanker(atStart, within) };
}

/** Exact matches in percent and calibration pairs on examples the ranker was not fitted on. */
function evaluate(train: readonly Example[], test: readonly Example[]) {
  const { ranker } = fitRanker(train);
  return test.flatMap((example) => {
    if (example.features.length === 0) return [{ example, score: 0, right: false }];
    const probabilities = ranker.probabilities(example.features);
    const best = probabilities.indexOf(Math.max(...probabilities));
    return [{ example, score: probabilities[best]!, right: best === example.right }];
  });
}

const examples = allExamples();
const repos = [...new Set(examples.map(({ repo }) => repo))];
const folds = repos.map((_, i) => i % 4);
const scored = [0, 1, 2, 3].flatMap((fold) => {
  const inFold = (example: Example) => folds[repos.indexOf(example.repo)] === fold;
  return evaluate(
    examples.filter((one) => !inFold(one)),
    examples.filter(inFold),
  );
});
for (const setting of ["S-a", "S-b", "R-a", "R-b"]) {
  const of = scored.filter(({ example }) => example.setting === setting).sort((a, b) => b.score - a.score);
  const rate = (list: typeof of) =>
    ((100 * list.filter(({ right }) => right).length) / Math.max(1, list.length)).toFixed(1);
  const reachable = of.filter(({ example }) => example.right >= 0).length;
  const now = of.filter(({ example }) => example.right === 0).length;
  console.log(
    `${setting} n ${of.length} EM ${rate(of)} (now ${((100 * now) / of.length).toFixed(1)}, reachable ${((100 * reachable) / of.length).toFixed(1)}) ` +
      `P@20 ${rate(of.slice(0, Math.round(of.length * 0.2)))} P@40 ${rate(of.slice(0, Math.round(of.length * 0.4)))}`,
  );
}
const { atStart, within } = fitRanker(examples);
console.log("atStart", JSON.stringify(atStart));
console.log("within", JSON.stringify(within));
console.log("line calibration", JSON.stringify(fitCalibration(scored)));
const words = examples.flatMap(({ word }) =>
  word === undefined ? [] : [{ score: word[0], right: word[1] }],
);
console.log("word calibration", JSON.stringify(fitCalibration(words)));
