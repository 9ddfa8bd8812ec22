import assert from "node:assert/strict";
import * as vscode from "vscode";
import { applyTextEdits } from "../../src/core/text/textEdit.ts";
import { syncDocuments } from "../../src/vscode/documentSync.ts";
import { maxDocumentLength } from "../../src/vscode/documents.ts";
import * as fromVscode from "../../src/vscode/fromVscode.ts";
import { edit, until } from "./support/editing.ts";
import { memoryLog } from "./support/memoryLog.ts";

describe("documents as the engine sees them", () => {
  const texts = new Map<string, { text: string; languageId: string }>();
  let edits = 0;
  const log = memoryLog();
  let sync: ReturnType<typeof syncDocuments>;

  before(() => {
    const engine: Parameters<typeof syncDocuments>[0] = {
      openDocument: ({ path, text, languageId }) => void texts.set(path, { text, languageId }),
      editDocument(path, made) {
        edits++;
        const document = texts.get(path);
        assert.ok(document, `"${path}" is edited but not open`);
        document.text = applyTextEdits(document.text, made);
      },
      closeDocument: (path) => void texts.delete(path),
    };
    sync = syncDocuments(engine, log);
    sync.openAll();
  });
  after(() => sync.dispose());

  const open = (content: string) => vscode.workspace.openTextDocument({ content, language: "python" });
  const seen = (document: vscode.TextDocument) => texts.get(fromVscode.path(document.uri));
  const check = (document: vscode.TextDocument) => {
    assert.equal(seen(document)?.text, document.getText());
    assert.deepEqual(log.lines, []);
  };

  it("follows several changes made at once", async () => {
    const document = await open("one two three\nfour five\n");
    check(document);
    const before = edits;
    await edit(document, [4, 7, "2"], [0, 3, "eleven"], [14, 18, ""], [24, 24, "\nlast"]);
    assert.equal(document.getText(), "eleven 2 three\n five\n\nlast");
    assert.ok(edits > before, "The document was sent whole");
    check(document);
  });

  it("follows changes of Windows line ends, and of the line ends themselves", async () => {
    const document = await open("a\r\nb\r\nc\r\n");
    await edit(document, [0, 1, "x\ny"], [6, 7, "z"]);
    check(document);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((builder) => builder.setEndOfLine(vscode.EndOfLine.LF));
    check(document);
    await edit(document, [1, 1, "!"]);
    check(document);
  });

  it("follows undo and characters outside the basic plane", async () => {
    const document = await open("a = '😀'\n");
    await vscode.window.showTextDocument(document);
    await edit(document, [5, 7, "😀😀"], [0, 1, "ä"]);
    check(document);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), "a = '😀'\n");
    check(document);
  });

  it("learns of another language", async () => {
    const document = await open("let x = 1\n");
    await vscode.languages.setTextDocumentLanguage(document, "javascript");
    await until("the language changes", () => seen(document)?.languageId === "javascript");
    check(document);
  });

  it("lets go of a document that grows too long, and takes it again when it shrinks", async () => {
    const document = await open("short\n");
    check(document);
    await edit(document, [0, 0, "x".repeat(maxDocumentLength)]);
    assert.equal(seen(document), undefined);
    await edit(document, [0, maxDocumentLength, ""]);
    check(document);
  });

  it("never sees an output pane", () => {
    const schemes = [...texts.keys()].map((path) => /^([a-z-]+):/.exec(path)?.[1] ?? "file");
    assert.deepEqual(
      [...new Set(schemes)].filter((scheme) => scheme !== "file" && scheme !== "untitled"),
      [],
    );
  });
});
