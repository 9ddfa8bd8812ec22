/** A review in the editor: its diff follows what is checked, hunks are accepted by the cursor, and files follow. */
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { nodeStoreFiles } from "../../src/node/store/storeFiles.ts";
import { DiskEditJournal } from "../../src/node/userFiles/diskEditJournal.ts";
import { nodeUserDisk } from "../../src/node/userFiles/userDisk.ts";
import type { ProposedPatch } from "../../src/ports/patchReview.ts";
import { EditorReview } from "../../src/vscode/review/patchReview.ts";
import { editorFiles } from "../../src/vscode/userFiles/editorFiles.ts";
import { edit, until } from "./support/editing.ts";

const before = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
const after = before.replace("one", "ONE").replace("five", "FIVE");

async function inReview(
  body: (made: {
    review: EditorReview;
    document: vscode.TextDocument;
    end: ReturnType<EditorReview["show"]>;
    root: string;
    /** Files that were told to be changed, call by call. */
    changed: readonly (readonly string[])[];
    /** How often messages were put away. */
    hidden: () => number;
  }) => Promise<void>,
): Promise<void> {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const root = realpathSync(mkdtempSync(join(workspace, "review-")));
  const journalFolder = join(root, "journal");
  writeFileSync(join(root, "a.py"), before);
  const journal = new DiskEditJournal({
    disk: nodeUserDisk,
    journalFiles: nodeStoreFiles,
    journalFolder,
    root,
    now: Date.now,
  });
  const files = editorFiles(root, journal);
  const changed: (readonly string[])[] = [];
  let hidden = 0;
  const review = new EditorReview({
    filesOf: async () => files,
    roots: () => [root],
    afterChange: async (of, paths) => {
      assert.equal(of, root);
      changed.push(paths);
      return undefined;
    },
    hideToasts: () => void hidden++,
  });
  const patch: ProposedPatch = {
    title: "Shout",
    root,
    changes: [{ kind: "changed", path: "a.py", before, after }],
    verdict: "verified",
    evidence: [],
  };
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(root, "a.py")));
  const end = review.show([patch], new AbortController().signal);
  try {
    await until("the diff is there", () => shown() !== undefined);
    await body({ review, document, end, root, changed, hidden: () => hidden });
  } finally {
    await review.session?.close();
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    rmSync(root, { recursive: true, force: true });
  }
}

/** The new side of the diff that has the keyboard. */
const shown = (): vscode.TextEditor | undefined => {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.uri.scheme === "touchstone-review" ? editor : undefined;
};
const goTo = (line: number): void => {
  shown()!.selection = new vscode.Selection(line, 0, line, 0);
};

describe("a review", () => {
  it("accepts the hunk at the cursor, then the rest, and each is one undo", () =>
    inReview(async ({ review, document, end }) => {
      assert.equal(shown()!.document.getText(), after);
      goTo(4);
      await review.session!.acceptHunk(undefined);
      assert.equal(document.getText(), before.replace("five", "FIVE"));
      await review.session!.acceptAll();
      assert.equal(document.getText(), after);
      const ended = await end;
      assert.equal(ended.kind === "accepted" && ended.earlier?.length, 1);
      await until("the diff is closed", () => shown() === undefined);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("undo");
      await until("one undone", () => document.getText() === before.replace("five", "FIVE"));
      await vscode.commands.executeCommand("undo");
      await until("both undone", () => document.getText() === before);
    }));

  it("shows what is checked alone, and a line number's menu names the line", () =>
    inReview(async ({ review, document, end }) => {
      await review.session!.rejectHunk({ uri: shown()!.document.uri, lineNumber: 1 });
      await until("it is gone", () => shown()!.document.getText() === before.replace("five", "FIVE"));
      await review.session!.acceptAll();
      assert.equal(document.getText(), before.replace("five", "FIVE"));
      assert.equal((await end).kind, "accepted");
    }));

  it("follows the file, and changes nothing where it was changed at the hunk", () =>
    inReview(async ({ review, document, end }) => {
      await edit(document, [0, 3, "uno"]);
      await until("the diff follows", () => shown()!.document.getText().startsWith("uno\n"));
      goTo(0);
      await review.session!.acceptHunk(undefined);
      assert.equal(document.getText(), before.replace("one", "uno"));
      await review.session!.acceptAll();
      assert.equal(document.getText(), before.replace("one", "uno").replace("five", "FIVE"));
      assert.equal((await end).kind, "accepted");
    }));

  it("tells who keeps results of tests which files it changed, when it is accepted and when it is undone", () =>
    inReview(async ({ review, end, root, changed }) => {
      await review.session!.acceptAll();
      const ended = await end;
      assert.deepEqual(changed, [["a.py"]]);
      assert.ok(ended.kind === "accepted" && ended.outcome.kind === "applied");
      assert.ok(await review.undo(root, [ended.outcome.id]));
      await until("the undo is told", () => changed.length === 2);
      assert.deepEqual(changed[1], ["a.py"]);
    }));

  it("that is taken back from elsewhere takes the offer to undo it off the window, once", () =>
    inReview(async ({ review, end, root, hidden }) => {
      await review.session!.acceptAll();
      const ended = await end;
      assert.ok(ended.kind === "accepted" && ended.outcome.kind === "applied");
      assert.equal(hidden(), 0);
      assert.ok(await review.undo(root, [ended.outcome.id]));
      assert.equal(hidden(), 1);
      assert.equal(await review.undo(root, [ended.outcome.id]), false);
      assert.equal(hidden(), 1);
    }));

  it("that is rejected changes nothing", () =>
    inReview(async ({ review, document, end, changed }) => {
      await review.session!.reject();
      assert.deepEqual(await end, { kind: "rejected" });
      assert.equal(document.getText(), before);
      assert.equal(document.isDirty, false);
      assert.deepEqual(changed, []);
    }));
});
