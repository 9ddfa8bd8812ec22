/**
 * Ten thousand completions in the extension host, with the real engine thread and real edits of a document: what is left
 * on the heap after a collection may not grow. VS Code calls `run`.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as vscode from "vscode";
import { RejectMemory } from "../../src/core/completion/rejectMemory.ts";
import { defaultSettingValues, type SettingName, type SettingValue } from "../../src/core/config/settings.ts";
import { InlineCompleter } from "../../src/features/completion/inlineCompleter.ts";
import { Snooze } from "../../src/features/completion/snooze.ts";
import { StatisticsKeeper } from "../../src/features/completion/statisticsKeeper.ts";
import { SuggestionGate } from "../../src/features/completion/suggestionGate.ts";
import { startEngineThread } from "../../src/node/worker/engineClient.ts";
import type { Settings } from "../../src/ports/settings.ts";
import { systemClock } from "../../src/vscode/clock.ts";
import { syncDocuments } from "../../src/vscode/documentSync.ts";
import { inlineProvider } from "../../src/vscode/inlineProvider.ts";
import { followOutcomes } from "../../src/vscode/outcomes.ts";
import type { SuggestionMemory } from "../../src/vscode/suggestionMemory.ts";
import { hostTestMarker } from "../host/support/marker.ts";
import { memoryLog } from "../host/support/memoryLog.ts";
import { memoryLocalState } from "../support/memoryLocalState.ts";
import { ScriptedLanguageModel } from "../support/scriptedLanguageModel.ts";

const completions = 10_000;
/** Measured from here on: caches are full, code is compiled. */
const warmUp = 1_000;
const mostGrowthMb = 20;
/**
 * Files that are typed, one behind the other, 8 kB of code but for the line being typed; then the document begins anew, as no
 * person's grows for ever.
 */
const typedFiles = ["report", "cli", "store", "items", "export", "errors"];

const say = (text: string): void => console.info(`${hostTestMarker}${text}`);

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  for (let round = 0; round < 3; round++) collect();
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;

function measure(): { readonly heapMb: number; readonly rssMb: number } {
  collectGarbage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapMb: megabytes(heapUsed + external), rssMb: megabytes(rss) };
}

const settings: Settings = {
  get: <N extends SettingName>(name: N) => defaultSettingValues[name] as SettingValue<N>,
  onChange: () => ({ dispose() {} }),
};

async function startParts(folder: vscode.Uri) {
  const log = memoryLog();
  const engine = startEngineThread({ workerPath: join(__dirname, "../../worker.cjs"), log });
  await engine.configure({
    roots: [{ path: folder.fsPath, name: "workspace" }],
    ...{ indexEnabled: true, exclude: [], maxFileBytes: 1 << 20, maxFiles: 10_000 },
  });
  await engine.waitForIndex(new AbortController().signal);
  const localState = memoryLocalState();
  const gate = new SuggestionGate({ settings, localState });
  const statistics = new StatisticsKeeper({ clock: systemClock, localState });
  const completer = new InlineCompleter({
    ...{ engine, settings, gate, statistics, log, clock: systemClock },
    model: new ScriptedLanguageModel(),
    secrets: { apiKey: async () => undefined, setApiKey: async () => {} },
    trust: { isTrusted: () => true, onGranted: () => ({ dispose() {} }) },
  });
  const outcomes = followOutcomes({ gate, statistics, rejects: new RejectMemory() });
  const memory = {
    offered() {},
    acceptedFrom: () => undefined,
    acceptCommand: () => ({ command: "noop", title: "" }),
  } as unknown as SuggestionMemory;
  const { tracker } = outcomes;
  const provider = inlineProvider({
    ...{ completer, settings, memory, tracker, log },
    snooze: new Snooze(systemClock),
  });
  return { engine, provider, statistics, sync: syncDocuments(engine, log), log };
}

export async function run(): Promise<void> {
  try {
    await soak();
  } catch (error) {
    say(String(error instanceof Error ? error.stack : error));
    throw error;
  }
}

async function soak(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const parts = await startParts(folder);
  const sources = typedFiles.map((name) => vscode.Uri.joinPath(folder, `python/inventory/${name}.py`));
  const texts = await Promise.all(sources.map((uri) => vscode.workspace.openTextDocument(uri)));
  const text = texts.map((source) => source.getText()).join("\n");
  const document = await vscode.workspace.openTextDocument({ language: "python", content: "" });
  const editor = await vscode.window.showTextDocument(document);
  parts.sync.openAll();

  const { token } = new vscode.CancellationTokenSource();
  const context = {
    triggerKind: vscode.InlineCompletionTriggerKind.Automatic,
    selectedCompletionInfo: undefined,
  };
  const end = (): vscode.Position => document.positionAt(document.getText().length);
  const whole = (): vscode.Range => new vscode.Range(new vscode.Position(0, 0), end());
  const write = (added: string): Thenable<boolean> => editor.edit((edit) => edit.insert(end(), added));
  const take = (length: number): Thenable<boolean> =>
    editor.edit((edit) =>
      edit.delete(new vscode.Range(document.positionAt(document.getText().length - length), end())),
    );
  let [shown, accepted, offset] = [0, 0, 0];
  let first = measure();
  say(`start: heap ${first.heapMb} MB, process ${first.rssMb} MB`);
  const startMs = Date.now();
  for (let done = 1; done <= completions; done++) {
    // Two or three characters, as a person types between two answers.
    const typed = text.slice(offset, offset + 2 + (done % 2));
    offset += typed.length;
    await write(typed);
    const position = end();
    const items = await parts.provider.provideInlineCompletionItems(document, position, context, token);
    const [item] = Array.isArray(items) ? items : [];
    if (item) shown++;
    // One in four is accepted: typing goes on behind it where it is right, and it is taken back where it is not.
    if (item && shown % 4 === 0) {
      accepted++;
      const suggested = String(item.insertText);
      await write(suggested);
      if (text.startsWith(suggested, offset)) offset += suggested.length;
      else await take(suggested.length);
    }
    if (offset >= text.length) {
      offset = 0;
      await editor.edit((edit) => edit.delete(whole()));
    }
    if (done === warmUp) first = measure();
    if (done % 1_000 === 0) {
      const { heapMb, rssMb } = measure();
      say(
        `${done} completions, ${shown} shown, ${accepted} accepted: heap ${heapMb} MB, process ${rssMb} MB, ${Math.round((Date.now() - startMs) / 1000)} s`,
      );
    }
  }
  const last = measure();
  const growthMb = Math.round(10 * (last.heapMb - first.heapMb)) / 10;
  say(
    `heap after ${warmUp}: ${first.heapMb} MB, after ${completions}: ${last.heapMb} MB, growth ${growthMb} MB; process ${first.rssMb} to ${last.rssMb} MB`,
  );
  await parts.engine.dispose();
  const errors = parts.log.lines.filter((line) => line.startsWith("error"));
  assert.deepEqual(errors.slice(0, 3), []);
  assert.ok(shown > completions / 50, `Only ${shown} suggestions were shown`);
  assert.ok(growthMb <= mostGrowthMb, `The heap grew by ${growthMb} MB`);
}
