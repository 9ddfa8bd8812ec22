/** The tests in the editor's own Testing view: found without running anything, run in copies when a person says so. */
import * as vscode from "vscode";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { TestSession } from "../../features/testing/testSession.ts";
import { type TestRow, testTree } from "../../features/testing/testTree.ts";
import type { Engine, EngineRoot } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import * as fromVscode from "../fromVscode.ts";
import type { AfterChange } from "../review/patchReview.ts";
import * as toVscode from "../toVscode.ts";
import { loadDetailedCoverage } from "./coverage.ts";
import { findItem, markFlaky } from "./testItems.ts";

export interface TestViewParts {
  /** Of the controller; a window has one of each name. */
  readonly id: string;
  readonly engine: Pick<Engine, "graph">;
  /** Made when it is first needed. */
  readonly session: () => Promise<Pick<TestSession, "discover" | "run">>;
  readonly roots: () => readonly EngineRoot[];
  readonly log: Log;
  /** Told with all tests that are known. */
  readonly onOutcomes: (outcomes: readonly TestOutcome[], tests: readonly TestCase[]) => void;
}

const incompleteId = "touchstone:incomplete";
/** Saving several files at once is one change. Milliseconds. */
const settleMs = 500;

export interface TestView extends vscode.Disposable {
  readonly controller: vscode.TestController;
  /** Marks results that hang on files that were changed. */
  readonly outdate: AfterChange;
}

export function testView({ id, engine, session, roots, log, onOutcomes }: TestViewParts): TestView {
  const controller = vscode.tests.createTestController(id, "Touchstone");
  let tests: readonly TestCase[] = [];
  let projects: Parameters<typeof testTree>[0]["projects"] = [];
  let incomplete: readonly string[] = [];
  /** Whether anybody has looked at the tests yet: before, nothing is read for them. */
  let isShown = false;
  let settling: NodeJS.Timeout | undefined;
  const flaky = new Set<string>();
  /** Tests with a result in this window. */
  const told = new Set<string>();
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
  /** Why not all tests are here, told where they are looked for. */
  const notes = (): vscode.TestItem[] => {
    if (incomplete.length === 0) return [];
    const note = controller.createTestItem(
      incompleteId,
      tests.length === 0 ? "No tests are shown" : "Not all tests are shown",
    );
    note.error = incomplete.join("\n\n");
    return [note];
  };
  const show = (): void =>
    controller.items.replace([...notes(), ...testTree({ projects, tests }).map(itemOf)]);
  const refresh = async (token?: vscode.CancellationToken): Promise<void> => {
    isShown = true;
    try {
      const signal = token ? fromVscode.signal(token) : new AbortController().signal;
      ({ projects, tests, incomplete } = await (await session()).discover(signal));
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
      told.add(id);
      if (isFlaky) flaky.add(id);
      // One that passes this time may be flaky still.
      else if (status !== "passed") flaky.delete(id);
    }
    onOutcomes(outcomes, tests);
  };
  const parts = { controller, session, log, uriOf, learn, onOutcomes: tellOutcomes };
  const runner =
    (isMeasured: boolean): vscode.TestRunProfile["runHandler"] =>
    async (request) =>
      (await import("./runTests.ts")).runTests({ ...parts, request, isMeasured });
  const { Run, Coverage } = vscode.TestRunProfileKind;
  const profile = controller.createRunProfile("Run Tests in a Copy", Run, runner(false), true);
  const measuring = controller.createRunProfile("Note Lines That Run", Coverage, runner(true), true);
  measuring.loadDetailedCoverage = loadDetailedCoverage;
  const outdate: AfterChange = async (root, paths) => {
    if (told.size === 0) return undefined;
    const { outdatedRows, outdatedTests } = await import("./outdatedTests.ts");
    const known = { engine, roots: roots(), tests: tests.filter((test) => told.has(test.id)) };
    const ids = await outdatedTests(known, root, paths);
    if (ids.length === 0) return undefined;
    controller.invalidateTestResults(outdatedRows(controller.items, new Set(ids), told));
    return {
      count: ids.length,
      run: async () => {
        // Tests may have been found anew meanwhile.
        const items = ids.flatMap((one) => findItem(controller.items, one) ?? []);
        const request = new vscode.TestRunRequest(items, undefined, profile);
        await runner(false)(request, new vscode.CancellationTokenSource().token);
      },
    };
  };
  const subscriptions = vscode.Disposable.from(controller, profile, measuring, saved);
  return {
    controller,
    outdate,
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
