import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { EditPlace, NextEdits } from "../../src/core/completion/nextEdit/editPlace.ts";
import { defaultSettingValues, type SettingName, type SettingValue } from "../../src/core/config/settings.ts";
import type { Settings } from "../../src/ports/settings.ts";
import * as fromVscode from "../../src/vscode/fromVscode.ts";
import { type NextEdit, nextEdit } from "../../src/vscode/nextEdit/nextEdit.ts";
import { edit, until } from "./support/editing.ts";
import { memoryLog } from "./support/memoryLog.ts";

const settings: Settings = {
  get: <N extends SettingName>(name: N) => defaultSettingValues[name] as SettingValue<N>,
  onChange: () => ({ dispose() {} }),
};

/** An engine that offers what the test says, and how often it was asked. */
function scene() {
  let answer: (path: string) => NextEdits | undefined = () => undefined;
  let asked = 0;
  const next = nextEdit({
    engine: {
      async nextEdits({ path }) {
        asked++;
        return answer(path);
      },
    },
    settings,
    log: memoryLog(),
    extensionUri: vscode.Uri.file("/"),
  });
  return {
    next,
    asked: () => asked,
    answer: (give: typeof answer) => {
      answer = give;
    },
  };
}

const place = (path: string, line: number, old: string, text: string): EditPlace => ({
  ...{ path, old, text, score: 1 },
  start: { line, column: 0 },
  end: { line, column: old.length },
});

async function open(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ content, language: "plaintext" });
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(0, 0, 0, 0);
  return editor;
}

describe("the next edit", () => {
  let made: ReturnType<typeof scene>;
  let next: NextEdit;
  beforeEach(() => {
    made = scene();
    next = made.next;
  });
  afterEach(() => next.dispose());

  it("is gone to and accepted, and one undo takes it back alone", async () => {
    const editor = await open("load\n\nload\n");
    const { document } = editor;
    made.answer((path) =>
      document.getText().startsWith("read\n\nload")
        ? { summary: "load → read", places: [place(path, 2, "load", "read")] }
        : undefined,
    );
    await edit(document, [0, 4, "read"]);
    await until("the engine is asked", () => made.asked() > 0);
    await next.jump();
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [2, 4]);
    await next.accept();
    assert.equal(document.getText(), "read\n\nread\n");
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), "read\n\nload\n");
  });

  it("opens another file", async () => {
    const other = await vscode.workspace.openTextDocument({ content: "load\n", language: "plaintext" });
    const editor = await open("load\n");
    made.answer(() => ({
      summary: "load → read",
      places: [place(fromVscode.path(other.uri), 0, "load", "read")],
    }));
    await edit(editor.document, [0, 4, "read"]);
    await until("the engine is asked", () => made.asked() > 0);
    await next.jump();
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), other.uri.toString());
    await next.accept();
    assert.equal(other.getText(), "read\n");
  });

  it("is not written where the text has become another", async () => {
    const editor = await open("load\n\nload\n");
    made.answer((path) => ({ summary: "load → read", places: [place(path, 2, "load", "read")] }));
    await edit(editor.document, [0, 4, "read"]);
    await until("the engine is asked", () => made.asked() > 0);
    made.answer(() => undefined);
    await edit(editor.document, [6, 10, "sold"]);
    await next.accept();
    assert.equal(editor.document.getText(), "read\n\nsold\n");
  });

  it("does nothing when nothing is offered", async () => {
    const editor = await open("load\n");
    await next.jump();
    await next.accept();
    next.dismiss();
    assert.equal(editor.document.getText(), "load\n");
  });
});
