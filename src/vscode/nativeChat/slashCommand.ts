/** A slash command of `@touchstone`: what it found, with its places, and what it proposes behind a button. */
import * as vscode from "vscode";
import type { ShownContext } from "../../core/chat/contextRef.ts";
import { withPathsInHunks } from "../../core/chat/diffHeads.ts";
import { isSlashCommand } from "../../core/chat/slashCommands.ts";
import { reviewProposedCommand } from "../../core/config/nativeChat.ts";
import { placeOf } from "../../features/chat/answerCommand.ts";
import type { AttachedContext } from "../../features/chat/context/contextReader.ts";
import type { CommandListener, CommandRequest, CommandResult } from "../../features/commands/slashCommand.ts";
import type { ProposedPatch } from "../../ports/patchReview.ts";
import { contextHere } from "../chat/here.ts";
import { wholePath } from "../shortPath.ts";
import * as toVscode from "../toVscode.ts";
import { writeWithPlaces } from "./fileLinks.ts";

/** Patches of the last answers, for their buttons. */
export class Proposals {
  readonly #kept = new Map<number, readonly ProposedPatch[]>();
  #next = 0;

  keep(patches: readonly ProposedPatch[]): number {
    const id = this.#next++;
    this.#kept.set(id, patches);
    this.#kept.delete(id - 20);
    return id;
  }

  of(id: unknown): readonly ProposedPatch[] {
    return typeof id === "number" ? (this.#kept.get(id) ?? []) : [];
  }
}

/** A button that shows what an answer proposes to change. */
export function offerReview(
  patches: readonly ProposedPatch[],
  proposals: Proposals,
  response: Pick<vscode.ChatResponseStream, "button">,
): void {
  if (patches.length === 0) return;
  const id = proposals.keep(patches);
  response.button({ command: reviewProposedCommand, title: "Review Changes", arguments: [id] });
}

export interface NativeCommand {
  readonly run: (
    request: CommandRequest,
    listener: CommandListener,
    signal: AbortSignal,
  ) => Promise<CommandResult>;
  readonly proposals: Proposals;
}

/** @param attached what stands beside it; the selection in the editor where nothing does */
export async function answerSlashCommand(
  { run, proposals }: NativeCommand,
  { command = "", prompt }: Pick<vscode.ChatRequest, "command" | "prompt">,
  attached: readonly AttachedContext[],
  response: vscode.ChatResponseStream,
  signal: AbortSignal,
): Promise<vscode.ChatResult> {
  if (!isSlashCommand(command)) return { errorDetails: { message: `There is no command "/${command}".` } };
  const argument = prompt.trim().replace(/^`|`$/g, "");
  const request = { name: command, argument, place: placeOf(attached) ?? placeHere() };
  const listener: CommandListener = {
    onProgress: (step) => response.progress(step),
    onRules: (rules) => referTo(rules, response),
  };
  const result = await run(request, listener, signal);
  writeWithPlaces(response, withPathsInHunks(result.markdown));
  for (const { path, line, endLine } of result.citations)
    response.reference(new vscode.Location(toVscode.uri(path), new vscode.Range(line, 0, endLine, 0)));
  offerReview(result.patches, proposals, response);
  const question = argument === "" || /\s/.test(argument) ? "" : `What is \`${argument}\`?`;
  return { metadata: { question, isRefused: result.refused !== undefined } };
}

/** Rules of the project that a model is given, among what the answer used. */
export function referTo(rules: readonly ShownContext[], response: vscode.ChatResponseStream): void {
  for (const { path } of rules)
    if (path !== undefined) response.reference(toVscode.uri(wholePath(path)), new vscode.ThemeIcon("law"));
}

function placeHere(): CommandRequest["place"] {
  const here = contextHere();
  const editor = vscode.window.activeTextEditor;
  if (here?.path === undefined || editor === undefined) return undefined;
  const { start, end } = editor.selection;
  const startLine = (here.line ?? start.line + 1) - 1;
  return {
    path: wholePath(here.path),
    languageId: editor.document.languageId,
    startLine,
    endLine: (here.endLine ?? end.line + 1) - 1,
  };
}
