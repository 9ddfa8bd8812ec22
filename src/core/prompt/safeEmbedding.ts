/**
 * The only thing a model can be asked to embed, as `SafeRequest` is the only thing it can be asked to complete: sealing
 * withholds, strips and redacts.
 */
import { stripHiddenText } from "./hiddenText.ts";
import { routeUrl } from "./safeRequest.ts";
import { addCounts, type RedactionCounts, redactSecrets } from "./secrets.ts";
import type { SentContext } from "./sentContext.ts";
import { keepFirstTokens } from "./tokens.ts";
import type { PathVerdict } from "./withheld.ts";

export interface EmbeddingText {
  /** Undefined for what a person typed. */
  readonly path: string | undefined;
  /** 0-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

export interface EmbeddingDraft {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly baseUrl: string;
  readonly model: string;
  /** Names of the headers that will go along, lower case. */
  readonly headerNames: readonly string[];
  readonly texts: readonly EmbeddingText[];
  /** A path without a verdict is withheld. */
  readonly verdicts: ReadonlyMap<string, PathVerdict>;
}

/** More than small embedding models read. Tokens, estimated. */
const LONGEST_TEXT = 480;

export class SafeEmbedding {
  /** Private, so that no other object has this type. */
  readonly #sealed = true;
  readonly url: string;
  /** JSON, sent as it is. */
  readonly body: string;
  readonly context: SentContext;
  /** Numbers of the texts that are in it, in the order of the vectors that come back. */
  readonly sent: readonly number[];

  private constructor(url: string, body: string, context: SentContext, sent: readonly number[]) {
    this.url = url;
    this.body = body;
    this.context = context;
    this.sent = sent;
  }

  /** Whether a value was made by `seal`, for callers that types do not bind. */
  static isSealed(value: unknown): value is SafeEmbedding {
    return typeof value === "object" && value !== null && #sealed in value && value.#sealed;
  }

  /** Leaves out what must not be sent and cleans the rest; undefined when nothing remains. */
  static seal({ texts, verdicts, ...draft }: EmbeddingDraft): SafeEmbedding | undefined {
    const verdictOf = ({ path }: EmbeddingText): PathVerdict =>
      path === undefined ? "allowed" : (verdicts.get(path) ?? "ignored");
    let redactions: RedactionCounts = {};
    const clean = (text: string): string => {
      const redacted = redactSecrets(stripHiddenText(text).text);
      redactions = addCounts(redactions, redacted.counts);
      return keepFirstTokens(redacted.text, LONGEST_TEXT);
    };
    const sent = texts.flatMap((text, i) => (verdictOf(text) === "allowed" && text.text.trim() ? [i] : []));
    if (sent.length === 0) return undefined;
    const input = sent.map((i) => clean(texts[i]!.text));
    const url = routeUrl(draft.baseUrl, "embeddings");
    const body = JSON.stringify({ model: draft.model, input, encoding_format: "float" });
    const context: SentContext = {
      atMs: draft.atMs,
      task: "embedding",
      url,
      model: draft.model,
      headerNames: draft.headerNames,
      body,
      parts: sent.map((i, at) => {
        const { path, startLine, endLine } = texts[i]!;
        const place = path === undefined ? {} : { path, startLine, endLine };
        return { kind: "snippet" as const, ...place, characters: input[at]!.length };
      }),
      redactions,
      withheld: texts.flatMap((text) => {
        const reason = verdictOf(text);
        return reason === "allowed" || text.path === undefined ? [] : [{ path: text.path, reason }];
      }),
    };
    return new SafeEmbedding(url, body, context, sent);
  }
}
