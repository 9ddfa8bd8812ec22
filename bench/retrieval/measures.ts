/** How good rankings are. */

/** Shares in percent, `mrr` from 0 to 1. */
export interface Measures {
  readonly queries: number;
  /** The first one is relevant. */
  readonly r1: number;
  /** One of the first five, ten is relevant. */
  readonly any5: number;
  readonly any10: number;
  /** Share of the relevant ones among the first ten. */
  readonly recall10: number;
  readonly mrr: number;
}

/** One answer: for each place whether it is relevant, and how many relevant ones there are. */
export interface Answer {
  readonly hits: readonly boolean[];
  readonly relevant: number;
}

export function measure(answers: readonly Answer[]): Measures {
  const mean = (value: (answer: Answer) => number) =>
    answers.reduce((sum, answer) => sum + value(answer), 0) / Math.max(1, answers.length);
  const found = ({ hits }: Answer, among: number) => hits.slice(0, among).filter((hit) => hit).length;
  const any = (among: number) => 100 * mean((answer) => Math.min(1, found(answer, among)));
  return {
    queries: answers.length,
    r1: any(1),
    any5: any(5),
    any10: any(10),
    recall10: 100 * mean((answer) => found(answer, 10) / answer.relevant),
    mrr: mean(({ hits }) => {
      const first = hits.indexOf(true);
      return first < 0 ? 0 : 1 / (first + 1);
    }),
  };
}

/** Each repository counts the same. */
export function meanOf(all: readonly Measures[]): Measures {
  const mean = (key: keyof Measures) => all.reduce((sum, one) => sum + one[key], 0) / Math.max(1, all.length);
  return {
    queries: all.reduce((sum, { queries }) => sum + queries, 0),
    r1: mean("r1"),
    any5: mean("any5"),
    any10: mean("any10"),
    recall10: mean("recall10"),
    mrr: mean("mrr"),
  };
}
