/** `touchstone index` and `status`. */
import { renderIndexReport, renderIndexStatus } from "../features/headless/renderIndex.ts";
import { indexProgress, isIndexing } from "../features/status/statusText.ts";
import type { Command } from "../node/cli/arguments.ts";
import { progressLine } from "../node/cli/progressLine.ts";
import type { Opening } from "./folders.ts";
import { openSession } from "./openSession.ts";

export async function printStatus(opening: Opening, json: boolean): Promise<void> {
  const { session, close } = openSession(opening, { feedsCompletion: false });
  const status = await session["index/wait"]({}, new AbortController().signal);
  console.log(json ? JSON.stringify(status) : renderIndexStatus(status));
  await close();
  if (status.phase === "failed") process.exitCode = 1;
}

/** Indexes with progress for who watches; the process will exit 1 when that fails. @returns milliseconds it took */
export async function indexFirst({ engine, session }: ReturnType<typeof openSession>): Promise<number> {
  const progress = progressLine(process.stderr);
  const listener = engine.onStatus((status) => {
    if (isIndexing(status)) progress.show(`Indexing: ${indexProgress(status)}`);
  });
  const startMs = performance.now();
  const { phase } = await session["index/wait"]({}, new AbortController().signal);
  listener.dispose();
  progress.clear();
  if (phase === "failed") process.exitCode = 1;
  return performance.now() - startMs;
}

export async function printReport(
  opening: Opening,
  { json, skipped }: Extract<Command, { kind: "index" }>,
): Promise<void> {
  const opened = openSession(opening, { feedsCompletion: false });
  const elapsedMs = Math.round(await indexFirst(opened));
  const report = await opened.session["index/report"]({}, new AbortController().signal);
  const { skippedFiles, ...counts } = report;
  if (json) console.log(JSON.stringify({ ...counts, elapsedMs, ...(skipped ? { skippedFiles } : {}) }));
  else console.log(renderIndexReport(report, { skipped, elapsedMs }));
  await opened.close();
}
