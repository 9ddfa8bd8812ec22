import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePastChanges } from "../../../../src/core/repo/pastChange.ts";

const id = (digit: string) => digit.repeat(40);
const commit = (digit: string, message: string, ...paths: string[]) =>
  `//${id(digit)}\0${12}\0Ann\0${message}\0\0\n${paths.map((path) => `${path}\0`).join("")}`;

/** Reads an output and expects its commits as `first digit of the id: message: paths`. */
function check(output: string, isWhole: boolean, expected: readonly string[]): void {
  const changes = parsePastChanges(output, isWhole);
  expect(changes.map((change) => `${change.id[0]}: ${change.message}: ${change.paths.join(" ")}`)).toEqual(
    expected,
  );
}

test.each<[name: string, output: string, isWhole: boolean, expected: readonly string[]]>([
  [
    "two commits",
    commit("a", "One\n", "x", "y/z") + commit("b", "Two", "x"),
    true,
    ["a: One: x y/z", "b: Two: x"],
  ],
  [
    "one without files",
    `//${id("a")}\0${1}\0\0Empty\n\0\0${commit("b", "Two", "x")}`,
    true,
    ["a: Empty: ", "b: Two: x"],
  ],
  ["a cut output", commit("a", "One", "x") + commit("b", "Two", "x").slice(0, -3), false, ["a: One: x"]],
  ["a path that looks like an id", commit("a", "One", id("c"), "12"), true, [`a: One: ${id("c")} 12`]],
  ["a message that looks like a commit", commit("a", `//${id("c")}`, "x"), true, [`a: //${id("c")}: x`]],
  ["a path with a line break", commit("a", "One", "x\ny"), true, ["a: One: x\ny"]],
  ["nothing", "", true, []],
])("reads %s", (_name, output, isWhole, expected) => check(output, isWhole, expected));

test("bounds messages and paths", () => {
  const paths = Array.from({ length: 1000 }, (_, i) => `f${i}`);
  const [change] = parsePastChanges(commit("a", "x".repeat(10_000), ...paths), true);
  expect(change!.message).toHaveLength(600);
  expect(change!.paths).toHaveLength(200);
});

test("never throws", () => {
  const piece = fc.constantFrom("\0", "//", id("a"), "12", "\n", "x");
  fc.assert(
    fc.property(fc.array(piece), fc.boolean(), (pieces, isWhole) => {
      for (const { paths } of parsePastChanges(pieces.join(""), isWhole)) expect(paths).not.toContain("");
    }),
  );
});
