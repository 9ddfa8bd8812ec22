import { expect, test } from "vitest";
import { mayTake, takesNames } from "../../../bench/verify/parameters.ts";

const cases: readonly [string, string, number, boolean][] = [
  ["def load(key, size=1):", "load", 2, true],
  ["def load(key, size=1):", "load", 3, false],
  ["def load(key, *rest):", "load", 9, true],
  ["class Row:\n    def __init__(self, key):\n        pass", "Row", 3, false],
  ["class Row:\n    def __init__(self, key, *, size):", "Row", 3, true],
  ["export function open<T>(owner: Map<string, T>): T {", "open", 1, true],
  ["export function open<T>(owner: Map<string, T>): T {", "open", 2, false],
  ["func Run(names ...string) error {", "Run", 5, true],
  ["func (p *Part) Describe(long bool) string {", "Describe", 2, false],
  ["public Order(int total) { }", "Order", 1, true],
  ["const fail = (error) => {};", "fail", 2, false],
];
test.each(cases)("%s", (definition, name, count, expected) =>
  expect(mayTake(definition, name, count)).toBe(expected),
);
test("arguments by any name", () => {
  expect(takesNames("def load(key, **options):")).toBe(true);
  expect(takesNames("def load(key, options):")).toBe(false);
});
