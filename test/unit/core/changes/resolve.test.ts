import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { findConflicts, hasMarkers } from "../../../../src/core/changes/conflicts.ts";
import { resolveText, withResolutions } from "../../../../src/core/changes/resolve.ts";

const place = mkdtempSync(join(tmpdir(), "touchstone-resolve-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What git leaves in the file. */
function merged(texts: { base: string; ours: string; theirs: string }, ...options: string[]): string {
  const paths = [texts.ours, texts.base, texts.theirs].map((text, i) => {
    const path = join(place, `${i}`);
    writeFileSync(path, text);
    return path;
  });
  try {
    execFileSync("git", ["merge-file", "-p", ...options, ...paths], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
  throw new Error("Git found no conflict");
}

const frame = (middle: string): string => `top\n\nbefore\n${middle}\nbehind\n\nbottom\n`;
const apart = {
  base: frame("call(first, second)"),
  ours: frame("call(erste, second)"),
  theirs: frame("call(first, zweite)"),
};

test.each([[[]], [["--diff3"]]])("a conflict that git leaves with %j", (options) => {
  const text = merged(apart, ...options);
  const { resolutions, left } = resolveText(text, apart, true);
  expect(left).toEqual([]);
  expect(withResolutions(text, resolutions)).toBe(frame("call(erste, zweite)"));
});

test("one that git parts in two, where the sides agree in between", () => {
  const sides = {
    base: frame("a(one, two)\nold\nb(one, two)"),
    ours: frame("a(eins, two)\nn1\nn2\nn3\nn4\nn5\nb(eins, two)"),
    theirs: frame("a(one, zwei)\nn1\nn2\nn3\nn4\nn5\nb(one, zwei)"),
  };
  const text = merged(sides);
  expect(findConflicts(text.split("\n"))).toHaveLength(2);
  const { resolutions } = resolveText(text, sides, true);
  expect(withResolutions(text, resolutions)).toBe(frame("a(eins, zwei)\nn1\nn2\nn3\nn4\nn5\nb(eins, zwei)"));
});

test("one of two alone, the other is left as it stands", () => {
  const with2 = (one: string, two: string) => `${frame(one)}${"x\n".repeat(8)}${frame(two)}`;
  const sides = {
    base: with2("call(first, second)", "x = old"),
    ours: with2("call(erste, second)", "x = mine"),
    theirs: with2("call(first, zweite)", "x = other"),
  };
  const text = merged(sides);
  const { resolutions, left } = resolveText(text, sides, true);
  expect([resolutions.length, left.length]).toEqual([1, 1]);
  const after = withResolutions(text, resolutions).split("\n");
  expect(findConflicts(after)).toHaveLength(1);
  expect(after).toContain("call(erste, zweite)");
});

test("without the sides, and without a base in the markers, nothing is sure", () => {
  const { resolutions, left } = resolveText(merged(apart), undefined, true);
  expect([resolutions.length, left.length]).toEqual([0, 1]);
});

test("a person's own changes around a conflict stay", () => {
  const text = merged(apart).replace("top", "top, changed since");
  const { resolutions } = resolveText(text, apart, true);
  expect(withResolutions(text, resolutions)).toBe(
    frame("call(erste, zweite)").replace("top", "top, changed since"),
  );
});

test("sides that are not those of the file resolve nothing", () => {
  const other = { ...apart, ours: frame("something(else)") };
  expect(resolveText(merged(apart), other, true).resolutions).toEqual([]);
});

test("markers out of order are no conflict", () => {
  expect(findConflicts(["=======", ">>>>>>> x", "<<<<<<< y", "a"])).toEqual([]);
  expect(hasMarkers(["a", "<<<<<<< y"])).toBe(true);
  expect(hasMarkers(["a <<<<<<< y", "======="])).toBe(false);
});
