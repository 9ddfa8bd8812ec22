/** The tests in the editor's own Testing view: found without running anything, run in copies when a person says so. */
import * as vscode from "vscode";
import type { Measurement } from "../../core/testing/coverage/measuredFile.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { TestProgress, TestSession } from "../../features/testing/testSession.ts";
import { type TestRow, testTree } from "../../features/testing/testTree.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import * as fromVscode from "../fromVscode.ts";
import * as toVscode from "../toVscode.ts";
import { fileCoverage, loadDetailedCoverage } from "./coverage.ts";

export interface TestViewParts {
  /** Made when it is first needed. */
  readonly session: () => Promise<Pick<TestSession, "discover" | "run">>;
  readonly roots: () => readonly EngineRoot[];
  readonly log: Log;
  /** Told with all tests that are known. */
  readonly onOutcomes: (outcomes: readonly TestOutcome[], tests: readonly TestCase[]) => void;
}

/** Marks failures in menus of the editor: a fix can be asked for there. */
const failureContext = "touchstoneFailure";

const flakyTag = new vscode.TestTag("flaky");

/** Saving several files at once is one change. Milliseconds. */
const settleMs = 500;

export function testView({
  session,
  roots,
  log,
  onOutcomes,
}: TestViewParts): vscode.Disposable & { readonly controller: vscode.TestController } {
  const controller = vscode.tests.createTestController("touchstone", "Touchstone");
  let tests: readonly TestCase[] = [];
  let projects: Parameters<typeof testTree>[0]["projects"] = [];
  /** Whether anybody has looked at the tests yet: before, nothing is read for them. */
  let isShown = false;
  let settling: NodeJS.Timeout | undefined;
  const flaky = new Set<string>();
  const uriOf = (path: string): vscode.Uri | undefined => {
    const all = roots();
    const [first] = all;
    const root = all.length === 1 ? first : all.find(({ name }) => path.startsWith(`${name}/`));
    if (!root) return undefined;
    return toVscode.uri(`${root.path}/${all.length === 1 ? path : path.slice(root.name.length + 1)}`);
  };
  const itemOf = (row: TestRow): vscode.TestItem => {
    const item = controller.createTestItem(
      row.id,
      row.label,
      row.path === undefined ? undefined : uriOf(row.path),
    );
    if (row.description !== undefined) item.description = row.description;
    // Tests are found anew whenever something is saved.
    if (flaky.has(row.id)) markFlaky(item);
    if (row.range) item.range = toVscode.range(row.range);
    item.children.replace(row.children.map(itemOf));
    return item;
  };
  const show = (): void => controller.items.replace(testTree({ projects, tests }).map(itemOf));
  const refresh = async (token?: vscode.CancellationToken): Promise<void> => {
    isShown = true;
    try {
      const signal = token ? fromVscode.signal(token) : new AbortController().signal;
      ({ projects, tests } = await (await session()).discover(signal));
      show();
    } catch (error) {
      log.error("Cannot find tests", error);
    }
  };
  controller.refreshHandler = refresh;
  controller.resolveHandler = async (item) => {
    if (!item) await refresh();
  };
  const saved = vscode.workspace.onDidSaveTextDocument(() => {
    if (!isShown) return;
    clearTimeout(settling);
    settling = setTimeout(() => void refresh(), settleMs);
  });
  /** Rows of tables become known when they run. */
  const learn = (more: readonly TestCase[]): void => {
    const known = new Set(tests.map(({ id }) => id));
    const fresh = more.filter(({ id }) => !known.has(id));
    if (fresh.length === 0) return;
    tests = [...tests, ...fresh];
    for (const row of testTree({ projects, tests })) addMissing(controller.items, row, itemOf);
  };
  const tellOutcomes = (outcomes: readonly TestOutcome[]): void => {
    for (const { id, isFlaky, status } of outcomes) {
      if (isFlaky) flaky.add(id);
      // One that passes this time may be flaky still.
      else if (status !== "passed") flaky.delete(id);
    }
    onOutcomes(outcomes, tests);
  };
  const parts = { controller, session, log, uriOf, learn, onOutcomes: tellOutcomes };
  const runner =
    (isMeasured: boolean): vscode.TestRunProfile["runHandler"] =>
    (request, token) =>
      runTests({ ...parts, request, token, isMeasured });
  const { Run, Coverage } = vscode.TestRunProfileKind;
  const profile = controller.createRunProfile("Run Tests in a Copy", Run, runner(false), true);
  const measuring = controller.createRunProfile("Note Lines That Run", Coverage, runner(true), true);
  measuring.loadDetailedCoverage = loadDetailedCoverage;
  const subscriptions = vscode.Disposable.from(controller, profile, measuring, saved);
  return {
    controller,
    dispose() {
      clearTimeout(settling);
      subscriptions.dispose();
    },
  };
}

/** Items that are there stay: the editor keeps their results. */
function addMissing(
  items: vscode.TestItemCollection,
  row: TestRow,
  itemOf: (row: TestRow) => vscode.TestItem,
): void {
  const item = items.get(row.id);
  if (item) for (const child of row.children) addMissing(item.children, child, itemOf);
  else items.add(itemOf(row));
}

interface RunParts {
  readonly controller: vscode.TestController;
  readonly request: vscode.TestRunRequest;
  readonly token: vscode.CancellationToken;
  readonly session: TestViewParts["session"];
  readonly log: Log;
  readonly uriOf: (path: string) => vscode.Uri | undefined;
  readonly learn: (tests: readonly TestCase[]) => void;
  readonly onOutcomes: (outcomes: readonly TestOutcome[]) => void;
  readonly isMeasured: boolean;
}

async function runTests(parts: RunParts): Promise<void> {
  const { controller, request, token, session, log, uriOf, learn, onOutcomes, isMeasured } = parts;
  const items = chosenItems(controller, request);
  const run = controller.createTestRun(request);
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
      if (kind !== "complete") run.appendOutput(`\r\n${reason}\r\n`.replace(/\r?\n/g, "\r\n"));
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
    if (excluded.has(item.id)) return;
    if (item.range !== undefined || item.children.size === 0) found.set(item.id, item);
    // Parts of a test run with it.
    else item.children.forEach(visit);
  };
  if (request.include) request.include.forEach(visit);
  else controller.items.forEach(visit);
  return found;
}

function findItem(items: vscode.TestItemCollection, id: string): vscode.TestItem | undefined {
  for (const [, item] of items) {
    const found = item.id === id ? item : findItem(item.children, id);
    if (found) return found;
  }
  return undefined;
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

/** Told beside its name, and found in the filter by its tag. */
function markFlaky(item: vscode.TestItem): void {
  item.description = flakyTag.id;
  item.tags = [flakyTag];
}

/** As long as it only passes or fails now and then. */
function tellFlaky(item: vscode.TestItem, { status, isFlaky }: TestOutcome): void {
  if (isFlaky) markFlaky(item);
  else if (item.description === flakyTag.id && status !== "passed") {
    delete item.description;
    item.tags = [];
  }
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
