/** The body of a sealed conversation as messages and tools of the editor's models: nothing else of it is sent, and nothing is added. */
import * as vscode from "vscode";

interface SealedCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

type SealedPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } };

interface SealedMessage {
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: string | readonly SealedPart[];
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
  | vscode.LanguageModelDataPart
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
  const said = contentParts(content);
  if (callId !== undefined) return [new vscode.LanguageModelToolResultPart(callId, [...said])];
  return [...said.filter((part) => !isEmpty(part)), ...calls.map(callPart)];
}

const isEmpty = (part: Part): boolean => part instanceof vscode.LanguageModelTextPart && part.value === "";

type ContentPart = vscode.LanguageModelTextPart | vscode.LanguageModelDataPart;

function contentParts(content: SealedMessage["content"]): readonly ContentPart[] {
  if (typeof content === "string") return [new vscode.LanguageModelTextPart(content)];
  return content.map((part) => {
    if (part.type === "text") return new vscode.LanguageModelTextPart(part.text);
    const [, mime = "", data = ""] = /^data:([^;]+);base64,(.*)$/.exec(part.image_url.url) ?? [];
    return vscode.LanguageModelDataPart.image(Buffer.from(data, "base64"), mime);
  });
}

/** Whether a sealed conversation holds images. */
export const hasImages = (body: string): boolean =>
  (JSON.parse(body) as SealedBody).messages.some(
    ({ content }) => typeof content !== "string" && content.some(({ type }) => type === "image_url"),
  );

/** Editors before this part was there give models no images. */
export const canGiveImages = (api: object = vscode): boolean =>
  typeof (api as { readonly LanguageModelDataPart?: { readonly image?: unknown } }).LanguageModelDataPart
    ?.image === "function";

/** Sealing has made an object of whatever a model wrote. */
const callPart = ({
  id,
  function: { name, arguments: text },
}: SealedCall): vscode.LanguageModelToolCallPart =>
  new vscode.LanguageModelToolCallPart(id, name, JSON.parse(text) as object);
