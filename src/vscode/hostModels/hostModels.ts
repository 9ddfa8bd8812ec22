/** Models of the editor, by `vscode.lm`: the only place that lists them or sends them anything. */
import * as vscode from "vscode";
import { hostModelLabel, parseHostModel } from "../../core/config/hostModel.ts";
import { modelVendor } from "../../core/config/nativeChat.ts";
import { SafeChat } from "../../core/prompt/safeChat.ts";
import { converseThroughHost, type HostPiece } from "../../features/chatModel/hostConversation.ts";
import { hostFault } from "../../features/chatModel/hostFault.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HostModel, HostModelInfo, HostModels } from "../../ports/hostModels.ts";
import type { ModelFault } from "../../ports/languageModel.ts";
import type { Log } from "../../ports/log.ts";
import * as toVscode from "../toVscode.ts";
import { canGiveImages, hasImages, hostMessages, hostTools } from "./hostMessages.ts";

/** Shown by the editor where it asks for consent. */
const justification =
  "Touchstone asks this model because you chose it for chat, edits and fixes. Show Last Context tells what was sent.";

const infoOf = ({ vendor, id, name, maxInputTokens }: vscode.LanguageModelChat): HostModelInfo => ({
  id: `${vendor}/${id}`,
  name,
  vendor,
  maxInputTokens,
});

export function editorModels({ clock, log }: { readonly clock: Clock; readonly log: Log }): HostModels {
  return {
    async list() {
      try {
        const all = await vscode.lm.selectChatModels();
        return all.filter(({ vendor }) => vendor !== modelVendor.id).map(infoOf);
      } catch (cause) {
        log.warn(`Cannot list the models of VS Code: ${String(cause)}`);
        return [];
      }
    },
    async find(id) {
      const named = parseHostModel(id);
      const label = named ? hostModelLabel(named) : id;
      const missing = { code: vscode.LanguageModelError.NotFound().code };
      if (named === undefined || named.vendor === modelVendor.id) return { fault: hostFault(label, missing) };
      try {
        const [model] = await vscode.lm.selectChatModels({ vendor: named.vendor, id: named.model });
        return model ? opened(model, clock) : { fault: hostFault(label, missing) };
      } catch (error) {
        return { fault: hostFault(label, error) };
      }
    },
  };
}

const noImagesHere = (label: string): ModelFault => ({
  kind: "noImages",
  message: `This version of VS Code gives ${label} no images`,
  nextStep: "Remove the images, update VS Code, or choose an endpoint that reads them",
});

const opened = (model: vscode.LanguageModelChat, clock: Clock): HostModel => ({
  ...infoOf(model),
  async converse(request, deadlines, listener, signal) {
    if (!SafeChat.isSealed(request)) throw new Error("Cannot send, the request is not sealed");
    const label = `${model.name} (${model.vendor})`;
    if (hasImages(request.body) && !canGiveImages()) return { kind: "failed", fault: noImagesHere(label) };
    const tools = hostTools(request.body);
    const open = async (stop: AbortSignal): Promise<AsyncIterable<HostPiece>> => {
      const response = await model.sendRequest(
        [...hostMessages(request.body)],
        { justification, ...(tools.length > 0 ? { tools: [...tools] } : {}) },
        toVscode.cancellation(stop),
      );
      return piecesOf(response.stream);
    };
    return converseThroughHost({ label, open, deadlines, listener, clock }, signal);
  },
});

/** Parts that are neither text nor calls: thoughts have a text of their own, pictures and data are passed over. */
async function* piecesOf(stream: AsyncIterable<unknown>): AsyncGenerator<HostPiece> {
  for await (const part of stream) {
    if (part instanceof vscode.LanguageModelTextPart) yield { kind: "text", text: part.value };
    else if (part instanceof vscode.LanguageModelToolCallPart) {
      const { callId: id, name, input } = part;
      yield { kind: "call", call: { id, name, argumentsText: JSON.stringify(input) ?? "{}" } };
    } else yield { kind: "reasoning", text: thoughtOf(part) };
  }
}

function thoughtOf(part: unknown): string {
  const isThought = typeof part === "object" && part?.constructor.name === "LanguageModelThinkingPart";
  const { value } = (isThought ? part : {}) as { readonly value?: unknown };
  if (Array.isArray(value)) return value.filter((one) => typeof one === "string").join("");
  return typeof value === "string" ? value : "";
}
