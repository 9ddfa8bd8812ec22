/** Makes what a model wrote be indented as the file is: tabs or spaces, and as wide. */

/** One level: a tab, or so many spaces. */
export type IndentUnit = "\t" | number;

interface IndentedText {
  readonly prefix: string;
  readonly suffix: string;
  readonly languageId: string;
}

/** Lines looked at on each side of the cursor. */
const linesSeen = 200;
const widths = [2, 3, 4, 8] as const;

const leading = (line: string): string => /^[ \t]*/.exec(line)![0];
const isBlank = (line: string): boolean => line.trim() === "";

/** What a block begins behind; a line that ends otherwise goes on, and what follows may be aligned. */
const opensBlock = /[{:]\s*$/;

/** Languages that are written with tabs, whatever stands in their texts. */
const tabbed = new Set(["go", "makefile"]);

/** How much deeper each line is than the one before, as it says most often; undefined when nothing is indented. */
export function indentUnitOf({ prefix, suffix, languageId }: IndentedText): IndentUnit | undefined {
  if (tabbed.has(languageId)) return "\t";
  const near = [...prefix.split("\n").slice(-linesSeen), ...suffix.split("\n").slice(1, linesSeen)];
  const lines = near.filter((line) => !isBlank(line));
  const spaces = lines.map(leading);
  const tabs = spaces.filter((space) => space.startsWith("\t")).length;
  if (tabs * 2 > spaces.filter((space) => space !== "").length) return "\t";
  const inBlocks = new Map<number, number>();
  const anywhere = new Map<number, number>();
  spaces.forEach((space, at) => {
    const step = space.length - (spaces[at - 1]?.length ?? 0);
    if (step <= 0 || space.includes("\t")) return;
    anywhere.set(step, (anywhere.get(step) ?? 0) + 1);
    if (opensBlock.test(lines[at - 1] ?? "")) inBlocks.set(step, (inBlocks.get(step) ?? 0) + 1);
  });
  // Lines that go on are often indented by more; where blocks are marked, these alone tell.
  const steps = inBlocks.size > 0 ? inBlocks : anywhere;
  const known = widths.filter((width) => steps.has(width));
  return known.sort((a, b) => steps.get(b)! - steps.get(a)!)[0];
}

const startsLine = /^\s*$/;
const plausible = (width: number): boolean => (widths as readonly number[]).includes(width);

/** Whether a file shows by the ends of lines where its blocks begin. */
export const marksBlocks = (prefix: string, suffix: string): boolean =>
  [...prefix.split("\n").slice(-linesSeen), ...suffix.split("\n").slice(1, linesSeen)].some((line) =>
    opensBlock.test(line),
  );

/**
 * The step by which the text itself goes deeper for the first time, where blocks are marked below such a mark: what
 * follows cannot change it.
 *
 * @param lines the cursor's line, then those of the text that are not blank
 */
function ownUnit(lines: readonly string[], isMarked: boolean): IndentUnit | undefined {
  const base = leading(lines[0]!);
  const isDeeper = (line: string): boolean =>
    leading(line).includes("\t") || leading(line).length > base.length;
  const at = lines.findIndex(
    (line, i) => i > 0 && isDeeper(line) && (!isMarked || opensBlock.test(lines[i - 1]!)),
  );
  if (at < 0) return undefined;
  const first = leading(lines[at]!);
  if (first.includes("\t")) return "\t";
  if (at > 1 && isMarked) return first.length - leading(lines[at - 1]!).length;
  if (!base.includes("\t")) return first.length - base.length;
  // Below a line of tabs, the text's spaces count from the margin.
  const isInBlock = opensBlock.test(lines[0]!);
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
 * @param isMarked whether lines that open a block show it by their ends
 */
export function normalizeIndent(
  text: string,
  lineBefore: string,
  unit: IndentUnit | undefined,
  isMarked: boolean,
): string {
  const [first = "", ...rest] = text.split("\n");
  const begun = lineBefore + first;
  const isInBlock = opensBlock.test(begun);
  if (unit === undefined || rest.length === 0 || !(isInBlock || startsLine.test(lineBefore))) return text;
  const indent = leading(lineBefore);
  const own = ownUnit([begun, ...rest.filter((line) => !isBlank(line))], isMarked || isInBlock);
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
