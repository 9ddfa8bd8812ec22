/** A chat as it is kept and shown: questions, each with what came of it. */
import { hasFields, isFlag, isListOf, isMaybe, isOneOf, isText, isWhole } from "../text/plainData.ts";

/** A place as people read it; lines are 1-based, `line <= endLine` (inclusive). */
export interface ShownCitation {
  /** From its root, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

export interface ChatTurn {
  /** Unique within the transcript. */
  readonly id: number;
  readonly question: string;
  readonly state: "waiting" | "done" | "stopped" | "failed";
  /** What is answered so far. */
  readonly markdown: string;
  readonly citations: readonly ShownCitation[];
  /** The answer was looked for and not found. */
  readonly isRefused: boolean;
  /** What went wrong and what to do, for `failed`. */
  readonly problem?: string | undefined;
  /** From the question to the end of the answer. */
  readonly elapsedMs?: number | undefined;
}

const isCitation = hasFields<ShownCitation>({ path: isText(), line: isWhole(1), endLine: isWhole(1) });

export const isTurn = hasFields<ChatTurn>({
  id: isWhole(0),
  question: isText(),
  state: isOneOf("waiting", "done", "stopped", "failed"),
  markdown: isText(),
  citations: isListOf(isCitation),
  isRefused: isFlag,
  problem: isMaybe(isText()),
  elapsedMs: isMaybe(isWhole(0)),
});
export const isTranscript = isListOf(isTurn);

/** In the order of asking. */
export type Transcript = readonly ChatTurn[];

/** Older turns are forgotten; the editor reads what is kept at its start. */
const MOST_TURNS = 50;

/** What was kept earlier; empty when it is none of ours. What waited when the editor ended was stopped. */
export function restoreTranscript(kept: unknown): Transcript {
  if (!isTranscript(kept)) return [];
  return kept
    .slice(-MOST_TURNS)
    .map((one) => (one.state === "waiting" ? { ...one, state: "stopped" as const } : one));
}

/** @returns the transcript with one more question, which waits for its answer */
export function withQuestion(turns: Transcript, question: string): Transcript {
  const id = (turns.at(-1)?.id ?? -1) + 1;
  const asked: ChatTurn = { id, question, state: "waiting", markdown: "", citations: [], isRefused: false };
  return [...turns, asked].slice(-MOST_TURNS);
}

/** @returns the transcript with what is new of one turn; the same one when there is no such turn */
export const withChange = (
  turns: Transcript,
  id: number,
  change: Partial<Omit<ChatTurn, "id">>,
): Transcript =>
  turns.some((one) => one.id === id)
    ? turns.map((one) => (one.id === id ? { ...one, ...change } : one))
    : turns;

/** What a link in an answer leads to; only places that the turn cites, so that nothing else can be opened. */
export function citedBy({ citations }: Pick<ChatTurn, "citations">, href: string): ShownCitation | undefined {
  const [, path, line] = /^(.+)#L(\d+)(?:-L\d+)?$/.exec(href) ?? [];
  if (path === undefined) return undefined;
  const plain = safelyDecoded(path);
  return citations.find((one) => one.path === plain && one.line === Number(line));
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
