import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Suggestion } from "../../src/core/completion/suggestion.ts";
import { defaultSettingValues, type SettingName, type SettingValue } from "../../src/core/config/settings.ts";
import type { Completer, InlineQuery } from "../../src/features/completion/completer.ts";
import { OutcomeTracker } from "../../src/features/completion/outcomeTracker.ts";
import { Snooze } from "../../src/features/completion/snooze.ts";
import type { Settings } from "../../src/ports/settings.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import { inlineProvider } from "../../src/vscode/inlineProvider.ts";
import { feedTracker } from "../../src/vscode/outcomes.ts";
import type { SuggestionMemory } from "../../src/vscode/suggestionMemory.ts";
import { until } from "./support/editing.ts";
import { memoryLog } from "./support/memoryLog.ts";

/** A language of these tests alone, so that nobody else suggests or lists anything in it. */
const language = "plaintext";
const settings: Settings = {
  get: <N extends SettingName>(name: N) => defaultSettingValues[name] as SettingValue<N>,
  onChange: () => ({ dispose() {} }),
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const run = (command: string, ...args: readonly unknown[]) =>
  vscode.commands.executeCommand(command, ...args);
/** Keys one by one, as a person types them. */
async function type(text: string): Promise<void> {
  for (const key of text) {
    await run("type", { text: key });
    await pause(60);
  }
}

/** Gives a command until the document reads so: a busy editor may not have drawn what the command takes, and then it does nothing. */
async function runUntil({ document }: vscode.TextEditor, text: string, command: string): Promise<void> {
  for (let tries = 0; tries < 8 && document.getText() !== text; tries++) {
    await run(command);
    for (let looks = 0; looks < 40 && document.getText() !== text; looks++) await pause(50);
  }
  assert.equal(document.getText(), text);
}
const commit = (editor: vscode.TextEditor, text: string) =>
  runUntil(editor, text, "editor.action.inlineSuggest.commit");
const acceptWord = (editor: vscode.TextEditor, text: string) =>
  runUntil(editor, text, "editor.action.inlineSuggest.acceptNextWord");

/** The real editor with a completer that says `texts`, less what was typed of them; told is what was inferred. */
class Scene {
  readonly told: string[] = [];
  readonly tracker = new OutcomeTracker(systemClock);
  readonly #subscriptions: vscode.Disposable[] = [];
  texts: readonly string[] = [];
  start = 0;
  asked = 0;

  constructor() {
    const completer = {
      complete: async ({ prefix }: InlineQuery) => {
        this.asked++;
        const typed = prefix.slice(this.start);
        const suggestions: Suggestion[] = this.texts
          .filter((text) => text.startsWith(typed) && typed !== text && this.start <= prefix.length)
          .map((text) => ({ text: text.slice(typed.length), confidence: 0.9, engine: "builtin" }));
        return { suggestions, calledModel: false };
      },
    } as unknown as Completer;
    const command = "touchstone.test.accepted";
    const memory = {
      offered() {},
      acceptedFrom: () => undefined,
      acceptCommand: (_suggestion: Suggestion, request: number, index: number) => ({
        command,
        title: "",
        arguments: [request, index],
      }),
    } as unknown as SuggestionMemory;
    const accepted = (request: number, index: number) =>
      this.tracker.tell({ kind: "accepted", request, index });
    this.tracker.onNotice((notice) => {
      this.told.push(
        notice.kind === "shown"
          ? `shown ${notice.text}`
          : `${notice.outcome} ${notice.acceptedCharacters}/${notice.typedCharacters}/${notice.words}`,
      );
    });
    const provider = inlineProvider({
      ...{ completer, settings, memory, tracker: this.tracker },
      ...{ snooze: new Snooze(systemClock), log: memoryLog() },
    });
    this.#subscriptions.push(
      feedTracker(this.tracker),
      vscode.commands.registerCommand(command, accepted),
      vscode.languages.registerInlineCompletionItemProvider({ language }, provider),
    );
  }

  /** A new document with the cursor at its end. `type` makes the suggestion come. */
  async open(content: string, ...texts: readonly string[]): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument({ content, language });
    const editor = await vscode.window.showTextDocument(document);
    const end = document.positionAt(content.length);
    editor.selection = new vscode.Selection(end, end);
    await until("keys go to the document", () => vscode.window.activeTextEditor?.document === document);
    await pause(300);
    this.told.length = 0;
    this.texts = texts;
    this.start = content.length + 1;
    return editor;
  }

  /** Types a blank and waits until the suggestion is on the screen. */
  async show(): Promise<void> {
    await run("type", { text: " " });
    await until("a suggestion is shown", () => this.told.some((line) => line.startsWith("shown")));
    await pause(300);
  }

  async expect(...expected: readonly string[]): Promise<void> {
    await until(
      `${JSON.stringify(expected)}, but got ${JSON.stringify(this.told)}`,
      () => this.told.length >= expected.length,
    ).catch(() => {});
    await pause(400);
    assert.deepEqual(this.told, expected);
  }

  async close(): Promise<void> {
    vscode.Disposable.from(...this.#subscriptions, this.tracker).dispose();
    while (vscode.window.activeTextEditor) await run("workbench.action.revertAndCloseActiveEditor");
  }
}

describe("what becomes of a suggestion", () => {
  let scene: Scene;
  const own = vscode.workspace.getConfiguration("touchstone");
  before(async () => {
    await own.update("completion.enabled", false, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await own.update("completion.enabled", undefined, vscode.ConfigurationTarget.Global);
  });
  beforeEach(() => {
    scene = new Scene();
  });
  afterEach(() => scene.close());

  it("Tab accepts it", async () => {
    const editor = await scene.open("total =", "sum(items)");
    await scene.show();
    await commit(editor, "total = sum(items)");
    await scene.expect("shown sum(items)", "accepted 10/0/0");
  });

  it("Tab accepts the rest of what was typed along", async () => {
    const editor = await scene.open("total =", "sum(items)");
    await scene.show();
    await type("su");
    await pause(300);
    await commit(editor, "total = sum(items)");
    await scene.expect("shown sum(items)", "accepted 8/2/0");
  });

  it("Ctrl+Right accepts a word, moving on leaves the rest", async () => {
    const editor = await scene.open("total =", "sum items");
    await scene.show();
    await acceptWord(editor, "total = sum");
    await run("cursorHome");
    await scene.expect("shown sum items", "acceptedWord 3/0/1");
  });

  it("Ctrl+Right word by word to the end accepts all of it", async () => {
    const editor = await scene.open("total =", "sum items");
    await scene.show();
    for (const expected of ["total = sum", "total = sum ", "total = sum items"]) {
      await acceptWord(editor, expected);
      await pause(300);
    }
    await scene.expect("shown sum items", "accepted 9/0/2");
  });

  it("Ctrl+Right accepts a word of one character", async () => {
    const editor = await scene.open("total =", "a + b");
    await scene.show();
    await acceptWord(editor, "total = a");
    await run("cursorHome");
    await scene.expect("shown a + b", "acceptedWord 1/0/1");
  });

  it("typing all of it is typed through", async () => {
    await scene.open("total =", "sum + 1");
    await scene.show();
    await type("sum + 1");
    await scene.expect("shown sum + 1", "typedThrough 0/7/0");
  });

  it("typing something else rejects it", async () => {
    await scene.open("total =", "sum + 1");
    await scene.show();
    await type("m");
    await scene.expect("shown sum + 1", "rejected 0/0/0");
  });

  it("Escape is seen by what is typed after it", async () => {
    await scene.open("total =", "sum + 1");
    await scene.show();
    await run("editor.action.inlineSuggest.hide");
    await pause(500);
    assert.deepEqual(scene.told, ["shown sum + 1"]);
    await type("m");
    await scene.expect("shown sum + 1", "rejected 0/0/0");
  });

  it("Escape and the same text typed all the same cannot be told from typing through", async () => {
    await scene.open("total =", "sum");
    await scene.show();
    await run("editor.action.inlineSuggest.hide");
    await type("sum");
    await scene.expect("shown sum", "typedThrough 0/3/0");
  });

  it("moving the cursor away ignores it", async () => {
    await scene.open("total =", "sum + 1");
    await scene.show();
    await run("cursorHome");
    await scene.expect("shown sum + 1", "ignored 0/0/0");
  });

  it("deleting before it rejects it", async () => {
    await scene.open("total =", "sum + 1");
    await scene.show();
    await run("deleteLeft");
    await scene.expect("shown sum + 1", "rejected 0/0/0");
  });

  it("going to another editor ignores it", async () => {
    await scene.open("total =", "sum + 1");
    await scene.show();
    const other = await vscode.workspace.openTextDocument({ content: "x", language: "markdown" });
    await vscode.window.showTextDocument(other);
    await scene.expect("shown sum + 1", "ignored 0/0/0");
  });

  it("undo after an accept leaves it accepted", async () => {
    const editor = await scene.open("total =", "sum + 1");
    await scene.show();
    await commit(editor, "total = sum + 1");
    await run("undo");
    await until("it is told", () => scene.told.length >= 2);
    await pause(500);
    assert.deepEqual(scene.told.slice(0, 2), ["shown sum + 1", "accepted 7/0/0"]);
  });

  it("several come when asked for, and the one cycled to is the one accepted", async () => {
    const editor = await scene.open("total = ", "sum(a)", "max(a)", "min(a)");
    scene.start = 8;
    await run("editor.action.inlineSuggest.trigger");
    await until("a suggestion is shown", () => scene.told.length > 0);
    await pause(300);
    await run("editor.action.inlineSuggest.showNext");
    await pause(300);
    await commit(editor, "total = max(a)");
    await until("it is told", () => scene.told.at(-1) === "accepted 6/0/0");
  });

  it("an open list beside it: choosing the item types it along, Tab then accepts the rest", async () => {
    const items = vscode.languages.registerCompletionItemProvider(
      { language },
      {
        provideCompletionItems: () => [
          new vscode.CompletionItem("summary", vscode.CompletionItemKind.Function),
        ],
      },
    );
    try {
      const editor = await scene.open("total =", "summary(items)");
      await scene.show();
      await type("su");
      await run("editor.action.triggerSuggest");
      await pause(800);
      await runUntil(editor, "total = summary", "acceptSelectedSuggestion");
      await pause(600);
      await commit(editor, "total = summary(items)");
      const ends = () => scene.told.filter((line) => !line.startsWith("shown"));
      await until("it is told", () => ends().length > 0);
      assert.deepEqual(ends(), ["accepted 7/7/0"]);
    } finally {
      items.dispose();
    }
  });

  it("in a notebook cell it comes and is accepted as anywhere", async () => {
    await scene.open("");
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "total =", language);
    const data = new vscode.NotebookData([cell]);
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", data);
    await vscode.window.showNotebookDocument(notebook);
    await pause(500);
    await run("notebook.cell.edit");
    await until("the cell is edited", () => {
      const { document } = vscode.window.activeTextEditor ?? {};
      return document?.uri.scheme === "vscode-notebook-cell";
    });
    await run("cursorBottom");
    await run("cursorEnd");
    await pause(300);
    scene.told.length = 0;
    scene.texts = ["sum(items)"];
    scene.start = "total = ".length;
    await scene.show();
    await commit(vscode.window.activeTextEditor!, "total = sum(items)");
    await scene.expect("shown sum(items)", "accepted 10/0/0");
    assert.equal(notebook.cellAt(0).document.getText(), "total = sum(items)");
  });
});
