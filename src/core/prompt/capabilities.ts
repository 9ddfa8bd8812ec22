/** What an endpoint turned out not to do, learned from its answers, so that no request fails twice for the same reason. */

export interface Capabilities {
  /** Fields of a body that it refuses. Ascending. */
  readonly refused: readonly string[];
  /** It answers at once as a whole, though a stream was asked for. */
  readonly ignoresStream: boolean;
}

export const allCapabilities: Capabilities = { refused: [], ignoresStream: false };

/** Fields without which a request still makes sense; without `suffix` it is a plain continuation. */
const optional = [
  "suffix",
  "stop",
  "temperature",
  "stream",
  "stream_options",
  "cache_prompt",
  "max_tokens",
] as const;
/** Left out together where a server says that a field is wrong, but not which. */
const oftenRefused = ["stop", "temperature", "stream_options"] as const;
/** Statuses that mean the request itself: bad request, unprocessable content. */
const aboutRequest: ReadonlySet<number> = new Set([400, 422]);

/** Is no field: messages of the role `system`, which templates of some models do not know. */
export const systemRole = "system role";
/**
 * Servers refuse tools with many a status and many a word: Ollama "does not support tools" (400), llama.cpp "tools param
 * requires --jinja flag" (500), vLLM "auto tool choice requires --enable-auto-tool-choice" (400), OpenRouter "No endpoints
 * found that support tool use" (404).
 */
const refusesTools =
  /\b(?:not support|unsupported|requires?|unknown|unrecognized|unexpected|no endpoints|not (?:available|allowed|permitted|implemented|enabled))\b.{0,80}\b(?:tools?|functions?)\b|\b(?:tools?|functions?)\b.{0,80}\b(?:not support|unsupported|requires?|not (?:available|allowed|permitted|implemented|enabled))/is;
const refusesSystem =
  /\bsystem (?:role|messages?)\b.{0,40}\bnot\b|\bnot support.{0,40}\bsystem (?:role|messages?)\b/is;

/** Is no field: images in messages, which models that read text alone do not take. */
export const imageParts = "images";
/**
 * OpenAI "image_url is only supported by certain models", llama.cpp "image input is not supported - hint: ... mmproj" (500), vLLM "is not a
 * multimodal model" and "At most 0 image(s) may be provided", OpenRouter "No endpoints found that support image input" (404), DeepSeek "unknown
 * variant `image_url`, expected `text`", Groq "messages[0].content must be a string", LM Studio "Model does not support images".
 */
const refusesImages =
  /\b(?:not support|unsupported|no endpoints|not (?:available|allowed|permitted|implemented|enabled)|cannot (?:read|process|handle|accept)|only accepts? text)\b.{0,80}\b(?:images?|image_url|vision|multi-?modal)\b|\b(?:images?|image_url|vision|multi-?modal)\b.{0,80}\b(?:not (?:be )?support|unsupported|only supported|not (?:available|allowed|permitted|implemented|enabled))|unknown variant\W+image_url|\bnot a (?:multi-?modal|vision)\b|\bat most 0 images?\b|\bcontent\b.{0,40}\b(?:must|should) be a string\b|\bmmproj\b/is;
/** What is wrong is this image, and another may be taken. */
const refusesThisImage =
  /\b(?:image|media|mime) ?(?:type|format|size)s?\b|\bformats?:|\bfollowing (?:formats|types)\b|\bunsupported image\b(?! inputs?\b)|\btoo (?:large|big|small|many)\b|\bcorrupt|\bdecod/i;

/** Whether what was said refuses images as such. */
export const isImageRefusal = ({ message, status }: Refusal): boolean =>
  status !== undefined && refusesImages.test(message) && !refusesThisImage.test(message);

/** Names of the fields of a body, and of what it holds that is refused apart. */
export function fieldsOfBody(body: string): readonly string[] {
  const parsed = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const fields = Object.keys(parsed);
  return body.includes('"image_url"') && hasImageParts(parsed["messages"]) ? [...fields, imageParts] : fields;
}

const hasImageParts = (messages: unknown): boolean =>
  Array.isArray(messages) &&
  messages.some(
    ({ content }: { readonly content?: unknown }) =>
      Array.isArray(content) && content.some(({ type }: { readonly type?: unknown }) => type === "image_url"),
  );

/** As far as a fault tells. */
export interface Refusal {
  readonly kind: string;
  /** With what the server said. */
  readonly message: string;
  readonly status?: number;
}

/**
 * @param sent names of the fields of the body, by `fieldsOfBody`
 * @returns more than before, or undefined when the refusal teaches nothing
 */
export function learnRefusal(
  known: Capabilities,
  refusal: Refusal,
  sent: readonly string[],
): Capabilities | undefined {
  const { kind, message, status } = refusal;
  const isNew = (field: string): boolean => !known.refused.includes(field);
  const alsoRefuses = (field: string): Capabilities => ({
    ...known,
    refused: [...known.refused, field].sort(),
  });
  if (sent.includes("tools") && isNew("tools") && status !== undefined && refusesTools.test(message))
    return alsoRefuses("tools");
  if (sent.includes(imageParts) && isNew(imageParts) && isImageRefusal(refusal))
    return alsoRefuses(imageParts);
  if (sent.includes("messages") && isNew(systemRole) && status !== undefined && refusesSystem.test(message))
    return alsoRefuses(systemRole);
  if (kind !== "rejected" || status === undefined || !aboutRequest.has(status)) return undefined;
  const left = optional.filter((field) => sent.includes(field) && isNew(field));
  const named = left.filter((field) => new RegExp(`\\b${field}\\b`).test(message));
  const blamed =
    named.length > 0 ? named : status === 422 ? left.filter((field) => isOftenRefused(field)) : [];
  if (blamed.length === 0) return undefined;
  return { ...known, refused: [...known.refused, ...blamed].sort() };
}

const isOftenRefused = (field: string): boolean => (oftenRefused as readonly string[]).includes(field);

export const learnWholeAnswer = (known: Capabilities): Capabilities => ({ ...known, ignoresStream: true });

/** One line each for a person; none when the endpoint does all. */
export function describeCapabilities({ refused, ignoresStream }: Capabilities): readonly string[] {
  return [
    ...(refused.length === 0 ? [] : [`refuses ${refused.join(", ")}`]),
    ...(ignoresStream ? ["answers as a whole, not as a stream"] : []),
  ];
}

/** A value that was kept, or all capabilities when it is none. */
export function parseCapabilities(value: unknown): Capabilities {
  const { refused, ignoresStream } = (value ?? {}) as Partial<Record<keyof Capabilities, unknown>>;
  return {
    refused: Array.isArray(refused) ? refused.filter((name) => typeof name === "string") : [],
    ignoresStream: ignoresStream === true,
  };
}
