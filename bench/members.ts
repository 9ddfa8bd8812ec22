/**
 * Measures members after a dot, each file asked about left out of the index, and fits their weights.
 *
 *   npm run bench:members -- --repo DIR [--repo DIR2 ...] [--count 200] [--fit]
 *
 * `--fit` prints weights for `src/core/completion/builtin/members/memberWeights.ts`, and figures of weights fitted on the other
 * repositories; only those of role `development` are for that. A git repository is read at its HEAD.
 */
import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { MemberFeature } from "../src/core/completion/builtin/members/memberWeights.ts";
import { memberWeights } from "../src/core/completion/builtin/members/memberWeights.ts";
import { Git } from "./completion/git.ts";
import { type MemberPosition, memberPositions, rankOfMember, topShares } from "./completion/members.ts";
import { Random } from "./completion/random.ts";
import { Bench, cpuMs } from "./completion/run.ts";
import { readCommit, readFolder, withoutCopies } from "./completion/sources.ts";
import { endWithUsage } from "./usage.ts";

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

interface Example {
  readonly repo: string;
  readonly vectors: readonly (readonly number[])[];
  /** Index of the right member; -1 when it is not there. */
  readonly right: number;
}

function exampleAt(bench: Bench, repo: string, position: MemberPosition): Example {
  const members = bench.engine.memberEvidence({ ...position, maxSuggestions: 1 });
  return {
    repo,
    vectors: members.map(({ values }) => FEATURES.map((name) => values[name])),
    right: members.findIndex(({ name }) => name === position.member),
  };
}

const score = (weights: readonly number[], vector: readonly number[]) =>
  vector.reduce((sum, value, i) => sum + value * weights[i]!, 0);

/** Adam on the likelihood of the right members. */
function fit(examples: readonly Example[]): number[] {
  const known = examples.filter(({ right }) => right >= 0);
  const weights = FEATURES.map(() => 0);
  const moments = FEATURES.map(() => [0, 0] as [number, number]);
  for (let round = 1; round <= ROUNDS; round++) {
    const gradient = FEATURES.map(() => 0);
    for (const { vectors, right } of known) {
      const odds = vectors.map((vector) => Math.exp(score(weights, vector)));
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

function rankBy(weights: readonly number[], { vectors, right }: Example): number | undefined {
  if (right < 0) return undefined;
  const scores = vectors.map((vector) => score(weights, vector));
  return scores.filter((one) => one > scores[right]!).length;
}

const row = (name: string, ranks: readonly (number | undefined)[], rest: string) =>
  console.log(
    `| ${name} | ${ranks.length} | ${topShares(ranks, BARS)
      .map((one) => one.toFixed(1))
      .join(" | ")} | ${rest} |`,
  );

const examples: Example[] = [];
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
  const foldOf = ({ repo }: Example) => repos.indexOf(repo) % 4;
  const ranks = [0, 1, 2, 3].flatMap((fold) => {
    const weights = fit(examples.filter((one) => foldOf(one) !== fold));
    return examples.filter((one) => foldOf(one) === fold).map((one) => rankBy(weights, one));
  });
  row("fitted on others", ranks, "");
  const weights = fit(examples);
  console.log(FEATURES.map((name, i) => `  ${name}: ${weights[i]!.toFixed(2)},`).join("\n"));
}
