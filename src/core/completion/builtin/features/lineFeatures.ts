/** The form of the line that a candidate makes: its length, brackets, end, and whether it stands nearby already. */
import { endsLine, indentChange } from "../../../syntax/tokens/newline.ts";
import { Kind } from "../../../syntax/tokens/vocabulary.ts";
import { lineEnd } from "../lineCompare.ts";
import type { View } from "../view.ts";
import type { FeatureGroup } from "./scene.ts";

/** Lines before and after the cursor's among which an equal one is looked for. */
const BESIDE = 60;

const names = [
  "tokens",
  "chars",
  "opened",
  "closed",
  "depth",
  "lastKind",
  "equalAbove",
  "equalBelow",
  "startsWithSpace",
  "likeAbove",
  "likeBelow",
  "indentBelow",
] as const;

export const lineFeatures: FeatureGroup<(typeof names)[number]> = {
  names,
  of({ view, candidates }) {
    const { current } = view;
    const typedDepth = bracketsOf(current.before).reduce((depth, one) => depth + one, 0);
    const equal = equalLines(view);
    const like = likeness(view);
    const indentBelow = current.hasNext ? indentChange(current.file.tokens[current.cursor]! >> 1) : 9;
    return (index) => {
      const { text, tokens } = candidates[index]!;
      const { opened, closed } = openAndClosed(text);
      const [above, below] = equal(tokens);
      return {
        tokens: tokens.length,
        chars: Math.min(120, text.length),
        opened,
        closed,
        depth: typedDepth + opened - closed,
        lastKind: endOf(text),
        equalAbove: above,
        equalBelow: below,
        startsWithSpace: text.startsWith(" ") ? 1 : 0,
        likeAbove: like(tokens, -1),
        likeBelow: like(tokens, 1),
        indentBelow,
      };
    };
  },
};

/** 1 for each opening bracket, -1 for each closing one, in order. */
function bracketsOf(text: string): number[] {
  const steps: number[] = [];
  for (const char of text) {
    if ("([{".includes(char)) steps.push(1);
    else if (")]}".includes(char)) steps.push(-1);
  }
  return steps;
}

/** Brackets that a text opens and leaves open, and that it closes without having opened them. */
function openAndClosed(text: string): { readonly opened: number; readonly closed: number } {
  let opened = 0;
  let closed = 0;
  for (const step of bracketsOf(text)) {
    if (step > 0) opened++;
    else if (opened > 0) opened--;
    else closed++;
  }
  return { opened, closed };
}

const ENDS = ["", ";", "{", "}", ":", ",", "(", ")", "[", "]", "=", ">", '"', "'", "."];

/** The last character, as a number: its place among common ones, else whether a word character. */
function endOf(text: string): number {
  const last = text[text.length - 1] ?? "";
  const known = ENDS.indexOf(last);
  return known >= 0 ? known : /[\p{L}\p{N}_$]/u.test(last) ? ENDS.length : ENDS.length + 1;
}

/**
 * How alike the cursor's line would be to the one above (-1) or below (1): tokens that agree from the start and from the end,
 * as a share of the longer line's; 0..1.
 */
function likeness({ current }: View): (tokens: readonly number[], step: number) => number {
  const { file, line, cursor, typed } = current;
  const typedIds = [...file.tokens.subarray(cursor - typed, cursor)].map((token) => token >> 1);
  return (tokens, step) => {
    const other = line + step;
    if (other < 0 || other >= file.shapes.length) return 0;
    const ids = [...typedIds, ...tokens.map((token) => token >> 1)];
    const [start, end] = [file.lineStarts[other]!, lineEnd(file, other)];
    const most = Math.min(ids.length, end - start);
    let first = 0;
    while (first < most && file.tokens[start + first]! >> 1 === ids[first]) first++;
    let last = 0;
    while (last < most - first && file.tokens[end - 1 - last]! >> 1 === ids[ids.length - 1 - last]) last++;
    return (first + last) / Math.max(1, ids.length, end - start);
  };
}

/**
 * Nearness of the nearest line above, and below, that the cursor's line would equal with the candidate's tokens: 1 for
 * the next one, 0.5 for the second, 0 for none.
 */
function equalLines({ current, vocabulary }: View): (tokens: readonly number[]) => readonly [number, number] {
  const { file, line, cursor, typed } = current;
  const typedIds = [...file.tokens.subarray(cursor - typed, cursor)].map((token) => token >> 1);
  const isTelling = (ids: readonly number[]) => ids.some((id) => vocabulary.kind(id) === Kind.word);
  return (tokens) => {
    const ids = [...typedIds, ...tokens.map((token) => token >> 1)];
    if (!isTelling(ids)) return [0, 0];
    const nearest = (step: number) => {
      for (let away = 1; away <= BESIDE; away++) {
        const other = line + step * away;
        if (other < 0 || other >= file.shapes.length) return 0;
        if (isLine(other, ids)) return 1 / away;
      }
      return 0;
    };
    return [nearest(-1), nearest(1)];
  };

  function isLine(other: number, ids: readonly number[]): boolean {
    const start = file.lineStarts[other]!;
    if (lineEnd(file, other) - start !== ids.length) return false;
    for (let i = 0; i < ids.length; i++) {
      const id = file.tokens[start + i]! >> 1;
      if (endsLine(id) || id !== ids[i]) return false;
    }
    return true;
  }
}
