import { expect, test } from "vitest";
import { bodiesOf, casesOf } from "../../../bench/clip/cases.ts";
import { Random } from "../../../bench/completion/random.ts";
import { TreeSitterReader } from "../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../support/grammarFiles.ts";
import { quietLog } from "../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);
const text = `function first(a) {
  const b = load(a, 1);

  store(b, "second line");
  return finish(b);
}

function one() { return 1; }

function second(a) {
  store(a, "other");
  return a;
}
`;

test("functions of several lines are cut, and put together they are the file", async () => {
  const tree = (await reader.tree("javascript", text))!;
  const bodies = bodiesOf(tree);
  expect(bodies.map(({ start, end }) => text.slice(start, end).split("\n")[0])).toEqual([
    "function first(a) {",
    "function second(a) {",
  ]);
  const [body, other] = bodies as [(typeof bodies)[0], (typeof bodies)[0]];
  const cases = casesOf(text, body, text.slice(other.start, other.end), new Random("cases"));
  for (const { prefix, truth, suffix, written, cursor, follows } of cases) {
    expect(text.startsWith(prefix + truth)).toBe(true);
    expect(written.startsWith(truth)).toBe(true);
    if (follows === "closed" && cursor !== "within") expect(prefix + truth + suffix).toBe(text);
    if (follows === "open" && cursor !== "within") expect(truth.endsWith("\n}")).toBe(true);
  }
  expect(new Set(cases.map(({ cursor }) => cursor))).toContain("statement");
  expect(cases.find(({ runOn, follows }) => runOn === "repeats" && follows === "closed")?.written).toMatch(
    /(?:\n {2}return finish\(b\);){5}$/,
  );
  expect(cases.find(({ runOn }) => runOn === "function")?.written).toContain("function second(a)");
});
