/** The Testing view: results that hang on files a patch changed are outdated, and run again; flaky tests are told apart. */
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { TestCase } from "../../src/core/testing/testCase.ts";
import type { TestOutcome } from "../../src/core/testing/testOutcome.ts";
import type { TestRun, TestRunRequest } from "../../src/features/testing/testSession.ts";
import { type TestView, testView } from "../../src/vscode/tests/testView.ts";
import { memoryLog } from "./support/memoryLog.ts";

const caseOf = (path: string, label: string): TestCase => ({
  ...{ id: `${path}::${label}`, path, label, suites: [], runner: "pytest", folder: "" },
  range: { startLine: 0, endLine: 1 },
});
const adds = caseOf("test_cart.py", "adds");
const wavers = caseOf("test_cart.py", "wavers");
const elsewhere = caseOf("test_other.py", "elsewhere");
const unrun = caseOf("test_cart_more.py", "unrun");

interface Made {
  readonly view: TestView;
  readonly root: string;
  readonly runs: TestRunRequest[];
  /** Names of the rows that were marked as outdated, call by call. */
  readonly outdated: string[][];
  readonly runFile: (name: string) => Promise<void>;
  outcomes: (ids: readonly string[]) => readonly TestOutcome[];
  incomplete: readonly string[];
}

async function inView(body: (made: Made) => Promise<void>): Promise<void> {
  const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const root = realpathSync(mkdtempSync(join(workspace, "tests-")));
  for (const name of ["test_cart.py", "test_cart_more.py", "test_other.py", "cart.py"])
    writeFileSync(join(root, name), "x = 1\ny = 2\n");
  const runs: TestRunRequest[] = [];
  const importers = ["test_cart.py", "test_cart_more.py"];
  const made: Omit<Made, "view"> = {
    root,
    runs,
    outdated: [],
    runFile: async (name) => {
      const before = runs.length;
      const uri = vscode.Uri.file(join(root, name));
      // The editor hears of new items after a while, and runs nothing before.
      for (let tries = 0; tries < 40 && runs.length === before; tries++) {
        await vscode.commands.executeCommand("testing.run.uri", uri);
        // Asked again too soon it runs twice.
        for (let looks = 0; looks < 40 && runs.length === before; looks++)
          await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.ok(runs.length > before, `${name} did not run`);
    },
    outcomes: (ids) => ids.map((id) => ({ id, status: "failed", durationMs: 1, message: "1 != 2" })),
    incomplete: [],
  };
  const view = testView({
    id: `touchstone-${root.slice(-6)}`,
    engine: {
      graph: async ({ symbol }) =>
        symbol === join(root, "cart.py")
          ? importers.map((name) => ({ path: join(root, name), line: 0, name: "", sites: [0], score: 1 }))
          : [],
    },
    session: async () => ({
      discover: async () => ({
        projects: [{ runner: "pytest", folder: "", reasons: [] }],
        tests: [adds, wavers, elsewhere, unrun],
        incomplete: made.incomplete,
      }),
      run: async (request): Promise<TestRun> => {
        const outcomes = made.outcomes(request.ids ?? []);
        request.onProgress?.({ kind: "outcomes", outcomes, tests: [] });
        runs.push(request);
        return { outcomes, tests: [], reports: [], isolation: "sandbox", leftOut: [], unknown: [] };
      },
    }),
    roots: () => [{ path: root, name: "shop" }],
    log: memoryLog(),
    onOutcomes: () => {},
  });
  view.controller.invalidateTestResults = (items = []) => {
    made.outdated.push([items].flat().map(({ label }) => label));
  };
  try {
    await view.controller.refreshHandler!(new vscode.CancellationTokenSource().token);
    await body(Object.assign(made, { view }));
  } finally {
    view.dispose();
    rmSync(root, { recursive: true, force: true });
  }
}

const itemOf = (items: vscode.TestItemCollection, id: string): vscode.TestItem | undefined => {
  for (const [, item] of items) {
    const found = item.id === id ? item : itemOf(item.children, id);
    if (found) return found;
  }
  return undefined;
};

describe("the Testing view", () => {
  it("marks the results that hang on a changed file as outdated, and runs these tests again", () =>
    inView(async ({ view, root, runs, outdated, runFile }) => {
      assert.equal(await view.outdate(root, ["cart.py"]), undefined, "No test has a result yet");
      await runFile("test_cart.py");
      await runFile("test_other.py");
      const again = await view.outdate(root, ["cart.py"]);
      assert.deepEqual(outdated, [["test_cart.py"]]);
      assert.equal(again?.count, 2);
      const before = runs.length;
      await again?.run();
      assert.deepEqual(
        runs.slice(before).map(({ ids }) => ids),
        [[adds.id, wavers.id]],
      );
    }));

  it("marks all results of a root where nothing is known of who uses a file", () =>
    inView(async ({ view, root, outdated, runFile }) => {
      await runFile("test_cart.py");
      const [[, top]] = [...view.controller.items] as [[string, vscode.TestItem]];
      await view.outdate(root, ["settings.toml"]);
      assert.deepEqual(outdated, [[top.label]]);
    }));

  it("says why tests are missing where they are looked for, and runs nothing for it", () =>
    inView(async (made) => {
      const { view, runFile, runs } = made;
      const refresh = () => view.controller.refreshHandler!(new vscode.CancellationTokenSource().token);
      const note = () => itemOf(view.controller.items, "touchstone:incomplete");
      assert.equal(note(), undefined);
      made.incomplete = ["This repository seems to be tested with tape", "Tests of a.py are not here"];
      await refresh();
      assert.equal(note()?.label, "Not all tests are shown");
      assert.equal(
        note()?.error,
        "This repository seems to be tested with tape\n\nTests of a.py are not here",
      );
      await runFile("test_cart.py");
      assert.deepEqual(runs.at(-1)?.ids, [adds.id, wavers.id]);
      made.incomplete = [];
      await refresh();
      assert.equal(note(), undefined);
    }));

  it("tells a flaky test by a sign before its name, until it fails for good", () =>
    inView(async (made) => {
      const { view, runFile } = made;
      const failed = { status: "failed", durationMs: 1, message: "no" } as const;
      made.outcomes = (ids) =>
        ids.map((id) => ({ id, ...failed, ...(id === wavers.id ? { isFlaky: true } : {}) }));
      await runFile("test_cart.py");
      const item = () => itemOf(view.controller.items, wavers.id)!;
      assert.equal(item().label, "$(warning) wavers");
      assert.equal(item().sortText, "wavers");
      assert.match(item().description ?? "", /^flaky/);
      assert.equal(itemOf(view.controller.items, adds.id)!.label, "adds");
      await view.controller.refreshHandler!(new vscode.CancellationTokenSource().token);
      assert.equal(item().label, "$(warning) wavers", "Tests that are found anew keep it");
      made.outcomes = (ids) => ids.map((id) => ({ id, ...failed }));
      await runFile("test_cart.py");
      assert.equal(item().label, "wavers");
      assert.equal(item().description, "");
      assert.deepEqual(item().tags, []);
    }));
});
