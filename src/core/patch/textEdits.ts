/** Two texts as edits of offsets. */
import type { TextEdit } from "../text/textEdit.ts";
import { lineEditsBetween } from "./blockLines.ts";
import { rawLines } from "./changeParts.ts";

/** Whole lines that differ. @returns ascending, not overlapping, all against `before` */
export function textEditsBetween(before: string, after: string): readonly TextEdit[] {
  const old = rawLines(before);
  const starts = [0];
  for (const line of old) starts.push(starts.at(-1)! + line.length);
  return lineEditsBetween(old, rawLines(after)).map(({ start, end, lines }) => ({
    range: { start: starts[start]!, end: starts[end]! },
    text: lines.join(""),
  }));
}
