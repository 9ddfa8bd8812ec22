import { expect, test } from "vitest";
import { formatBytes } from "../../../../src/core/text/counts.ts";
import { printable, renderTable } from "../../../../src/core/text/table.ts";

const check = (rows: readonly (readonly string[])[], expected: string) =>
  expect(renderTable(rows)).toBe(expected);

test("aligns columns", () =>
  check(
    [
      ["a", "bb", "c"],
      ["aaa", "", "c"],
    ],
    "a    bb  c\naaa      c",
  ));
test("leaves no blanks at the ends of lines", () => check([["a", ""], ["bb"]], "a\nbb"));
test("a very wide cell does not widen its column", () =>
  check(
    [
      ["x".repeat(80), "1"],
      ["y", "2"],
    ],
    `${"x".repeat(80)}  1\ny  2`,
  ));
test("nothing", () => check([], ""));

test("a terminal is given no orders", () =>
  expect(printable("a\u001b]0;x\u0007\r\nb\tc\u202e\u009b")).toBe(
    "a\ufffd]0;x\ufffd\ufffd\nb\tc\ufffd\ufffd",
  ));

for (const [bytes, expected] of [
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1.0 kB"],
  [31_400_000, "31 MB"],
  [4_100_000_000, "4.1 GB"],
  [5_000_000_000_000, "5,000 GB"],
] as const) {
  test(`${bytes} is ${expected}`, () => expect(formatBytes(bytes)).toBe(expected));
}
