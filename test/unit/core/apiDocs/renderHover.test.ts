import { expect, test } from "vitest";
import type { ApiEntry } from "../../../../src/core/apiDocs/apiPackage.ts";
import { type HoverExtent, renderHover } from "../../../../src/core/apiDocs/renderHover.ts";

const entry: ApiEntry = {
  package: { ecosystem: "npm", name: "ledger-book", version: "2.3.1" },
  module: "ledger-book",
  name: "Ledger.total",
  kind: "method",
  signatures: ["total(): number"],
  summary: "Adds up.",
  doc: "Adds up.\n\nAll of it.",
  examples: ["ledger.total()"],
  path: "/w/node_modules/ledger-book/index.d.ts",
  line: 3,
};
const use = { path: "/w/src/a.ts", line: 4, code: "book.total();" };

const check = (change: Partial<ApiEntry>, extent: HoverExtent, expected: readonly string[]) =>
  expect(renderHover({ ...entry, ...change }, extent, (path) => path.replace("/w/", ""))).toBe(
    expected.join("\n\n"),
  );

const title = "**ledger-book.Ledger.total** · ledger-book 2.3.1, as installed";
const code = "```typescript\ntotal(): number\n```";
test("all of it", () =>
  check({}, "whole", [
    title,
    code,
    "Adds up.\n\nAll of it.",
    "Example",
    "```typescript\nledger.total()\n```",
  ]));
test("the workspace's own use in place of an example", () =>
  check({ uses: [use] }, "whole", [
    title,
    code,
    "Adds up.\n\nAll of it.",
    "Used in src/a.ts:5",
    "```typescript\nbook.total();\n```",
  ]));
test("beside a language server, what that does not tell", () =>
  check({ uses: [use], deprecated: "slow", replacedBy: "Ledger.sum" }, "addition", [
    "ledger-book 2.3.1, as installed",
    "Used in src/a.ts:5",
    "```typescript\nbook.total();\n```",
  ]));
test("what is deprecated, and what to use instead", () =>
  check({ deprecated: "slow", replacedBy: "Ledger.sum", doc: "", examples: [] }, "whole", [
    title,
    code,
    "**Deprecated.** Use `Ledger.sum` instead.",
    "Adds up.",
  ]));
test("beside a language server, the version at least", () =>
  check({}, "addition", ["ledger-book 2.3.1, as installed"]));
test("a package as a whole", () =>
  check(
    { kind: "module", name: "ledger-book", signatures: ["ledger-book"], doc: "A book.", examples: [] },
    "whole",
    ["ledger-book 2.3.1, as installed", "A book."],
  ));
test("a long text is cut at a paragraph", () => {
  const text = renderHover(
    { ...entry, doc: `First.\n\n${"x".repeat(900)}`, examples: [] },
    "whole",
    (a) => a,
  );
  expect(text.endsWith("First.")).toBe(true);
});

test("nothing of what a library wrote is fetched, and its names are no markup", () => {
  const text = renderHover(
    { ...entry, module: "[x](command:a)", doc: "![a](http://127.0.0.1:9/a.png) <img src=x>" },
    "whole",
    (path) => path,
  );
  expect(text).not.toMatch(/!\[|(?<!\\)<img/);
  expect(text).not.toContain("[x](command:a)");
});
