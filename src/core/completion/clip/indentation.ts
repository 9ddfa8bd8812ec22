/** Makes what a model wrote be indented as the file is: tabs or spaces, and as wide. */

/** One level: a tab, or so many spaces. */
export type IndentUnit = "\t" | number;

/** Lines looked at on each side of the cursor. */
const linesSeen = 200;
const widths = [2, 3, 4, 8] as const;

const leading = (line: string): string => /^[ \t]*/.exec(line)![0];
const isBlank = (line: string): boolean => line.trim() === "";

/** How much deeper each line is than the one before, as it says most often; undefined when nothing is indented. */
export function indentUnitOf(prefix: string, suffix: string): IndentUnit | undefined {
  const near = [...prefix.split("\n").slice(-linesSeen), ...suffix.split("\n").slice(1, linesSeen)];
  const lines = near.filter((line) => !isBlank(line)).map(leading);
  if (
    lines.filter((space) => space.startsWith("\t")).length * 2 >
    lines.filter((space) => space !== "").length
  )
    return "\t";
  const steps = new Map<number, number>();
  lines.forEach((space, at) => {
    const step = space.length - (lines[at - 1]?.length ?? 0);
    if (step > 0 && !space.includes("\t")) steps.set(step, (steps.get(step) ?? 0) + 1);
  });
  const known = widths.filter((width) => steps.has(width));
  return known.sort((a, b) => steps.get(b)! - steps.get(a)!)[0];
}

/** What a block begins behind; a line that ends otherwise goes on, and what follows may be aligned. */
const opensBlock = /[{:]\s*$/;
const startsLine = /^\s*$/;
const plausible = (width: number): boolean => (widths as readonly number[]).includes(width);

/**
 * The step by which the text itself goes deeper for the first time: what follows cannot change it.
 *
 * @param base blanks of the line the cursor is on
 */
function ownUnit(spaces: readonly string[], base: string, isInBlock: boolean): IndentUnit | undefined {
  const first = spaces.find((space) => space.includes("\t") || space.length > base.length);
  if (first === undefined) return undefined;
  if (first.includes("\t")) return "\t";
  if (!base.includes("\t")) return first.length - base.length;
  // Below a line of tabs, the text's spaces count from the margin.
  const depths = isInBlock ? [base.length + 1, base.length] : [base.length, base.length + 1];
  return depths.map((depth) => first.length / depth).find(plausible);
}

const levelsOf = (space: string, unit: IndentUnit): number | undefined => {
  const levels = unit === "\t" ? space.length : space.length / unit;
  return Number.isInteger(levels) && (unit !== "\t" || /^\t*$/.test(space)) ? levels : undefined;
};

const spaceOf = (levels: number, unit: IndentUnit): string =>
  unit === "\t" ? "\t".repeat(levels) : " ".repeat(levels * unit);

/**
 * Lines after the first are indented anew where the text goes by other steps than the file. A line whose indentation is
 * no whole number of steps, or that goes on a line which is not ended, may be aligned and stays as it is.
 *
 * @param lineBefore what stands on the cursor's line before it
 */
export function normalizeIndent(text: string, lineBefore: string, unit: IndentUnit | undefined): string {
  const [first = "", ...rest] = text.split("\n");
  const begun = lineBefore + first;
  const isInBlock = opensBlock.test(begun);
  if (unit === undefined || rest.length === 0 || !(isInBlock || startsLine.test(lineBefore))) return text;
  const indent = leading(lineBefore);
  const spaces = rest.filter((line) => !isBlank(line)).map(leading);
  const own = ownUnit(spaces, indent, isInBlock);
  if (own === undefined || own === unit || (own !== "\t" && !plausible(own))) return text;
  const base = own === "\t" || indent.includes("\t") ? "" : indent;
  const lines = rest.map((line) => {
    const space = leading(line);
    if (isBlank(line) || !space.startsWith(base)) return line;
    const levels = levelsOf(space.slice(base.length), own);
    return levels === undefined ? line : base + spaceOf(levels, unit) + line.slice(space.length);
  });
  return [first, ...lines].join("\n");
}
