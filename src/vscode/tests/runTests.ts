/** A run of tests that the Testing view shows: what becomes of each, what is said, which lines ran. Loaded when tests are first run. */
import * as vscode from "vscode";
import type { Measurement } from "../../core/testing/coverage/measuredFile.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { TestProgress, TestSession } from "../../features/testing/testSession.ts";
import type { Log } from "../../ports/log.ts";
import * as fromVscode from "../fromVscode.ts";
import { fileCoverage } from "./coverage.ts";
import { findItem, markFlaky, unmarkFlaky } from "./testItems.ts";

/** Marks failures in menus of the editor: a fix can be asked for there. */
const failureContext = "touchstoneFailure";

export interface RunParts {
  readonly controller: vscode.TestController;
  readonly request: vscode.TestRunRequest;
  readonly session: () => Promise<Pick<TestSession, "run">>;
  readonly log: Log;
  readonly uriOf: (path: string) => vscode.Uri | undefined;
  readonly learn: (tests: readonly TestCase[]) => void;
  readonly onOutcomes: (outcomes: readonly TestOutcome[]) => void;
  readonly isMeasured: boolean;
}

export async function runTests(parts: RunParts): Promise<void> {
  const { controller, request, session, log, uriOf, learn, onOutcomes, isMeasured } = parts;
  const items = chosenItems(controller, request);
  const run = controller.createTestRun(request);
  // It follows the token of a run that the editor asked for, and is there for others too.
  const { token } = run;
  for (const item of items.values()) run.enqueued(item);
  const find = (id: string): vscode.TestItem | undefined => items.get(id) ?? findItem(controller.items, id);
  const told = new Set<string>();
  const onProgress = (progress: TestProgress): void => {
    if (progress.kind === "copying") run.appendOutput("Copying the working files\r\n");
    if (progress.kind === "output") run.appendOutput(progress.text.replace(/\r?\n/g, "\r\n"));
    if (progress.kind === "running") {
      const { runner, folder } = progress.project;
      run.appendOutput(`Running ${runner} in ${folder || "."}\r\n`);
      for (const { id } of progress.tests) if (items.has(id)) run.started(items.get(id)!);
    }
    if (progress.kind !== "outcomes") return;
    learn(progress.tests);
    onOutcomes(progress.outcomes);
    for (const outcome of progress.outcomes) {
      const item = find(outcome.id);
      if (!item) continue;
      told.add(outcome.id);
      tellFlaky(item, outcome);
      tell(run, item, outcome, uriOf);
    }
  };
  try {
    const ids = request.include ? [...items.keys()] : undefined;
    if (ids?.length === 0) return;
    const done = await (await session()).run(
      { ids, askedFor: "Run tests in the Testing view", onProgress, isMeasured },
      fromVscode.signal(token),
    );
    for (const { measurement } of done.reports) tellLines(run, measurement, uriOf);
    for (const { kind, reason } of done.reports) {
      if (reason !== undefined) run.appendOutput(`\r\n${reason}\r\n`.replace(/\r?\n/g, "\r\n"));
      if (kind === "broken") void vscode.window.showErrorMessage(`Touchstone: ${reason}`);
    }
    for (const { path, reason } of done.leftOut) run.appendOutput(`Not copied: ${path}, ${reason}\r\n`);
    run.appendOutput(
      `Tests ran ${done.isolation === "sandbox" ? "in a sandbox" : "in a copy, without a sandbox"}\r\n`,
    );
  } catch (error) {
    if (!token.isCancellationRequested) {
      log.error("Cannot run tests", error);
      const message = error instanceof Error ? error.message : String(error);
      run.appendOutput(`${message}\r\n`);
      for (const [id, item] of items) if (!told.has(id)) run.errored(item, new vscode.TestMessage(message));
    }
  } finally {
    run.end();
  }
}

function tellLines(
  run: vscode.TestRun,
  measurement: Measurement | undefined,
  uriOf: RunParts["uriOf"],
): void {
  if (measurement?.kind === "unknown") run.appendOutput(`${measurement.reason}\r\n`);
  if (measurement?.kind !== "measured") return;
  for (const file of measurement.files) {
    const uri = uriOf(file.path);
    if (uri) run.addCoverage(fileCoverage(file, uri));
  }
}

/** Tests that a request means, by identifier. A test with parts is one by itself. */
function chosenItems(
  controller: vscode.TestController,
  request: vscode.TestRunRequest,
): Map<string, vscode.TestItem> {
  const excluded = new Set(request.exclude?.map(({ id }) => id));
  const found = new Map<string, vscode.TestItem>();
  const visit = (item: vscode.TestItem): void => {
    // What says why tests are missing is none.
    if (excluded.has(item.id) || item.error !== undefined) return;
    if (item.range !== undefined || item.children.size === 0) found.set(item.id, item);
    // Parts of a test run with it.
    else item.children.forEach(visit);
  };
  if (request.include) request.include.forEach(visit);
  else controller.items.forEach(visit);
  return found;
}

function tell(
  run: vscode.TestRun,
  item: vscode.TestItem,
  outcome: TestOutcome,
  uriOf: (path: string) => vscode.Uri | undefined,
): void {
  const { status, durationMs } = outcome;
  switch (status) {
    case "passed":
      run.passed(item, durationMs);
      break;
    case "skipped":
      run.skipped(item);
      break;
    case "failed":
      run.failed(item, messageOf(item, outcome, uriOf), durationMs);
      break;
    default:
      run.errored(item, messageOf(item, outcome, uriOf), durationMs);
  }
}

/** As long as it only passes or fails now and then. */
function tellFlaky(item: vscode.TestItem, { status, isFlaky }: TestOutcome): void {
  if (isFlaky) markFlaky(item);
  else if (status !== "passed") unmarkFlaky(item);
}

function messageOf(
  item: vscode.TestItem,
  { message = "", expected, actual, stack = [], status, isFlaky }: TestOutcome,
  uriOf: (path: string) => vscode.Uri | undefined,
): vscode.TestMessage {
  const said = message || (status === "timedOut" ? "It did not end in time" : "It failed");
  const text = isFlaky ? `Flaky: it passed when it was run again.\n\n${said}` : said;
  const shown =
    expected === undefined || actual === undefined
      ? new vscode.TestMessage(text)
      : vscode.TestMessage.diff(text, expected, actual);
  const frames = stack.map(
    ({ path, line, function: name }) =>
      new vscode.TestMessageStackFrame(name ?? path, uriOf(path), new vscode.Position(line, 0)),
  );
  if (frames.length > 0) shown.stackTrace = frames;
  shown.contextValue = failureContext;
  // The line of the test itself that failed, else where the test stands.
  const own = frames.find(({ uri }) => uri?.toString() === item.uri?.toString()) ?? frames[0];
  if (own?.uri && own.position) shown.location = new vscode.Location(own.uri, own.position);
  else if (item.uri && item.range) shown.location = new vscode.Location(item.uri, item.range);
  return shown;
}
