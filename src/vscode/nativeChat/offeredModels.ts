/** The models that the editor's own chat may choose: the person's endpoint where one is set up, and the index always. */
import type * as vscode from "vscode";
import { endpointModelId, indexModel } from "../../core/config/nativeChat.ts";
import type { ChatModels } from "../../ports/chatModel.ts";

export interface OfferedModelsDeps {
  readonly models: Pick<ChatModels, "isSetUp" | "nameOf" | "takesTools">;
  /** Whether chat asks an endpoint: a model of the editor is there without us. */
  readonly asksEndpoint: () => boolean;
}

/** Of an endpoint nothing tells them: what current models take at least. */
const limits = { maxInputTokens: 32_000, maxOutputTokens: 4_096 };

/**
 * Without an account the editor has agents alone, and shows agents only models that say they call tools; with none to choose it does not
 * even ask a participant. So both say it, and what cannot call a tool answers in words; that an endpoint has refused tools is told to
 * the person. The first is what is chosen when nothing was.
 */
const capabilities = { toolCalling: true };

const endpointTooltip =
  "The model of touchstone.chat.endpoint or touchstone.model.endpoint; see Show Last Context";

export function offeredModels({
  models,
  asksEndpoint,
}: OfferedModelsDeps): readonly vscode.LanguageModelChatInformation[] {
  const index = {
    ...indexModel,
    ...limits,
    family: "touchstone",
    version: "1",
    tooltip:
      "Answers questions about this workspace from its index; calls no tools, and nothing leaves this machine",
    capabilities,
  };
  const name = models.nameOf("chat");
  if (!models.isSetUp("chat") || name === undefined || !asksEndpoint()) return [index];
  return [
    {
      ...limits,
      id: endpointModelId,
      name,
      family: name,
      version: "1",
      detail: models.takesTools("chat") ? "your endpoint" : "your endpoint, calls no tools",
      tooltip: models.takesTools("chat")
        ? endpointTooltip
        : `${endpointTooltip}. It has refused tools: agents get answers in words alone`,
      capabilities,
    },
    index,
  ];
}
