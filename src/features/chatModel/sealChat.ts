/** The egress for conversations: loaded when a model is asked first. */
import { type ChatDraft, type ChatSealing, SafeChat } from "../../core/prompt/safeChat.ts";
import { type Egress, eachSource } from "../completion/egress.ts";

export type EgressChat = Pick<ChatDraft, "task" | "messages" | "tools">;
export type ChatTarget = Omit<ChatDraft, keyof EgressChat | "atMs" | "verdicts">;

/** Judges every file of a conversation anew, those of earlier messages included, and seals what may be sent. */
export async function sealChat(
  egress: Pick<Egress, "verdict">,
  chat: EgressChat,
  target: ChatTarget,
  atMs: number,
): Promise<ChatSealing> {
  const given = chat.messages.flatMap(({ pieces }) => pieces).flatMap(({ sources = [] }) => sources);
  const verdicts = eachSource(given).map(
    async (source) => [source.path, await egress.verdict(source)] as const,
  );
  return SafeChat.seal({ ...chat, ...target, atMs, verdicts: new Map(await Promise.all(verdicts)) });
}
