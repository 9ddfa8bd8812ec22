import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Suggestion } from "../../src/core/completion/suggestion.ts";
import { defaultSettingValues, type SettingName, type SettingValue } from "../../src/core/config/settings.ts";
import type { Settings } from "../../src/ports/settings.ts";
import { autoImport } from "../../src/vscode/autoImport.ts";
import { until } from "./support/editing.ts";
import { memoryLog } from "./support/memoryLog.ts";

const command = "touchstone.test.accepted";
const suggestion: Suggestion = { text: "open_store()", confidence: 1, engine: "builtin" };

/** A provider of one suggestion, whose acceptance is told as that of Touchstone's own. */
function scene(values: { readonly autoImport: boolean }) {
  const accepted = new vscode.EventEmitter<Suggestion>();
  const settings: Settings = {
    get: <N extends SettingName>(name: N) =>
      ({ ...defaultSettingValues, "completion.autoImport": values.autoImport })[name] as SettingValue<N>,
    onChange: () => ({ dispose() {} }),
  };
  let asked = 0;
  const provider: vscode.InlineCompletionItemProvider = {
    // Once: who asks again before the first is seen to be accepted gets no second.
    provideInlineCompletionItems: (document, position) =>
      document.getText().includes(suggestion.text)
        ? []
        : [
            new vscode.InlineCompletionItem(suggestion.text, new vscode.Range(position, position), {
              command,
              title: "",
            }),
          ],
  };
  const disposable = vscode.Disposable.from(
    accepted,
    vscode.commands.registerCommand(command, () => accepted.fire(suggestion)),
    vscode.languages.registerInlineCompletionItemProvider({ language: "plaintext" }, provider),
    autoImport({
      engine: {
        async importsFor({ text, start, end }) {
          asked++;
          assert.equal(text.slice(start, end), suggestion.text);
          return [{ offset: 0, text: "import store\n" }];
        },
      },
      settings,
      log: memoryLog(),
      onAccept: accepted.event,
    }),
  );
  return { disposable, asked: () => asked };
}

/** Accepts the suggestion at the end of a new document. */
async function accept(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ content, language: "plaintext" });
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  await until("the suggestion is accepted", async () => {
    await vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
    await vscode.commands.executeCommand("editor.action.inlineSuggest.commit");
    return document.getText() !== content;
  });
  return document;
}

describe("imports of an accepted suggestion", () => {
  it("are added, and one undo takes both back", async () => {
    const { disposable } = scene({ autoImport: true });
    try {
      const document = await accept("x = ");
      await until("the import is added", () => document.getText().startsWith("import store\n"));
      assert.equal(document.getText(), "import store\nx = open_store()");
      await vscode.commands.executeCommand("undo");
      assert.equal(document.getText(), "x = ");
    } finally {
      disposable.dispose();
    }
  });

  it("are not looked for when it is switched off", async () => {
    const { disposable, asked } = scene({ autoImport: false });
    try {
      const document = await accept("x = ");
      assert.equal(document.getText(), "x = open_store()");
      assert.equal(asked(), 0);
    } finally {
      disposable.dispose();
    }
  });
});
