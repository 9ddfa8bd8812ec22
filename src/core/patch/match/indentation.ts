/** How the indentation of a block relates to that of the file, so that new lines can be indented as the file is. */
import { indentOf, isBlank } from "./lineKeys.ts";

/** A line of the block and the line of the file it stands for. */
export interface LinePair {
  readonly block: string;
  readonly file: string;
}

/** Indents a new line of the block as the file is; undefined where that cannot be known. */
export type Reindent = (line: string) => string | undefined;

/**
 * @param pairs old lines that were found
 * @param file all of the file, whose style decides where no pair shows any
 * @param added the block's new lines
 * @returns undefined when the pairs contradict each other: one indentation of the block stands for two of the file
 */
export function learnIndentation(
  pairs: readonly LinePair[],
  file: readonly string[],
  added: readonly string[],
): Reindent | undefined {
  const known = new Map<string, string>();
  for (const { block, file: line } of pairs) {
    if (isBlank(block) || isBlank(line)) continue;
    const from = indentOf(block);
    const to = indentOf(line);
    if ((known.get(from) ?? to) !== to) return undefined;
    known.set(from, to);
  }
  const clean = pairs.some(isBlurred) ? (line: string) => line.trimEnd() : (line: string) => line;
  const isSame = [...known].every(([from, to]) => from === to);
  const style = isSame ? styleUnit([...known.keys()], file, added) : undefined;
  if (isSame && !style) return clean;
  if (!isOrdered(known)) return undefined;
  if (style) known.set("", "");
  const unit = style ?? unitOf(known) ?? tabUnit(known);
  return (line) => {
    if (isBlank(line)) return "";
    const from = indentOf(line);
    const to = known.get(from) ?? derive(from, known, unit);
    return to === undefined ? undefined : to + clean(line.slice(from.length));
  };
}

/** Whether the block has white space at the end of a line where the file has other: then its new lines' is noise too. */
const isBlurred = ({ block, file }: LinePair): boolean =>
  block.slice(block.trimEnd().length) !== file.slice(file.trimEnd().length);

/** Lines that must show a style, and none another, for it to be the file's. */
const FEWEST_STYLED = 2;

/** Where no old line is indented and the new ones are unlike all of the file: what the file uses for the block's step. */
function styleUnit(
  known: readonly string[],
  file: readonly string[],
  added: readonly string[],
): Unit | undefined {
  const steps = added
    .filter((line) => !isBlank(line))
    .map(indentOf)
    .filter((indent) => indent !== "");
  if (known.some((indent) => indent !== "") || steps.length === 0) return undefined;
  const tabbed = file.filter((line) => line.startsWith("\t")).length;
  const spaced = file.filter((line) => line.startsWith("  ") && !isBlank(line)).map(indentOf);
  if (tabbed >= FEWEST_STYLED && spaced.length === 0 && steps.every((step) => /^ +$/.test(step))) {
    const width = usualWidths.find((w) => steps.every((step) => step.length % w === 0));
    return width === undefined ? undefined : { from: " ".repeat(width), to: "\t" };
  }
  if (spaced.length >= FEWEST_STYLED && tabbed === 0 && steps.every((step) => /^\t+$/.test(step))) {
    const width = [...usualWidths, 8]
      .sort((a, b) => b - a)
      .find((w) => spaced.every((indent) => indent.length % w === 0));
    return width === undefined ? undefined : { from: "\t", to: " ".repeat(width) };
  }
  return undefined;
}

/** Deeper in the block is deeper in the file. */
function isOrdered(known: ReadonlyMap<string, string>): boolean {
  const sorted = [...known].sort(([a], [b]) => a.length - b.length);
  return sorted.every(([, to], index) => index === 0 || sorted[index - 1]![1].length < to.length);
}

/** What a step of the block's indentation is in the file. */
interface Unit {
  readonly from: string;
  readonly to: string;
}

function unitOf(known: ReadonlyMap<string, string>): Unit | undefined {
  const sorted = [...known].sort(([a], [b]) => a.length - b.length);
  for (const [index, [from, to]] of sorted.entries()) {
    const previous = sorted[index - 1] ?? (from !== "" && to !== "" ? (["", ""] as const) : undefined);
    if (
      previous &&
      from.startsWith(previous[0]) &&
      to.startsWith(previous[1]) &&
      from !== previous[0] &&
      to !== previous[1]
    ) {
      const step = smallest({ from: from.slice(previous[0].length), to: to.slice(previous[1].length) });
      if (index > 0 || step.from[0] !== step.to[0]) return step;
    }
  }
  return undefined;
}

/** Widths of a tab that are tried in turn where none can be seen. */
const usualWidths = [4, 2];

/** For a file of tabs, of which the block shows none: blanks for a tab. */
function tabUnit(known: ReadonlyMap<string, string>): Unit | undefined {
  const isTabbed =
    [...known.values()].every((to) => /^\t*$/.test(to)) && [...known.values()].some((to) => to !== "");
  const blanks = [...known.keys()].filter((from) => /^ +$/.test(from));
  if (!isTabbed || [...known.keys()].some((from) => from.includes("\t"))) return undefined;
  const width = usualWidths.find((w) => blanks.every((from) => from.length % w === 0));
  return { from: " ".repeat(width ?? 1), to: "\t" };
}

/** Eight blanks for two tabs are four for one. */
function smallest({ from, to }: Unit): Unit {
  let [a, b] = [from.length, to.length];
  while (b > 0) [a, b] = [b, a % b];
  const isPlain = from === from[0]!.repeat(from.length) && to === to[0]!.repeat(to.length);
  return isPlain ? { from: from.slice(0, from.length / a), to: to.slice(0, to.length / a) } : { from, to };
}

/** The indentation in the file for one that no line of the block shows. */
function derive(
  from: string,
  known: ReadonlyMap<string, string>,
  unit: Unit | undefined,
): string | undefined {
  const shorter = [...known.keys()]
    .filter((other) => from.startsWith(other))
    .sort((a, b) => b.length - a.length)[0];
  if (shorter !== undefined) {
    const more = convert(from.slice(shorter.length), unit);
    return more === undefined ? undefined : known.get(shorter)! + more;
  }
  const longer = [...known.keys()]
    .filter((other) => other.startsWith(from))
    .sort((a, b) => a.length - b.length)[0];
  if (longer === undefined) return undefined;
  const less = convert(longer.slice(from.length), unit);
  const to = known.get(longer)!;
  return less !== undefined && to.endsWith(less) ? to.slice(0, to.length - less.length) : undefined;
}

/** Steps of the block as steps of the file; unchanged where both use the same step, as far as is seen. */
function convert(steps: string, unit: Unit | undefined): string | undefined {
  if (!unit || unit.from === unit.to) return steps;
  if (steps === "") return "";
  const count = steps.length / unit.from.length;
  return Number.isInteger(count) && unit.from.repeat(count) === steps ? unit.to.repeat(count) : undefined;
}
