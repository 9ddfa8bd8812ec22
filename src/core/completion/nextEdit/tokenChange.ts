/** What an edit changed, in tokens of code: comments and spaces do not count. */
import type { Tokens } from "../../syntax/outline/tokens.ts";
import type { EditBurst } from "./editBurst.ts";

/** Tokens `oldFrom` to `oldTo` of the base became tokens `from` to `to`; ends are exclusive, and one side may be empty. */
export interface TokenChange {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly from: number;
  readonly to: number;
}

/** Beyond this many tokens in the changed lines nothing is compared. */
const MOST_TOKENS = 400;

/** Changes ascending by place; undefined when the edit is too large to be compared. */
export function tokenChanges(
  burst: EditBurst,
  base: Tokens,
  text: Tokens,
): readonly TokenChange[] | undefined {
  const [oldFrom, oldTo] = tokensOfLines(base, burst.start, burst.baseEnd);
  const [from, to] = tokensOfLines(text, burst.start, burst.end);
  if (oldTo - oldFrom > MOST_TOKENS || to - from > MOST_TOKENS) return undefined;
  const old = wordsOf(base, oldFrom, oldTo);
  const now = wordsOf(text, from, to);
  return diffWords(old, now).map((change) => ({
    oldFrom: change.oldFrom + oldFrom,
    oldTo: change.oldTo + oldFrom,
    from: change.from + from,
    to: change.to + from,
  }));
}

export function wordsOf(tokens: Tokens, from: number, to: number): string[] {
  const words: string[] = [];
  for (let i = from; i < to; i++) words.push(tokens.word(i));
  return words;
}

/** Tokens of all lines that a span touches. */
function tokensOfLines(tokens: Tokens, start: number, end: number): [number, number] {
  const lineStart = tokens.text.lastIndexOf("\n", start - 1) + 1;
  const next = tokens.text.indexOf("\n", end);
  return [tokenAt(tokens, lineStart), tokenAt(tokens, next < 0 ? tokens.text.length : next)];
}

/** Index of the first token that starts at an offset or after it. */
export function tokenAt(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens.start(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The fewest changes that make one list of words the other, by longest common subsequence. */
export function diffWords(old: readonly string[], now: readonly string[]): TokenChange[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const rows = old.length - head - tail;
  const columns = now.length - head - tail;
  const lengths = commonLengths(old, now, head, rows, columns);
  const changes: TokenChange[] = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    const [fromI, fromJ] = [i, j];
    while (!(i < rows && j < columns && old[head + i] === now[head + j])) {
      if (i >= rows && j >= columns) break;
      const down = i < rows ? lengths[(i + 1) * (columns + 1) + j]! : -1;
      const right = j < columns ? lengths[i * (columns + 1) + j + 1]! : -1;
      if (down >= right) i++;
      else j++;
    }
    if (i > fromI || j > fromJ)
      changes.push({ oldFrom: head + fromI, oldTo: head + i, from: head + fromJ, to: head + j });
    while (i < rows && j < columns && old[head + i] === now[head + j]) {
      i++;
      j++;
    }
  }
  return changes;
}

/** Length of the longest common subsequence of the rests from each pair of places, row by row. */
function commonLengths(
  old: readonly string[],
  now: readonly string[],
  head: number,
  rows: number,
  columns: number,
): Uint16Array {
  const lengths = new Uint16Array((rows + 1) * (columns + 1));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const at = i * (columns + 1) + j;
      lengths[at] =
        old[head + i] === now[head + j]
          ? lengths[at + columns + 2]! + 1
          : Math.max(lengths[at + columns + 1]!, lengths[at + 1]!);
    }
  }
  return lengths;
}
