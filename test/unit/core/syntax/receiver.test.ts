import { expect, test } from "vitest";
import { receiverBefore } from "../../../../src/core/syntax/facts/receiver.ts";

/** `█` stands before the name. */
function check(marked: string, expected: string): void {
  const at = marked.indexOf("█");
  expect(receiverBefore(marked.replace("█", ""), at)).toBe(expected);
}

const cases: [string, string][] = [
  ["█name()", ""],
  ["return █name()", ""],
  ["(█name())", ""],
  ["self.█name", "self"],
  ["x = this.store?.█name", "this.store"],
  ["o->lines[i].█name", "o->lines[i]"],
  ["std::vec::█name", "std::vec"],
  ["f(a, (b)).g({ c }).█name", "f(a, (b)).g({ c })"],
  ["a\n  .b()\n  .█name", "?"],
  ["list { it }.█name", "?"],
  ['"text".█name', "?"],
  [".█name", "?"],
  [`${"a".repeat(100)}.█name`, "a".repeat(80)],
];
test.each(cases)("%j", (marked, expected) => check(marked, expected));
