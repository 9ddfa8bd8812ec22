/** What becomes of suggestions: from what the editor tells of documents and cursors to those who learn and count. */

import * as vscode from "vscode";
import type { RejectMemory } from "../core/completion/rejectMemory.ts";
import { OutcomeTracker } from "../features/completion/outcomeTracker.ts";
import type { StatisticsKeeper } from "../features/completion/statisticsKeeper.ts";
import type { SuggestionGate } from "../features/completion/suggestionGate.ts";
import { SurvivalWatch } from "../features/completion/survivalWatch.ts";
import type { Clock } from "../ports/clock.ts";
import { systemClock } from "./clock.ts";
import { isWatched } from "./documents.ts";
import * as fromVscode from "./fromVscode.ts";

/** Tells the tracker what it infers from. */
export function feedTracker(tracker: OutcomeTracker): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isWatched(document)) return;
      const path = fromVscode.path(document.uri);
      tracker.tell({ kind: "changed", path, edits: fromVscode.textEdits(contentChanges) });
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
      const { document } = textEditor;
      if (textEditor !== vscode.window.activeTextEditor || !isWatched(document)) return;
      const [only] = selections;
      const isCursor = selections.length === 1 && only?.isEmpty;
      const offset = isCursor ? document.offsetAt(only.active) : undefined;
      const path = fromVscode.path(document.uri);
      tracker.tell({ kind: "cursorMoved", path, offset, cause: fromVscode.moveCause(kind) });
    }),
    vscode.window.onDidChangeActiveTextEditor(() => tracker.tell({ kind: "left" })),
  );
}

const openDocument = (path: string): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(({ uri }) => fromVscode.path(uri) === path);

export interface Outcomes extends vscode.Disposable {
  readonly tracker: OutcomeTracker;
}

/** Accepted text is looked at again after five minutes, if its document is open then. */
export function followOutcomes(
  parts: {
    readonly gate: SuggestionGate;
    readonly statistics: StatisticsKeeper;
    readonly rejects: RejectMemory;
  },
  clock: Clock = systemClock,
): Outcomes {
  const { gate, statistics, rejects } = parts;
  const tracker = new OutcomeTracker(clock);
  const survival = new SurvivalWatch({
    clock,
    readPlace(path, { start, end }) {
      const document = openDocument(path);
      return document?.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
    },
    onChecked: (survived) => statistics.checkedSurvival(survived),
  });
  const listener = tracker.onNotice((notice, suggestion) => {
    gate.learn(notice, suggestion);
    rejects.noticed(notice);
    statistics.noticed(notice, openDocument(notice.path)?.languageId ?? "plaintext");
    if (notice.kind === "shown" || notice.acceptedCharacters === 0) return;
    if (notice.outcome !== "accepted" && notice.outcome !== "acceptedWord") return;
    const standing = notice.text.slice(0, notice.acceptedCharacters + notice.typedCharacters);
    survival.follow({ path: notice.path, offset: notice.offset, text: standing });
  });
  const changes = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0)
      survival.changed(fromVscode.path(document.uri), fromVscode.textEdits(contentChanges));
  });
  // The tracker hears of a change first: what it then follows already stands there.
  const feed = feedTracker(tracker);
  return {
    tracker,
    dispose: () => vscode.Disposable.from(feed, changes, listener, tracker, survival).dispose(),
  };
}
