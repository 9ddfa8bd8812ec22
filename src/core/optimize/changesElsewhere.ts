/** Whether a new text differs outside of some lines by more than imports. */
import { textEditsBetween } from "../patch/textEdits.ts";

const importLine = /^\s*(?:(?:import|from)\s.*|(?:const|let|var)\s.*=\s*require\(.*\);?|)$/;

/** @param lines 0-based, both inclusive, of the old text */
export function changesElsewhere(
  before: string,
  after: string,
  lines: { readonly startLine: number; readonly endLine: number },
): boolean {
  const all = before.split("\n");
  const start = all.slice(0, lines.startLine).join("\n").length + (lines.startLine > 0 ? 1 : 0);
  const end = all.slice(0, lines.endLine + 1).join("\n").length + 1;
  return textEditsBetween(before, after).some(({ range, text }) => {
    if (start <= range.start && range.end <= end) return false;
    const changed = [before.slice(range.start, range.end), text].join("\n");
    return !changed.split(/\r?\n/).every((line) => importLine.test(line));
  });
}
