/** Commands about the APIs of installed libraries. */
import * as vscode from "vscode";
import { dottedNameAt } from "../../features/apiDocsView/apiRows.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { Log } from "../../ports/log.ts";
import type { ApiDocuments } from "../apiDocs/apiDocument.ts";
import { searchApiDocumentation } from "../apiDocs/apiPick.ts";
import type { VersionDocuments } from "../apiDocs/compareVersions.ts";
import * as fromVscode from "../fromVscode.ts";

const MOST_ENTRIES = 5;

/** What the name means first, then what has the name's last part. */
async function entriesFor(docs: ApiDocs, name: string, signal: AbortSignal) {
  const whole = await docs.showApis({ name, limit: MOST_ENTRIES }, signal);
  const dot = name.lastIndexOf(".");
  return whole.length > 0 || dot < 0
    ? whole
    : docs.showApis({ name: name.slice(dot + 1), limit: MOST_ENTRIES }, signal);
}

export interface DocsCommandsDependencies {
  readonly docs: ApiDocs;
  /** Answers questions, by meaning too where a person asked for that. */
  readonly search: Pick<ApiDocs, "searchApis">;
  readonly documents: ApiDocuments;
  readonly versions: VersionDocuments;
  readonly log: Log;
}

/** @param wanted a name that a link gives; else the one at the cursor is meant */
async function showApiDocumentation(
  { docs, search, documents, log }: DocsCommandsDependencies,
  wanted: unknown,
): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const { line = 0, character = 0 } = editor?.selection.active ?? {};
  const atCursor = () => (editor ? dottedNameAt(editor.document.lineAt(line).text, character) : "");
  const name = typeof wanted === "string" ? wanted : atCursor();
  if (name === "") {
    searchApiDocumentation(search, documents, log);
    return;
  }
  const options = {
    location: vscode.ProgressLocation.Window,
    title: `Looking for ${name}`,
    cancellable: true,
  };
  const entries = await vscode.window.withProgress(options, (_progress, token) =>
    entriesFor(docs, name, fromVscode.signal(token)),
  );
  if (entries.length > 0) await documents.show(entries, { isPreview: true });
  else void vscode.window.showInformationMessage(`No installed library documents "${name}".`);
}

export function docsCommands(deps: DocsCommandsDependencies) {
  const { docs, search, documents, versions, log } = deps;
  const guarded =
    (what: string, work: (given: unknown) => Promise<void>) =>
    async (given?: unknown): Promise<void> => {
      try {
        await work(given);
      } catch (cause) {
        log.error(`Cannot ${what}`, cause);
        void vscode.window.showErrorMessage(`Touchstone cannot ${what}: ${(cause as Error).message}.`);
      }
    };
  return {
    searchApiDocumentation: () => searchApiDocumentation(search, documents, log),
    compareVersions: guarded("compare the versions", () => versions.compare(docs)),
    showApiDocumentation: guarded("show the documentation", (given) => showApiDocumentation(deps, given)),
  };
}
