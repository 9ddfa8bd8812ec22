/** What an answer that is still being written makes of a file so far. */
import { applyAnswer } from "../../core/patch/applyAnswer.ts";
import type { FileTexts } from "../../core/patch/fileTexts.ts";

const opens = /^<{5,} ?\w*$/;
const divides = /^={5,}$/;
const closes = /^>{5,} ?\w*$/;

/**
 * A block whose replacement has begun counts as far as its whole lines go, and the lines that it has not come to yet stay; one that is still
 * telling what it replaces does not count.
 * Never throws.
 *
 * @param files as they were before the answer
 * @param path the file that is shown
 * @returns its text, the one of before while nothing of it has a place
 */
export function previewEdit(files: FileTexts, answer: string, path: string): string {
  const before = files.get(path) ?? "";
  const { changes } = applyAnswer(files, closedAnswer(answer));
  const change = changes.find((one) => one.path === path);
  return change === undefined || change.kind === "deleted" ? before : change.after;
}

/** Without the line that is being written, and with what is open closed or left out. */
function closedAnswer(answer: string): string {
  const lines = answer.split("\n").slice(0, -1);
  let open = -1;
  let middle = -1;
  for (const [at, line] of lines.entries()) {
    const mark = line.trimEnd();
    if (opens.test(mark)) {
      open = at;
      middle = -1;
    } else if (open >= 0 && middle < 0 && divides.test(mark)) middle = at;
    else if (closes.test(mark)) open = -1;
  }
  if (open < 0) return `${lines.join("\n")}\n`;
  if (middle < 0) return `${lines.slice(0, open).join("\n")}\n`;
  const rest = notReached(lines.slice(open + 1, middle), lines.slice(middle + 1));
  return `${[...lines, ...rest].join("\n")}\n>>>>>>> REPLACE\n`;
}

/** Lines that are replaced and come behind what is written so far: they are not gone yet. A new line stands for one of them until more is known. */
function notReached(replaced: readonly string[], written: readonly string[]): readonly string[] {
  let next = 0;
  for (const line of written) {
    const at = replaced.indexOf(line, next);
    next = at >= 0 ? at + 1 : next + 1;
  }
  return replaced.slice(next);
}
