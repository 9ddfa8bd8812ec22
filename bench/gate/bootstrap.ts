/** Intervals by drawing people, not suggestions: what one person does hangs together. */
import { Random } from "../completion/random.ts";
import type { Judged } from "./evaluate.ts";

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const draws = 1000;

/** The middle 95 % of `measure` over samples of people drawn with replacement. */
export function bootstrapOverPeople(
  rows: readonly Judged[],
  measure: (rows: readonly Judged[]) => number,
): Interval {
  const ids = [...new Set(rows.map(({ person }) => person))];
  const people = ids.map((id) => rows.filter(({ person }) => person === id));
  const random = new Random("gate");
  const values = Array.from({ length: draws }, () =>
    measure(people.flatMap(() => people[random.below(people.length)]!)),
  ).toSorted((a, b) => a - b);
  return {
    value: measure(rows),
    low: values[Math.floor(draws * 0.025)]!,
    high: values[Math.floor(draws * 0.975)]!,
  };
}
