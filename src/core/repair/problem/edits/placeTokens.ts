/** Where names and calls stand around a problem. */
import type { Insertion } from "../../../completion/autoImport/importLine.ts";
import { codes } from "../../../syntax/outline/tokens.ts";
import type { Replacement } from "../../candidate.ts";
import type { ProblemPlace } from "../problemEdit.ts";

export const isPython = ({ languageId }: ProblemPlace): boolean => languageId === "python";

export const isEcma = ({ languageId }: ProblemPlace): boolean => /script/.test(languageId);

export const lineRange = ({ tokens, text }: ProblemPlace, line: number): readonly [number, number] => [
  tokens.lineStarts[line] ?? text.length,
  tokens.lineStarts[line + 1] ?? text.length,
];

/** Tokens of a name: the one at the column first, then others of the line, with `isNear` those of the lines below too. */
export function tokensNamed(place: ProblemPlace, name: string, isNear = false): number[] {
  const { tokens, line, column } = place;
  const last = isNear ? line + 12 : line;
  const found: number[] = [];
  for (let i = 0; i < tokens.count; i++)
    if (tokens.line(i) >= line && tokens.line(i) <= last && tokens.is(i, name)) found.push(i);
  if (found.length === 0) for (let i = 0; i < tokens.count; i++) if (tokens.is(i, name)) found.push(i);
  const offset = column === undefined ? undefined : (tokens.lineStarts[line] ?? 0) + column;
  const holds = (i: number) => offset !== undefined && tokens.start(i) <= offset && offset < tokens.end(i);
  return found.sort((a, b) => Number(holds(b)) - Number(holds(a)));
}

export function allNamed({ tokens }: ProblemPlace, name: string): number[] {
  const found: number[] = [];
  for (let i = 0; i < tokens.count; i++) if (tokens.is(i, name)) found.push(i);
  return found;
}

/** All identifiers of the text with how often they stand there. */
export function identifierCounts({ tokens }: ProblemPlace): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.isIdentifier(i)) continue;
    const word = tokens.word(i);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

export const identifiersOf = (place: ProblemPlace): string[] => [...identifierCounts(place).keys()];

export const replaceToken = ({ tokens }: ProblemPlace, i: number, text: string): Replacement => ({
  start: tokens.start(i),
  end: tokens.end(i),
  text,
});

/** Calls that begin at or behind the place, on its line: index of the opening bracket's token. */
export function callsOn({ tokens, line }: ProblemPlace): number[] {
  const found: number[] = [];
  for (let i = 1; i < tokens.count; i++)
    if (tokens.line(i) === line && tokens.type(i) === codes.openParen && tokens.isIdentifier(i - 1))
      found.push(i);
  return found;
}

export const optional = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

export const inserted = ({ offset, text }: Insertion): Replacement => ({ start: offset, end: offset, text });
