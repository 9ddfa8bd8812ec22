/** Registers with the editor's own chat, where the editor has one. What answers is loaded when it is first asked. */
import * as vscode from "vscode";
import {
  chatParticipant,
  contributedTool,
  type ModelToolName,
  modelToolNames,
  modelVendor,
  reviewProposedCommand,
} from "../../core/config/nativeChat.ts";
import type { Log } from "../../ports/log.ts";
import type { Settings } from "../../ports/settings.ts";
import type { NativeChat } from "./nativeChat.ts";
import { type OfferedModelsDeps, offeredModels } from "./offeredModels.ts";

export interface NativeChatOffer extends OfferedModelsDeps {
  readonly open: () => Promise<NativeChat>;
  readonly settings: Pick<Settings, "onChange">;
  readonly log: Log;
}

export function offerNativeChat(offer: NativeChatOffer): vscode.Disposable {
  const { open, settings, log } = offer;
  let opened: Promise<NativeChat> | undefined;
  const chat = (): Promise<NativeChat> => {
    opened ??= open();
    return opened;
  };
  const modelsChanged = new vscode.EventEmitter<void>();
  const offers: readonly (() => vscode.Disposable)[] = [
    () => participant(chat),
    () =>
      vscode.commands.registerCommand(reviewProposedCommand, async (id: unknown) =>
        (await chat()).reviewProposed(id),
      ),
    ...modelToolNames.map((name) => () => vscode.lm.registerTool(contributedTool(name), tool(name, chat))),
    () => vscode.lm.registerLanguageModelChatProvider(modelVendor.id, provider(chat, offer, modelsChanged)),
  ];
  const registered = offers.flatMap((offer) => {
    try {
      return [offer()];
    } catch (cause) {
      // A host that lacks a part of the API, or the consent to it, has the others.
      log.debug(`The editor's own chat takes less than it could: ${String(cause)}`);
      return [];
    }
  });
  // The editor looks for models when it is told of some: until then the first question in its chat finds none.
  modelsChanged.fire();
  return vscode.Disposable.from(
    modelsChanged,
    settings.onChange(() => modelsChanged.fire()),
    ...registered,
  );
}

function participant(chat: () => Promise<NativeChat>): vscode.Disposable {
  const made = vscode.chat.createChatParticipant(chatParticipant.id, async (...asked) =>
    (await chat()).ask(...asked),
  );
  made.iconPath = new vscode.ThemeIcon("comment-discussion");
  made.followupProvider = { provideFollowups: async (result) => (await chat()).followups(result) };
  return made;
}

const tool = (name: ModelToolName, chat: () => Promise<NativeChat>): vscode.LanguageModelTool<object> => ({
  prepareInvocation: async ({ input }) => (await chat()).prepareTool(name, input),
  invoke: async ({ input }, token) => (await chat()).runTool(name, input, token),
});

const provider = (
  chat: () => Promise<NativeChat>,
  offered: OfferedModelsDeps,
  changed: vscode.EventEmitter<void>,
): vscode.LanguageModelChatProvider => ({
  onDidChangeLanguageModelChatInformation: changed.event,
  provideLanguageModelChatInformation: () => [...offeredModels(offered)],
  provideLanguageModelChatResponse: async (...asked) => {
    const tookTools = offered.models.takesTools("chat");
    try {
      await (await chat()).respond(...asked);
    } finally {
      if (offered.models.takesTools("chat") !== tookTools) changed.fire();
    }
  },
  provideTokenCount: async (_model, text) => (await chat()).countTokens(text),
});
