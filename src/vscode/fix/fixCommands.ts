/** Fixing as commands: which test or problem is meant, progress with cancel, and what came of it, told plainly. Loaded when it is first used. */
import * as vscode from "vscode";
import { countOf } from "../../core/text/counts.ts";
import { proposedPatch } from "../../features/fixView/proposedPatch.ts";
import { testLabel } from "../../features/fixView/testLabel.ts";
import { renderFixProgress } from "../../features/headless/renderFix.ts";
import { FixRefused, type FixRequest, type FixResult } from "../../features/repair/fix.ts";
import type { Fixer } from "../../features/repair/fixer.ts";
import type { FailedTest, FailedTests } from "../../features/testing/failedTests.ts";
import { TestsRefused } from "../../features/testing/testSession.ts";
import type { ApiChecks } from "../../ports/apiChecks.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { Log } from "../../ports/log.ts";
import type { PatchReview } from "../../ports/patchReview.ts";
import { ProcessRefused } from "../../ports/processes.ts";
import * as fromVscode from "../fromVscode.ts";
import { problemAtCursor } from "./problemAtCursor.ts";
import { knownSuspects, suspectLines } from "./suspectLines.ts";

export interface FixCommandsDeps {
  readonly repairs: () => Promise<Pick<Fixer, "fix" | "localize">>;
  readonly review: PatchReview;
  readonly failed: Pick<FailedTests, "list">;
  readonly engine: Pick<ApiChecks, "checkApis">;
  readonly roots: () => readonly EngineRoot[];
  /** Whether a model is set up that may be asked for repairs. */
  readonly hasModel: () => boolean;
  readonly log: Log;
}

const budgetMs = 120_000;
const mostPatches = 3;
const mostLines = 30;
/** UTF-16 units. */
const mostQuoted = 60;

/** What a repair is about: tests by identifier, or all tests of a file. */
type Target = Pick<FixRequest, "testIds" | "path" | "root"> & { readonly name: string };

/** An identifier of the Testing view as the test's own root knows it. */
function ownTarget({ test }: FailedTest, roots: readonly EngineRoot[]): Target {
  const root = roots.length > 1 ? roots.find(({ name }) => test.path.startsWith(`${name}/`)) : undefined;
  const prefix = root ? `${root.name}/` : "";
  const name = testLabel(test.id);
  // Rows of a table are known to nobody before they run: their file is repaired as a whole.
  const where = root ? { root: root.path } : {};
  if (!test.range) return { testIds: [], path: test.path.slice(prefix.length), ...where, name };
  return { testIds: [test.id.replace(`:${prefix}`, ":")], ...where, name };
}

function joined(targets: readonly Target[]): Target {
  const [first] = targets;
  if (targets.length === 1) return first!;
  const name = countOf(targets.length, "failing test");
  const where = targets.every(({ root }) => root === first!.root) ? { root: first!.root } : {};
  if (targets.every(({ testIds }) => testIds.length > 0))
    return { testIds: targets.flatMap(({ testIds }) => testIds), ...where, name };
  return { testIds: [], ...where, name };
}

export function fixCommands(deps: FixCommandsDeps) {
  const { failed, roots, hasModel, log } = deps;
  const suspects = suspectLines();
  let isRunning = false;
  let lastDescription = "";

  /** A row of the Testing view, a failure shown there, an identifier, or nothing at all. */
  const targetOf = async (given: unknown, verb: string): Promise<Target | undefined> => {
    const ids = idsOf(given);
    const [first] = ids;
    if (first === undefined) return pickTarget(failed.list(), roots(), verb);
    const below = failed
      .list()
      .filter(({ test }) => ids.some((id) => test.id === id || test.id.startsWith(`${id}::`)));
    if (below.length > 0) return joined(below.map((one) => ownTarget(one, roots())));
    void vscode.window.showInformationMessage(
      `${testLabel(first)} did not fail when it last ran. Run it first.`,
    );
    return undefined;
  };

  /** One at a time, in a trusted workspace, with every end told. */
  const guarded = async (what: string, work: () => Promise<void>): Promise<void> => {
    if (!vscode.workspace.isTrusted) return tellUntrusted(what);
    if (isRunning) {
      void vscode.window.showInformationMessage("Touchstone is at work on a failing test already.");
      return;
    }
    isRunning = true;
    try {
      await work();
    } catch (error) {
      if (isAbort(error)) {
        void vscode.window.setStatusBarMessage("$(circle-slash) Cancelled: no file was changed", 10_000);
        return;
      }
      const isKnown =
        error instanceof FixRefused || error instanceof TestsRefused || error instanceof ProcessRefused;
      if (isKnown) void vscode.window.showWarningMessage(`${error.message}.`);
      else {
        log.error(`Cannot ${what}`, error);
        void vscode.window.showErrorMessage(`Touchstone cannot ${what}: ${messageOf(error)}.`);
      }
    } finally {
      isRunning = false;
    }
  };

  const fix = (
    request: Omit<FixRequest, "budgetMs" | "maxPatches" | "engine">,
    name: string,
  ): Promise<void> =>
    guarded("fix it", async () => {
      const found = await withProgress(`Fixing ${name}`, async (tell, signal) => {
        const engine = hasModel() ? "both" : "builtin";
        const whole = { ...request, engine, budgetMs, maxPatches: mostPatches } as const;
        const result = await (await deps.repairs()).fix(whole, (now) => tell(renderFixProgress(now)), signal);
        tell("Looking up the names that it uses");
        const patches = await Promise.all(
          result.patches.map((patch) => proposedPatch(patch, deps.engine, signal)),
        );
        return { result, patches };
      });
      const about = request.problem ? "problem" : request.description === undefined ? "test" : "description";
      if (found.patches.length === 0) void tellNone(found.result, { hasModel: hasModel(), about });
      // What becomes of the review is its own affair: another repair may begin meanwhile.
      else
        void deps.review.show(found.patches, new AbortController().signal).catch((error: unknown) => {
          log.error("Cannot show the patch", error);
          void vscode.window.showErrorMessage(`Touchstone cannot show the patch: ${messageOf(error)}.`);
        });
    });

  return {
    async fixFailingTest(given: unknown) {
      const target = await targetOf(given, "Fix");
      if (!target) return;
      const { name, ...request } = target;
      await fix(request, name);
    },
    async fixProblem(given: unknown) {
      const problem = await problemAtCursor(given);
      if (!problem) return;
      const { uri, ...told } = problem;
      await fix({ testIds: [], problem: { ...told, path: fromVscode.path(uri) } }, quoted(told.message));
    },
    async fixFromDescription() {
      if (!hasModel()) return tellModelNeeded("A description alone");
      const description = await vscode.window.showInputBox({
        title: "Fix From Description",
        prompt: "What is wrong, what should be, and where it shows",
        placeHolder: "The total leaves out the count of each item",
        // What led to nothing is said more exactly, not again from the start.
        value: lastDescription,
        ignoreFocusOut: true,
      });
      lastDescription = description?.trim() || lastDescription;
      if (description?.trim())
        await fix({ testIds: [], description: description.trim() }, "what was described");
    },
    async showSuspiciousLines(given: unknown) {
      if (given === knownSuspects) return suspects.showAgain();
      const target = await targetOf(given, "Localize");
      if (!target) return;
      await guarded("find suspicious lines", async () => {
        const { name, ...request } = target;
        const found = await withProgress(`Looking for what fails ${name}`, async (tell, signal) => {
          tell("Tracing what the tests run");
          return (await deps.repairs()).localize({ ...request, limit: mostLines }, signal);
        });
        await suspects.show(found);
      });
    },
    clearSuspiciousLines: () => suspects.clear(),
    dispose: () => suspects.dispose(),
  };
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The first line of what is said, short enough for a notification. */
function quoted(message: string): string {
  const [line = ""] = message.split("\n");
  return `"${line.length > mostQuoted ? `${line.slice(0, mostQuoted).trimEnd()}…` : line}"`;
}

/** Of what a lens, a quick fix or a menu of the Testing view gives; none of the palette. */
function idsOf(given: unknown): readonly string[] {
  if (Array.isArray(given)) return given.flatMap(idsOf);
  if (typeof given === "string") return [given];
  const { id, test } = (given ?? {}) as { id?: unknown; test?: { id?: unknown } };
  const found = test?.id ?? id;
  return typeof found === "string" ? [found] : [];
}

async function pickTarget(
  failed: readonly FailedTest[],
  roots: readonly EngineRoot[],
  verb: string,
): Promise<Target | undefined> {
  const everything: Target = { testIds: [], name: "all tests that fail" };
  const targets = failed.map((one) => ownTarget(one, roots));
  const rows = failed.map((one, index) => ({
    label: `$(error) ${testLabel(one.test.id)}`,
    description: `${one.test.path}${one.test.range ? `:${one.test.range.startLine + 1}` : ""}`,
    detail: one.outcome.message?.trim().split("\n")[0] ?? "",
    target: targets[index]!,
  }));
  const all =
    failed.length === 0
      ? {
          label: "$(run-all) Run all tests and take those that fail",
          description: "none is known to fail yet",
          target: everything,
        }
      : { label: "$(checklist) All tests that fail", description: "in one go", target: joined(targets) };
  const items = failed.length === 1 ? rows : [all, ...rows];
  const picked = await vscode.window.showQuickPick(items, {
    title: verb === "Fix" ? "Fix Failing Test" : "Show Suspicious Lines",
    placeHolder: "The tests run in a copy of the working files; nothing changes before you accept it",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.target;
}

function withProgress<T>(
  title: string,
  work: (tell: (message: string) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Touchstone: ${title}`,
    cancellable: true,
  };
  const run = vscode.window.withProgress(options, (progress, token) =>
    work((message) => progress.report({ message }), fromVscode.signal(token)),
  );
  return Promise.resolve(run);
}

function tellUntrusted(what: string): void {
  const manage = "Manage Workspace Trust";
  const text = `To ${what}, tests of this workspace would run. Touchstone starts nothing in a workspace that is not trusted.`;
  void vscode.window.showWarningMessage(text, manage).then((answer) => {
    if (answer === manage) void vscode.commands.executeCommand("workbench.trust.manage");
  });
}

async function tellModelNeeded(what: string): Promise<void> {
  const setUp = "Set Up Model";
  const fixTest = "Fix Failing Test";
  const text = `${what} needs a model. Without one, Touchstone repairs what a failing test shows: write one, run it, and fix that.`;
  const answer = await vscode.window.showInformationMessage(text, setUp, fixTest);
  if (answer === setUp) await vscode.commands.executeCommand("touchstone.setUpModel");
  if (answer === fixTest) await vscode.commands.executeCommand("touchstone.fixFailingTest");
}

/** Why there is no patch, and what a person can do next. */
async function tellNone(
  { reason, tried }: FixResult,
  { hasModel, about }: { readonly hasModel: boolean; readonly about: "test" | "problem" | "description" },
): Promise<void> {
  const lines = "Show Suspicious Lines";
  const again = "Describe Again";
  const setUp = "Set Up Model";
  const why = reason ?? `${countOf(tried, "change")} ${tried === 1 ? "was" : "were"} tried`;
  if (/^No test fails/.test(why)) {
    const text =
      about === "test"
        ? "No test fails, so there is nothing to fix."
        : "No test fails, so nothing could prove a fix. Write a test that shows what is wrong, and fix that.";
    void vscode.window.showInformationMessage(text);
    return;
  }
  const other = { test: [lines], problem: [], description: [again] }[about];
  const next = [...other, ...(hasModel ? [] : [setUp])];
  const answer = await vscode.window.showWarningMessage(`No fix was found. ${why}.`, ...next);
  if (answer === lines) await vscode.commands.executeCommand("touchstone.showSuspiciousLines");
  if (answer === again) await vscode.commands.executeCommand("touchstone.fixFromDescription");
  if (answer === setUp) await vscode.commands.executeCommand("touchstone.setUpModel");
}
