import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { Suggestion } from "../../src/core/completion/suggestion.ts";
import {
  defaultSettingValues,
  type SettingName,
  type SettingValue,
  type SettingValues,
} from "../../src/core/config/settings.ts";
import type { Completer, InlineQuery } from "../../src/features/completion/completer.ts";
import { OutcomeTracker } from "../../src/features/completion/outcomeTracker.ts";
import { Snooze } from "../../src/features/completion/snooze.ts";
import type { Settings } from "../../src/ports/settings.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import { maxDocumentLength, selector } from "../../src/vscode/documents.ts";
import { inlineProvider } from "../../src/vscode/inlineProvider.ts";
import type { SuggestionMemory } from "../../src/vscode/suggestionMemory.ts";
import { memoryLog } from "./support/memoryLog.ts";

const suggest = (...texts: readonly string[]): readonly Suggestion[] =>
  texts.map((text) => ({ text, confidence: 0.9, engine: "builtin" }));

/** A provider over a scripted completer; `asked` is what the completer was asked. */
function scene(answer: readonly Suggestion[] | Error, values: Partial<SettingValues> = {}) {
  const asked: InlineQuery[] = [];
  const offered: Suggestion[] = [];
  const completer = {
    async complete(query: InlineQuery) {
      asked.push(query);
      if (answer instanceof Error) throw answer;
      return { suggestions: answer, calledModel: false };
    },
  } as unknown as Completer;
  const settings: Settings = {
    get: <N extends SettingName>(name: N) =>
      ({ ...defaultSettingValues, ...values })[name] as SettingValue<N>,
    onChange: () => ({ dispose() {} }),
  };
  const memory = {
    offered: (suggestion: Suggestion) => void offered.push(suggestion),
    acceptedFrom: () => undefined,
    acceptCommand: (suggestion: Suggestion) => ({ command: "x", title: "", arguments: [suggestion] }),
  } as unknown as SuggestionMemory;
  const log = memoryLog();
  const tracker = new OutcomeTracker(systemClock);
  const snooze = new Snooze(systemClock);
  const provider = inlineProvider({ completer, settings, memory, tracker, snooze, log });
  return { provider, asked, offered, snooze, log };
}

interface Ask {
  /** `█` is the cursor. */
  readonly text: string;
  readonly explicit?: boolean;
  /** Columns of the first line and text of the item selected in the completion list. */
  readonly selected?: readonly [start: number, end: number, text: string];
}

async function ask({ provider }: ReturnType<typeof scene>, { text, explicit, selected }: Ask) {
  const offset = text.indexOf("█");
  const content = text.replace("█", "");
  const document = await vscode.workspace.openTextDocument({ content, language: "python" });
  const context: vscode.InlineCompletionContext = {
    triggerKind: explicit
      ? vscode.InlineCompletionTriggerKind.Invoke
      : vscode.InlineCompletionTriggerKind.Automatic,
    selectedCompletionInfo: selected && {
      range: new vscode.Range(0, selected[0], 0, selected[1]),
      text: selected[2],
    },
  };
  const token = new vscode.CancellationTokenSource().token;
  const items = await provider.provideInlineCompletionItems(
    document,
    document.positionAt(offset),
    context,
    token,
  );
  assert.ok(Array.isArray(items));
  return (items as vscode.InlineCompletionItem[]).map(
    ({ insertText, range }) => `${range?.start.character}-${range?.end.character} ${insertText}`,
  );
}

describe("inline suggestions", () => {
  it("are put in at the cursor, from the whole text around it", async () => {
    const made = scene(suggest("sum(x)"));
    assert.deepEqual(await ask(made, { text: "a = █\nb\n" }), ["4-4 sum(x)"]);
    const [{ prefix, suffix, languageId, trigger }] = made.asked as [InlineQuery];
    assert.deepEqual([prefix, suffix, languageId, trigger], ["a = ", "\nb\n", "python", "automatic"]);
    assert.equal(made.offered.length, 1);
  });

  it("go on from the item selected in the completion list", async () => {
    const made = scene(suggest("ly(f)", "end(x)"));
    const items = await ask(made, { text: "app█", selected: [0, 3, "append"] });
    assert.deepEqual(items, ["0-3 append(x)"]);
  });

  it("stay away when they say something else than the selected item", async () => {
    const made = scene(suggest("ly(f)"));
    assert.deepEqual(await ask(made, { text: "app█", selected: [0, 3, "append"] }), []);
    assert.deepEqual(made.offered, []);
  });

  it("stay away when the selected item would replace text after the cursor", async () => {
    const made = scene(suggest("end"));
    assert.deepEqual(await ask(made, { text: "app█x", selected: [0, 4, "append"] }), []);
    assert.deepEqual(made.asked, []);
  });

  for (const values of [
    { "completion.enabled": false },
    { "completion.languages": { "*": true, python: false } },
  ] satisfies Partial<SettingValues>[])
    it(`come only on request with ${JSON.stringify(values)}`, async () => {
      const made = scene(suggest("1"), values);
      assert.deepEqual(await ask(made, { text: "a = █" }), []);
      assert.deepEqual(await ask(made, { text: "a = █", explicit: true }), ["4-4 1"]);
      assert.deepEqual(
        made.asked.map(({ trigger }) => trigger),
        ["explicit"],
      );
    });

  it("come only on request while snoozing", async () => {
    const made = scene(suggest("1"));
    made.snooze.start("untilRestart");
    assert.deepEqual(await ask(made, { text: "a = █" }), []);
    assert.deepEqual(await ask(made, { text: "a = █", explicit: true }), ["4-4 1"]);
    made.snooze.end();
    assert.deepEqual(await ask(made, { text: "a = █" }), ["4-4 1"]);
  });

  it("do not come in a document that is too long", async () => {
    const made = scene(suggest("1"));
    assert.deepEqual(await ask(made, { text: `█${"x".repeat(maxDocumentLength + 1)}` }), []);
    assert.deepEqual(made.asked, []);
  });

  it("leave an error to the log", async () => {
    const made = scene(new Error("out of order"));
    assert.deepEqual(await ask(made, { text: "a = █" }), []);
    assert.match(made.log.lines.join(), /Cannot suggest .*out of order/);
  });

  it("come in files, new documents and notebook cells only", async () => {
    const matches = (uri: string) => {
      const document = {
        uri: vscode.Uri.parse(uri),
        languageId: "plaintext",
        fileName: "x",
        notebook: undefined,
      };
      return vscode.languages.match(selector, document as unknown as vscode.TextDocument) > 0;
    };
    const yes = [
      "file:///a.py",
      "untitled:Untitled-1",
      "vscode-notebook-cell:/a.ipynb#W0",
      "vscode-remote://h/a",
    ];
    const no = [
      ...[
        "output:exthost",
        "git:/a.py?x",
        "vscode-chat-input:1",
        "chat-editing-text-model:/a",
        "vscode-scm:git",
      ],
      ...[
        "comment://x",
        "interactive-input:1",
        "vscode-terminal:1",
        "search-editor:1",
        "touchstone-context:x",
      ],
      ...["vscode-userdata:/User/settings.json", "vscode-settings:/x", "walkThrough:/x", "debug:x"],
    ];
    assert.deepEqual(
      yes.filter((uri) => !matches(uri)),
      [],
    );
    assert.deepEqual(no.filter(matches), []);
  });
});
