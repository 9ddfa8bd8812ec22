/**
 * The only thing a model can be asked to converse about, as `SafeRequest` is the only thing it can be asked to complete:
 * sealing withholds, strips and redacts, and nothing else makes a body.
 */
import { allCapabilities, type Capabilities, describeCapabilities, systemRole } from "./capabilities.ts";
import { findChatFrames } from "./chatTokens.ts";
import { shortPath } from "./contextItem.ts";
import type { ChatMessage, ChatPiece, ChatTool, ChatToolCall } from "./conversation.ts";
import { type FittedMessage, fitConversation } from "./fitConversation.ts";
import { stripHiddenText } from "./hiddenText.ts";
import { type ChatImage, describeImage, estimateImageTokens } from "./image.ts";
import { replaceInPieces } from "./pieces.ts";
import { routeUrl } from "./safeRequest.ts";
import { addCounts, type RedactionCounts, redactPieces, redactSecrets } from "./secrets.ts";
import type { ContextPart, SentContext } from "./sentContext.ts";
import { estimateTokens } from "./tokens.ts";
import type { PathVerdict } from "./withheld.ts";

export interface ChatDraft {
  readonly task: "chat" | "repair";
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly baseUrl: string;
  /** Where no URL is asked but the editor's own models: what the record names instead. Its request has no fields but messages and tools. */
  readonly throughHost?: string;
  readonly model: string;
  /** Names of the headers that will go along, lower case. */
  readonly headerNames: readonly string[];
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly ChatTool[];
  /** A path without a verdict is withheld. */
  readonly verdicts: ReadonlyMap<string, PathVerdict>;
  readonly maxTokens: number;
  /** Bound of all messages, estimated tokens. */
  readonly contextTokens: number;
  readonly temperature: number;
  /** What the endpoint turned out not to do. */
  readonly capabilities?: Capabilities;
}

export type ChatSealing =
  | { readonly kind: "sealed"; readonly request: SafeChat }
  /** Nothing of what the person asked about may be sent. */
  | { readonly kind: "withheld"; readonly reason: Exclude<PathVerdict, "allowed"> };

const reasons: Readonly<Record<Exclude<PathVerdict, "allowed">, string>> = {
  ignored: "it is from a file that ignore rules keep from models",
  excluded: "it is from a file that touchstone.privacy.exclude keeps from models",
  secretFile: "it is from a file for secrets, which no model is given",
};
const withheldLine = (reason: Exclude<PathVerdict, "allowed">): string => `[Withheld: ${reasons[reason]}]`;

/** A message as it is sent, with what the record says of each of its texts. */
interface CleanMessage extends FittedMessage {
  readonly calls: readonly ChatToolCall[];
  readonly parts: readonly Pick<ContextPart, "kind" | "path" | "title">[];
  /** Of each text the image behind it. */
  readonly images: readonly (ChatImage | undefined)[];
}

const tokensOfImage = (image: ChatImage | undefined): number => (image ? estimateImageTokens(image) : 0);

type VerdictOf = (piece: ChatPiece) => PathVerdict;

const partKinds = { system: "instruction", user: "question", assistant: "answer", tool: "result" } as const;

function partOf(
  { sources = [], title, image }: ChatPiece,
  role: ChatMessage["role"],
): CleanMessage["parts"][number] {
  const [first] = sources;
  if (image) return { kind: "image", title: [title ?? first?.path ?? "", describeImage(image)].join(", ") };
  const kind = role === "user" && first ? "snippet" : partKinds[role];
  if (title !== undefined) return { kind, title };
  if (sources.length > 1) return { kind, title: sources.map(({ path }) => shortPath(path)).join(", ") };
  return first ? { kind, path: first.path } : { kind };
}

/** Arguments that are no JSON object make servers fail that read them; they go as an object that holds the text. */
function tidyArguments(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return text;
  } catch {
    // Told below.
  }
  return text.trim() === "" ? "{}" : JSON.stringify({ unreadable: text });
}

class Cleaner {
  readonly #verdictOf: VerdictOf;
  redactions: RedactionCounts = {};

  constructor(verdictOf: VerdictOf) {
    this.#verdictOf = verdictOf;
  }

  message(message: ChatMessage): CleanMessage {
    const { role, pieces } = message;
    const calls =
      message.role === "assistant" ? (message.toolCalls ?? []).map((call) => this.#call(call)) : [];
    const callIds = message.role === "tool" ? [message.callId] : calls.map(({ id }) => id);
    const images = pieces.map((piece) => (this.#verdictOf(piece) === "allowed" ? piece.image : undefined));
    return {
      role,
      texts: this.#texts(pieces),
      callIds,
      extraTokens:
        calls.reduce((sum, call) => sum + estimateTokens(call.name + call.argumentsText), 0) +
        images.reduce((sum, image) => sum + tokensOfImage(image), 0),
      calls,
      parts: pieces.map((piece, at) => partOf({ ...piece, image: images[at] }, role)),
      images,
    };
  }

  /** Secrets and the signs of templates are found across the borders of pieces. */
  #texts(pieces: readonly ChatPiece[]): readonly string[] {
    const allowed = pieces.map((piece) => {
      const verdict = this.#verdictOf(piece);
      return verdict === "allowed" ? stripHiddenText(piece.text).text : withheldLine(verdict);
    });
    const { texts, counts } = redactPieces(allowed);
    this.redactions = addCounts(this.redactions, counts);
    const gaps = findChatFrames(texts.join("")).map((at) => ({ start: at, end: at, text: " " }));
    return replaceInPieces(texts, gaps);
  }

  /** What a model wrote goes back to it, cleaned like the texts it may have it from. */
  #call({ id, name, argumentsText }: ChatToolCall): ChatToolCall {
    const redacted = redactSecrets(stripHiddenText(argumentsText).text);
    this.redactions = addCounts(this.redactions, redacted.counts);
    return { id, name, argumentsText: tidyArguments(redacted.text) };
  }
}

type WirePart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "image_url"; readonly image_url: { readonly url: string } };
type WireContent = string | readonly WirePart[];
type WireMessage = Readonly<Record<string, unknown>> & {
  readonly role: string;
  readonly content: WireContent;
};

/** How an image stands in a body: as a `data:` address, or as what is recorded of it. */
type WriteImage = (image: ChatImage) => string;
const writeBytes: WriteImage = ({ mime, data }) => `data:${mime};base64,${data}`;
const writeNote: WriteImage = (image) => `data:${image.mime};base64,[left out here: ${describeImage(image)}]`;

/** One text, which every endpoint takes; parts only where there are images. */
function wireContent({ texts, images }: CleanMessage, write: WriteImage): WireContent {
  if (!images.some((image) => image !== undefined)) return texts.join("");
  const parts: WirePart[] = [];
  let text = "";
  texts.forEach((one, at) => {
    const image = images[at];
    text += one;
    if (!image) return;
    if (text !== "") parts.push({ type: "text", text });
    parts.push({ type: "image_url", image_url: { url: write(image) } });
    text = "";
  });
  return text === "" ? parts : [...parts, { type: "text", text }];
}

function joinContents(a: WireContent, b: WireContent): WireContent {
  if (typeof a === "string" && typeof b === "string") return `${a}\n\n${b}`;
  const parts = (content: WireContent): readonly WirePart[] =>
    typeof content === "string" ? [{ type: "text", text: content }] : content;
  return [...parts(a), ...parts(b)];
}

function wireMessage(message: CleanMessage, write: WriteImage): WireMessage {
  const { role, calls, callIds } = message;
  const content = wireContent(message, write);
  if (role === "tool") return { role, tool_call_id: callIds[0], content };
  if (calls.length === 0) return { role, content };
  const toolCalls = calls.map(({ id, name, argumentsText }) => ({
    id,
    type: "function",
    function: { name, arguments: argumentsText },
  }));
  return { role, content, tool_calls: toolCalls };
}

/** Templates of some models want roles by turns: what one says twice running becomes one message. */
function joinTurns(messages: readonly WireMessage[]): readonly WireMessage[] {
  const joined: WireMessage[] = [];
  for (const message of messages) {
    const last = joined.at(-1);
    const isPlain = (one: WireMessage) => one.role !== "tool" && one["tool_calls"] === undefined;
    if (last?.role === message.role && isPlain(last) && isPlain(message))
      joined[joined.length - 1] = { role: last.role, content: joinContents(last.content, message.content) };
    else joined.push(message);
  }
  return joined;
}

function bodyOf(
  draft: ChatDraft,
  messages: readonly CleanMessage[],
  capabilities: Capabilities,
  write: WriteImage,
): string {
  const refuses = (field: string): boolean => capabilities.refused.includes(field);
  const wired = messages
    .map((message) => wireMessage(message, write))
    .map((message) =>
      message.role === "system" && refuses(systemRole) ? { ...message, role: "user" } : message,
    );
  const tools = draft.tools.map(({ name, description, parameters }) => ({
    type: "function",
    function: { name, description, parameters },
  }));
  const said = { model: draft.model, messages: joinTurns(wired), ...(tools.length === 0 ? {} : { tools }) };
  if (draft.throughHost !== undefined) return JSON.stringify(said);
  const fields: Readonly<Record<string, unknown>> = {
    ...said,
    max_tokens: draft.maxTokens,
    temperature: draft.temperature,
    stream: true,
    stream_options: { include_usage: true },
  };
  const taken = Object.entries(fields).flatMap(([name, value]) => {
    if (name === "stream_options" && refuses("stream")) return [];
    if (!refuses(name)) return [[name, value]];
    return name === "max_tokens" ? [["max_completion_tokens", value]] : [];
  });
  return JSON.stringify(Object.fromEntries(taken));
}

const partsOf = (messages: readonly CleanMessage[]): readonly ContextPart[] =>
  messages.flatMap(({ texts, parts, images }) =>
    texts.map((text, at) => ({
      ...parts[at]!,
      characters: text.length,
      tokens: estimateTokens(text) + tokensOfImage(images[at]),
    })),
  );

export class SafeChat {
  /** Private, so that no other object has this type. */
  readonly #sealed = true;
  readonly url: string;
  /** JSON, sent as it is. */
  readonly body: string;
  readonly context: SentContext;

  private constructor(url: string, body: string, context: SentContext) {
    this.url = url;
    this.body = body;
    this.context = context;
  }

  /** Whether a value was made by `seal`, for callers that types do not bind. */
  static isSealed(value: unknown): value is SafeChat {
    return typeof value === "object" && value !== null && #sealed in value && value.#sealed;
  }

  /** Replaces what must not be sent, cleans the rest, fits it into the budget and writes the body. */
  static seal(draft: ChatDraft): ChatSealing {
    const { capabilities = allCapabilities } = draft;
    const judge = (path: string): PathVerdict => draft.verdicts.get(path) ?? "ignored";
    const verdictOf: VerdictOf = ({ sources = [] }) =>
      sources.map(({ path }) => judge(path)).find((verdict) => verdict !== "allowed") ?? "allowed";

    const question = draft.messages.findLast(({ role }) => role === "user");
    const about = (question?.pieces ?? []).filter(({ sources = [] }) => sources.length > 0).map(verdictOf);
    const [reason] = about;
    if (reason !== undefined && reason !== "allowed" && !about.includes("allowed"))
      return { kind: "withheld", reason };

    const cleaner = new Cleaner(verdictOf);
    const clean = draft.messages.map((message) => cleaner.message(message));
    const sent = fitConversation(clean, draft.contextTokens).map(({ message }) => message);
    const body = bodyOf(draft, sent, capabilities, writeBytes);
    const hasImages = sent.some(({ images }) => images.some((image) => image !== undefined));
    const url = draft.throughHost ?? routeUrl(draft.baseUrl, "chat/completions");
    const paths = new Set(
      draft.messages.flatMap(({ pieces }) =>
        pieces.flatMap(({ sources = [] }) => sources.map(({ path }) => path)),
      ),
    );
    const context: SentContext = {
      atMs: draft.atMs,
      task: draft.task,
      url,
      model: draft.model,
      headerNames: draft.headerNames,
      body: hasImages ? bodyOf(draft, sent, capabilities, writeNote) : body,
      parts: partsOf(sent),
      redactions: cleaner.redactions,
      ...(capabilities === allCapabilities ? {} : { learned: describeCapabilities(capabilities) }),
      withheld: [...paths].flatMap((path) => {
        const verdict = judge(path);
        return verdict === "allowed" ? [] : [{ path, reason: verdict }];
      }),
    };
    return { kind: "sealed", request: new SafeChat(url, body, context) };
  }
}
