/**
 * Edit blocks with the noise that models make, from hunks that real commits made: is each applied where the commit made the
 * change, or refused?
 *
 * `npm run bench:patch -- --repos DIR [--role development] [--only NAME,...] [--count 40] [--show]`, where DIR holds each
 * repository with its history as `OWNER+NAME` or `OWNER/NAME`, bare or not.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { applyAnswer } from "../src/core/patch/applyAnswer.ts";
import { Git } from "./completion/git.ts";
import { type NoisyBlock, noises } from "./patch/noise.ts";
import { changesOf, type RealHunk } from "./patch/realHunks.ts";
import { seededRandom } from "./sources.ts";
import { endWithUsage } from "./usage.ts";

const { values } = parseArgs({
  options: {
    repos: { type: "string" },
    role: { type: "string", default: "benchmark" },
    only: { type: "string" },
    count: { type: "string", default: "40" },
    show: { type: "boolean", default: false },
  },
});
if (values.repos === undefined)
  endWithUsage(
    "npm run bench:patch -- --repos DIR [--role development] [--only NAME,...] [--count 40] [--show]",
  );

const CONTEXT = 8;
const MOST_HUNKS_OF_FILE = 2;

function openRepository(name: string): Git {
  const places = [name.replace("/", "+"), name].flatMap((folder) => [folder, join(folder, "repo")]);
  const found = places
    .map((place) => join(values.repos!, place))
    .find((place) => Git.isRepository(place) || Git.isBare(place));
  if (found === undefined) throw new Error(`Cannot measure "${name}": no repository of that name`);
  return new Git(found);
}

function hunksOf(git: Git, head: string, count: number): RealHunk[] {
  const hunks: RealHunk[] = [];
  for (const change of changesOf(git, head, CONTEXT)) {
    hunks.push(...change.hunks.slice(0, MOST_HUNKS_OF_FILE));
    if (hunks.length >= count) break;
  }
  return hunks.slice(0, count);
}

/** Counts of blocks. `unique`: with one right place; of these `applied` and `refused`. */
class Tally {
  blocks = 0;
  unique = 0;
  applied = 0;
  refused = 0;
  /** Without one right place, applied rightly all the same. */
  beyond = 0;
  /** In the right place, but with other white space at the ends of new lines than the commit's. */
  respaced = 0;
  /** In a wrong place, or with another text than the commit's. */
  wrong = 0;
  ms: number[] = [];

  add(other: Tally): void {
    this.blocks += other.blocks;
    this.unique += other.unique;
    this.applied += other.applied;
    this.refused += other.refused;
    this.beyond += other.beyond;
    this.respaced += other.respaced;
    this.wrong += other.wrong;
    this.ms.push(...other.ms);
  }

  row(name: string): string {
    const share = this.unique === 0 ? "-" : `${((100 * this.applied) / this.unique).toFixed(1)} %`;
    const sorted = this.ms.toSorted((a, b) => a - b);
    const ms = (part: number): string => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(1);
    return `| ${name} | ${this.blocks} | ${this.unique} | ${share} | ${this.refused} | ${this.beyond} | ${this.respaced} | ${this.wrong} | ${ms(0.5)}, ${ms(0.95)} |`;
  }
}

const withoutTrails = (text = ""): string => text.replace(/[ \t]+$/gm, "");

function run(name: string, block: NoisyBlock, tally: Tally): void {
  const startMs = performance.now();
  const result = applyAnswer(new Map([[block.path, block.before]]), block.answer);
  tally.ms.push(performance.now() - startMs);
  const after = result.files.get(block.path);
  tally.blocks++;
  if (block.isUnique) tally.unique++;
  const isRight = after === block.expected && result.files.size === 1;
  const isUntouched = after === block.before && result.files.size === 1;
  if (isUntouched && block.before !== block.expected) {
    if (block.isUnique) tally.refused++;
    if (result.refused.length === 0) tally.wrong++;
  } else if (isRight) {
    if (block.isUnique) tally.applied++;
    else if (!block.mustRefuse) tally.beyond++;
  } else if (!block.mustRefuse && withoutTrails(after) === withoutTrails(block.expected)) tally.respaced++;
  else tally.wrong++;
  if (values.show && ((block.isUnique && !isRight) || (!isRight && !isUntouched))) {
    const reasons = result.refused.map(({ reason }) => reason).join("; ");
    console.error(
      `== ${isUntouched ? "refused" : "WRONG"} ${name} ${block.path}: ${reasons}\n${block.answer}\n`,
    );
  }
}

const { repositories } = JSON.parse(readFileSync(join(import.meta.dirname, "repositories.json"), "utf8")) as {
  repositories: readonly { name: string; role: string; commit: string }[];
};
const only = values.only?.split(",");
const chosen = repositories.filter(
  ({ name, role }) => role === values.role && (!only || only.includes(name)),
);
const tallies = new Map(Object.keys(noises).map((name) => [name, new Tally()]));
const byRepository: string[] = [];
for (const { name, commit } of chosen) {
  const whole = new Tally();
  const random = seededRandom(20_261_121);
  for (const hunk of hunksOf(openRepository(name), commit, Number(values.count))) {
    for (const [noise, make] of Object.entries(noises)) {
      const block = make(hunk, random);
      if (!block) continue;
      const tally = new Tally();
      run(noise, block, tally);
      tallies.get(noise)!.add(tally);
      whole.add(tally);
    }
  }
  byRepository.push(whole.row(name));
  console.error(whole.row(name));
}
console.log(
  "| noise | blocks | with one right place | of these applied | of these refused | others applied rightly | other white space at line ends | wrong | ms p50, p95 |",
);
console.log("|---|---|---|---|---|---|---|---|---|");
const all = new Tally();
for (const [name, tally] of tallies) {
  all.add(tally);
  console.log(tally.row(name));
}
console.log(all.row("all"));
for (const row of byRepository) console.log(row);
if (all.wrong > 0) process.exitCode = 1;
