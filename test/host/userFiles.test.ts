/** Patches made in the editor: one undo, every byte kept, refused whole, and taken back. */
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { FileChange } from "../../src/core/patch/fileTexts.ts";
import { nodeStoreFiles } from "../../src/node/store/storeFiles.ts";
import { DiskEditJournal } from "../../src/node/userFiles/diskEditJournal.ts";
import { nodeUserDisk } from "../../src/node/userFiles/userDisk.ts";
import { hasBrokenApply } from "../../src/vscode/userFiles/brokenApplies.ts";
import { editorFiles } from "../../src/vscode/userFiles/editorFiles.ts";
import { edit, until } from "./support/editing.ts";

/** A folder of its own below the workspace, with its journal elsewhere. */
function scene(files: Readonly<Record<string, string | Uint8Array>>) {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const root = realpathSync(mkdtempSync(join(workspace, "apply-")));
  const journalFolder = mkdtempSync(join(tmpdir(), "journal-"));
  for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content);
  const journal = new DiskEditJournal({
    disk: nodeUserDisk,
    journalFiles: nodeStoreFiles,
    journalFolder,
    root,
    now: Date.now,
  });
  return {
    root,
    journal,
    journalFolder,
    files: editorFiles(root, journal),
    uri: (path: string) => vscode.Uri.file(join(root, path)),
    disk: (path: string) => readFileSync(join(root, path), "utf8"),
    async remove() {
      await vscode.commands.executeCommand("workbench.action.files.revert");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      rmSync(root, { recursive: true, force: true });
      rmSync(journalFolder, { recursive: true, force: true });
    },
  };
}
type Scene = ReturnType<typeof scene>;

async function inScene(
  files: Readonly<Record<string, string | Uint8Array>>,
  body: (scene: Scene) => Promise<void>,
): Promise<void> {
  const made = scene(files);
  try {
    await body(made);
  } finally {
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || !document.uri.fsPath.startsWith(made.root)) continue;
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    await made.remove();
  }
}

const changed = (path: string, before: string, after: string): FileChange => ({
  kind: "changed",
  path,
  before,
  after,
});

describe("files in the editor", () => {
  it("change by one edit that one undo takes back, unsaved", () =>
    inScene({ "a.py": "one\ntwo\nthree\n" }, async ({ files, uri, disk }) => {
      const editor = await vscode.window.showTextDocument(uri("a.py"));
      const change = changed("a.py", "one\ntwo\nthree\n", "ONE\ntwo\nTHREE\nfour\n");
      const outcome = await files.apply({ title: "Shout", changes: [change] });
      assert.equal(outcome.kind, "applied");
      assert.equal(editor.document.getText(), "ONE\ntwo\nTHREE\nfour\n");
      assert.equal(disk("a.py"), "one\ntwo\nthree\n", "It is saved when the person saves");
      await vscode.window.showTextDocument(editor.document);
      await vscode.commands.executeCommand("undo");
      await until("undone", () => editor.document.getText() === "one\ntwo\nthree\n");
    }));

  it("keep what was typed and not saved, and are refused when that is not what the patch expects", () =>
    inScene({ "a.py": "one\n" }, async ({ files, uri }) => {
      const document = await vscode.workspace.openTextDocument(uri("a.py"));
      await edit(document, [0, 3, "typed"]);
      assert.deepEqual(await files.read("a.py"), { kind: "text", text: "typed\n" });
      const stale = await files.apply({ title: "Stale", changes: [changed("a.py", "one\n", "two\n")] });
      assert.equal(stale.kind === "refused" && stale.faults[0]?.fault, "stale");
      assert.equal(document.getText(), "typed\n");
      const fits = await files.apply({ title: "Fits", changes: [changed("a.py", "typed\n", "typed 2\n")] });
      assert.equal(fits.kind, "applied");
      assert.equal(document.getText(), "typed 2\n");
      const back = fits.kind === "applied" ? await files.undo(fits.id) : fits;
      assert.equal(back.kind, "applied");
      assert.equal(document.getText(), "typed\n");
    }));

  it("keep ends of lines and the mark of byte order", () =>
    inScene({ "a.py": "\ufeffone\r\ntwo\r\n" }, async ({ files, uri, disk }) => {
      const before = "\ufeffone\r\ntwo\r\n";
      const after = "\ufeffONE\r\ntwo\r\nthree\r\n";
      assert.deepEqual(await files.read("a.py"), { kind: "text", text: before });
      const outcome = await files.apply({ title: "Shout", changes: [changed("a.py", before, after)] });
      assert.equal(outcome.kind, "applied");
      const document = await vscode.workspace.openTextDocument(uri("a.py"));
      await document.save();
      assert.equal(disk("a.py"), after);
      assert.equal((await files.undo(outcome.kind === "applied" ? outcome.id : "")).kind, "applied");
      await document.save();
      assert.equal(disk("a.py"), before);
    }));

  it("with mixed ends of lines, which the editor would even out, change on the disk, to the byte", () =>
    inScene({ "a.py": "one\r\ntwo\nthree\n" }, async ({ files, uri, disk }) => {
      const document = await vscode.workspace.openTextDocument(uri("a.py"));
      const change = changed("a.py", "one\r\ntwo\nthree\n", "one\r\nTWO\nthree\n");
      const outcome = await files.apply({ title: "Shout", changes: [change] });
      assert.equal(outcome.kind, "applied");
      assert.equal(disk("a.py"), "one\r\nTWO\nthree\n");
      await until("the editor shows it", () => document.getText().includes("TWO"));
    }));

  it("come to be, go and move with the rest, and all come back", () =>
    inScene({ "a.py": "one\n", "old.py": "old\n", "from.py": "x\ny\n" }, async ({ files, disk, root }) => {
      const changes: FileChange[] = [
        changed("a.py", "one\n", "two\n"),
        { kind: "created", path: "deep/new.py", after: "new\n" },
        { kind: "deleted", path: "old.py", before: "old\n" },
        { kind: "renamed", from: "from.py", path: "to.py", before: "x\ny\n", after: "x\nz\n" },
      ];
      const outcome = await files.apply({ title: "Much", changes });
      assert.equal(outcome.kind, "applied");
      await vscode.workspace.saveAll(false);
      assert.equal(disk("a.py"), "two\n");
      assert.equal(disk("deep/new.py"), "new\n");
      assert.equal(disk("to.py"), "x\nz\n");
      assert.equal(existsSync(join(root, "old.py")) || existsSync(join(root, "from.py")), false);
      const back = await files.undo(outcome.kind === "applied" ? outcome.id : "");
      assert.deepEqual(back.kind, "applied");
      await vscode.workspace.saveAll(false);
      assert.equal(disk("a.py"), "one\n");
      assert.equal(disk("old.py"), "old\n");
      assert.equal(disk("from.py"), "x\ny\n");
      assert.equal(existsSync(join(root, "to.py")) || existsSync(join(root, "deep")), false);
    }));

  it("are refused whole when one is protected, read only, a link, outside or there already", () =>
    inScene({ "a.py": "one\n", "ro.py": "one\n", ".env": "A=1\n", "target.py": "one\n" }, async (made) => {
      const { files, root, disk, uri } = made;
      chmodSync(join(root, "ro.py"), 0o444);
      symlinkSync("target.py", join(root, "link.py"));
      const changes: FileChange[] = [
        changed("a.py", "one\n", "two\n"),
        changed("ro.py", "one\n", "two\n"),
        changed(".env", "A=1\n", "A=2\n"),
        changed("link.py", "one\n", "two\n"),
        { kind: "created", path: "../out.py", after: "" },
        { kind: "created", path: "target.py", after: "" },
      ];
      const outcome = await files.apply({ title: "All wrong", changes });
      assert.deepEqual(outcome.kind === "refused" && outcome.faults.map(({ fault }) => fault), [
        "readOnly",
        "protected",
        "link",
        "path",
        "stale",
      ]);
      const document = await vscode.workspace.openTextDocument(uri("a.py"));
      assert.equal(document.getText() + disk("a.py"), "one\none\n");
      const allowed = { title: "Asked", changes: [changes[2]!], allowed: [".env"] };
      assert.equal((await files.apply(allowed)).kind, "applied");
    }));

  it("that the editor was changing when it ended are as before at the next start", () =>
    inScene({ "a.py": "one\n", "old.py": "old\n" }, async ({ journal, journalFolder, root, disk }) => {
      const changes: FileChange[] = [
        changed("a.py", "one\n", "two\n"),
        { kind: "created", path: "new.py", after: "new\n" },
        { kind: "deleted", path: "old.py", before: "old\n" },
      ];
      const begun = await journal.begin({ title: "Broken off", changes }, new Map());
      assert.equal(begun.kind, "begun");
      assert.equal(await hasBrokenApply(vscode.Uri.file(journalFolder)), true);
      // As far as the editor came.
      writeFileSync(join(root, "new.py"), "new\n");
      rmSync(join(root, "old.py"));
      const found = journal.recover();
      assert.equal(found.takenBack.length, 1);
      assert.equal(await hasBrokenApply(vscode.Uri.file(journalFolder)), false);
      assert.equal(disk("a.py") + disk("old.py"), "one\nold\n");
      assert.equal(existsSync(join(root, "new.py")), false);
    }));
});
