/** Unified diffs, as git writes them and as models do. */
import type { BlockEdit, HunkLine } from "../editBlock.ts";
import type { AnswerLines } from "./answerLines.ts";
import { type HunkBody, hunkOf, parseHunkHeader, readHunkBody } from "./hunkLines.ts";
import { isGitHeader, isHunkHeader, isPlainHeader } from "./marks.ts";
import { cleanPath } from "./pathHint.ts";

interface FileHeader {
  oldPath: string | undefined;
  newPath: string | undefined;
  renameFrom?: string;
  renameTo?: string;
  isNew: boolean;
  isDeleted: boolean;
  /** Why it cannot be applied as text. */
  unfit?: string;
}

/** Reads the diff of one file, whose header is at hand, and goes behind it. */
export function readUnifiedDiff(answer: AnswerLines, isFenced: boolean): void {
  const start = answer.at;
  const header = readHeader(answer);
  const path = pathOf(header, answer.isKnown);
  if (header.unfit !== undefined) {
    answer.add(start, path, { kind: "malformed", reason: header.unfit });
    return;
  }
  const { renameFrom, renameTo } = header;
  if (renameFrom !== undefined && renameTo !== undefined)
    answer.add(start, path, { kind: "rename", to: renameTo });
  const bodies: HunkBody[] = [];
  while (!answer.isOver && isHunkHeader(answer.line()!)) {
    const first = answer.at;
    const body = readHunk(answer, path, isFenced, header.isNew || header.isDeleted);
    if (!body.isWhole) answer.add(first, path, cutOff);
    else bodies.push(body);
  }
  const edit = wholeFileEdit(header, bodies);
  if (edit) answer.add(start, path, edit);
  else if (bodies.length === 0 && renameTo === undefined && answer.blocks.at(-1)?.edit !== cutOff) {
    answer.add(start, path, { kind: "malformed", reason: "the diff of this file has no hunk" });
  }
}

const cutOff: BlockEdit = { kind: "malformed", reason: "the answer ends within this hunk" };

/** Hunks that stand alone, below a line or in a fence that names the file. */
export function readBareHunks(answer: AnswerLines, path: string | undefined, isFenced: boolean): void {
  while (!answer.isOver && isHunkHeader(answer.line()!)) {
    const first = answer.at;
    const body = readHunk(answer, path, isFenced, false);
    if (!body.isWhole) answer.add(first, path, cutOff);
  }
}

function readHunk(
  answer: AnswerLines,
  path: string | undefined,
  isFenced: boolean,
  isWholeFile: boolean,
): HunkBody {
  const start = answer.at;
  const { counts, heading } = parseHunkHeader(answer.line()!);
  answer.at++;
  const body = readHunkBody(answer, counts, isFenced);
  if (body.isWhole && !isWholeFile) answer.add(start, path, hunkOf(body, { counts, anchors: [heading] }));
  return body;
}

function wholeFileEdit(header: FileHeader, bodies: readonly HunkBody[]): BlockEdit | undefined {
  const lines = (kind: HunkLine["kind"]): string[] =>
    bodies.flatMap((body) => body.lines.filter((line) => line.kind === kind).map(({ text }) => text));
  if (header.isNew) {
    return { kind: "create", lines: lines("add"), finalNewline: bodies.at(-1)?.finalNewline ?? true };
  }
  if (header.isDeleted) return { kind: "delete", lines: bodies.length > 0 ? lines("remove") : undefined };
  return undefined;
}

const nowhere = "/dev/null";
/** UTF-16 units. */
const LONGEST_HEADER = 8000;

function readHeader(answer: AnswerLines): FileHeader {
  const header: FileHeader = { oldPath: undefined, newPath: undefined, isNew: false, isDeleted: false };
  if (isGitHeader(answer.line()!)) {
    [header.oldPath, header.newPath] = gitPaths(answer.line()!.slice("diff --git ".length));
    answer.at++;
    for (; !answer.isOver && readExtended(answer.line()!, header); answer.at++);
  }
  if (!answer.isOver && isPlainHeader(answer.line()!, answer.line(1))) {
    header.oldPath = headerPath(answer.line()!);
    header.newPath = headerPath(answer.line(1)!);
    answer.at += 2;
    header.isNew ||= header.oldPath === nowhere;
    header.isDeleted ||= header.newPath === nowhere;
  }
  return header;
}

/** One of the lines that git writes between its header and the paths. */
function readExtended(line: string, header: FileHeader): boolean {
  const rest = (prefix: string): string => unquote(line.slice(prefix.length));
  if (line.startsWith("new file mode ")) header.isNew = true;
  else if (line.startsWith("deleted file mode ")) header.isDeleted = true;
  else if (line.startsWith("rename from ")) header.renameFrom = rest("rename from ");
  else if (line.startsWith("rename to ")) header.renameTo = rest("rename to ");
  else if (/^copy (?:from|to) /.test(line))
    header.unfit = "copying a file is not supported: write the new file whole";
  else if (/^(?:Binary files .* differ|GIT binary patch)$/.test(line))
    header.unfit = "a binary file cannot be changed";
  else if (/^old mode /.test(line)) header.unfit ??= "the mode of a file cannot be changed";
  else return /^(?:index |new mode |(?:dis)?similarity index )/.test(line);
  return true;
}

/** `a/x b/x`, either of them perhaps quoted; unquoted paths with blanks are split where both halves agree. */
function gitPaths(text: string): [string | undefined, string | undefined] {
  if (text.length > LONGEST_HEADER) return [undefined, undefined];
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(text);
  if (quoted) return [withoutSide(unquote(quoted[1]!)), withoutSide(unquote(quoted[2]!))];
  const half = (text.length - 1) / 2;
  const [left, right] = [text.slice(0, half), text.slice(half + 1)];
  return withoutSide(left) === withoutSide(right)
    ? [withoutSide(left), withoutSide(right)]
    : [undefined, undefined];
}

const withoutSide = (path: string): string => path.replace(/^[abciow]\//, "");

/** The path in a line `--- a/x` or `+++ b/x`, with its side still before it. */
const headerPath = (line: string): string => unquote(line.slice(4).replace(/\t.*$/, "").trim());

/** The one file that is meant, by its path before the change. */
function pathOf(header: FileHeader, isKnown: (path: string) => boolean): string | undefined {
  if (header.renameFrom !== undefined) return header.renameFrom;
  const sides = header.isNew
    ? [header.newPath]
    : header.isDeleted
      ? [header.oldPath]
      : [header.oldPath, header.newPath];
  const named = sides.filter((path) => path !== undefined && path !== nowhere) as string[];
  return (
    named.map((path) => cleanSide(path, isKnown)).find(isKnown) ??
    named.map((path) => cleanSide(path, isKnown)).at(-1)
  );
}

function cleanSide(path: string, isKnown: (path: string) => boolean): string {
  const clean = cleanPath(path, isKnown);
  return isKnown(clean) ? clean : withoutSide(clean);
}

const escapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  "\\": 92,
};

/** Undoes git's quoting of a path: `"\303\244.txt"`; bytes that are no UTF-8 become `\ufffd`. */
export function unquote(path: string): string {
  if (!/^".*"$/s.test(path)) return path;
  const encoded: string[] = [];
  const body = path.slice(1, -1);
  for (let at = 0; at < body.length; ) {
    const octal = /^\\([0-3][0-7]{2})/.exec(body.slice(at, at + 4));
    const escaped = body[at] === "\\" ? escapes[body[at + 1] ?? ""] : undefined;
    if (octal) encoded.push(percent(Number.parseInt(octal[1]!, 8)));
    else if (escaped !== undefined) encoded.push(percent(escaped));
    else encoded.push(encodeURIComponent(wellFormed(body.slice(at, at + 1), body.slice(at, at + 2))));
    at += octal ? 4 : escaped !== undefined ? 2 : isPair(body.slice(at, at + 2)) ? 2 : 1;
  }
  return decodePercent(encoded.join(""));
}

const percent = (byte: number): string => `%${byte.toString(16).padStart(2, "0")}`;
const isPair = (text: string): boolean => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text);
const wellFormed = (unit: string, two: string): string =>
  isPair(two) ? two : /[\ud800-\udfff]/.test(unit) ? "\ufffd" : unit;

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "\ufffd";
  }
}
