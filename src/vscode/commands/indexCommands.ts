/** Commands about the index: rebuild, cancel, and progress on demand. */
import * as vscode from "vscode";
import type { IndexStatus } from "../../core/repo/indexStatus.ts";
import { countOf } from "../../core/text/counts.ts";
import { skippedText } from "../../features/status/skipReasons.ts";
import { indexPercent, indexProgress, isIndexing } from "../../features/status/statusText.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import * as fromVscode from "../fromVscode.ts";

/** What the index holds now, as sentences. */
function summary(status: IndexStatus): string {
  if (status.phase === "failed") return `The index failed: ${status.message ?? "no reason was given"}.`;
  if (status.files === 0) return "Nothing to index.";
  const skipped = skippedText(status.skipped);
  const held = `${countOf(status.files, "file")} with ${countOf(status.lines, "line")} indexed.`;
  return skipped ? `${held} Not indexed: ${skipped}.` : held;
}

function say(status: IndexStatus): void {
  if (status.phase === "failed") void vscode.window.showErrorMessage(summary(status));
  else void vscode.window.showInformationMessage(summary(status));
}

/** Shows progress in a notification until `work` ends; its Cancel button stops indexing. */
async function withIndexProgress(
  engine: Engine,
  work: (signal: AbortSignal) => Promise<IndexStatus>,
): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: "Touchstone: indexing",
    cancellable: true,
  };
  const status = await vscode.window.withProgress(options, async (progress, token) => {
    let reached = 0;
    const listener = engine.onStatus((now) => {
      const percent = isIndexing(now) && now.phase !== "walking" ? indexPercent(now) : 0;
      progress.report({ message: indexProgress(now), increment: Math.max(0, percent - reached) });
      reached = Math.max(reached, percent);
    });
    const onCancel = token.onCancellationRequested(() => void engine.cancelIndexing());
    try {
      return await work(fromVscode.signal(token));
    } finally {
      listener.dispose();
      onCancel.dispose();
    }
  });
  say(status);
}

export function indexCommands(engine: Engine, log: Log) {
  const guarded = (what: string, work: () => Promise<void>) => async (): Promise<void> => {
    try {
      await work();
    } catch (cause) {
      if (cause instanceof Error && cause.name === "AbortError") return;
      log.error(`Cannot ${what}`, cause);
      void vscode.window.showErrorMessage(`Touchstone cannot ${what}: ${(cause as Error).message}.`);
    }
  };
  return {
    rebuildIndex: guarded("rebuild the index", () =>
      withIndexProgress(engine, (signal) => engine.rebuild(signal)),
    ),
    cancelIndexing: guarded("cancel indexing", () => engine.cancelIndexing()),
    showIndexProgress: guarded("show the progress of indexing", async () => {
      const status = await engine.status();
      if (isIndexing(status)) await withIndexProgress(engine, (signal) => engine.waitForIndex(signal));
      else say(status);
    }),
  };
}
