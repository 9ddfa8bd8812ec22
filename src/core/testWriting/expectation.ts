/** What a test expects, as it stands in its text: the literal to change when the code rightly gives something else now. */
import type { Replacement } from "../repair/candidate.ts";

export interface FailedExpectation {
  /** 0-based, of the assertion. */
  readonly line: number;
  /** As the runner tells them. */
  readonly expected: string;
  readonly actual: string;
}

/** Lines that one assertion may take. */
const MOST_LINES = 12;

/**
 * Changes of one literal each that make the assertion expect what it got.
 *
 * @returns the most likely first; empty where what is expected is no literal, or what was given cannot be written as one
 */
export function updatedExpectations(text: string, failed: FailedExpectation): readonly Replacement[] {
  const statement = statementAt(text, failed.line);
  if (!statement) return [];
  const all = literalsIn(text, statement);
  const { expected, actual } = failed;
  const update = (from: string, to: string): Replacement[] =>
    all.flatMap(({ start, end }) => {
      const by = replacementOf(text.slice(start, end), from, to);
      return by === undefined ? [] : [{ start, end, text: by }];
    });
  // Which side stands where is each test's own affair, and runners tell it by position.
  return [...update(expected, actual).reverse(), ...update(actual, expected).reverse()];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** From a line until its brackets are closed. */
function statementAt(text: string, line: number): Span | undefined {
  const lines = text.split("\n");
  if (line < 0 || line >= lines.length) return undefined;
  const start = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  let end = start;
  let depth = 0;
  for (const one of lines.slice(line, line + MOST_LINES)) {
    const bare = one.replace(strings, "");
    depth += (bare.match(/[([{]/g) ?? []).length - (bare.match(/[)\]}]/g) ?? []).length;
    end += one.length + 1;
    if (depth <= 0) break;
  }
  return { start, end: Math.min(end, text.length) };
}

const strings = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;
const atoms =
  /(?<![\w.])(?:-?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?|None|True|False|null|undefined|true|false)(?!\w)/g;

/** Strings, numbers, constants, and what stands in brackets; ascending. */
function literalsIn(text: string, { start, end }: Span): readonly Span[] {
  const statement = text.slice(start, end);
  const quoted = [...statement.matchAll(strings)].map(spanOf);
  const isFree = (at: number) => !quoted.some((one) => one.start < at && at < one.end);
  const plain = [...statement.matchAll(atoms)].map(spanOf).filter((one) => isFree(one.start + 0.5));
  const groups: Span[] = [];
  const open: number[] = [];
  for (let at = 0; at < statement.length; at++) {
    if (!isFree(at)) continue;
    if ("([{".includes(statement[at]!)) open.push(at);
    if (")]}".includes(statement[at]!)) {
      const from = open.pop();
      if (from !== undefined) groups.push({ start: from, end: at + 1 });
    }
  }
  return [...quoted, ...plain, ...groups]
    .map((one) => ({ start: start + one.start, end: start + one.end }))
    .sort((a, b) => a.start - b.start);
}

const spanOf = (match: RegExpExecArray): Span => ({
  start: match.index,
  end: match.index + match[0].length,
});

/** The same value, however it is spaced and quoted. */
const normal = (text: string): string =>
  text.replace(new RegExp(`(${strings.source})|\\s+`, "g"), (_all, quoted?: string) =>
    quoted === undefined ? "" : `"${quoted.slice(1, -1)}"`,
  );

/** What may stand in a test: constants, and lists and tables of them; no words such as of an object without a literal. */
const isLiteral = (text: string): boolean =>
  text
    .replace(strings, "")
    .replace(atoms, "")
    .replace(/[\s()[\]{},:]/g, "") === "" && text.trim() !== "";

/** @returns undefined where the literal does not stand for `from` */
function replacementOf(literal: string, from: string, to: string): string | undefined {
  const quote = /^["'`]/.exec(literal)?.[0];
  // Some runners tell texts without quotes.
  if (quote && literal.slice(1, -1) === from)
    return `${quote}${to.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`).replaceAll("\n", "\\n")}${quote}`;
  return normal(literal) === normal(from) && isLiteral(to) ? to.trim() : undefined;
}
