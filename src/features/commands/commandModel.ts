/** Asking the chat model for a command: what it wrote, or why it wrote nothing. */
import type { ChatEnd, ChatMessage, ChatPiece } from "../../ports/chatModel.ts";
import { pathsOf } from "../chat/promptCall.ts";
import { aboutRules, rulePieces, shownRules } from "../chat/rulePieces.ts";
import type { CommandDeps, CommandListener, CommandRequest } from "./slashCommand.ts";

export type ModelAnswer =
  | { readonly kind: "answered"; readonly text: string; readonly model: string }
  /** Why no model had a say; empty when none was wanted. */
  | { readonly kind: "none"; readonly why: string };

/** Why no model will be asked: empty when none is wanted, undefined when one will. */
export function whyNoModel(
  { models }: Pick<CommandDeps, "models">,
  { engine = "auto" }: Pick<CommandRequest, "engine">,
): string | undefined {
  if (engine === "builtin") return "";
  if (models.isSetUp("chat")) return undefined;
  return engine === "model" ? "No model is set up for chat: run Set Up Model" : "";
}

/** A model takes part where one is set up and the request does not say otherwise. */
export async function askModel(
  { models, rules: rulesFor, shortPath }: Pick<CommandDeps, "models" | "rules" | "shortPath">,
  { engine = "auto" }: Pick<CommandRequest, "engine">,
  system: string,
  pieces: readonly ChatPiece[],
  listener: CommandListener,
  signal: AbortSignal,
): Promise<ModelAnswer> {
  const why = whyNoModel({ models }, { engine });
  if (why !== undefined) return { kind: "none", why };
  const rules = await rulesFor(pathsOf(pieces.map(({ sources = [] }) => ({ sources }))));
  const { onText, onProgress, onRules, onUsage } = listener;
  if (rules.length > 0) onRules?.(shownRules(rules, shortPath));
  const messages: readonly ChatMessage[] = [
    { role: "system", pieces: [{ text: rules.length > 0 ? `${system}\n${aboutRules}` : system }] },
    { role: "user", pieces: [...rulePieces(rules, shortPath), ...pieces] },
  ];
  let isWriting = false;
  const told = (piece: string): void => {
    if (!isWriting) onProgress?.("The model writes");
    isWriting = true;
    onText?.(piece);
  };
  const end = await models.ask({ task: "chat", messages }, { onText: told }, signal);
  signal.throwIfAborted();
  if (end.kind === "answered") onUsage?.(end.usage);
  if (end.kind === "answered" && end.text.trim() !== "")
    return { kind: "answered", text: end.text, model: models.nameOf("chat") ?? "" };
  return { kind: "none", why: whyNot(end) };
}

function whyNot(end: ChatEnd): string {
  switch (end.kind) {
    case "answered":
      return "The model gave no answer";
    case "failed":
      return `The model failed: ${end.fault.message}. ${end.fault.nextStep}`;
    case "unset":
      return "No model is set up for chat: run Set Up Model";
    case "untrusted":
      return "No model is asked in an untrusted workspace";
    case "withheld":
      return `Nothing was sent: ${end.reason}`;
    case "stopped":
      return "Stopped";
  }
}
