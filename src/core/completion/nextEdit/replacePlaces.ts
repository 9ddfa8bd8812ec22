/** Places of one file where the same words stand as those that were replaced, among the same others. */
import type { Tokens } from "../../syntax/outline/tokens.ts";
import type { ReplaceMeaning } from "./editMeaning.ts";

export interface ReplacePlace {
  /** Offsets of what is replaced. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** 0 <= score <= 1. */
  readonly score: number;
}

/** Words that must be the same, those replaced and those beside: after one change of the kind, and after a second. */
const ALIKE_ONCE = 5;
const ALIKE_TWICE = 3;
const ONCE = 0.55;
const TWICE = 0.75;

/** @param isRepeated the same was done before */
export function replacePlaces(tokens: Tokens, meaning: ReplaceMeaning, isRepeated: boolean): ReplacePlace[] {
  const { old, left, right, at } = meaning;
  const least = isRepeated ? ALIKE_TWICE : ALIKE_ONCE;
  const most = left.length + right.length;
  const needed = Math.max(old.some(isWord) ? 0 : 3, least - old.length);
  if (most < needed) return [];
  const places: ReplacePlace[] = [];
  for (let i = 0; i + old.length <= tokens.count; i++) {
    if (!standsAt(tokens, i, old)) continue;
    const alike = alikeBefore(tokens, i, left) + alikeAfter(tokens, i + old.length, right);
    if (alike < needed || isChanged(tokens, i, meaning, at)) continue;
    const place = spanOf(tokens, i, meaning);
    const score = (isRepeated ? TWICE : ONCE) + (alike === most ? 0.15 : 0);
    if (place) places.push({ ...place, score });
  }
  return places;
}

const isWord = (word: string): boolean => /[\p{L}\p{N}]/u.test(word);

function standsAt(tokens: Tokens, at: number, words: readonly string[]): boolean {
  return (
    words.every((word, k) => tokens.word(at + k) === word) &&
    (words.length < 2 || isOneLine(tokens, at, words))
  );
}

const isOneLine = (tokens: Tokens, at: number, words: readonly string[]): boolean =>
  tokens.line(at) === tokens.line(at + words.length - 1);

function alikeBefore(tokens: Tokens, at: number, left: readonly string[]): number {
  let alike = 0;
  while (
    alike < left.length &&
    at - 1 - alike >= 0 &&
    tokens.word(at - 1 - alike) === left[left.length - 1 - alike]
  )
    alike++;
  return alike;
}

function alikeAfter(tokens: Tokens, at: number, right: readonly string[]): number {
  let alike = 0;
  while (alike < right.length && at + alike < tokens.count && tokens.word(at + alike) === right[alike])
    alike++;
  return alike;
}

/** Whether the new words stand there already, as at the place of the edit. */
function isChanged(tokens: Tokens, i: number, { now, old }: ReplaceMeaning, at: number): boolean {
  if (i <= at && at < i + Math.max(1, now.length)) return true;
  if (now.length === 0) return false;
  const isHere = (from: number) =>
    from >= 0 && now.every((word, k) => from + k < tokens.count && tokens.word(from + k) === word);
  return isHere(i) || isHere(i - now.length + (old.length === 0 ? 0 : old.length));
}

function spanOf(
  tokens: Tokens,
  i: number,
  { old, text, right }: ReplaceMeaning,
): Omit<ReplacePlace, "score"> | undefined {
  if (old.length > 0) {
    const end = tokens.end(i + old.length - 1);
    // What is taken out goes with the space behind it.
    const gap = text === "" && tokens.text[end] === " " ? 1 : 0;
    return { start: tokens.start(i), end: end + gap, text };
  }
  if (i >= tokens.count) return undefined;
  // Put before what follows, or behind what stands before at the end of a line.
  const isBeforeNext = right.length > 0;
  const at = isBeforeNext ? tokens.start(i) : tokens.end(i - 1);
  const needsSpace = isBeforeNext && /[\w$]$/.test(text) && /^[\w$]/.test(tokens.text.slice(at, at + 1));
  return { start: at, end: at, text: needsSpace ? `${text} ` : text };
}
