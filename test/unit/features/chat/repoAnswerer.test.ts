import { expect, test } from "vitest";
import { citationsOf } from "../../../../src/core/chat/answer.ts";
import { renderAnswer } from "../../../../src/core/chat/renderAnswer.ts";
import type { History } from "../../../../src/ports/history.ts";
import type { StoredCommit } from "../../../../src/ports/indexStore.ts";
import { indexedEngine } from "../../../support/indexedEngine.ts";
import { never } from "../../../support/indexerHarness.ts";

const texts: Readonly<Record<string, string>> = {
  "/w/shop/__init__.py": "",
  "/w/shop/store.py": `MAX_ITEMS = 10


class Store:
    """Keeps the items of a shop."""

    def load_item(self, key):
        """Reads one item by its key."""
        return self.items[key]


class CloudStore(Store):
    pass
`,
  "/w/shop/errors.py": "class OutOfStock(Exception):\n    pass\n",
  "/w/shop/report.py":
    "from shop.store import Store\nfrom . import errors\n\ndef print_report(store: Store):\n    item = store.load_item(1)\n    raise errors.OutOfStock(item)\n",
  "/w/tests/test_store.py":
    "import shop.errors\nfrom shop.store import Store\n\ndef test_loads():\n    assert Store().load_item(1)\n    shop.errors.OutOfStock\n",
  "/w/src/basket.ts": "export function addToBasket(name: string): void {\n  console.log(name);\n}\n",
  "/w/src/app.ts":
    'import { addToBasket } from "./basket";\n\nexport const start = (): void => addToBasket("tea");\n',
  "/w/.git/HEAD": "",
};

const commit: StoredCommit = {
  id: "c".repeat(40),
  timeMs: Date.UTC(2026, 0, 31, 12),
  author: "Ann",
  message: "Load items\n\nby key",
  paths: ["shop/store.py"],
};

const history: History = {
  read: async () => ({ repository: "/w", head: "h", commits: [] }),
  changesOf: async (_directory, path) => (path === "shop/store.py" ? [commit] : []),
};

const indexed = () => indexedEngine(texts, { history }, { readsHistory: true });

/** Asks, and expects these places, each as `path:line`, and whether there is an answer; every place that is cited exists. */
async function check(question: string, expected: readonly string[], isRefused = false): Promise<string> {
  const answer = await (await indexed()).answer(question, never);
  const cited = citationsOf(answer);
  for (const { path, line, endLine } of cited) {
    expect(endLine).toBeGreaterThanOrEqual(line);
    expect(texts[path]!.split("\n").length).toBeGreaterThan(endLine);
  }
  const places = cited.map(({ path, line }) => `${path.slice(3)}:${line + 1}`);
  expect(places).toEqual(expect.arrayContaining([...expected]));
  expect(answer.refused !== undefined).toBe(isRefused);
  return renderAnswer(answer, (path) => path.slice(3));
}

test.each<[question: string, places: readonly string[]]>([
  ["What is `Store`?", ["shop/store.py:4", "shop/store.py:7", "shop/report.py:4"]],
  ["where is load_item defined", ["shop/store.py:7"]],
  ["Where is `Store` used?", ["shop/report.py:4", "tests/test_store.py:5"]],
  ["Who calls Store.load_item?", ["shop/report.py:5", "tests/test_store.py:5"]],
  ["What does print_report call?", ["shop/store.py:7"]],
  ["How is `Store` tested?", ["tests/test_store.py:5"]],
  ["Which tests cover OutOfStock?", ["tests/test_store.py:6"]],
  ["Which classes extend `Store`?", ["shop/store.py:12"]],
  ["What does CloudStore extend?", ["shop/store.py:4"]],
  ["What depends on shop/errors.py?", ["shop/report.py:2", "tests/test_store.py:1"]],
  ["What does shop/report.py import?", ["shop/report.py:1", "shop/report.py:2"]],
  ["What methods does `Store` have?", ["shop/store.py:7"]],
  ["Where is MAX_ITEMS set?", ["shop/store.py:1"]],
  ["callers of addToBasket", ["src/app.ts:3"]],
  ["explain src/basket.ts", ["src/basket.ts:1", "src/app.ts:1"]],
  ["how does the store read an item by its key", ["shop/store.py:7"]],
])("answers %j", async (question, places) => void (await check(question, places)));

test("tells who changed a file last", async () => {
  const text = await check("Who changed shop/store.py last?", ["shop/store.py:1"]);
  expect(text).toContain("last changed by `Ann` on 2026-01-31");
  expect(text).toContain("Load items");
});

test.each([
  "What is `Warehouse`?",
  "How is fooBarBaz tested?",
  "who calls quux_it?",
  "Who changed shop/errors.py last?",
  "Who calls print_report?",
  "how are satellites steered by quantum thrusters",
])("has no answer to %j", async (question) => void (await check(question, [], true)));

test("a name that is nowhere comes with names that are near", async () => {
  expect(await check("What is `Stor`?", ["shop/store.py:4"], true)).toContain("Names that are near");
});

test("what a repository says formats nothing", () => {
  const text = renderAnswer(
    {
      question: { kind: "open", text: "" },
      summary: "S",
      parts: [
        {
          title: "T_[x](y)",
          items: [
            {
              text: "a`b",
              detail: "[link](command:x) <img>",
              citation: { path: "/w/a (1).py", line: 0, endLine: 2 },
            },
            { text: "<b>bold</b>", detail: "![i](http://h)" },
          ],
          excerpt: { languageId: "python", text: "```\nx" },
        },
      ],
    },
    (path) => path.slice(3),
  );
  expect(text).toBe(
    [
      "S",
      "",
      "**T\\_\\[x\\](y)**",
      "",
      "- [`a (1).py:1`](a%20%281%29.py#L1-L3) ``a`b`` — `[link](command:x) <img>`",
      "- \\<b\\>bold\\</b\\> — \\!\\[i\\](http://h)",
      "",
      "````python",
      "```",
      "x",
      "````",
      "",
    ].join("\n"),
  );
});
