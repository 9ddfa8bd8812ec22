/** The best way to lay a block's old lines over a part of a file, in order (Needleman & Wunsch 1970, ends free in the file). */
import { isBlank, loosened, similarity } from "./lineKeys.ts";
import type { Window } from "./windows.ts";

export interface Alignment {
  /** For each old line its line in the file, ascending; undefined for a kept line that the file does not have. */
  readonly at: readonly (number | undefined)[];
  /** 1 when every old line is there and nothing between them; at most 1. */
  readonly score: number;
  /** The same in lines of the block. */
  readonly value: number;
  /** Lines, empty ones aside, that are in the file as the block has them, white space aside. */
  readonly exact: number;
}

interface OldLine {
  readonly kind: string;
  readonly text: string;
}

export interface AlignOptions {
  /** An old line and a line of the file that it may not be laid on, to find another place. */
  readonly forbidden?: { readonly row: number; readonly line: number | undefined };
  /** How alike lines are, by `row * 2 ** 24 + line`; filled here, for further alignments of the same block. */
  readonly known?: Map<number, number>;
}

/** Cells beyond which no alignment is tried: a block of a thousand lines in a part of four thousand. */
const MOST_CELLS = 4_000_000;
/** What a line is worth that differs by white space: of two brackets the one with the right indentation is meant. */
const OTHER_SPACE = 0.97;
/** Kept lines less alike are not the same line. */
const LEAST_LIKENESS = 0.6;
/** Lines may differ in length by white space besides. */
const SPACE_SHARE = 0.7;
/** What a line of the file between two of the block costs, in lines of the block; an empty one costs little. */
const GAP_COST = 0.25;
const BLANK_GAP_COST = 0.02;
const never = Number.NEGATIVE_INFINITY;

/**
 * @returns undefined when a removed line is not there
 */
export function align(
  file: readonly string[],
  old: readonly OldLine[],
  { start, end }: Window,
  { forbidden, known = new Map() }: AlignOptions = {},
): Alignment | undefined {
  const width = end - start;
  const height = old.length;
  if (width <= 0 || height === 0 || (width + 1) * (height + 1) > MOST_CELLS) return undefined;
  const weights = old.map(({ text }) => (isBlank(text) ? 0.1 : 1));
  const fileKeys = file.slice(start, end).map(loosened);
  const best = new Float64Array((width + 1) * (height + 1));
  // How the best value was reached: 1 laid on the file's line, 2 line of the block skipped, 3 line of the file passed over.
  const step = new Uint8Array(best.length);
  for (let row = 1; row <= height; row++) {
    const { kind, text } = old[row - 1]!;
    const weight = weights[row - 1]!;
    const key = loosened(text);
    for (let column = 0; column <= width; column++) {
      const cell = row * (width + 1) + column;
      const skipped = kind === "remove" && weight === 1 ? never : best[cell - width - 1]! - weight * 0.5;
      let value = skipped;
      step[cell] = 2;
      const isForbidden = forbidden?.row === row - 1 && forbidden.line === start + column - 1;
      if (column > 0 && !isForbidden) {
        const alike =
          key === fileKeys[column - 1]
            ? text === file[start + column - 1]
              ? 1
              : OTHER_SPACE
            : kind === "remove"
              ? 0
              : remembered(known, (row - 1) * 2 ** 24 + start + column - 1, () =>
                  likeness(text, file[start + column - 1]!),
                );
        const laid = alike > 0 ? best[cell - width - 2]! + weight * alike : never;
        if (laid > value) {
          value = laid;
          step[cell] = 1;
        }
      }
      if (column > 0 && row < height) {
        const passed = best[cell - 1]! - (fileKeys[column - 1] === "" ? BLANK_GAP_COST : GAP_COST);
        if (passed > value) {
          value = passed;
          step[cell] = 3;
        }
      }
      best[cell] = value;
    }
  }
  const found = traceBack(best, step, { width, height, start }, weights);
  if (!found) return undefined;
  const isExact = (line: number | undefined, row: number): boolean =>
    line !== undefined && weights[row] === 1 && loosened(old[row]!.text) === fileKeys[line - start];
  return { ...found, exact: found.at.filter(isExact).length };
}

function remembered(known: Map<number, number>, key: number, make: () => number): number {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

function likeness(left: string, right: string): number {
  if (isBlank(left) || isBlank(right)) return 0;
  // So unlike in length that their pairs of characters cannot be alike enough.
  const [shorter, longer] = [left.trim().length, right.trim().length].sort((a, b) => a - b) as [
    number,
    number,
  ];
  if (2 * (shorter - 1) < LEAST_LIKENESS * (shorter + longer - 2) * SPACE_SHARE) return 0;
  const value = similarity(left, right);
  return value >= LEAST_LIKENESS ? value : 0;
}

function traceBack(
  best: Float64Array,
  step: Uint8Array,
  { width, height, start }: { readonly width: number; readonly height: number; readonly start: number },
  weights: readonly number[],
): Omit<Alignment, "exact"> | undefined {
  let column = 0;
  const lastRow = height * (width + 1);
  for (let at = 1; at <= width; at++) if (best[lastRow + at]! > best[lastRow + column]!) column = at;
  const value = best[lastRow + column]!;
  if (value === never) return undefined;
  const at: (number | undefined)[] = weights.map(() => undefined);
  for (let row = height; row > 0; ) {
    const how = step[row * (width + 1) + column];
    if (how === 1) at[row - 1] = start + column - 1;
    if (how !== 3) row--;
    if (how !== 2) column--;
  }
  if (at.every((line) => line === undefined)) return undefined;
  return { at, value, score: value / weights.reduce((sum, weight) => sum + weight, 0) };
}
