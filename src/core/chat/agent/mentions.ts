/** Places of the repository that a model names in its answer: found, checked against the files, linked or marked. */
import { inlineCode } from "../renderAnswer.ts";
import type { ShownCitation } from "../transcript.ts";

/** `path:12-14` somewhere in an answer; lines as written, 1-based, `line <= endLine`. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

/** What a file says, whatever it was called. */
export interface MentionedFile {
  /** From its root, with `/`. */
  readonly path: string;
  readonly lines: readonly string[];
}

export interface CheckedAnswer {
  readonly markdown: string;
  /** Of those that hold, each once, in the order of the answer. */
  readonly citations: readonly ShownCitation[];
  /** Mentions of places that are not there, or do not say what is quoted. */
  readonly unverified: number;
}

/** More are not looked at. */
const MOST_MENTIONS = 500;
const PATH = "(?:[\\w@.+~()\\[\\]$%-]+\\/)*[\\w@.+~()\\[\\]$%-]*[\\w)\\]]";
/** Brackets of a sentence are none of a path. */
const PLAIN_PATH = "(?:[\\w@.+~$-]+\\/)*[\\w@.+~$-]*\\w\\.[A-Za-z]\\w{0,9}";
const LINES = "(?::|#L)(\\d{1,7})(?:\\s?[-–]\\s?L?(\\d{1,7})|:\\d+)?";
/** A link, a place in backquotes, or a place with an extension in plain text. */
const MENTION = new RegExp(
  `\\[[^\\]\\n]{0,200}\\]\\(<?(?:\\.\\/)?(${PATH})${LINES}>?\\)|\`(?:\\.\\/)?(${PATH})${LINES}\`|(?<![\\w/.\`-])(?:\\.\\/)?(${PLAIN_PATH})${LINES}(?![\\w/])`,
  "g",
);
const FENCE = /^[ \t]*(`{3,}|~{3,})([^\n]*)\n([\s\S]*?)(?:^[ \t]*\1[ \t]*$|$(?![\s\S]))/gm;

/** In their order; none inside fenced code, which is quoted. */
export function findMentions(markdown: string): readonly Mention[] {
  const fences = fencesOf(markdown);
  const found: Mention[] = [];
  for (const match of markdown.matchAll(MENTION)) {
    if (found.length >= MOST_MENTIONS) break;
    if (fences.some(({ start, end }) => match.index >= start && match.index < end)) continue;
    const [path, line, endLine] =
      [1, 4, 7].map((at) => match.slice(at, at + 3)).find(([name]) => name !== undefined) ?? [];
    if (path === undefined || line === undefined) continue;
    const [first, last] = [Number(line), Number(endLine ?? line)];
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      path: decoded(path),
      line: Math.min(first, last),
      endLine: Math.max(first, last),
    });
  }
  return found;
}

/** Each path that is mentioned, once. */
export const mentionedPaths = (markdown: string): readonly string[] => [
  ...new Set(findMentions(markdown).map(({ path }) => path)),
];

type Verdict =
  | { readonly kind: "holds"; readonly citation: ShownCitation }
  | { readonly kind: "missing"; readonly reason: string };

/**
 * Links each mention that holds: the file is there, has the lines, and these say what the answer quotes beside it. A quote that
 * stands in the file at one other place alone moves the link there. What does not hold is no link, and says so.
 *
 * @param fileOf by the path of a mention; undefined for what is no file of the index
 */
export function checkMentions(
  markdown: string,
  fileOf: (path: string) => MentionedFile | undefined,
): CheckedAnswer {
  const fences = fencesOf(markdown);
  const mentions = findMentions(markdown);
  const citations = new Map<string, ShownCitation>();
  let unverified = 0;
  let checked = "";
  let position = 0;
  mentions.forEach((mention, at) => {
    const verdict = judge(mention, fileOf(mention.path), quotesOf(markdown, mentions, at, fences));
    checked += markdown.slice(position, mention.start);
    position = mention.end;
    if (verdict.kind === "missing") {
      unverified++;
      checked += `${inlineCode(placeText(mention))} *(${verdict.reason})*`;
      return;
    }
    const { citation } = verdict;
    citations.set(`${citation.path}\n${citation.line}\n${citation.endLine}`, citation);
    checked += linkTo(citation);
  });
  checked += markdown.slice(position);
  return { markdown: checked, citations: [...citations.values()], unverified };
}

function judge(
  { line, endLine }: Mention,
  file: MentionedFile | undefined,
  quotes: readonly Quote[],
): Verdict {
  if (!file) return { kind: "missing", reason: "no such file in the index" };
  const { path, lines } = file;
  if (line < 1 || line > lines.length)
    return {
      kind: "missing",
      reason: `the file has ${lines.length} ${lines.length === 1 ? "line" : "lines"}`,
    };
  const range = { path, line, endLine: Math.min(endLine, lines.length) };
  for (const quote of quotes) {
    const places = placesOf(quote, lines);
    if (places.some((at) => at + quote.length - 1 >= line && at <= range.endLine + SLACK)) continue;
    const [only] = places;
    if (only === undefined || places.length > 1)
      return { kind: "missing", reason: "the lines do not say so" };
    return { kind: "holds", citation: { path, line: only, endLine: only + quote.length - 1 } };
  }
  return { kind: "holds", citation: range };
}

/** Lines of code that an answer quotes, normalised. */
type Quote = readonly string[];

/** What is quoted may go on a little below the lines that are named. */
const SLACK = 2;
const ELISION = /^(?:\/\/|#|--|\/\*|<!--)?\s*(?:\.{3}|…)\s*(?:\*\/|-->)?$/;
const normalised = (line: string): string => line.replace(/\s+/g, " ").trim();

/** 1-based first lines where the quote stands as a whole; what it leaves out is marked and skipped. */
function placesOf(quote: Quote, lines: readonly string[]): readonly number[] {
  const [first] = quote;
  if (first === undefined) return [];
  const places: number[] = [];
  const known = lines.map(normalised);
  for (let at = 0; at < known.length && places.length < 2; at++) {
    const stands = quote.length === 1 ? known[at]!.includes(first) : known[at] === first;
    if (stands && isThere(quote, known, at)) places.push(at + 1);
  }
  return places;
}

function isThere(quote: Quote, known: readonly string[], from: number): boolean {
  if (quote.length === 1) return true;
  let at = from;
  return quote.every((line) => {
    while (at < known.length && known[at] === "" && line !== "") at++;
    return known[at++] === line;
  });
}

/** Code of one line that is more than a name: with blanks or signs of its own. */
const IS_CODE = /[^\w.\s$:/()#-]|\w\s+\w.*[=({;:]|\w\(.+\)/;

/**
 * Code in backquotes on the line of the mention, and the fenced block that follows it directly or that its heading names; of several
 * mentions on a line to the last before it, or the first of the line.
 */
function quotesOf(
  markdown: string,
  mentions: readonly Mention[],
  at: number,
  fences: readonly Fence[],
): readonly Quote[] {
  const { start, end } = mentions[at]!;
  const lineStart = markdown.lastIndexOf("\n", start - 1) + 1;
  const next = markdown.indexOf("\n", end);
  const lineEnd = next < 0 ? markdown.length : next;
  const before = mentions[at - 1];
  const after = mentions[at + 1];
  const from = before && before.end > lineStart ? before.end : lineStart;
  const isLast = !after || after.start >= lineEnd;
  const own = markdown.slice(from, start) + (isLast ? ` ${markdown.slice(end, lineEnd)}` : "");
  const spans = Array.from(own.matchAll(/`([^`\n]{4,300})`/g), ([, code]) => normalised(code!))
    .filter((code) => IS_CODE.test(code))
    .map((code) => [code]);
  const fence = isLast
    ? fences.find((one) => one.start >= lineEnd && markdown.slice(lineEnd, one.start).trim() === "")
    : undefined;
  return fence ? [...spans, ...piecesOf(fence.code)] : spans;
}

/** Runs of lines between those that say that something is left out; long enough to be a quote. */
function piecesOf(code: string): readonly Quote[] {
  const pieces: string[][] = [[]];
  for (const line of code.split("\n").map(normalised)) {
    if (ELISION.test(line)) pieces.push([]);
    else if (line !== "") pieces.at(-1)!.push(line);
  }
  return pieces.filter((lines) => lines.join("").length > 8);
}

interface Fence {
  readonly start: number;
  readonly end: number;
  readonly code: string;
}

const fencesOf = (markdown: string): readonly Fence[] =>
  Array.from(markdown.matchAll(FENCE), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    code: match[3]!,
  }));

const placeText = ({ path, line, endLine }: Omit<Mention, "start" | "end">): string =>
  endLine > line ? `${path}:${line}-${endLine}` : `${path}:${line}`;

/** As `citedBy` of a transcript reads it. */
function linkTo(citation: ShownCitation): string {
  const { path, line, endLine } = citation;
  const target = path
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29")))
    .join("/");
  const anchor = endLine > line ? `L${line}-L${endLine}` : `L${line}`;
  return `[${inlineCode(placeText(citation))}](${target}#${anchor})`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
