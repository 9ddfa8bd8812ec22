/** "Show API Documentation" on diagnostics of anyone that are about the APIs of libraries. */
import * as vscode from "vscode";
import { subjectOf } from "../../core/apiDocs/use/diagnosticMessage.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { Log } from "../../ports/log.ts";
import { schemes } from "../documents.ts";
import * as fromVscode from "../fromVscode.ts";
import type { ApiDocuments } from "./apiDocument.ts";

/** Languages whose imports are followed. */
const languages = "typescript typescriptreact javascript javascriptreact vue svelte python".split(" ");
const MOST_ENTRIES = 5;
/** Run from a code action; not meant for people, so it is in no menu. */
const command = "touchstone.showDiagnosedApis";

export interface DiagnosticActionsDeps {
  readonly engine: Pick<ApiDocs, "apisForDiagnostic">;
  readonly documents: Pick<ApiDocuments, "show">;
  readonly log: Log;
}

export function diagnosticActions(deps: DiagnosticActionsDeps): vscode.Disposable {
  const selector = languages.flatMap((language) => schemes.map((scheme) => ({ language, scheme })));
  const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider(selector, apiActions, { providedCodeActionKinds }),
    vscode.commands.registerCommand(command, (uri: unknown, range: unknown, message: unknown) =>
      uri instanceof vscode.Uri && range instanceof vscode.Range && typeof message === "string"
        ? show(deps, uri, range.start, message)
        : undefined,
    ),
  );
}

/** One action for each message that it helps with; it is worked out when it is chosen. */
export const apiActions: vscode.CodeActionProvider = {
  provideCodeActions({ uri }, _range, { diagnostics }) {
    // Our own finding of the same name offers it already.
    const own = diagnostics.filter(({ source }) => source === "Touchstone");
    return diagnostics
      .filter(({ range }) => !own.some((finding) => finding.range.intersection(range)))
      .filter(({ message }) => subjectOf(message) !== undefined)
      .map((diagnostic) => {
        const title = "Show API Documentation";
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.command = { title, command, arguments: [uri, diagnostic.range, diagnostic.message] };
        return action;
      });
  },
};

async function show(
  { engine, documents, log }: DiagnosticActionsDeps,
  uri: vscode.Uri,
  { line, character: column }: vscode.Position,
  message: string,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const { languageId } = document;
  const options = {
    location: vscode.ProgressLocation.Window,
    title: "Looking for the documentation",
    cancellable: true,
  };
  const query = { path: fromVscode.path(uri), languageId, text: document.getText(), line, column, message };
  try {
    const hits = await vscode.window.withProgress(options, (_progress, token) =>
      engine.apisForDiagnostic({ ...query, limit: MOST_ENTRIES }, fromVscode.signal(token)),
    );
    const entries = hits.map(({ entry }) => entry);
    if (entries.length > 0) await documents.show(entries, { isPreview: true });
    else void vscode.window.showInformationMessage("No installed library documents what this is about.");
  } catch (cause) {
    log.error("Cannot show the documentation", cause);
    void vscode.window.showErrorMessage(
      `Touchstone cannot show the documentation: ${(cause as Error).message}.`,
    );
  }
}
