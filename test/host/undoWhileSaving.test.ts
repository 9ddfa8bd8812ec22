/** An undo at once after a patch was accepted, while the editor still saves it. */
import assert from "node:assert/strict";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { nodeStoreFiles } from "../../src/node/store/storeFiles.ts";
import { DiskEditJournal } from "../../src/node/userFiles/diskEditJournal.ts";
import { nodeUserDisk } from "../../src/node/userFiles/userDisk.ts";
import { editorFiles } from "../../src/vscode/userFiles/editorFiles.ts";
import { until } from "./support/editing.ts";

/** So long that writing it takes many steps. */
const rest = "a line that nobody changes\n".repeat(60_000);
const before = `old\n${rest}`;
const after = `new\n${rest}`;

/** The first letters that the disk has. */
function headOf(path: string): string {
  const file = openSync(path, "r");
  const bytes = Buffer.alloc(3);
  readSync(file, bytes, 0, 3, 0);
  closeSync(file);
  return bytes.toString("utf8");
}

describe("an undo at once after a patch of several files, which the editor saves by itself", () => {
  it("leaves no text as saved that the disk does not have", async function () {
    // The journal waits for the disk, and a machine with other work lets it wait long.
    this.timeout(240_000);
    const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const root = realpathSync(mkdtempSync(join(workspace, "undo-")));
    const journalFolder = mkdtempSync(join(tmpdir(), "journal-"));
    const path = join(root, "long.txt");
    writeFileSync(path, before);
    writeFileSync(join(root, "short.txt"), "old\n");
    const journal = new DiskEditJournal({
      disk: nodeUserDisk,
      journalFiles: nodeStoreFiles,
      journalFolder,
      root,
      now: Date.now,
    });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    await vscode.window.showTextDocument(document);
    try {
      const applied = editorFiles(root, journal).apply({
        title: "New",
        changes: [
          { kind: "changed", path: "long.txt", before, after },
          { kind: "changed", path: "short.txt", before: "old\n", after: "new\n" },
        ],
      });
      let hasEnded = false;
      void applied.finally(() => {
        hasEnded = true;
      });
      while (headOf(path) === "old" && !hasEnded) await new Promise((resolve) => setTimeout(resolve, 5));
      await vscode.commands.executeCommand("undo");
      assert.equal((await applied).kind, "applied");
      await until("it is undone", () => document.getText() === before);
      await until(
        "the disk has what is shown as saved",
        () => document.isDirty || readFileSync(path, "utf8") === document.getText(),
      );
    } finally {
      await vscode.commands.executeCommand("workbench.action.files.revert");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      rmSync(root, { recursive: true, force: true });
      rmSync(journalFolder, { recursive: true, force: true });
    }
  });
});
