import { expect, test } from "vitest";
import { type IndexStatus, idleIndexStatus } from "../../../src/core/repo/indexStatus.ts";
import type { SearchHit, SearchQuery } from "../../../src/core/retrieval/search.ts";
import type { SymbolHit, SymbolQuery } from "../../../src/core/retrieval/symbolQuery.ts";
import { type SearchRow, searchNotes, searchRows } from "../../../src/features/repoSearch/repoSearch.ts";
import { showsLanguage } from "../../../src/features/repoSearch/symbolLanguages.ts";

const never = new AbortController().signal;
const symbol: SymbolHit = {
  path: "/w/a.py",
  name: "load",
  kind: "method",
  container: "Store",
  startLine: 4,
  endLine: 9,
};
const hits: { readonly [T in SearchQuery["target"]]: readonly SearchHit[] } = {
  symbol: [{ ...symbol, score: 1 }],
  file: [{ path: "/w/a.py", score: 1 }],
  chunk: [
    { path: "/w/b.py", startLine: 0, endLine: 9, name: "f", score: 2, telling: { line: 3, text: "load()" } },
    { path: "/w/a.py", startLine: 4, endLine: 9, score: 1, telling: { line: 4, text: "def load(self):" } },
    { path: "/w/gone.py", startLine: 4, endLine: 9, score: 1 },
  ],
};

const render = (row: SearchRow): string =>
  row.kind === "note"
    ? `${row.isBusy ? "… " : ""}${row.text}`
    : `${row.kind} ${row.place.path}:${row.place.startLine}${row.kind === "text" ? ` ${row.text}` : ""}`;

/** Types a text; expects rows, and what the engine was asked. */
async function check(typed: string, expected: readonly string[], expectedAsked?: readonly string[]) {
  const asked: string[] = [];
  const queries = {
    async search({ query, target }: SearchQuery) {
      asked.push(`${target} ${query}`);
      return hits[target];
    },
    async findSymbols({ name, match }: SymbolQuery) {
      asked.push(`${match} ${name}`);
      return [symbol];
    },
  };
  expect((await searchRows(queries.search, queries, typed, never)).map(render)).toEqual(expected);
  if (expectedAsked) expect(asked.sort()).toEqual(expectedAsked);
}
const all = ["symbol /w/a.py:4", "file /w/a.py:0", "text /w/b.py:3 load()"];

test("looks a name up by its letters, and finds each place once", () =>
  check(" load ", all, ["chunk load", "file load", "fuzzy load"]));
test("takes the last part of a dotted name", () =>
  check("store.load", all, ["chunk store.load", "file store.load", "fuzzy load"]));
test("ranks symbols by words", () =>
  check("how to load", all, ["chunk how to load", "file how to load", "symbol how to load"]));
test("asks nothing for nothing", () => check("  ", [], []));
test("a dot names nothing", () => check(".", all.slice(1).concat("text /w/a.py:4 def load(self):")));

const reading: IndexStatus = { ...idleIndexStatus, phase: "reading", filesDone: 1, filesTotal: 4 };
const ready: IndexStatus = { ...idleIndexStatus, phase: "ready" };
for (const [typed, found, status, isEnabled, expected] of [
  ["", 0, ready, true, []],
  ["x", 3, ready, true, []],
  ["x", 0, ready, true, ['Nothing found for "x"']],
  ["", 0, reading, true, ["… Still indexing: 25 % (1 of 4 files)"]],
  ["x", 3, reading, true, ["… Still indexing: 25 % (1 of 4 files)"]],
  ["x", 0, reading, true, ['Nothing found for "x"', "… Still indexing: 25 % (1 of 4 files)"]],
  ["x", 0, { ...ready, phase: "failed", message: "Why" }, true, ["The index failed: Why"]],
  [
    "x",
    0,
    ready,
    false,
    ["There is no index to search: no folder on a disk, or `touchstone.index.enabled` is off"],
  ],
] as const) {
  test(`notes ${JSON.stringify(expected)}`, () =>
    expect(searchNotes(typed, found, status, isEnabled).map(render)).toEqual(expected));
}

const installed = new Set(["golang.go"]);
for (const [language, choice, expected] of [
  ["go", "auto", false],
  ["python", "auto", true],
  ["unheard-of", "auto", true],
  ["go", "on", true],
  ["python", "off", false],
] as const) {
  test(`symbols of ${language}, ${choice}: ${expected}`, () =>
    expect(showsLanguage(language, choice, (id) => installed.has(id))).toBe(expected));
}
