/** The statistics, and what was learned of the person, as documents in the editor's Markdown preview. */
import * as vscode from "vscode";
import type { StatisticsKeeper } from "../features/completion/statisticsKeeper.ts";
import type { SuggestionGate } from "../features/completion/suggestionGate.ts";
import { renderGate } from "../features/statistics/renderGate.ts";
import { renderStatistics } from "../features/statistics/renderStatistics.ts";
import type { Settings } from "../ports/settings.ts";

const scheme = "touchstone-statistics";
const statisticsUri = vscode.Uri.from({ scheme, path: "Completion Statistics.md" });
const gateUri = vscode.Uri.from({ scheme, path: "What Was Learned.md" });
/** Counts change with every key; an open document follows no more often than this. */
const redrawMs = 1_000;

export interface StatisticsDocumentsDependencies {
  readonly gate: SuggestionGate;
  readonly statistics: StatisticsKeeper;
  readonly settings: Settings;
}

async function confirmed(question: string, detail: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

export function statisticsDocuments({ gate, statistics, settings }: StatisticsDocumentsDependencies) {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isOpen = (): boolean => vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === scheme);
  const redraw = (): void => {
    timer = undefined;
    if (!isOpen()) return;
    changed.fire(statisticsUri);
    changed.fire(gateUri);
  };
  const listener = statistics.onChange(() => {
    timer ??= setTimeout(redraw, redrawMs);
  });
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) =>
      uri.path === gateUri.path
        ? renderGate(gate.personal(), settings.get("completion.eagerness"))
        : renderStatistics(statistics.statistics(), statistics.today()),
  });
  /** Without the editor's own Markdown extension the text itself is readable. */
  const show = async (uri: vscode.Uri): Promise<void> => {
    changed.fire(uri);
    try {
      await vscode.commands.executeCommand("markdown.showPreview", uri);
    } catch {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    }
  };
  return {
    commands: {
      showStatistics: () => show(statisticsUri),
      async resetStatistics() {
        const detail = "All counts of inline suggestions on this machine begin again at 0.";
        if (await confirmed("Reset the completion statistics?", detail, "Reset")) statistics.reset();
        redraw();
      },
      showGate: () => show(gateUri),
      async resetGate() {
        const detail = "What is shown begins again with the weights that Touchstone came with.";
        if (await confirmed("Forget what was learned of your accepts?", detail, "Forget")) gate.reset();
        redraw();
      },
    },
    dispose() {
      clearTimeout(timer);
      listener.dispose();
      vscode.Disposable.from(registration, changed).dispose();
    },
  };
}
