import { expect, test } from "vitest";
import { BuiltinEngine } from "../../../../../src/core/completion/builtin/builtinEngine.ts";
import {
  type LikelyStart,
  likelyStart,
  lineStarts,
  startProbability,
} from "../../../../../src/core/completion/builtin/lineStarts.ts";
import { plainRanker } from "../../../../support/plainRanker.ts";

const INDEXED = `pool.open(first, 1)
pool.open(second, 2)
pool.close(first)
`;

function rank(marked: string) {
  const engine = new BuiltinEngine(plainRanker);
  engine.setFile("m.py", "python", INDEXED);
  for (const _ of engine.build());
  const [prefix, suffix] = marked.split("█");
  const request = { path: "new.py", languageId: "python", maxSuggestions: 4 };
  return engine.rank({ ...request, prefix: prefix!, suffix: suffix ?? "" });
}

const textsOf = (marked: string) => lineStarts(rank(marked)).map(({ text }) => text);

test("each start of a candidate, each once, from its first word on", () => {
  const texts = textsOf("x = 1\npool.█");
  expect(texts).toEqual([...new Set(texts)]);
  for (const text of ["open", "open(", "open(first", "open(second, 2", "close(first)"])
    expect(texts).toContain(text);
  expect(textsOf("x = 1\npool█")).not.toContain(".");
});
test("of a word being typed what is missing", () => expect(textsOf("pool.op█")).toContain("en("));
test("none before a word that stands there already", () =>
  expect(textsOf("pool.█open(first, 1)")).toEqual([]));
test("nothing of what stands after the cursor", () => {
  for (const text of textsOf("pool.open(█)")) expect(text).not.toContain(")");
});

test("a start is as probable as the lines that start so, and n-grams where none is right", () => {
  const start = { text: "open", members: [0, 2], ngram: 0.5 };
  expect(startProbability(start, [0.3, 0.2, 0.1])).toBeCloseTo(0.3 + 0.1 + 0.4 * 0.5);
  expect(startProbability({ ...start, members: [] }, [0.6, 0.4])).toBeCloseTo(0);
});

/** With starts as sure as `confidenceOf` their probability. */
function check(
  confidenceOf: (probability: number) => number,
  except: string[],
  expected: string | undefined,
) {
  const ranker = { ...plainRanker, startConfidence: confidenceOf };
  const found: LikelyStart | undefined = likelyStart(rank("x = 1\npool.█"), ranker, except);
  expect(found?.text).toBe(expected);
}

test("of likely starts the longest is taken, else the likeliest", () => {
  check(() => 0.9, [], "open(second, 2)");
  check((probability) => probability / 2, [], "open");
});
test("not one that is offered already", () => check((probability) => probability / 2, ["open"], "open("));
