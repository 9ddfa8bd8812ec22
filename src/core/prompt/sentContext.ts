/** A record of one payload that left the machine, or would have: what, to whom, and how it ended. */
import type { ContextKind } from "./contextItem.ts";

/** One part of a prompt and where it came from. Lines are 0-based and inclusive. */
export interface ContextPart {
  readonly kind:
    | "prefix"
    | "suffix"
    | "instruction"
    | "question"
    | "answer"
    | "result"
    | "image"
    | ContextKind;
  readonly path?: string;
  /** What it is called where no file names it: a library with its version, and the API. */
  readonly title?: string;
  readonly startLine?: number;
  readonly endLine?: number;
  readonly characters: number;
  /** Estimated. */
  readonly tokens?: number;
}

export interface SentContext {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** `prefetch`: for what follows a suggestion while it is shown. */
  readonly task: "inline" | "prefetch" | "test" | "embedding" | "chat" | "repair";
  readonly url: string;
  readonly model: string;
  /** Names of the headers that went along. Values are never kept. */
  readonly headerNames: readonly string[];
  /** The request body exactly as sent, JSON; of images what they are in place of their bytes. */
  readonly body: string;
  readonly parts: readonly ContextPart[];
  /** How many secrets were replaced before sending, by kind. */
  readonly redactions: Readonly<Record<string, number>>;
  /** Files that were left out, and why. */
  readonly withheld: readonly {
    readonly path: string;
    readonly reason: "ignored" | "excluded" | "secretFile";
  }[];
  /** What the endpoint was known not to do, one phrase each. */
  readonly learned?: readonly string[];
  /** How the request ended, in a sentence; undefined while it runs. */
  readonly outcome?: string;
}
