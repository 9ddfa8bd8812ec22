/** Markers such as `// ... existing code ...`, by which a model leaves out what it does not want to repeat. */

/** A comment's text, without the signs around it; undefined for a line that is no comment. */
function commentText(line: string): string | undefined {
  const match = /^(?:\/\/+|#+|--+|;+|%+|\/\*+|\{\/\*+|<!--+|\(\*+|\*|"{3}|'{3})(.*)$/s.exec(line);
  if (!match) return undefined;
  return match[1]!.replace(/(?:\*+\/\}?|--+>|\*+\)|"{3}|'{3})\s*$/, "").trim();
}

const dots = /\.{3,}|\u2026/;
const onlyDots = /^[\s[\](){}<>]*(?:(?:\.{3,}|\u2026)[\s[\](){}<>]*)+$/;
const leavesOut =
  /\b(?:existing|rest|remaining|remainder|unchanged|same|other|others|previous|omitted|elided|snip|snipped|skipped|truncated|as before|as is|keep|kept|original)\b/i;
const plainly =
  /^\(?(?:the |all )?(?:(?:rest|remainder) of (?:the |this |your )?[\w ]{2,30}|(?:existing|remaining|other|previous|unchanged|original) (?:\w+ )?(?:code|methods?|functions?|imports?|lines?|content|implementation|class|file|tests?|fields?|properties|logic|body))(?: (?:stays?|remains?|is|are|goes|here|unchanged|the same|as is|as before|omitted|continues?))*\)?\.?$/i;

/** A comment that stands for code: never code itself, unless the file holds the very same line. */
export function isElisionComment(line: string): boolean {
  if (line.length > 200) return false;
  const text = commentText(line.trim());
  if (text === undefined) return false;
  if (onlyDots.test(text)) return true;
  return dots.test(text) ? leavesOut.test(text) : plainly.test(text);
}

/** `...` alone: an elision in most places, a statement in Python. */
export const isBareDots = (line: string): boolean => /^\s*(?:\.{3}|\u2026)\s*$/.test(line);

const indentOf = (line: string): number => line.length - line.trimStart().length;

/**
 * Whether a line of new text stands for text that was left out. `...` below a line that ends with a colon, with
 * nothing else in that body, is Python's empty body.
 */
export function isElision(lines: readonly string[], index: number): boolean {
  const line = lines[index]!;
  if (!isBareDots(line)) return isElisionComment(line);
  const before = lines.slice(0, index).findLast((other) => other.trim() !== "");
  if (before === undefined || !/[:,(=]\s*(?:#.*)?$/.test(before)) return true;
  const after = lines.slice(index + 1).find((other) => other.trim() !== "");
  return after !== undefined && indentOf(after) >= indentOf(line);
}

/** Where elisions stand in a text, 0-based and ascending. */
export function elisionsIn(lines: readonly string[]): number[] {
  return [...lines.keys()].filter((index) => isElision(lines, index));
}

export type Unfolded =
  | { readonly kind: "unfolded"; readonly lines: readonly string[] }
  /** The elision at this line of `lines`, 0-based, has no one meaning. */
  | { readonly kind: "unclear"; readonly index: number };

/** Lines beside an elision by which its place is looked for. */
const MOST_NEIGHBOURS = 4;

/**
 * Puts the lines back that elisions in `lines` stand for. What stands before and after each must be found exactly
 * once in `whole`, in order; a lone elision at the beginning or end reaches to the beginning or end of `whole`.
 *
 * @param elisions lines of `lines` that are elisions, ascending
 */
export function unfoldElisions(
  lines: readonly string[],
  elisions: readonly number[],
  whole: readonly string[],
): Unfolded {
  const result: string[] = [];
  let from = 0;
  let passed = 0;
  for (const [nth, index] of elisions.entries()) {
    const before = lines.slice(from, index);
    const after = lines.slice(index + 1, elisions[nth + 1] ?? lines.length);
    const start = isBlank(before) && nth === 0 ? 0 : endOf(before, whole, passed);
    const end = isBlank(after) && nth === elisions.length - 1 ? whole.length : startOf(after, whole, passed);
    if (start === undefined || end === undefined || end < start || start < passed) {
      return { kind: "unclear", index };
    }
    if (!isBlank(before)) result.push(...before);
    result.push(...whole.slice(start, end));
    passed = end;
    from = index + 1;
  }
  const rest = lines.slice(from);
  if (!isBlank(rest)) result.push(...rest);
  return { kind: "unfolded", lines: result };
}

const isBlank = (lines: readonly string[]): boolean => lines.every((line) => line.trim() === "");

/** The line after the only place where `whole` holds the last lines of `before`; undefined when there is no such one. */
function endOf(before: readonly string[], whole: readonly string[], from: number): number | undefined {
  for (let count = 1; count <= Math.min(MOST_NEIGHBOURS, before.length); count++) {
    const places = placesOf(before.slice(-count), whole, from);
    if (places.length === 1) return places[0]! + count;
    if (places.length === 0) return undefined;
  }
  return undefined;
}

/** The only place where `whole` holds the first lines of `after`. */
function startOf(after: readonly string[], whole: readonly string[], from: number): number | undefined {
  for (let count = 1; count <= Math.min(MOST_NEIGHBOURS, after.length); count++) {
    const places = placesOf(after.slice(0, count), whole, from);
    if (places.length === 1) return places[0];
    if (places.length === 0) return undefined;
  }
  return undefined;
}

function placesOf(part: readonly string[], whole: readonly string[], from: number): number[] {
  const places: number[] = [];
  for (let at = from; at + part.length <= whole.length; at++) {
    if (part.every((line, index) => line.trimEnd() === whole[at + index]!.trimEnd())) places.push(at);
  }
  return places;
}
