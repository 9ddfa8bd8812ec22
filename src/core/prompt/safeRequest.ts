/**
 * The only thing a model can be asked with. A `SafeRequest` is made by `SafeRequest.seal` and by nothing else, and
 * sealing withholds, strips and redacts: what cannot be sealed cannot be sent.
 */
import { allCapabilities, type Capabilities, describeCapabilities } from "./capabilities.ts";
import { type ContextItem, shortPath, sourcesOf, titleOf } from "./contextItem.ts";
import {
  escapeControlTokens,
  type FimFormat,
  type FimFormatName,
  type FimRoute,
  fimFormats,
  type PromptTexts,
} from "./fimFormats.ts";
import { stripHiddenText } from "./hiddenText.ts";
import { formatOverheadTokens, type PromptPieces, packPrompt } from "./packPrompt.ts";
import { addCounts, type RedactionCounts, redactAround, redactSecrets } from "./secrets.ts";
import type { ContextPart, SentContext } from "./sentContext.ts";
import { estimateTokens } from "./tokens.ts";
import type { PathVerdict } from "./withheld.ts";

export interface PromptDraft {
  readonly task: SentContext["task"];
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly baseUrl: string;
  readonly model: string;
  /** Names of the headers that will go along, lower case. */
  readonly headerNames: readonly string[];
  readonly format: FimFormatName;
  readonly languageId: string;
  /** Where prefix and suffix come from; undefined for text that no file holds. */
  readonly path: string | undefined;
  readonly prefix: string;
  readonly suffix: string;
  /** Best first within each kind. */
  readonly context: readonly ContextItem[];
  /** A path without a verdict is withheld. */
  readonly verdicts: ReadonlyMap<string, PathVerdict>;
  readonly maxTokens: number;
  /** Bound of the whole prompt, estimated tokens. */
  readonly contextTokens: number;
  /** What the endpoint turned out not to do. */
  readonly capabilities?: Capabilities;
}

export type Sealing =
  | { readonly kind: "sealed"; readonly request: SafeRequest }
  | { readonly kind: "withheld"; readonly reason: Exclude<PathVerdict, "allowed"> };

/** Code with more than this for a token is all blanks, and is no loss. UTF-16 units. */
const charactersPerToken = 5;
/** Text this far outside the budget is read too, so that a secret at the border is seen whole. UTF-16 units. */
const marginCharacters = 16_384;

/** The address of a route below a base URL; a query of the base stays at the end. */
export function routeUrl(baseUrl: string, route: string): string {
  const [base = "", query] = baseUrl.trim().split(/\?(.*)/s);
  return `${base.replace(/\/+$/, "")}/${route}${query === undefined || query === "" ? "" : `?${query}`}`;
}

/** The server's root has routes of its own beside those that are OpenAI's. */
const belowRoot: ReadonlySet<FimRoute> = new Set<FimRoute>(["infill"]);
const versionPath = /\/v\d+\/?(?=$|\?)/;

const urlOf = (baseUrl: string, route: FimRoute): string =>
  routeUrl(belowRoot.has(route) ? baseUrl.trim().replace(versionPath, "") : baseUrl, route);

interface CleanPieces {
  readonly pieces: PromptPieces;
  readonly counts: RedactionCounts;
}

function cleanPieces(draft: PromptDraft, context: readonly ContextItem[], format: FimFormat): CleanPieces {
  const reach = draft.contextTokens * charactersPerToken + marginCharacters;
  const around = redactAround(
    stripHiddenText(draft.prefix.slice(-reach)).text,
    stripHiddenText(draft.suffix.slice(0, reach)).text,
  );
  let counts = around.counts;
  const cleanContext = context.map((item) => {
    const redacted = redactSecrets(stripHiddenText(item.text).text);
    counts = addCounts(counts, redacted.counts);
    return { ...item, text: escapeControlTokens(redacted.text, format) };
  });
  const pieces = {
    prefix: escapeControlTokens(around.prefix, format),
    suffix: escapeControlTokens(around.suffix, format),
    context: cleanContext,
  };
  return { pieces, counts };
}

/** Names of files are text of the repository too: one line, and cleaned like it. */
function cleanTitle(title: string, format: FimFormat): string {
  const visible = stripHiddenText(title.replace(/[\p{Cc}\u2028\u2029]/gu, " ")).text;
  return escapeControlTokens(redactSecrets(visible).text, format);
}

const textsOf = (packed: PromptPieces, draft: PromptDraft, format: FimFormat): PromptTexts => ({
  prefix: packed.prefix,
  suffix: packed.suffix,
  files: packed.context.map((item) => ({ title: cleanTitle(titleOf(item), format), text: item.text })),
  title: draft.path === undefined ? "current" : cleanTitle(shortPath(draft.path), format),
  languageId: draft.languageId,
});

const sizeOf = (text: string) => ({ characters: text.length, tokens: estimateTokens(text) });

function partsOf(packed: PromptPieces, draft: PromptDraft, format: FimFormat): readonly ContextPart[] {
  const path = draft.path === undefined ? {} : { path: draft.path };
  const cursorLine = draft.prefix.split("\n").length - 1;
  const linesOf = (text: string): number => text.split("\n").length - 1;
  return [
    ...(format.route === "chat/completions" ? [{ kind: "instruction" as const, characters: 0 }] : []),
    ...packed.context.map(({ kind, path: from, title, startLine, endLine, text }) => ({
      kind,
      ...(from === undefined ? (title === undefined ? {} : { title }) : { path: from }),
      ...(startLine === undefined ? {} : { startLine, endLine: endLine ?? startLine }),
      ...sizeOf(text),
    })),
    {
      kind: "prefix",
      ...path,
      startLine: Math.max(0, cursorLine - linesOf(packed.prefix)),
      endLine: cursorLine,
      ...sizeOf(packed.prefix),
    },
    {
      kind: "suffix",
      ...path,
      startLine: cursorLine,
      endLine: cursorLine + linesOf(packed.suffix),
      ...sizeOf(packed.suffix),
    },
  ];
}

/** Each file once, though several pieces of it were kept back. */
function withheldOf(
  context: readonly ContextItem[],
  verdictOf: (path: string) => PathVerdict,
): SentContext["withheld"] {
  const paths = new Set(context.flatMap((item) => sourcesOf(item).map(({ path }) => path)));
  return [...paths].flatMap((path) => {
    const reason = verdictOf(path);
    return reason === "allowed" ? [] : [{ path, reason }];
  });
}

export class SafeRequest {
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
  static isSealed(value: unknown): value is SafeRequest {
    return typeof value === "object" && value !== null && #sealed in value && value.#sealed;
  }

  /** Leaves out what must not be sent, cleans the rest, fits it into the budget and writes the body. */
  static seal(draft: PromptDraft): Sealing {
    const verdictOf = (path: string): PathVerdict => draft.verdicts.get(path) ?? "ignored";
    const own = draft.path === undefined ? "allowed" : verdictOf(draft.path);
    if (own !== "allowed") return { kind: "withheld", reason: own };

    const format = fimFormats[draft.format];
    const allowed = draft.context.filter((item) =>
      sourcesOf(item).every(({ path }) => verdictOf(path) === "allowed"),
    );
    const { pieces, counts } = cleanPieces(draft, allowed, format);
    const packed = packPrompt(pieces, Math.max(64, draft.contextTokens - formatOverheadTokens));
    const fields: Readonly<Record<string, unknown>> = {
      model: draft.model,
      ...format.promptFields(textsOf(packed, draft, format)),
      [format.limit]: draft.maxTokens,
      temperature: 0,
      stream: true,
      ...(format.stop.length === 0 ? {} : { stop: format.stop }),
    };
    const { capabilities = allCapabilities } = draft;
    const taken = Object.entries(fields).flatMap(([name, value]) => {
      if (!capabilities.refused.includes(name)) return [[name, value]];
      return name === "max_tokens" ? [["max_completion_tokens", value]] : [];
    });
    const body = JSON.stringify(Object.fromEntries(taken));
    const url = urlOf(draft.baseUrl, format.route);
    const context: SentContext = {
      atMs: draft.atMs,
      task: draft.task,
      url,
      model: draft.model,
      headerNames: draft.headerNames,
      body,
      parts: partsOf(packed, draft, format),
      redactions: counts,
      ...(capabilities === allCapabilities ? {} : { learned: describeCapabilities(capabilities) }),
      withheld: withheldOf(draft.context, verdictOf),
    };
    return { kind: "sealed", request: new SafeRequest(url, body, context) };
  }
}
