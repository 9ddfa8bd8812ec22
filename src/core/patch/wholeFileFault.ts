/** Whether a text that is to replace a whole file is one, or only a part of it. */
import { languageIdOf } from "../syntax/language.ts";
import { closersOf } from "../syntax/openBrackets.ts";
import { lineEditsBetween } from "./blockLines.ts";

/** Files of fewer lines may be replaced by anything. */
const SHORT_FILE = 12;
/** Share of the old lines, not empty ones, that may go. */
const MOST_LOST = 0.5;
/** Lines, not empty ones, that are missing at the end when an answer was cut off; fewer may have been deleted. */
const TAIL = 4;

/**
 * @param isClosed false when the answer ended within the text
 * @returns why the text cannot be the whole file; undefined when nothing speaks against it
 */
export function wholeFileFault(
  path: string,
  old: readonly string[],
  lines: readonly string[],
  isClosed: boolean,
): string | undefined {
  const keysOf = (all: readonly string[]): string[] =>
    all.map((line) => line.trim()).filter((line) => line !== "");
  const oldKeys = keysOf(old);
  const newKeys = keysOf(lines);
  const endsAlike = oldKeys.slice(-TAIL).join("\n") === newKeys.slice(-TAIL).join("\n");
  if (!isClosed && !endsAlike) return "the answer ends within the file";
  if (newKeys.length === 0 && oldKeys.length > 0)
    return "the file would be emptied: delete it if that is meant";
  const opens = (text: readonly string[]): number =>
    closersOf(text.join("\n"), languageIdOf(path) ?? "").length;
  if (!endsAlike && opens(lines) > opens(old)) return "the text leaves brackets open: it seems to be cut off";
  if (oldKeys.length < SHORT_FILE) return undefined;
  const left = new Set(newKeys);
  const lost = oldKeys.filter((key) => !left.has(key)).length;
  if (lost > MOST_LOST * oldKeys.length) {
    return `${lost} of ${oldKeys.length} lines of the file would be lost: give edits of the parts that change`;
  }
  return !endsAlike && endsEarly(oldKeys, newKeys)
    ? "the text ends where the file goes on: it seems to be cut off"
    : undefined;
}

/** Whether the file's end is gone, with little or nothing in its place. */
function endsEarly(oldKeys: readonly string[], newKeys: readonly string[]): boolean {
  const last = lineEditsBetween(oldKeys, newKeys).at(-1);
  if (last === undefined || last.end < oldKeys.length) return false;
  const removed = last.end - last.start;
  return removed >= TAIL && 3 * last.lines.length < removed;
}
