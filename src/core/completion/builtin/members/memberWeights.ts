/** What speaks for a member, and weights of it fitted by `npm run bench:members -- --fit` on other repositories than the benchmark's. */

/** Features of a member; logarithms are natural, all values within about -3..4. */
export const memberWeights = {
  ngram: 1.03,
  ngramLog: 0.62,
  line: 2.26,
  lineLog: 1.65,
  here: 0.64,
  anyHere: -0.26,
  last: 0.05,
  elsewhere: -0.28,
  elsewhereShare: 0.41,
  seen: 0.95,
  declared: 0.58,
  undeclared: -0.58,
  onlyNgram: 1.57,
  capital: -0.63,
  capitalInGo: 1.09,
  capitalOfType: -0.96,
  private: 0.04,
  assigned: 0.14,
  assignedPart: 2.26,
  inLine: 0.58,
  inLineMember: -0.17,
  aboveMember: 0.43,
};

export type MemberFeature = keyof typeof memberWeights;

/** Members that trees put in order, the first by the weighted sum; the others follow in that order. */
export const MOST_IN_TREES = 40;

/** What trees see of a member: its features, its weighted sum, and by how much that is below the best one. */
export const MEMBER_FEATURES: readonly string[] = [...Object.keys(memberWeights), "behind", "linear"];

export function linearSum(values: Readonly<Record<MemberFeature, number>>): number {
  let sum = 0;
  for (const name in memberWeights) {
    sum += memberWeights[name as MemberFeature] * values[name as MemberFeature];
  }
  return sum;
}

/** Features as `MEMBER_FEATURES`, when the best sum is known. */
export function memberVector(
  values: Readonly<Record<MemberFeature, number>>,
  linear: number,
  best: number,
): number[] {
  const own = Object.keys(memberWeights).map((name) => values[name as MemberFeature]);
  return [...own, linear - best, linear];
}
