/** Conversations whose desk is loaded when a model is asked first; what the settings say of it is known at once. */
import type { SentContext } from "../../core/prompt/sentContext.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import { Listeners } from "../completion/listeners.ts";
import type { ChatDesk } from "./chatDesk.ts";
import { type ChatSetupDeps, knownChatModels } from "./chatSetup.ts";

export type LazyChatDesk = ChatModels & Pick<ChatDesk, "lastContext" | "onLastContext">;

export function lazyChatDesk(deps: ChatSetupDeps, load: () => Promise<ChatDesk>): LazyChatDesk {
  const contexts = new Listeners<SentContext>();
  let last: SentContext | undefined;
  let loading: Promise<ChatDesk> | undefined;
  const desk = async (): Promise<ChatDesk> => {
    const made = await load();
    made.onLastContext((context) => {
      last = context;
      contexts.tell(context);
    });
    return made;
  };
  return {
    ...knownChatModels(deps),
    ask: async (...asked) => (await (loading ??= desk())).ask(...asked),
    lastContext: () => last,
    onLastContext: (listener) => contexts.add(listener),
  };
}
