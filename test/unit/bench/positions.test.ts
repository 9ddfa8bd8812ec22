import { describe, expect, test } from "vitest";
import {
  codeLines,
  lineStart,
  midLine,
  positionAt,
  staticPositions,
  tokenBoundaries,
} from "../../../bench/completion/positions.ts";
import { Random } from "../../../bench/completion/random.ts";

describe("lines of code", () => {
  const check = (languageId: string, text: string, expected: readonly number[]) =>
    expect(codeLines(text, languageId)).toEqual(expected);

  test("no blank lines, no lines of brackets", () => check("typescript", "a();\n\n}\n});\nb();", [0, 4]));
  test("no comments", () => check("typescript", "// a\n/* b */\n * c\na(); // d", [3]));
  test("no comment of several lines", () => check("java", "/*\n a\n b\n*/\nint c;", [4]));
  test("no docstring of several lines", () =>
    check("python", 'def f():\n    """A.\n    b\n    """\n    c()', [0, 4]));
  test("no docstring on one line", () => check("python", 'def f():\n    """A."""\n    c()', [0, 2]));
  test("a text that is given a name is code", () => check("python", 'a = """b"""\nc()', [0, 1]));
  test("no line that nobody wrote by hand", () => check("go", `a := "${"x".repeat(200)}"\nb()`, [1]));
});

test("token boundaries are before each token and at the end", () =>
  expect(tokenBoundaries("a.b_c(1)  ")).toEqual([0, 1, 2, 5, 6, 7, 8]));
test("a whole line begins after its indentation", () =>
  expect(lineStart("\t  a = 1", new Random("x"))).toBe(3));
test("within a line a word is to come", () => {
  const random = new Random("within");
  for (let i = 0; i < 200; i++) {
    const column = midLine("  call(first, { second })", random)!;
    expect(column).toBeGreaterThan(2);
    expect("  call(first, { second })".slice(column)).toMatch(/\w/);
  }
  expect(midLine("  a", random)).toBeUndefined();
});

const file = {
  path: "a.ts",
  languageId: "typescript",
  text: "const a = 1;\n\n// b\nconst c = a + 2;  \nconst d = c;",
};
test("what stands around the cursor is the file without the truth", () =>
  expect(positionAt(file, "const c = a + 2;  ", 10, ["const a = 1;"], ["const d = c;"])).toEqual({
    path: "a.ts",
    languageId: "typescript",
    prefix: "const a = 1;\nconst c = ",
    suffix: "\nconst d = c;",
    truth: "a + 2;",
  }));
test("positions are the same for the same seed, and put together give the file", () => {
  const draw = (seed: string) => staticPositions([file], midLine, 3, new Random(seed));
  expect(draw("one")).toEqual(draw("one"));
  expect(draw("one")).toHaveLength(3);
  for (const { prefix, truth, suffix } of draw("two"))
    expect(`${prefix}${truth}${suffix}`.replace(/ +$/gm, "")).toBe(file.text.replace(/ +$/gm, ""));
});
