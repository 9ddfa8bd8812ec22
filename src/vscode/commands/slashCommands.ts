/** Slash commands from the palette and the source control view: the answer as a document, patches as a review, a message in its box. */
import * as vscode from "vscode";
import type { ContextRef } from "../../core/chat/contextRef.ts";
import { inlineCode } from "../../core/chat/renderAnswer.ts";
import { type SlashCommandName, slashCommands } from "../../core/chat/slashCommands.ts";
import type { CommandDeps, CommandPlace, CommandResult } from "../../features/commands/slashCommand.ts";
import type { PatchReview } from "../../ports/patchReview.ts";
import * as fromVscode from "../fromVscode.ts";

export interface SlashCommandParts {
  /** Made when a command is first given. */
  readonly deps: () => Promise<Omit<CommandDeps, "readText">>;
  readonly review: Pick<PatchReview, "show">;
}

/** What is used of the API of the editor's own git. */
interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
}
interface GitExports {
  getAPI(version: 1): { readonly repositories: readonly GitRepository[] };
}

export async function slashCommandInEditor(
  { deps, review }: SlashCommandParts,
  name: SlashCommandName,
): Promise<void> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: slashCommands[name].about,
    cancellable: true,
  };
  await vscode.window.withProgress(progress, async (shown, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const { runSlashCommand } = await import("../../features/commands/runSlashCommand.ts");
    const request = { name, argument: "", place: placeHere() };
    const rules = new Set<string>();
    const listener = {
      onProgress: (message: string) => shown.report({ message }),
      onRules: (all: readonly ContextRef[]) => {
        for (const { path = "" } of all) rules.add(path);
      },
    };
    try {
      const result = await runSlashCommand({ ...(await deps()), readText }, request, listener, stop.signal);
      // A review stays open for long: the progress is over before.
      void present(withRules(result, [...rules]), review);
    } catch (error) {
      if (stop.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(`/${name} failed: ${message}. Try again, or see the log.`);
    }
  });
}

/** Asks before a command runs more than its own work. */
export async function commandConsent(question: string, signal: AbortSignal): Promise<boolean> {
  const allow = "Run";
  const detail = "Tests are code of the project. They run in a copy: your files do not change.";
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, allow);
  return answer === allow && !signal.aborted;
}

/** A document has no chips: what the model was given of the project's rules is its last line. */
const withRules = (result: CommandResult, rules: readonly string[]): CommandResult =>
  rules.length === 0
    ? result
    : {
        ...result,
        markdown: `${result.markdown}\nRules of the project: ${rules.map(inlineCode).join(", ")}\n`,
      };

async function present(result: CommandResult, review: Pick<PatchReview, "show">): Promise<void> {
  if (result.refused !== undefined) {
    void vscode.window.showInformationMessage(result.refused);
    return;
  }
  if (result.commit !== undefined && (await fillInputBox(result.commit))) return;
  const document = await vscode.workspace.openTextDocument({
    language: "markdown",
    content: result.markdown,
  });
  await vscode.window.showTextDocument(document, { preview: true });
  if (result.patches.length > 0) await review.show(result.patches, new AbortController().signal);
}

/** What a person began to write there stays below. */
async function fillInputBox({ message, repository }: NonNullable<CommandResult["commit"]>): Promise<boolean> {
  const git = vscode.extensions.getExtension<GitExports>("vscode.git");
  const api = (await git?.activate())?.getAPI(1);
  const own = api?.repositories.find(({ rootUri }) => fromVscode.path(rootUri) === repository);
  if (own === undefined) return false;
  const begun = own.inputBox.value.trim();
  own.inputBox.value = begun === "" ? message : `${message}\n\n${begun}`;
  await vscode.commands.executeCommand("workbench.view.scm");
  return true;
}

function placeHere(editor = vscode.window.activeTextEditor): CommandPlace | undefined {
  if (editor === undefined || editor.document.uri.scheme !== "file") return undefined;
  const { document, selection } = editor;
  const { start, end } = selection;
  const endLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return {
    path: fromVscode.path(document.uri),
    languageId: document.languageId,
    startLine: start.line,
    endLine,
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await vscode.workspace.openTextDocument(vscode.Uri.file(path))).getText();
  } catch {
    return undefined;
  }
}
