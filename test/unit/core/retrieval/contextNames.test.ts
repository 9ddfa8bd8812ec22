import { expect, test } from "vitest";
import { namesNear, neededSymbols, renderSignatures } from "../../../../src/core/retrieval/contextNames.ts";
import type { OutlineSymbol } from "../../../../src/core/syntax/outline/outline.ts";

const symbol = (signature: string, kind: OutlineSymbol["kind"], container = ""): OutlineSymbol => ({
  name: /(\w+)(?=[(:]|$)/.exec(signature)![1]!,
  kind,
  container,
  startLine: 0,
  endLine: 0,
  signature,
});

const store = [
  symbol("class Store:", "class"),
  symbol("def add(self, item):", "method", "Store"),
  symbol("def remove(self, item):", "method", "Store"),
  symbol("class Other:", "class"),
  symbol("def add(self, other):", "method", "Other"),
  symbol("def load(path):", "function"),
  symbol("Money", "heading"),
];

/** Signatures that are needed at the cursor of a marked Python text. */
function check(marked: string, expected: string, draft = ""): void {
  const [prefix = "", suffix = ""] = marked.split("█");
  const names = namesNear({ languageId: "python", prefix, suffix, draft });
  expect(renderSignatures(neededSymbols(store, names).map((needed) => needed.symbol))).toBe(expected);
}

test("nothing is named", () => check("x = █", ""));
test("a function that is named", () => check("x = load(█", "def load(path):"));
test("a type with its members", () =>
  check("s = Store()\ns.█", "class Store:\n    def add(self, item):\n    def remove(self, item):"));
test("a member alone is named by chance", () => check("s.add(█", ""));
test("what the draft names", () => check("x = █", "def load(path):", "load(p)"));
test("what stands after the cursor", () => check("x = █\nload(x)", "def load(path):"));
test("what a string or comment says does not count", () => check("# Store\nx = 'load' + █", ""));

test("nearer names weigh more, those of the draft most", () => {
  const names = namesNear({
    languageId: "python",
    prefix: `far = 1\n${"\n".repeat(30)}near = `,
    suffix: "",
    draft: "drafted",
  });
  const weights = ["far", "near", "drafted"].map((name) => names.get(name)!);
  expect(weights).toEqual([...weights].sort((a, b) => a - b));
});
