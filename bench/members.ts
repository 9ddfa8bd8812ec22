/**
 * Measures members after a dot, each file asked about left out of the index, and fits their weights.
 *
 *   npm run bench:members -- --repo DIR [--repo DIR2 ...] [--count 200] [--fit]
 *
 * `--fit` prints weights for `src/core/completion/builtin/members/memberWeights.ts`, writes trees that are grown on top of these into
 * `media/completion-ranker.json`, and prints figures of both fitted on the other repositories; repositories of role `benchmark` are
 * not for that. A git repository is read at its HEAD.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { MemberFeature } from "../src/core/completion/builtin/members/memberWeights.ts";
import { MEMBER_FEATURES, memberWeights } from "../src/core/completion/builtin/members/memberWeights.ts";
import { Git } from "./completion/git.ts";
import { type MemberPosition, memberPositions, rankOfMember, topShares } from "./completion/members.ts";
import { Random } from "./completion/random.ts";
import { Bench, cpuMs } from "./completion/run.ts";
import { readCommit, readFolder, withoutCopies } from "./completion/sources.ts";
import {
  growMemberTrees,
  type MemberExample,
  ranksByTrees,
  weightedSum,
} from "./completion/train/memberTrees.ts";
import { renderWeights, toWeights } from "./completion/train/weights.ts";
import { endWithUsage } from "./usage.ts";

const SHIPPED = join(import.meta.dirname, "../media/completion-ranker.json");
const BARS = [1, 5, 20];
const FEATURES = Object.keys(memberWeights) as MemberFeature[];
const ROUNDS = 200;
const RATE = 0.08;
const RIDGE = 0.0005;

const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true, default: [] },
    count: { type: "string", default: "200" },
    fit: { type: "boolean", default: false },
  },
});
if (values.repo.length === 0) endWithUsage("npm run bench:members -- --repo DIR [--repo DIR2 ...] [--fit]");

function exampleAt(bench: Bench, repo: string, position: MemberPosition): MemberExample {
  const members = bench.engine.memberEvidence({ ...position, maxSuggestions: 1 });
  return {
    repo,
    vectors: members.map(({ values }) => FEATURES.map((name) => values[name])),
    right: members.findIndex(({ name }) => name === position.member),
  };
}

/** Adam on the likelihood of the right members. */
function fit(examples: readonly MemberExample[]): number[] {
  const known = examples.filter(({ right }) => right >= 0);
  const weights = FEATURES.map(() => 0);
  const moments = FEATURES.map(() => [0, 0] as [number, number]);
  for (let round = 1; round <= ROUNDS; round++) {
    const gradient = FEATURES.map(() => 0);
    for (const { vectors, right } of known) {
      const odds = vectors.map((vector) => Math.exp(weightedSum(weights, vector)));
      const all = odds.reduce((sum, one) => sum + one, 0);
      vectors.forEach((vector, c) => {
        const error = (c === right ? 1 : 0) - odds[c]! / all;
        vector.forEach((value, i) => {
          gradient[i]! += error * value;
        });
      });
    }
    for (const [i, moment] of moments.entries()) {
      const slope = gradient[i]! / known.length - RIDGE * weights[i]!;
      moment[0] = 0.9 * moment[0] + 0.1 * slope;
      moment[1] = 0.999 * moment[1] + 0.001 * slope * slope;
      const first = moment[0] / (1 - 0.9 ** round);
      weights[i]! += (RATE * first) / (Math.sqrt(moment[1] / (1 - 0.999 ** round)) + 1e-8);
    }
  }
  return weights;
}

const row = (name: string, ranks: readonly (number | undefined)[], rest: string) =>
  console.log(
    `| ${name} | ${ranks.length} | ${topShares(ranks, BARS)
      .map((one) => one.toFixed(1))
      .join(" | ")} | ${rest} |`,
  );

const examples: MemberExample[] = [];
const all: (number | undefined)[] = [];
const times: number[] = [];
console.log(
  `| repository | n | ${BARS.map((bar) => `top-${bar}`).join(" | ")} | p95 CPU ms |\n|---|---|---|---|---|---|`,
);
for (const path of values.repo) {
  const dir = resolve(path);
  const name = basename(dir) === "repo" ? basename(dirname(dir)) : basename(dir);
  const files = withoutCopies(Git.isRepository(dir) ? readCommit(new Git(dir), "HEAD") : readFolder(dir));
  const bench = new Bench(files, false);
  const own: number[] = [];
  const ranks = memberPositions(files, Number(values.count), new Random(`${name} members`)).map(
    (position) => {
      const started = cpuMs();
      const rank = rankOfMember(bench.engine, position);
      own.push(cpuMs() - started);
      if (values.fit) examples.push(exampleAt(bench, name, position));
      return rank;
    },
  );
  all.push(...ranks);
  times.push(...own);
  row(name, ranks, p95(own));
}
row("**all**", all, p95(times));

function p95(of: readonly number[]): string {
  const sorted = [...of].sort((a, b) => a - b);
  return (sorted[Math.floor(sorted.length * 0.95)] ?? 0).toFixed(1);
}

if (values.fit) {
  const repos = [...new Set(examples.map(({ repo }) => repo))];
  const foldOf = ({ repo }: MemberExample) => repos.indexOf(repo) % 4;
  const ranks = [0, 1, 2, 3].flatMap((fold) => {
    const others = examples.filter((one) => foldOf(one) !== fold);
    const weights = fit(others);
    const held = examples.filter((one) => foldOf(one) === fold);
    return ranksByTrees(weights, growMemberTrees(weights, others), held);
  });
  row("fitted on others", ranks, "");
  const weights = fit(examples).map((weight) => Number(weight.toFixed(2)));
  console.log(FEATURES.map((name, i) => `  ${name}: ${weights[i]},`).join("\n"));
  const members = toWeights(growMemberTrees(weights, examples), MEMBER_FEATURES);
  writeFileSync(SHIPPED, renderWeights({ ...JSON.parse(readFileSync(SHIPPED, "utf8")), members }));
}
