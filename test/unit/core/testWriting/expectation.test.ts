import { expect, test } from "vitest";
import { applyReplacements } from "../../../../src/core/repair/candidate.ts";
import { updatedExpectations } from "../../../../src/core/testWriting/expectation.ts";

/** The texts that come of a failure on the first line, the most likely first. */
const check = (text: string, expected: string, actual: string, ...becomes: readonly string[]): void =>
  expect(
    updatedExpectations(text, { line: 0, expected, actual }).map((edit) => applyReplacements(text, [edit])),
  ).toEqual(becomes);

test("a number", () => check("assert total(1, 2) == 3", "3", "-1", "assert total(1, 2) == -1"));
test("the last of several that fit is the likeliest", () =>
  check("eq(f(3), 3)", "3", "4", "eq(f(3), 4)", "eq(f(4), 3)"));
test("the other way round, as a test may write it", () =>
  check("assertEqual(3, total())", "4", "3", "assertEqual(4, total())"));
test("a text that the runner tells without quotes", () =>
  check("assert.equal(say(), 'it')", "it", "that's it", "assert.equal(say(), 'that\\'s it')"));
test("a text that it tells with them", () =>
  check('assert say() == "a b"', "'a b'", "'a  b'", "assert say() == 'a  b'"));
test("spaces within a text count", () => check('assert say() == "ab"', "'a b'", "'c'"));
test("a list, however it is spaced", () =>
  check("expect(f()).toEqual([1, 2])", "[1,2]", "[1,2,3]", "expect(f()).toEqual([1,2,3])"));
test("a constant", () => check("assert f() is None", "None", "True", "assert f() is True"));
test("an assertion of several lines", () =>
  check(
    "assertEqual(\n    f(),\n    7,\n)\nother(7)",
    "7",
    "8",
    "assertEqual(\n    f(),\n    8,\n)\nother(7)",
  ));
test("what is no literal stays", () => check("assert f() == expected", "3", "4"));
test("what was given and cannot be written down is not", () =>
  check("assert f() == 3", "3", "<object at 0x7f>"));
test("names and parts of numbers are no literals", () => check("assert f3() == x.3 + 13", "3", "4"));
test("a line that is not there", () =>
  expect(updatedExpectations("a", { line: 9, expected: "1", actual: "2" })).toEqual([]));
