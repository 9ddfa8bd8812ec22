import { headerNamesOf } from "../../src/core/prompt/headerNames.ts";
import { type ChatDraft, SafeChat } from "../../src/core/prompt/safeChat.ts";

/** A draft of a conversation about no file, which only its own fields decide. */
export const chatDraft = (changes: Partial<ChatDraft> = {}): ChatDraft => ({
  task: "chat",
  atMs: 0,
  baseUrl: "http://127.0.0.1:9/v1",
  model: "scripted",
  headerNames: headerNamesOf({}, false),
  messages: [
    { role: "system", pieces: [{ text: "Answer." }] },
    { role: "user", pieces: [{ text: "Where is it?" }] },
  ],
  tools: [{ name: "search", description: "Searches", parameters: { type: "object", properties: {} } }],
  verdicts: new Map(),
  maxTokens: 256,
  contextTokens: 8192,
  temperature: 0,
  ...changes,
});

/** The sealed request of a draft that nothing keeps from being sent. */
export function sealedChat(changes: Partial<ChatDraft> = {}): SafeChat {
  const sealing = SafeChat.seal(chatDraft(changes));
  if (sealing.kind !== "sealed") throw new Error(`Cannot seal the draft, "${sealing.reason}"`);
  return sealing.request;
}
