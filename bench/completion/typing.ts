/**
 * Somebody types a line and takes each suggestion that is right: one request at every token boundary that is passed, the
 * line's end among them. Of a line's text only what is right is ever taken.
 */
import { RejectMemory } from "../../src/core/completion/rejectMemory.ts";
import { isWorthShowing } from "../../src/core/completion/showing.ts";
import { firstToken } from "./measures.ts";
import type { TypingStep, TypingTrace } from "./typingTrace.ts";

export type Draft = TypingStep["drafts"][number];

export interface TypingOptions {
  /** Whether the right words at the start of a suggestion may be taken alone. */
  readonly words: boolean;
  /** Whether what was typed past on the line raises the bar. */
  readonly memory: boolean;
  /** The least confidence that is set. */
  readonly minimum: number;
}

export interface TypingCounts {
  readonly lines: number;
  readonly linesHelped: number;
  readonly characters: number;
  readonly saved: number;
  readonly requests: number;
  /** Requests at which something is shown. */
  readonly shown: number;
  /** Suggestions shown: one that stays while it is typed along is one. */
  readonly events: number;
  readonly right: number;
}

/** Decides what is shown at a step. */
export type Choose = (step: TypingStep, rejections: number) => Draft | undefined;

function chooseBy(minimum: number): Choose {
  return ({ drafts }, rejections) =>
    drafts.find((draft) => isWorthShowing({ ...draft, engine: "builtin" }, minimum, rejections));
}

export function simulate(
  traces: readonly TypingTrace[],
  { words, memory, minimum }: TypingOptions,
  choose: Choose = chooseBy(minimum),
): TypingCounts {
  const counts = {
    lines: 0,
    linesHelped: 0,
    characters: 0,
    saved: 0,
    requests: 0,
    shown: 0,
    events: 0,
    right: 0,
  };
  for (const trace of traces) {
    const before = counts.saved;
    typeLine(trace, words, memory, choose, counts);
    counts.lines++;
    counts.characters += trace.text.length;
    if (counts.saved > before) counts.linesHelped++;
  }
  return counts;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function typeLine(
  { text, steps }: TypingTrace,
  words: boolean,
  memory: boolean,
  choose: Choose,
  counts: Mutable<TypingCounts>,
): void {
  const rejections = new RejectMemory();
  let column = 0;
  /** What is on the screen, from the cursor on. */
  let ghost = "";
  for (const step of steps) {
    if (step.column < column) continue;
    // What was typed since the last request.
    const typed = text.slice(column, step.column);
    if (ghost.startsWith(typed)) ghost = ghost.slice(typed.length);
    else {
      if (ghost !== "" && memory) rejections.rejected("", column);
      ghost = "";
    }
    column = step.column;
    counts.requests++;
    const draft = choose(step, rejections.count("", 0, column));
    const stays = draft !== undefined && draft.text === ghost;
    ghost = draft?.text ?? "";
    if (draft === undefined) continue;
    counts.shown++;
    if (!stays) counts.events++;
    const taken = takenLength(draft, text.slice(column), words);
    if (taken === 0) continue;
    counts.right++;
    counts.saved += taken;
    column += taken;
    rejections.accepted("");
    ghost = draft.text.slice(taken);
  }
}

/** How many characters of a suggestion are taken: all of it, its right words, or none. */
function takenLength({ text, isWord }: Draft, rest: string, words: boolean): number {
  const isWhole = isWord
    ? rest.startsWith(text) && !continuesWord(rest, text.length)
    : text.trimEnd() === rest;
  if (isWhole) return text.length;
  if (!words) return 0;
  let shared = 0;
  while (shared < text.length && text[shared] === rest[shared]) shared++;
  while (shared > 0 && (continuesWord(rest, shared) || continuesWord(text, shared))) shared--;
  const taken = rest.slice(0, shared).trimEnd();
  return /[\p{L}\p{N}_$]/u.test(firstToken(taken)) || taken.length > 1 ? taken.length : 0;
}

/** Whether a cut at this place would part a word. */
function continuesWord(text: string, at: number): boolean {
  return /[\p{L}\p{N}_$]{2}/u.test(text.slice(at - 1, at + 1));
}
