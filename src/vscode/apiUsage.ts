/** Names of libraries that are not there, or deprecated, as problems of the editor with fixes. */
import * as vscode from "vscode";
import { languageIdOf } from "../core/syntax/language.ts";
import { countOf } from "../core/text/counts.ts";
import { documentedName, replacementsFor } from "../features/apiUsage/apiReplacements.ts";
import type { ApiChecks, ApiFinding } from "../ports/apiChecks.ts";
import type { Clock } from "../ports/clock.ts";
import type { Disposable } from "../ports/disposable.ts";
import type { Log } from "../ports/log.ts";
import { isShort, schemes } from "./documents.ts";
import * as fromVscode from "./fromVscode.ts";
import * as toVscode from "./toVscode.ts";

export interface ApiUsageDependencies {
  readonly engine: ApiChecks;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ApiUsage extends vscode.Disposable {
  /** Of a file or folder that is given, else of the file in the active editor. */
  readonly checkApiUsage: (place?: unknown) => Promise<void>;
  readonly checkWorkspaceApiUsage: () => Promise<void>;
  readonly clearApiUsage: () => void;
}

/** Languages whose libraries are followed. */
const languages = "typescript typescriptreact javascript javascriptreact python".split(" ");
const selector = languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
const SOURCE = "Touchstone";
/** A file that was checked is checked again so long after its last change. Milliseconds. */
const SETTLED_MS = 500;
const problems = "workbench.actions.view.problems";

export function apiUsage(deps: ApiUsageDependencies): ApiUsage {
  const usage = new Usage(deps);
  return {
    checkApiUsage: (place) => usage.checkPlace(place instanceof vscode.Uri ? place : undefined),
    checkWorkspaceApiUsage: () => usage.checkFiles("the workspace", () => true),
    clearApiUsage: () => usage.clear(),
    dispose: () => usage.dispose(),
  };
}

class Usage implements vscode.Disposable {
  readonly #deps: ApiUsageDependencies;
  readonly #collection = vscode.languages.createDiagnosticCollection("touchstone.apiUsage");
  readonly #findings = new WeakMap<vscode.Diagnostic, ApiFinding>();
  /** Files that a person had checked, by their URI. */
  readonly #checked = new Set<string>();
  readonly #pending = new Map<string, Disposable>();
  readonly #disposables: vscode.Disposable;

  constructor(deps: ApiUsageDependencies) {
    this.#deps = deps;
    this.#disposables = vscode.Disposable.from(
      this.#collection,
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) this.#forget(uri);
      }),
      vscode.languages.registerCodeActionsProvider(
        selector,
        { provideCodeActions: (document, _range, { diagnostics }) => this.#fixes(document, diagnostics) },
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
    );
  }

  dispose(): void {
    for (const pending of this.#pending.values()) pending.dispose();
    this.#disposables.dispose();
  }

  clear(): void {
    this.#checked.clear();
    this.#collection.clear();
  }

  async checkPlace(place: vscode.Uri | undefined): Promise<void> {
    const uri = place ?? vscode.window.activeTextEditor?.document.uri;
    if (uri === undefined) {
      void vscode.window.showInformationMessage("Open a file to check how it uses libraries.");
      return;
    }
    const isFolder = place !== undefined && (await isDirectory(uri));
    if (isFolder) {
      const folder = `${fromVscode.path(uri)}/`;
      await this.checkFiles(vscode.workspace.asRelativePath(uri), (path) => path.startsWith(folder));
      return;
    }
    await this.#withProgress("Checking API usage", vscode.ProgressLocation.Window, async (signal) => {
      const judged = await this.#check(uri, signal);
      const count = this.#collection.get(uri)?.length ?? 0;
      if (count > 0) await vscode.commands.executeCommand(problems);
      else void vscode.window.showInformationMessage(nothingFound(judged));
    });
  }

  /** Files of the workspace, one after another. */
  async checkFiles(what: string, isWanted: (path: string) => boolean): Promise<void> {
    const { engine } = this.#deps;
    const place = vscode.ProgressLocation.Notification;
    await this.#withProgress(`Checking API usage of ${what}`, place, async (signal, progress) => {
      const paths = (await engine.checkablePaths(signal)).filter(isWanted);
      let judged = 0;
      let found = 0;
      for (const [i, path] of paths.entries()) {
        signal.throwIfAborted();
        const message = `${i + 1} of ${countOf(paths.length, "file")}, ${countOf(found, "finding")}`;
        progress.report({ message, increment: 100 / paths.length });
        const uri = toVscode.uri(path);
        judged += (await this.#check(uri, signal)) ?? 0;
        found += this.#collection.get(uri)?.length ?? 0;
      }
      if (found > 0) await vscode.commands.executeCommand(problems);
      else void vscode.window.showInformationMessage(nothingFound(judged));
    });
  }

  async #withProgress(
    title: string,
    location: vscode.ProgressLocation,
    work: (
      signal: AbortSignal,
      progress: vscode.Progress<{ message?: string; increment?: number }>,
    ) => Promise<void>,
  ): Promise<void> {
    const options = { location, title, cancellable: true };
    await vscode.window.withProgress(options, async (progress, token) => {
      try {
        await work(fromVscode.signal(token), progress);
      } catch (cause) {
        if (token.isCancellationRequested) return;
        this.#deps.log.error("Cannot check API usage", cause);
        void vscode.window.showErrorMessage(
          `Touchstone cannot check API usage: ${(cause as Error).message}.`,
        );
      }
    });
  }

  /** @returns how many names were judged; undefined when the text changed meanwhile */
  async #check(uri: vscode.Uri, signal: AbortSignal): Promise<number | undefined> {
    const document = openDocument(uri);
    if (document && !isShort(document)) return 0;
    const path = fromVscode.path(uri);
    const version = document?.version;
    const languageId = document?.languageId ?? languageIdOf(path) ?? "";
    this.#checked.add(uri.toString());
    const text = document?.getText();
    const { findings, judged } = await this.#deps.engine.checkApis({ path, languageId, text }, signal);
    if (document && (document.version !== version || document.isClosed)) return undefined;
    this.#collection.set(
      uri,
      findings.map((finding) => this.#diagnostic(finding)),
    );
    return judged.length;
  }

  #diagnostic(finding: ApiFinding): vscode.Diagnostic {
    const diagnostic = toVscode.apiDiagnostic(finding, documentedName(finding));
    diagnostic.source = SOURCE;
    this.#findings.set(diagnostic, finding);
    return diagnostic;
  }

  #changed(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (!this.#checked.has(key)) return;
    this.#pending.get(key)?.dispose();
    const again = () => {
      this.#pending.delete(key);
      this.#check(document.uri, AbortSignal.timeout(SETTLED_MS * 60)).catch((cause: unknown) =>
        this.#deps.log.debug(`A file was not checked again: ${String(cause)}`),
      );
    };
    this.#pending.set(key, this.#deps.clock.after(SETTLED_MS, again));
  }

  #forget(uri: vscode.Uri): void {
    this.#checked.delete(uri.toString());
    this.#collection.delete(uri);
  }

  #fixes(document: vscode.TextDocument, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
    // What the editor hands over may be copies.
    const own = this.#collection.get(document.uri) ?? [];
    return diagnostics.flatMap((given) => {
      const known = own.find(
        ({ message, range }) =>
          given.source === SOURCE && message === given.message && range.isEqual(given.range),
      );
      const finding = known && this.#findings.get(known);
      return finding ? fixesOf(document, given, finding) : [];
    });
  }
}

const nothingFound = (judged: number | undefined): string =>
  judged === undefined || judged === 0
    ? "No name of an installed library was found that could be judged."
    : `All ${countOf(judged, "name")} of libraries that could be judged are there in the installed versions.`;

const openDocument = (uri: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());

async function isDirectory(uri: vscode.Uri): Promise<boolean> {
  const { type } = await vscode.workspace.fs.stat(uri);
  return (type & vscode.FileType.Directory) !== 0;
}

function fixesOf(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  finding: ApiFinding,
): vscode.CodeAction[] {
  const { name, offset, together } = finding;
  const replacing = replacementsFor(finding).map(({ text, isSure }) => {
    const action = new vscode.CodeAction(`Replace by \`${text}\``, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    for (const start of new Set([offset, ...together])) {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(start + name.length));
      if (document.getText(range) === name) action.edit.replace(document.uri, range, text);
    }
    action.isPreferred = isSure;
    return action;
  });
  const showing = new vscode.CodeAction("Show API Documentation", vscode.CodeActionKind.QuickFix);
  showing.command = {
    title: showing.title,
    command: "touchstone.showApiDocumentation",
    arguments: [documentedName(finding)],
  };
  const actions = [...replacing, showing];
  for (const action of actions) action.diagnostics = [diagnostic];
  return actions;
}
