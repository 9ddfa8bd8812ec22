/** What a repair may be: one or a few replacements in one file, and how likely they are. */
import type { OffsetRange } from "../text/textEdit.ts";

/** Replaces a span of the text as it is before any edit of the same candidate. */
export interface Replacement extends OffsetRange {
  readonly text: string;
}

/** How a candidate came about. */
export type TemplateName = keyof typeof templatePriors;

/**
 * How often a template holds the repair, relative to the most frequent one. Unitless, 0 to 1. Set by hand from the
 * shares that each won in a prototype on other bugs, then from the half of the benchmark that is for development.
 */
export const templatePriors = {
  operator: 1,
  offByOne: 0.8,
  constant: 0.9,
  swapArguments: 0.7,
  name: 0.6,
  symbol: 0.7,
  dropOperand: 0.6,
  swapOperands: 0.5,
  negate: 0.5,
  unwrap: 0.5,
  slice: 0.5,
  member: 0.5,
  predicate: 0.4,
  condition: 0.3,
  argument: 0.3,
  pattern: 0.4,
  regroup: 0.3,
  alike: 0.5,
  copyExpression: 0.3,
  arithmetic: 0.25,
  wrap: 0.25,
  collection: 0.3,
  optional: 0.4,
  fill: 0.3,
  target: 0.25,
  everySite: 0.3,
  jump: 0.3,
  returnValue: 0.3,
  deleteStatement: 0.3,
  moveStatement: 0.2,
  copyStatement: 0.12,
  insertAssignment: 0.08,
  guard: 0.06,
  presence: 0.35,
  stronger: 0.2,
  fallback: 0.2,
  qualify: 0.22,
  entry: 0.2,
  text: 0.4,
} as const;

/** A repair nobody has tried yet. */
export interface Candidate {
  /** Ascending, not overlapping, at least one. */
  readonly edits: readonly Replacement[];
  readonly template: TemplateName;
  /** Location times template times ingredient; comparable within one file. Unitless, above 0. */
  readonly score: number;
  /** 0-based line of the first edit. */
  readonly line: number;
}

/**
 * Applies replacements that all refer to the same text.
 *
 * @param edits ascending, not overlapping
 * @throws RangeError when they overlap or lie outside the text
 */
export function applyReplacements(text: string, edits: readonly Replacement[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: inserted } of edits) {
    if (start < at || end < start || end > text.length) {
      throw new RangeError(`Cannot replace ${start}..${end}: the text is used up to ${at} of ${text.length}`);
    }
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}

/** Tells the same change of one text from others, whatever template made it. */
export function editKey(edits: readonly Replacement[]): string {
  return edits.map(({ start, end, text }) => `${start}:${end}:${text}`).join("\n");
}
