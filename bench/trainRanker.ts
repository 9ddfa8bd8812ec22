/**
 * Trains the ranker of the built-in completion engine and writes its weights.
 *
 *   npm run train:ranker -- DIR [DIR2 ...] [--examples FOLDER] [--out FILE] [--ablation]
 *
 * DIR is a git repository, bare or not, or a folder of such; they should be permissively licensed. Repositories of role
 * `benchmark` in `bench/repositories.json` are refused. With `--examples`, what was gathered is kept in FOLDER and read from
 * there the next time. `--ablation` tells what each group of features is worth instead of writing weights.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { FEATURE_GROUPS, FEATURES } from "../src/core/completion/builtin/features/features.ts";
import type { TreeWeights } from "../src/core/completion/builtin/treeRanker.ts";
import { Git } from "./completion/git.ts";
import { type BoostingOptions, boost } from "./completion/train/boosting.ts";
import { fitCalibration } from "./completion/train/calibrate.ts";
import { type Example, gatherExamples, readExamples, writeExamples } from "./completion/train/examples.ts";
import { scoredStarts } from "./completion/train/starts.ts";
import { crossValidate, summaryHead, summaryRow, weightOf } from "./completion/train/validate.ts";
import { renderWeights, toWeights } from "./completion/train/weights.ts";
import { endWithUsage } from "./usage.ts";

/** What it has of members, which `npm run bench:members -- --fit` fits, is kept. */
const SHIPPED = join(import.meta.dirname, "../media/completion-ranker.json");
/** Positions drawn from each repository. */
const COUNTS = { "S-a": 80, "S-b": 80, "R-a": 400, "R-b": 400, "R-t": 250 };
const OPTIONS: BoostingOptions = {
  trees: 400,
  rate: 0.07,
  leaves: 12,
  minWeight: 3,
  ridge: 4,
  examplesPerTree: 0.4,
  featuresPerTree: 0.4,
  seed: "ranker",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    examples: { type: "string" },
    out: { type: "string", default: SHIPPED },
    ablation: { type: "boolean", default: false },
  },
});
if (positionals.length === 0) endWithUsage("npm run train:ranker -- DIR [DIR2 ...]");

function repositoriesIn(path: string): string[] {
  const dir = resolve(path);
  if (Git.isRepository(dir)) return [dir];
  const folders = readdirSync(dir).map((name) => join(dir, name));
  return folders.filter((one) => statSync(one).isDirectory() && Git.isRepository(one));
}

function nameOf(dir: string): string {
  return basename(dir).replace(/\.git$/, "");
}

const listed: { name: string; role: string }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "repositories.json"), "utf8"),
).repositories;
const refused = new Set(listed.filter(({ role }) => role === "benchmark").map(({ name }) => basename(name)));

function examplesOf(dir: string): Example[] {
  const name = nameOf(dir);
  if (refused.has(name)) throw new Error(`Cannot train on "${name}": it is a repository of the benchmark`);
  const kept = values.examples === undefined ? undefined : join(values.examples, name);
  const known = kept === undefined ? undefined : readExamples(kept);
  if (known !== undefined) return known;
  const examples = gatherExamples(dir, name, COUNTS);
  if (kept !== undefined) {
    mkdirSync(values.examples!, { recursive: true });
    writeExamples(kept, examples);
  }
  console.error(`${name}: ${examples.length} positions`);
  return examples;
}

const examples = positionals.flatMap(repositoriesIn).flatMap(examplesOf);
const everything = FEATURES.map((_, i) => i);

function ablate(): void {
  console.log(summaryHead);
  console.log(summaryRow("all features", crossValidate(examples, everything, OPTIONS)));
  for (const [group, { names }] of Object.entries(FEATURE_GROUPS)) {
    const rest = everything.filter((i) => !names.includes(FEATURES[i]!));
    console.log(summaryRow(`without ${group}`, crossValidate(examples, rest, OPTIONS)));
  }
}

function train(): void {
  const held = crossValidate(examples, everything, OPTIONS);
  console.log(summaryHead);
  console.log(summaryRow("held-out repositories", held));
  const starts = held.flatMap(({ example, probabilities }) => scoredStarts(example, probabilities));
  const calibration = {
    lineCalibration: fitCalibration(held.filter(({ example }) => example.setting.startsWith("R"))),
    startCalibration: fitCalibration(starts),
  };
  const ensemble = boost(examples, weightOf, everything, OPTIONS);
  const { members }: TreeWeights = JSON.parse(readFileSync(SHIPPED, "utf8"));
  const text = renderWeights({ ...calibration, members, ...toWeights(ensemble, FEATURES) });
  writeFileSync(values.out, text);
  console.log(`${values.out}: ${text.length} bytes`);
}

if (values.ablation) ablate();
else train();
