/** Places where a suggestion is asked for, and what was written there. */
import type { Random } from "./random.ts";
import type { SourceFile } from "./sources.ts";

export type Setting = "S-a" | "S-b" | "R-a" | "R-b";

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

/** Column of the cursor on a line: after the indentation, or within the line; undefined when there is no place. */
export function chooseColumn(line: string, middle: boolean, random: Random): number | undefined {
  const indent = /^\s*/.exec(line)![0].length;
  const trimmed = line.trimEnd();
  if (!middle) return indent;
  const places: number[] = [];
  if (random.next() < 0.5) {
    for (const match of trimmed.matchAll(/\.|\(|= |, |: /g)) places.push(match.index + match[0].length);
  } else for (let column = indent + 1; column < trimmed.length; column++) places.push(column);
  const good = places.filter((column) => column > indent && hasWord(trimmed.slice(column)));
  return good.length === 0 ? undefined : good[random.below(good.length)];
}

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
  middle: boolean,
  count: number,
  random: Random,
): Position[] {
  const all = files.flatMap((file) => codeLines(file.text, file.languageId).map((line) => ({ file, line })));
  const found: Position[] = [];
  for (const { file, line } of random.shuffle(all)) {
    if (found.length === count) break;
    const lines = file.text.split("\n");
    const column = chooseColumn(lines[line]!, middle, random);
    if (column === undefined) continue;
    found.push(positionAt(file, lines[line]!, column, lines.slice(0, line), lines.slice(line + 1)));
  }
  return found;
}
