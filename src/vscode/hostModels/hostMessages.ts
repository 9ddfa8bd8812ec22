/** The body of a sealed conversation as messages and tools of the editor's models: nothing else of it is sent, and nothing is added. */
import * as vscode from "vscode";

interface SealedCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

interface SealedMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string;
  readonly tool_calls?: readonly SealedCall[];
  readonly tool_call_id?: string;
}

interface SealedBody {
  readonly messages: readonly SealedMessage[];
  readonly tools?: readonly {
    readonly function: {
      readonly name: string;
      readonly description: string;
      readonly parameters: object;
    };
  }[];
}

type Part =
  | vscode.LanguageModelTextPart
  | vscode.LanguageModelToolCallPart
  | vscode.LanguageModelToolResultPart;

const { User, Assistant } = vscode.LanguageModelChatMessageRole;

/**
 * The editor's models know no instructions apart from what a person says, and take the results of one round in one message.
 *
 * @param body JSON, as `SafeChat` writes it
 */
export function hostMessages(body: string): readonly vscode.LanguageModelChatMessage[] {
  const { messages } = JSON.parse(body) as SealedBody;
  const made: { readonly from: SealedMessage["role"]; readonly parts: Part[] }[] = [];
  for (const message of messages) {
    const last = made.at(-1);
    if (last?.from === "tool" && message.role === "tool") last.parts.push(...partsOf(message));
    else made.push({ from: message.role, parts: [...partsOf(message)] });
  }
  return made
    .filter(({ parts }) => parts.length > 0)
    .map(
      ({ from, parts }) =>
        new vscode.LanguageModelChatMessage(from === "assistant" ? Assistant : User, parts),
    );
}

export const hostTools = (body: string): readonly vscode.LanguageModelChatTool[] =>
  ((JSON.parse(body) as SealedBody).tools ?? []).map(({ function: { name, description, parameters } }) => ({
    name,
    description,
    inputSchema: parameters,
  }));

function partsOf({ content, tool_calls: calls = [], tool_call_id: callId }: SealedMessage): readonly Part[] {
  const text = new vscode.LanguageModelTextPart(content);
  if (callId !== undefined) return [new vscode.LanguageModelToolResultPart(callId, [text])];
  return [...(content === "" ? [] : [text]), ...calls.map(callPart)];
}

/** Sealing has made an object of whatever a model wrote. */
const callPart = ({
  id,
  function: { name, arguments: text },
}: SealedCall): vscode.LanguageModelToolCallPart =>
  new vscode.LanguageModelToolCallPart(id, name, JSON.parse(text) as object);
