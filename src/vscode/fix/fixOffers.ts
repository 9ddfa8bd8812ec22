/** Where a fix is offered beside the code: above tests that failed, and among the quick fixes of failures and problems. */
import * as vscode from "vscode";
import type { FailedTest, FailedTests } from "../../features/testing/failedTests.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import { selector } from "../documents.ts";
import * as fromVscode from "../fromVscode.ts";
import { problemOf } from "./problemAtCursor.ts";

/** The context key with the identifiers of what failed, for menus of the Testing view. */
const failedKey = "touchstone.failedTests";

export interface FixOffersDeps {
  readonly failed: FailedTests;
  readonly roots: () => readonly EngineRoot[];
}

/** The name of what is done comes with a picture, so that it is found among other lenses. */
const fixTitle = "$(wrench) Fix with Touchstone";
const linesTitle = "$(flame) Suspicious Lines";

export function fixOffers({ failed, roots }: FixOffersDeps): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const failedIn = (uri: vscode.Uri): readonly FailedTest[] => {
    const path = shownPath(fromVscode.path(uri), roots());
    return failed.list().filter(({ test }) => test.path === path);
  };
  const lenses: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: ({ uri }) =>
      [...idsByLine(failedIn(uri))].flatMap(([line, ids]) => {
        const place = new vscode.Range(line, 0, line, 0);
        const lens = (title: string, command: string) =>
          new vscode.CodeLens(place, { title, command, arguments: [ids] });
        return [
          lens(fixTitle, "touchstone.fixFailingTest"),
          lens(linesTitle, "touchstone.showSuspiciousLines"),
        ];
      }),
  };
  const actions: vscode.CodeActionProvider = {
    provideCodeActions: ({ uri }, range, { diagnostics }) => [
      ...failedIn(uri)
        .filter(({ test }) => test.range && overlaps(test.range, range))
        .map(({ test }) => action("touchstone.fixFailingTest", test.id)),
      ...diagnostics
        .filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning)
        .map((diagnostic) => action("touchstone.fixProblem", problemOf(uri, diagnostic), diagnostic)),
    ],
  };
  // Before anything failed there is nothing to show above tests, and no editor asks.
  let lensProvider: vscode.Disposable | undefined;
  const update = (): void => {
    const ids = failed.list().map(({ test }) => test.id);
    void vscode.commands.executeCommand("setContext", failedKey, ids);
    if (ids.length > 0) lensProvider ??= vscode.languages.registerCodeLensProvider(selector, lenses);
    changed.fire();
  };
  const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
  const subscriptions = [
    changed,
    failed.onChange(update),
    vscode.languages.registerCodeActionsProvider(selector, actions, { providedCodeActionKinds }),
  ];
  return {
    dispose() {
      lensProvider?.dispose();
      for (const one of subscriptions) one.dispose();
    },
  };
}

/** The rows of a table stand at one line, and are fixed together. */
function idsByLine(failed: readonly FailedTest[]): ReadonlyMap<number, readonly string[]> {
  const byLine = new Map<number, string[]>();
  for (const { test } of failed) {
    if (!test.range) continue;
    const ids = byLine.get(test.range.startLine) ?? [];
    byLine.set(test.range.startLine, [...ids, test.id]);
  }
  return byLine;
}

function overlaps(
  test: { readonly startLine: number; readonly endLine: number },
  range: vscode.Range,
): boolean {
  return range.start.line <= test.endLine && test.startLine <= range.end.line;
}

function action(command: string, argument: unknown, diagnostic?: vscode.Diagnostic): vscode.CodeAction {
  const title = "Fix with Touchstone";
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  if (diagnostic) made.diagnostics = [diagnostic];
  made.command = { title, command, arguments: [argument] };
  return made;
}

/** A path as tests are shown with: relative to its root, below the root's name where there are several. */
function shownPath(path: string, roots: readonly EngineRoot[]): string {
  const root = roots.find((one) => path.startsWith(`${one.path}/`));
  if (!root) return path;
  const own = path.slice(root.path.length + 1);
  return roots.length > 1 ? `${root.name}/${own}` : own;
}
