import { expect, test } from "vitest";
import { SnippetFinder } from "../../../../src/features/indexing/snippetFinder.ts";
import { never, startIndexer } from "../../../support/indexerHarness.ts";
import { MemoryFiles } from "../../../support/memoryFiles.ts";

const filler = Array.from({ length: 60 }, (_, i) => `x${i} = ${i}`).join("\n");
const files = {
  "/w/app/main.py": "",
  "/w/app/store.py": `${filler}\n\ndef load_invoice(invoice_id):\n    return InvoiceStore().find(invoice_id)\n\n${filler}`,
  "/w/app/other.py": "def unrelated(): pass\n",
  "/w/lib/invoice.py": "class InvoiceStore:\n    def find(self, key): pass\n",
  "/w/.gitignore": "secret.py\n",
  "/w/app/secret.py": "InvoiceStore().find(invoice_id)  # load_invoice\n",
};

/** Asks at `█` in app/main.py; returns `path:startLine-endLine` of each snippet. */
async function check(
  marked: string,
  maxSnippets: number,
  expected: readonly string[],
  open?: [string, string],
) {
  const disk = new MemoryFiles(files);
  const { indexer, index, idle } = await startIndexer(disk, { maxFileBytes: 1e5 });
  if (open) indexer.openDocument({ path: open[0], languageId: "python", text: open[1] });
  await idle();
  const [prefix, suffix] = marked.split("█") as [string, string];
  const query = { path: "/w/app/main.py", languageId: "python", prefix, suffix, maxSnippets };
  const snippets = await new SnippetFinder({ files: disk, index, indexer }).find(query, never);
  expect(snippets.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`)).toEqual(expected);
  for (const { text, startLine, endLine } of snippets)
    expect(text.split("\n")).toHaveLength(endLine - startLine + 1);
}

test("the lines that share rare names come first, ignored files never", () =>
  check("invoice = load_invoice(invoice_id)\nInvoiceStore█\n", 3, [
    "/w/app/store.py:47-76",
    "/w/lib/invoice.py:0-1",
  ]));
test("no more than asked for", () =>
  check("invoice = load_invoice(invoice_id)\nInvoiceStore█\n", 1, ["/w/app/store.py:47-76"]));
test("nothing shared, nothing found", () => check("zebra = █\n", 3, []));
test("the file itself is no snippet", () =>
  check(
    "load_invoice█\n",
    3,
    ["/w/app/store.py:47-75"],
    ["/w/app/main.py", "load_invoice = load_invoice(load_invoice)\n"],
  ));
test("the editor's text is what is read", () =>
  check("load_invoice█\n", 1, ["/w/app/store.py:0-0"], ["/w/app/store.py", "load_invoice()"]));

test("a file that was ignored since it was indexed is not read", async () => {
  const disk = new MemoryFiles(files);
  const { indexer, index } = await startIndexer(disk, { maxFileBytes: 1e5 });
  const since = {
    openText: (path: string) => indexer.openText(path),
    isIgnored: async (path: string) => path === "/w/app/store.py",
  };
  disk.takeReads();
  const query = {
    path: "/w/app/main.py",
    languageId: "python",
    prefix: "load_invoice",
    suffix: "",
    maxSnippets: 3,
  };
  expect(await new SnippetFinder({ files: disk, index, indexer: since }).find(query, never)).toEqual([]);
  expect(disk.takeReads()).toEqual([]);
});
