import fc from "fast-check";
import { expect, test } from "vitest";
import { RepoIndex } from "../../../../../src/core/repo/repoIndex.ts";
import { buildMessageField, type PastCommit } from "../../../../../src/core/retrieval/rank/messageField.ts";
import { readStopTerms } from "../../../../../src/core/retrieval/rank/queryTerms.ts";
import { Ranker } from "../../../../../src/core/retrieval/rank/ranker.ts";
import type { SearchHit, SearchTarget } from "../../../../../src/core/retrieval/search.ts";
import { languageIdOf } from "../../../../../src/core/syntax/language.ts";

const files = {
  "/w/src/orderStore.py": [
    "class OrderStore:",
    "    def load_orders(self, path):",
    "        return read_json(path)",
    "    def save_orders(self, orders):",
    "        write_json(self.path, orders)",
  ],
  "/w/src/config.py": ["def parse_cfg(text):", "    limit = int(text)", "    return limit"],
  "/w/src/http/retry_policy.py": ["def backoff(attempt):", "    return 2 ** attempt"],
  "/w/src/long.py": [
    ...Array.from({ length: 200 }, (_, i) => `number_${i} = ${i}`),
    "def find_needle(haystack):",
    "    return haystack.index('needle')",
  ],
  "/w/README.md": ["# Backoff", "", "Each attempt waits: backoff, backoff, attempt."],
  "/w/tests/test_config.py": [
    "def test_parse_cfg_limit():",
    "    assert parse_cfg('3') == 3",
    "    limit = 3",
  ],
};

function indexOf(texts: Readonly<Record<string, readonly string[]>>): RepoIndex {
  const index = new RepoIndex();
  for (const [path, lines] of Object.entries(texts)) {
    index.setFile(path, languageIdOf(path) ?? "", lines.join("\n"));
  }
  return index;
}

function rankerOf(index: RepoIndex, commits: readonly PastCommit[] = []): Ranker {
  const ranker = new Ranker(index);
  const building = buildMessageField("/w", commits);
  for (let step = building.next(); ; step = building.next()) {
    if (!step.done) continue;
    ranker.setMessages([step.value]);
    return ranker;
  }
}

const label = ({ path, name, startLine }: SearchHit) =>
  [path.slice("/w/".length), name, startLine].filter((part) => part !== undefined).join(" ");

/** Ranks and expects the first hits, as `path name line`. */
function check(
  target: SearchTarget,
  query: string,
  first: readonly string[],
  commits?: readonly PastCommit[],
): void {
  const hits = rankerOf(indexOf(files), commits).search({ query, target, limit: 10 });
  expect(hits.slice(0, first.length).map(label)).toEqual(first);
}

const commit = (message: string, ...paths: string[]): PastCommit => ({ timeMs: 1e12, message, paths });

test.each<[why: string, target: SearchTarget, query: string, first: readonly string[]]>([
  ["its text", "file", "write json", ["src/orderStore.py"]],
  ["its path alone", "file", "retry policy", ["src/http/retry_policy.py"]],
  ["a whole identifier", "file", "where is load_orders called?", ["src/orderStore.py"]],
  ["parts of names in any style", "symbol", "loadOrders", ["src/orderStore.py load_orders 1"]],
  ["another form of a word", "symbol", "parse the configuration", ["src/config.py parse_cfg 0"]],
  ["code before its tests", "file", "parse limit", ["src/config.py", "tests/test_config.py"]],
  ["a thing before what is done", "symbol", "a store of orders", ["src/orderStore.py OrderStore 0"]],
  ["stop words in names", "symbol", "the orders to load from a path", ["src/orderStore.py load_orders 1"]],
  ["tests when they are asked for", "file", "test of parse limit", ["tests/test_config.py", "src/config.py"]],
  ["code before documents", "file", "backoff attempt", ["src/http/retry_policy.py", "README.md"]],
  ["documents when they are asked for", "file", "docs of backoff attempt", ["README.md"]],
  ["the name around it", "symbol", "order store save", ["src/orderStore.py save_orders 3"]],
  ["the lines that hold it", "chunk", "needle haystack", ["src/long.py 160"]],
  ["stop words when there is nothing else", "symbol", "is the int", ["src/config.py parse_cfg 0"]],
])("finds by %s", (_why, target, query, first) => check(target, query, first));

test("finds by what was said of a file's changes", () => {
  check(
    "file",
    "flaky gateway",
    ["src/http/retry_policy.py"],
    [
      commit(
        "Wait longer for a flaky gateway\n\nSigned-off-by: Orders Json",
        "src/http/retry_policy.py",
        "gone.py",
      ),
      commit("Other", "src/config.py"),
    ],
  );
});

test("finds nothing for what stands nowhere, in nothing, and for no words", () => {
  for (const target of ["file", "symbol", "chunk"] as const) {
    check(target, "zeppelin", []);
    expect(rankerOf(new RepoIndex()).search({ query: "order", target, limit: 5 })).toEqual([]);
    expect(rankerOf(indexOf(files)).search({ query: " ... ", target, limit: 5 })).toEqual([]);
  }
});

test("names what it found, in parts that sum to the score", () => {
  const commits = [commit("Parse a limit", "src/config.py")];
  for (const target of ["file", "symbol", "chunk"] as const) {
    const query = { query: "parse configuration limit", target, limit: 10, explain: true };
    const hits = rankerOf(indexOf(files), commits).search(query);
    expect(hits.length).toBeGreaterThan(1);
    for (const { score, explanation } of hits) {
      expect(explanation!.reduce((sum, part) => sum + part.score, 0)).toBeCloseTo(score, 9);
    }
    const best = hits[0]!.explanation!;
    expect(best.find(({ part }) => part === "symbols")?.terms).toContain("parse".slice(0, 4));
    expect(hits.some(({ explanation }) => explanation!.some(({ part }) => part === "tests"))).toBe(true);
  }
});

test("orders equal scores by path and line", () => {
  const same = ["def twin():", "    return 1"];
  const index = indexOf({
    "/w/b.py": same,
    "/w/a.py": same,
    "/w/c.py": [...same, "", "def twin_two():", "    return 1", "", "def twin_one():", "    return 1"],
  });
  const hits = rankerOf(index).search({ query: "twin", target: "symbol", limit: 10 });
  const shown = hits.filter(({ path }) => path === "/w/c.py").map(label);
  expect(shown).toEqual(["c.py twin 0", "c.py twin_two 3", "c.py twin_one 6"]);
  const files = rankerOf(index).search({ query: "twin", target: "file", limit: 2 });
  expect(rankerOf(index).search({ query: "twin", target: "file", limit: 3 }).slice(0, 2)).toEqual(files);
  expect(files.filter(({ path }) => path !== "/w/c.py").map(label)).toEqual(
    [...files.filter(({ path }) => path !== "/w/c.py").map(label)].sort(),
  );
});

test("prefers files of the place that a title begins with", () => {
  const index = indexOf({
    "/w/router/a.py": ["x = 1", "query = x"],
    "/w/http/a.py": ["x = 1", "query = x", "router = x"],
  });
  const first = (query: string) =>
    rankerOf(index).search({ query, target: "file", limit: 1, explain: true })[0]!;
  expect(label(first("http: query of the router"))).toBe("http/a.py");
  expect(label(first("fix(router): keep the query"))).toBe("router/a.py");
  const parts = (query: string) => first(query).explanation!.map(({ part }) => part);
  expect(parts("router: keep the query")).toContain("scope");
  expect(parts("router keeps the query")).not.toContain("scope");
});

test.each<[query: string, terms: string]>([
  ["convert it to and from the path", "it to and from the"],
  ["whether the cart can be empty", "whether the can be is ha"],
  ["parse paths", ""],
])("reads stop words of %j", (query, terms) => expect(readStopTerms(query).join(" ")).toBe(terms));

test("shows the best of overloads alone", () => {
  const index = indexOf({
    "/w/a.java": ["class Pad {", "  void pad(int width) {}", "  void pad(String left, char filler) {}", "}"],
    "/w/b.java": ["class Other {", "  void pad(long width) {}", "}"],
  });
  const hits = rankerOf(index).search({ query: "pad filler", target: "symbol", limit: 10 });
  expect(hits.filter(({ name }) => name === "pad").map(label)).toEqual(["a.java pad 2", "b.java pad 1"]);
});

test("answers a text of 500 words by its most telling ones", () => {
  const filler = Array.from({ length: 500 }, (_, i) => `number_${i % 150}`).join(" ");
  check("symbol", `${filler} haystack ${filler}`, ["src/long.py find_needle 200"]);
});

test("sees what changes between questions", () => {
  const index = indexOf(files);
  const ranker = rankerOf(index);
  const ask = (query: string) => ranker.search({ query, target: "file", limit: 1 }).map(label);
  expect(ask("zeppelin")).toEqual([]);
  index.setFile("/w/src/config.py", "python", "zeppelin = 1\n");
  expect(ask("zeppelin")).toEqual(["src/config.py"]);
  expect(ask("cfg")).toEqual(["tests/test_config.py"]);
  index.removeFile("/w/src/config.py");
  expect(ask("zeppelin")).toEqual([]);
});

const paths = ["/w/a.py", "/w/lib/b.py", "/w/lib/c_test.py", "/w/d.md", "/w/e.ts"];
const texts = [
  "def load(path):\n    return open(path)\n\ndef save(path):\n    load(path)\n",
  "class Store:\n    def load(self):\n        return self.items\n",
  "export function loadAll(paths: string[]) {\n  return paths.map(load);\n}\n",
  "# Loading\n\nLoad paths, then save them.\n",
  "save = 1\n",
  "",
];
const edit = fc.record({
  path: fc.constantFrom(...paths),
  text: fc.option(fc.constantFrom(...texts)),
  next: fc.constantFrom("nothing", "seal", "merge"),
});

test("answers alike whatever segments and dead files there are", () => {
  const commits = [commit("Load all paths", "a.py", "e.ts"), commit("Save", "lib/b.py")];
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
      const edited = new RepoIndex();
      const ranker = rankerOf(edited, commits);
      const left = new Map<string, string>();
      for (const { path, text, next } of edits) {
        if (text === null) edited.removeFile(path);
        else edited.setFile(path, languageIdOf(path)!, text);
        if (text === null) left.delete(path);
        else left.set(path, text);
        if (next === "seal") ranker.search({ query: "load", target: "file", limit: 3 });
        if (next === "merge") for (const _ of edited.build());
      }
      const anew = new RepoIndex();
      for (const [path, text] of left) anew.setFile(path, languageIdOf(path)!, text);
      for (const target of ["file", "symbol", "chunk"] as const) {
        const query = { query: "load the saved paths of a store", target, limit: 10, explain: true };
        expect(ranker.search(query)).toEqual(rankerOf(anew, commits).search(query));
      }
    }),
    { numRuns: 60 },
  );
});
