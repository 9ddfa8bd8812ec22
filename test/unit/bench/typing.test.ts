import { expect, test } from "vitest";
import { simulate, type TypingCounts, type TypingOptions } from "../../../bench/completion/typing.ts";

type Drafts = readonly { readonly text: string; readonly confidence: number; readonly isWord?: true }[];

/** Types one line; `said` are suggestions by the column they are asked for at. */
function check(
  text: string,
  said: Readonly<Record<number, string>>,
  expected: Partial<TypingCounts>,
  options: Partial<TypingOptions> = {},
): void {
  const columns = [...new Set([...text.matchAll(/\w+|[^\w\s]/g)].map(({ index }) => index)), text.length];
  const steps = columns.map((column) => {
    const one = said[column];
    const drafts: Drafts = one === undefined ? [] : [{ text: one, confidence: 0.9 }];
    return { column, drafts };
  });
  const traces = [{ repo: "r", path: "p", text, steps }];
  const counts = simulate(
    traces,
    { words: false, memory: false, minimum: 0.5, ...options },
    ({ drafts }) => drafts[0],
  );
  expect(counts).toMatchObject({ lines: 1, characters: text.length, ...expected });
}

test("nothing is saved where nothing is said", () =>
  check("a.b(c)", {}, { requests: 7, shown: 0, events: 0, right: 0, saved: 0, linesHelped: 0 }));
test("a whole suggestion that is right is taken, and what it writes is not asked about", () =>
  check("a.b(c)", { 2: "b(c)" }, { requests: 4, shown: 1, right: 1, saved: 4, linesHelped: 1 }));
test("one that is right only at its start is not", () =>
  check("a.b(c)", { 2: "b(d)" }, { requests: 7, shown: 1, right: 0, saved: 0 }));
test("of that one its right words may be taken", () =>
  check("load.item(c)", { 5: "item(d)" }, { shown: 1, right: 1, saved: 5 }, { words: true }));
test("a word is taken whole or not at all", () =>
  check("load.items", { 5: "item" }, { right: 0, saved: 0 }, { words: true }));
test("one that stays while it is typed along is one event", () =>
  check("a.b.c", { 2: "b.d", 3: ".d", 4: "d" }, { shown: 3, events: 1, right: 0 }));
test("another one is another event", () => check("a.b.c", { 2: "x", 3: "y" }, { shown: 2, events: 2 }));
test("what was typed past is remembered for the line", () => {
  const steps = [0, 1, 2, 3].map((column) => ({ column, drafts: [{ text: "xyz", confidence: 0.9 }] }));
  const seen: number[] = [];
  const trace = { repo: "r", path: "p", text: "abc", steps };
  const count = (memory: boolean) => {
    seen.length = 0;
    simulate([trace], { words: false, memory, minimum: 0.5 }, ({ drafts }, rejections) => {
      seen.push(rejections);
      return drafts[0];
    });
    return [...seen];
  };
  expect(count(false)).toEqual([0, 0, 0, 0]);
  expect(count(true)[0]).toBe(0);
  expect(count(true)[3]).toBeGreaterThan(0);
});
