import { expect, test } from "vitest";
import type { GraphRelation } from "../../../src/core/retrieval/symbolQuery.ts";
import type { RepoQueries } from "../../../src/ports/repoQueries.ts";
import { indexedEngine } from "../../support/indexedEngine.ts";
import { never } from "../../support/indexerHarness.ts";

const texts = {
  "/w/shop/store.py":
    "import os\n\nclass Store:\n    def load_item(self, key):\n        return os.read(key)\n\n    def save_item(self, item):\n        pass\n",
  "/w/shop/report.py":
    "from shop.store import Store\n\ndef print_report(store):\n    item = store.load_item(1)\n    print(item)\n",
  "/w/shop/cloud.py": "from shop.store import Store\n\nclass CloudStore(Store):\n    pass\n",
  "/w/data.bin": "\0\0\0",
};

const indexed = () => indexedEngine(texts);

/** Asks an engine that has indexed the texts. */
async function check(ask: (queries: RepoQueries) => Promise<unknown>, expected: unknown): Promise<void> {
  expect(await ask(await indexed())).toEqual(expected);
}
const some = (expected: object) => expect.arrayContaining([expect.objectContaining(expected)]);

test("finds a file by words of its code", () =>
  check(
    (q) => q.search({ query: "load_item", target: "file", limit: 1 }, never),
    [expect.objectContaining({ path: expect.stringMatching(/store|report/), score: expect.any(Number) })],
  ));
test("finds a symbol by its name", () =>
  check(
    (q) => q.search({ query: "load_item", target: "symbol", limit: 1 }, never),
    [
      expect.objectContaining({
        path: "/w/shop/store.py",
        name: "load_item",
        container: "Store",
        startLine: 3,
      }),
    ],
  ));
test("finds a piece of a file", () =>
  check(
    (q) => q.search({ query: "print_report load_item", target: "chunk", limit: 5 }, never),
    some({ path: "/w/shop/report.py", startLine: expect.any(Number) }),
  ));
test("keeps to the limit, and finds nothing for what is nowhere", async () => {
  await check(async (q) => (await q.search({ query: "Store", target: "file", limit: 2 }, never)).length, 2);
  await check((q) => q.search({ query: "zebra", target: "file", limit: 5 }, never), []);
});

for (const [match, name, expected] of [
  ["exact", "Store", ["Store"]],
  ["exact", "store", []],
  ["prefix", "sto", ["Store"]],
  ["fuzzy", "clst", ["CloudStore"]],
] as const) {
  test(`looks up "${name}" (${match})`, () =>
    check(
      async (q) => (await q.findSymbols({ name, match, limit: 5 }, never)).map((symbol) => symbol.name),
      expected,
    ));
}

test("finds references with their roles", () =>
  check(
    async (q) =>
      (await q.findReferences({ name: "load_item", limit: 9 }, never)).map(
        ({ path, line, role, within }) => `${path}:${line} ${role} ${within}`,
      ),
    expect.arrayContaining([
      "/w/shop/store.py:3 definition Store.load_item",
      "/w/shop/report.py:3 call print_report",
    ]),
  ));

test("outlines an open document as it is in the editor", async () => {
  const engine = await indexed();
  engine.openDocument({ path: "/w/shop/store.py", languageId: "python", text: "def only():\n    pass\n" });
  expect((await engine.outline("/w/shop/store.py", never))?.symbols.map(({ name }) => name)).toEqual([
    "only",
  ]);
  expect(await engine.outline("/w/none.py", never)).toBeUndefined();
});

for (const [relation, symbol, expected] of [
  ["callers", "load_item", { path: "/w/shop/report.py", name: "print_report", sites: [3] }],
  ["callees", "print_report", { path: "/w/shop/store.py", name: "Store.load_item", sites: [3] }],
  ["implementers", "Store", { path: "/w/shop/cloud.py", name: "CloudStore" }],
  ["bases", "CloudStore", { path: "/w/shop/store.py", name: "Store" }],
  ["imports", "/w/shop/report.py", { path: "/w/shop/store.py", sites: [0] }],
  ["importedBy", "/w/shop/store.py", { path: "/w/shop/cloud.py", sites: [0] }],
] as const) {
  test(`finds ${relation} of ${symbol}`, () =>
    check((q) => q.graph({ symbol, relation, limit: 9 }, never), some(expected)));
}

test("maps the repository within a budget", async () => {
  const map = await (await indexed()).repoMap(1000, never);
  expect(map).toMatchObject({ files: 3, allFiles: 3 });
  expect(map.text).toContain("shop/store.py");
  expect(map.tokens).toBeLessThanOrEqual(1000);
});

test("reports what is not in the index and why", async () => {
  const report = await (await indexed()).report();
  expect(report.status).toMatchObject({ phase: "ready", files: 3 });
  expect(report.skippedFiles).toEqual([{ path: "/w/data.bin", reason: "unknownLanguage" }]);
});

/** Neighbours as `path name sites`, surest first. */
async function checkGraph(symbol: string, relation: GraphRelation, expected: readonly string[]) {
  const engine = await indexed();
  const edges = await engine.graph({ symbol, relation, limit: 10 }, never);
  expect(edges.map(({ path, name, sites }) => `${path} ${name} ${sites}`)).toEqual(expected);
}
const neighbours: [string, GraphRelation, string[]][] = [
  ["Store.load_item", "callers", ["/w/shop/report.py print_report 3"]],
  ["print_report", "callees", ["/w/shop/store.py Store.load_item 3"]],
  ["Store", "implementers", ["/w/shop/cloud.py CloudStore 2"]],
  ["CloudStore", "bases", ["/w/shop/store.py Store 2"]],
  ["/w/shop/cloud.py", "imports", ["/w/shop/store.py  0"]],
  ["/w/shop/store.py", "importedBy", ["/w/shop/cloud.py  0", "/w/shop/report.py  0"]],
];
test.each(neighbours)("%s: %s", (...given) => checkGraph(...given));

test("a question that is no longer asked ends", async () => {
  const engine = await indexed();
  const aborted = AbortSignal.abort(new Error("as asked"));
  const query = { symbol: "Store", relation: "callers", limit: 1 } as const;
  await expect(engine.graph(query, aborted)).rejects.toThrow("as asked");
  await expect(engine.findReferences({ name: "Store", limit: 1 }, aborted)).rejects.toThrow("as asked");
});

test("references are those of the definition that is meant where it is asked", async () => {
  const engine = await indexed();
  const found = await engine.findReferences(
    { name: "load_item", path: "/w/shop/report.py", line: 3, limit: 9 },
    never,
  );
  expect(found.map(({ path, line, role, within }) => `${path}:${line} ${role} ${within}`)).toEqual([
    "/w/shop/store.py:3 definition Store.load_item",
    "/w/shop/report.py:3 call print_report",
  ]);
});
