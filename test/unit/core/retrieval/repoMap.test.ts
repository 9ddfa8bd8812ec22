import fc from "fast-check";
import { expect, test } from "vitest";
import { RepoIndex } from "../../../../src/core/repo/repoIndex.ts";
import { pageRank } from "../../../../src/core/retrieval/pageRank.ts";
import { type MapSymbol, rankMapSymbols, renderRepoMap } from "../../../../src/core/retrieval/repoMap.ts";

const sources: Readonly<Record<string, string>> = {
  "/w/core/store.py":
    "class ItemStore:\n    def load_item(self, key):\n        row = self.rows[key]\n        return row\n\n    def _hide_item(self):\n        pass\n\n\ndef open_store():\n    return ItemStore()\n",
  "/w/app/cart.py":
    "from core.store import ItemStore\n\ndef fill_cart(s: ItemStore):\n    return s.load_item(1)\n",
  "/w/app/bill.py": "from core.store import ItemStore\n\ndef print_bill(s: ItemStore):\n    s.load_item(2)\n",
  "/w/app/main.py":
    "from app.cart import fill_cart\nfrom app.bill import print_bill\n\ndef run():\n    fill_cart(0)\n    print_bill(0)\n",
  "/w/tests/test_store.py":
    "from core.store import ItemStore\n\ndef check_store():\n    ItemStore().load_item(1)\n",
  "/w/notes.md": "# ItemStore\n",
};

const shortPath = (path: string) => path.slice("/w/".length);

function ranked(freshness: (path: string) => number = () => 0, order = Object.keys(sources)): MapSymbol[] {
  const index = new RepoIndex();
  for (const path of order) index.setFile(path, path.endsWith(".md") ? "markdown" : "python", sources[path]!);
  const ranking = rankMapSymbols(index, shortPath, freshness);
  for (let step = ranking.next(); ; step = ranking.next()) if (step.done) return step.value;
}

const names = (symbols: readonly MapSymbol[]) => symbols.map(({ name }) => name);
const render = (maxTokens: number) => {
  const shown = ranked().map((symbol) => ({ ...symbol, signature: `def ${symbol.name}():` }));
  return renderRepoMap(shown, shortPath, (text) => Math.ceil(text.length / 3), maxTokens);
};

test("what others build on comes first, tests and what is private last", () => {
  expect(names(ranked()).slice(0, 2)).toEqual(["ItemStore", "load_item"]);
  expect(names(ranked()).slice(-2).sort()).toEqual(["_hide_item", "check_store"]);
  expect(names(ranked())).not.toContain("notes");
});

test("what changed of late moves up", () => {
  const place = (symbols: readonly MapSymbol[]) => names(symbols).indexOf("print_bill");
  const fresh = ranked((path) => (path === "/w/app/bill.py" ? 1 : 0));
  expect(place(fresh)).toBeLessThan(place(ranked()));
});

test("the order of indexing does not matter", () => {
  const reversed = ranked(undefined, Object.keys(sources).reverse());
  expect(reversed.map(({ name, path }) => [name, path])).toEqual(
    ranked().map(({ name, path }) => [name, path]),
  );
});

test("a map is an outline", () =>
  expect(render(60).text).toBe(
    "core/store.py\n  def ItemStore()\n    def load_item()\n  def open_store()\napp/bill.py\n  def print_bill()\napp/cart.py\n  def fill_cart()\napp/main.py\n  def run()\n",
  ));

test("a map never costs more than it may", () => {
  fc.assert(
    fc.property(fc.nat(200), (maxTokens) => {
      const { text, tokens, files } = render(maxTokens);
      expect(tokens).toBeLessThanOrEqual(maxTokens);
      expect(tokens).toBe(Math.ceil(text.length / 3));
      expect(text.split("\n").filter((line) => /^\w/.test(line))).toHaveLength(files);
    }),
  );
});

test("an index without symbols has an empty map", () => {
  const ranking = rankMapSymbols(new RepoIndex(), shortPath, () => 0);
  let step = ranking.next();
  while (!step.done) step = ranking.next();
  expect(step.value).toEqual([]);
});

test("ranks sum to 1, and what is pointed to ranks higher", () => {
  const ranks = pageRank(
    3,
    [
      [0, 2, 1],
      [1, 2, 1],
    ],
    Float64Array.of(1, 1, 1),
  );
  expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 9);
  expect(ranks[2]).toBeGreaterThan(2 * ranks[0]!);
  expect(pageRank(0, [], new Float64Array(0))).toHaveLength(0);
});
