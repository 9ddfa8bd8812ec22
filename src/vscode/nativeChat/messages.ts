/** Messages of the editor's models to those of ours, and back. */
import * as vscode from "vscode";
import type { ChatMessage, ChatPiece, ChatTool, ChatToolCall } from "../../core/prompt/conversation.ts";

type Part = vscode.LanguageModelChatRequestMessage["content"][number];

/** Pictures and data have no words; a part that says nothing is left out. */
export function textOf(parts: readonly (Part | unknown)[]): string {
  return parts
    .flatMap((part) => {
      if (part instanceof vscode.LanguageModelTextPart) return [part.value];
      return part instanceof vscode.LanguageModelToolResultPart ? [textOf(part.content)] : [];
    })
    .join("\n");
}

const pieces = (text: string): readonly ChatPiece[] => (text === "" ? [] : [{ text }]);

/** Results of tools are messages of their own, before what is said beside them. */
export function chatMessages(
  messages: readonly vscode.LanguageModelChatRequestMessage[],
): readonly ChatMessage[] {
  return messages.flatMap(({ role, content }): readonly ChatMessage[] => {
    const results = content.filter((part) => part instanceof vscode.LanguageModelToolResultPart);
    const said = content.filter((part) => !(part instanceof vscode.LanguageModelToolResultPart));
    const text = pieces(textOf(said));
    if (role === vscode.LanguageModelChatMessageRole.Assistant) {
      const toolCalls = said
        .filter((part) => part instanceof vscode.LanguageModelToolCallPart)
        .map(({ callId, name, input }) => ({ id: callId, name, argumentsText: JSON.stringify(input) }));
      return [{ role: "assistant", pieces: text, ...(toolCalls.length > 0 ? { toolCalls } : {}) }];
    }
    const answers = results.map(
      (result): ChatMessage => ({
        role: "tool",
        callId: result.callId,
        pieces: pieces(textOf(result.content)),
      }),
    );
    return [...answers, ...(text.length > 0 ? [{ role: "user" as const, pieces: text }] : [])];
  });
}

export const chatTools = (tools: readonly vscode.LanguageModelChatTool[] = []): readonly ChatTool[] =>
  tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    parameters: { type: "object", ...inputSchema },
  }));

/** What a model wrote as arguments; an empty object where that is no JSON object. */
function argumentsOf({ argumentsText }: ChatToolCall): object {
  try {
    const value: unknown = JSON.parse(argumentsText);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

export const toolCallPart = (call: ChatToolCall): vscode.LanguageModelToolCallPart =>
  new vscode.LanguageModelToolCallPart(call.id, call.name, argumentsOf(call));

/** The last thing that a person said. */
export function lastQuestion(messages: readonly vscode.LanguageModelChatRequestMessage[]): string {
  const last = messages.findLast(({ role }) => role === vscode.LanguageModelChatMessageRole.User);
  return last ? textOf(last.content).trim() : "";
}
