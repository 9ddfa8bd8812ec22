/** Changes of files as a unified diff in git's form, as `git apply` takes it at the root. */
import { lineEditsBetween } from "./blockLines.ts";
import type { FileChange } from "./fileTexts.ts";
import type { LineEdit } from "./textLines.ts";

/** Lines of context around a change, as git gives by default. */
const CONTEXT = 3;

/**
 * Every byte of both texts is in it: ends of lines, a missing last one, marks of byte order. New files are given the mode of plain
 * files, since a text has none.
 *
 * @returns empty when there is no change
 */
export function renderDiff(changes: readonly FileChange[]): string {
  return changes.map(renderChange).join("");
}

function renderChange(change: FileChange): string {
  const { path } = change;
  const from = change.kind === "renamed" ? change.from : path;
  const before = change.kind === "created" ? "" : change.before;
  const after = change.kind === "deleted" ? "" : change.after;
  const hunks = renderHunks(linesOf(before), linesOf(after));
  const names =
    hunks === ""
      ? ""
      : `--- ${change.kind === "created" ? "/dev/null" : headerPath(`a/${from}`)}\n+++ ${change.kind === "deleted" ? "/dev/null" : headerPath(`b/${path}`)}\n`;
  return `diff --git ${quotePath(`a/${from}`)} ${quotePath(`b/${path}`)}\n${modeLines(change)}${names}${hunks}`;
}

function modeLines(change: FileChange): string {
  switch (change.kind) {
    case "created":
      return "new file mode 100644\n";
    case "deleted":
      return "deleted file mode 100644\n";
    case "changed":
      return "";
    case "renamed": {
      const share = similarityOf(change.before, change.after);
      return `similarity index ${share}%\nrename from ${quotePath(change.from)}\nrename to ${quotePath(change.path)}\n`;
    }
  }
}

/** Share of the longer text's characters that stand in lines both have, in percent; 100 for equal texts alone. */
function similarityOf(before: string, after: string): number {
  if (before === after) return 100;
  const old = linesOf(before);
  let kept = before.length;
  for (const { start, end } of lineEditsBetween(old, linesOf(after)))
    kept -= old.slice(start, end).join("").length;
  return Math.min(99, Math.floor((100 * kept) / Math.max(before.length, after.length)));
}

/** Lines with their breaks. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function renderHunks(old: readonly string[], lines: readonly string[]): string {
  const groups: LineEdit[][] = [];
  for (const edit of lineEditsBetween(old, lines)) {
    const last = groups.at(-1);
    if (last && edit.start - last.at(-1)!.end <= 2 * CONTEXT) last.push(edit);
    else groups.push([edit]);
  }
  let shift = 0;
  return groups
    .map((edits) => {
      const text = renderHunk(old, edits, shift);
      for (const { start, end, lines: added } of edits) shift += added.length - (end - start);
      return text;
    })
    .join("");
}

/** @param shift how many lines more the new text has before the hunk */
function renderHunk(old: readonly string[], edits: readonly LineEdit[], shift: number): string {
  const start = Math.max(0, edits[0]!.start - CONTEXT);
  const end = Math.min(old.length, edits.at(-1)!.end + CONTEXT);
  const body: string[] = [];
  let newCount = end - start;
  let at = start;
  for (const edit of edits) {
    for (; at < edit.start; at++) body.push(signed(" ", old[at]!));
    for (; at < edit.end; at++) body.push(signed("-", old[at]!));
    for (const line of edit.lines) body.push(signed("+", line));
    newCount += edit.lines.length - (edit.end - edit.start);
  }
  for (; at < end; at++) body.push(signed(" ", old[at]!));
  return `@@ -${rangeOf(start, end - start)} +${rangeOf(start + shift, newCount)} @@\n${body.join("")}`;
}

const signed = (sign: string, line: string): string =>
  line.endsWith("\n") ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;

/** An empty range is named by the line before it. */
const rangeOf = (start: number, count: number): string =>
  count === 0 ? `${start},0` : count === 1 ? `${start + 1}` : `${start + 1},${count}`;

/** Beside `---` and `+++` git ends a path that holds blanks with a tab. */
function headerPath(path: string): string {
  const quoted = quotePath(path);
  return quoted === path && path.includes(" ") ? `${path}\t` : quoted;
}

const names: Readonly<Record<number, string>> = {
  7: "a",
  8: "b",
  9: "t",
  10: "n",
  11: "v",
  12: "f",
  13: "r",
  34: '"',
  92: "\\",
};

/** A path as git writes it: in quotes, by bytes, when it holds anything but plain printable characters. */
export function quotePath(path: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(path)) return path;
  const bytes = utf8Of(path).map((byte) => {
    if (names[byte] !== undefined) return `\\${names[byte]}`;
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, "0")}` : String.fromCharCode(byte);
  });
  return `"${bytes.join("")}"`;
}

function utf8Of(text: string): number[] {
  const encoded = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));
  const bytes: number[] = [];
  for (let at = 0; at < encoded.length; at++) {
    if (encoded[at] === "%") {
      bytes.push(Number.parseInt(encoded.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(encoded.charCodeAt(at));
  }
  return bytes;
}
