/** A block whose old text begins or ends within a line. */
import type { Placement } from "./placement.ts";

/** Shorter old texts are found in too many places to mean one. UTF-16 units. */
const SHORTEST = 4;

const isWord = (unit: string | undefined): boolean => unit !== undefined && /[\p{L}\p{N}_$]/u.test(unit);

/**
 * @returns undefined when the file does not hold the old text exactly once, with no name cut in two
 */
export function locatePart(
  file: readonly string[],
  search: readonly string[],
  replace: readonly string[],
): Placement | undefined {
  for (const trim of [(text: string) => text, (text: string) => text.trim()]) {
    const old = trim(search.join("\n"));
    if (old.trim().length < SHORTEST || !isWhole(old)) continue;
    const text = file.join("\n");
    const start = text.indexOf(old);
    if (start < 0) continue;
    const end = start + old.length;
    const cutsName =
      (isWord(text[start - 1]) && isWord(text[start])) || (isWord(text[end - 1]) && isWord(text[end]));
    if (text.indexOf(old, start + 1) >= 0 || cutsName) return undefined;
    return placed(text, { start, end }, trim(replace.join("\n")));
  }
  return undefined;
}

const isWhole = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

function placed(
  text: string,
  { start, end }: { start: number; end: number },
  replacement: string,
): Placement {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const found = text.indexOf("\n", end);
  const lineEnd = found < 0 ? text.length : found;
  const first = countBreaks(text, lineStart);
  const last = first + countBreaks(text.slice(lineStart, lineEnd), lineEnd - lineStart);
  const lines = (text.slice(lineStart, start) + replacement + text.slice(end, lineEnd)).split("\n");
  const edits = [{ start: first, end: last + 1, lines }];
  return { kind: "placed", layer: "part of a line", place: { start: first, end: last + 1, edits } };
}

function countBreaks(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
