/** Cross-validation by repository: what an ensemble is worth on repositories that it never saw. */
import { type BoostingOptions, boost, softmax, sumsOf } from "./boosting.ts";
import type { Scored } from "./calibrate.ts";
import type { Example } from "./examples.ts";

const FOLDS = 3;
export const SETTINGS = ["S-a", "S-b", "R-a", "R-b", "R-t"] as const;

/** The best candidate of an example by weights that were not trained on its repository. */
export interface Validated extends Scored {
  readonly example: Example;
  /** The probability of each candidate. */
  readonly probabilities: readonly number[];
}

/** Replayed positions are nearer to typing; static ones are many and easy. */
export function weightOf({ setting }: Example): number {
  return setting.startsWith("R") ? 1 : 0.5;
}

export function crossValidate(
  examples: readonly Example[],
  features: readonly number[],
  options: BoostingOptions,
): Validated[] {
  const repos = [...new Set(examples.map(({ repo }) => repo))].sort();
  const foldOf = new Map(repos.map((repo, i) => [repo, i % FOLDS]));
  return Array.from({ length: Math.min(FOLDS, repos.length) }, (_, fold) => fold).flatMap((fold) => {
    const held = examples.filter(({ repo }) => foldOf.get(repo) === fold);
    const rest = examples.filter(({ repo }) => foldOf.get(repo) !== fold);
    const sums = sumsOf(boost(rest, weightOf, features, options), held);
    return held.map((example, i) => validated(example, softmax(sums[i]!)));
  });
}

function validated(example: Example, probabilities: readonly number[]): Validated {
  const score = Math.max(0, ...probabilities);
  return { example, probabilities, score, right: example.right.includes(probabilities.indexOf(score)) };
}

/** One row of a table: by setting EM, P@20, P@40. */
export function summaryRow(label: string, all: readonly Validated[]): string {
  const cells = SETTINGS.map((setting) => {
    const of = all.filter(({ example }) => example.setting === setting).sort((a, b) => b.score - a.score);
    const rate = (coverage: number) => {
      const shown = of.slice(0, Math.max(1, Math.round(coverage * of.length)));
      return ((100 * shown.filter(({ right }) => right).length) / shown.length).toFixed(1);
    };
    return [rate(1), rate(0.2), rate(0.4)].join(" / ");
  });
  return `| ${label} | ${cells.join(" | ")} |`;
}

export const summaryHead = `| EM / P@20 / P@40 | ${SETTINGS.join(" | ")} |\n|---|${SETTINGS.map(() => "---|").join("")}`;
