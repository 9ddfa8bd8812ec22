import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { ApiEntry } from "../../src/core/apiDocs/apiPackage.ts";
import type { ApiComparison } from "../../src/core/apiDocs/compare/comparison.ts";
import { versionDocuments } from "../../src/vscode/apiDocs/compareVersions.ts";
import * as fromVscode from "../../src/vscode/fromVscode.ts";
import { until } from "./support/editing.ts";

const entry: ApiEntry = {
  package: { ecosystem: "npm", name: "pool", version: "1.0.0" },
  module: "pool",
  name: "Pool.drain",
  kind: "method",
  signatures: ["drain(): void"],
  summary: "",
  doc: "",
  examples: [],
  path: "/pool/index.d.ts",
  line: 2,
};

describe("Compare Versions", () => {
  it("the document is read-only, and its links lead to the uses", async () => {
    const [root] = vscode.workspace.workspaceFolders ?? [];
    assert(root);
    const used = vscode.Uri.joinPath(root.uri, "uses of pool", "a#1.ts");
    await vscode.workspace.fs.writeFile(used, new TextEncoder().encode("one\ntwo\n  pool.drain();\n"));
    const found: ApiComparison = {
      ecosystem: "npm",
      name: "@scope/pool",
      before: { version: "1.0.0", source: "installed", folder: "/pool" },
      after: { version: "2.0.0", source: "kept" },
      changes: [
        {
          kind: "removed",
          before: entry,
          evidence: [],
          differences: [],
          isSure: true,
          uses: [
            { path: fromVscode.path(used), line: 2, column: 7, text: "pool.drain(); // `x`", isSure: true },
          ],
        },
      ],
      added: [],
      changeCount: 3,
      files: { looked: 1, all: 1 },
    };
    const documents = versionDocuments();
    try {
      const docs = { compareApis: async () => found };
      await documents.show(docs, { package: "@scope/pool", with: { version: "2.0.0" }, all: false });
      const editor = vscode.window.activeTextEditor;
      assert(editor);
      const { document } = editor;
      assert.equal(document.languageId, "markdown");
      assert.match(document.getText(), /^# @scope\/pool 1\.0\.0 → 2\.0\.0\n/);
      assert.match(document.getText(), /a#1\.ts:3: `` pool\.drain\(\); \/\/ `x` ``/);
      assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), undefined);
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        "vscode.executeLinkProvider",
        document.uri,
      );
      const link = links.find(({ target }) => target?.path.endsWith("a#1.ts"));
      assert(link?.target);
      assert.match(document.getText(link.range), /^uses of pool\/a#1\.ts:3$/);
      await vscode.commands.executeCommand("vscode.open", link.target);
      await until("the use is shown", () => {
        const { document: opened, selection } = vscode.window.activeTextEditor ?? {};
        return (
          opened?.uri.path === used.path && selection?.active.isEqual(new vscode.Position(2, 7)) === true
        );
      });
    } finally {
      documents.dispose();
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(root.uri, "uses of pool"), { recursive: true });
    }
  });
});
