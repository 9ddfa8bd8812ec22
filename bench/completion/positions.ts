/** Places where a suggestion is asked for, and what was written there. */
import type { Random } from "./random.ts";
import type { SourceFile } from "./sources.ts";

export type Setting = "S-a" | "S-b" | "R-a" | "R-b" | "R-t";

/** Where the cursor stands on a line; undefined when the line has no such place. */
export type ChooseColumn = (line: string, random: Random) => number | undefined;

export interface Position {
  readonly path: string;
  readonly languageId: string;
  readonly prefix: string;
  /** From the line break after the cursor's line on. */
  readonly suffix: string;
  /** Rest of the line, without its line break. */
  readonly truth: string;
}

/** 0-based numbers of lines that hold code: no comments, docstrings, lines of brackets only. */
export function codeLines(text: string, languageId: string): number[] {
  const lines = text.split("\n");
  const found: number[] = [];
  let quote: string | undefined;
  let comment = false;
  lines.forEach((line, i) => {
    const trimmed = line.trim();
    const inside = quote !== undefined || comment;
    if (languageId === "python") quote = quoteAfter(trimmed, quote);
    else comment = comment ? !trimmed.includes("*/") : trimmed.startsWith("/*") && !trimmed.includes("*/");
    if (inside || quote !== undefined || comment) return;
    if (/^("""|'''|\/\/|\/\*|\*|#|--)/.test(trimmed) || /^[rbu]*("""|''')/i.test(trimmed)) return;
    if (/[\p{L}\p{N}]/u.test(trimmed) && line.length < 200) found.push(i);
  });
  return found;
}

/** The quote of the Python string that is open after a line. */
function quoteAfter(line: string, open: string | undefined): string | undefined {
  let quote = open;
  for (const [mark] of line.matchAll(/"""|'''/g)) {
    if (quote === undefined) quote = mark;
    else if (quote === mark) quote = undefined;
  }
  return quote;
}

/** After the indentation. */
export const lineStart: ChooseColumn = (line) => /^\s*/.exec(line)![0].length;

/** Within the line, with a word to come: half of the time after common punctuation, else anywhere. */
export const midLine: ChooseColumn = (line, random) => {
  const indent = lineStart(line, random)!;
  const trimmed = line.trimEnd();
  const places: number[] = [];
  if (random.next() < 0.5) {
    for (const match of trimmed.matchAll(/\.|\(|= |, |: /g)) places.push(match.index + match[0].length);
  } else for (let column = indent + 1; column < trimmed.length; column++) places.push(column);
  const good = places.filter((column) => column > indent && hasWord(trimmed.slice(column)));
  return good.length === 0 ? undefined : good[random.below(good.length)];
};

/** Where somebody who types is asked about: before a token of the line, or at its end. */
export const typing: ChooseColumn = (line, random) => {
  const places = tokenBoundaries(line);
  return places[random.below(places.length)];
};

/** Columns before each token of a line, and its end. */
export function tokenBoundaries(line: string): number[] {
  const tokens = [...line.matchAll(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu)];
  return [...tokens.map((token) => token.index), line.trimEnd().length];
}

/** By setting. */
export const columnChoices: Readonly<Record<Setting, ChooseColumn>> = {
  "S-a": lineStart,
  "S-b": midLine,
  "R-a": lineStart,
  "R-b": midLine,
  "R-t": typing,
};

function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The position at a column of a line, where `above` and `below` are the lines around it. */
export function positionAt(
  file: SourceFile,
  line: string,
  column: number,
  above: readonly string[],
  below: readonly string[],
): Position {
  return {
    path: file.path,
    languageId: file.languageId,
    prefix: [...above, line.slice(0, column)].join("\n"),
    suffix: below.length === 0 ? "" : `\n${below.join("\n")}`,
    truth: line.slice(column).trimEnd(),
  };
}

/** Positions drawn evenly from all code lines of the files. */
export function staticPositions(
  files: readonly SourceFile[],
  choose: ChooseColumn,
  count: number,
  random: Random,
): Position[] {
  const all = files.flatMap((file) => codeLines(file.text, file.languageId).map((line) => ({ file, line })));
  const found: Position[] = [];
  for (const { file, line } of random.shuffle(all)) {
    if (found.length === count) break;
    const lines = file.text.split("\n");
    const column = choose(lines[line]!, random);
    if (column === undefined) continue;
    found.push(positionAt(file, lines[line]!, column, lines.slice(0, line), lines.slice(line + 1)));
  }
  return found;
}
