/** The edits that a hunk means, once it is known which line of the file each of its old lines is. */
import type { HunkLine } from "../editBlock.ts";
import type { LineEdit } from "../textLines.ts";
import type { Reindent } from "./indentation.ts";

export type Edits =
  | { readonly kind: "edits"; readonly edits: readonly LineEdit[] }
  | { readonly kind: "unclear"; readonly reason: string };

/**
 * @param at for each line of the hunk the line of the file, ascending; undefined for new lines, elisions and kept lines that
 * the file does not have
 */
export function editsAt(
  lines: readonly HunkLine[],
  at: readonly (number | undefined)[],
  reindent: Reindent,
): Edits {
  const edits: LineEdit[] = [];
  for (let from = 0; from < lines.length; ) {
    if (lines[from]!.kind !== "add" && lines[from]!.kind !== "remove") {
      from++;
      continue;
    }
    let to = from;
    while (to < lines.length && (lines[to]!.kind === "add" || lines[to]!.kind === "remove")) to++;
    const edit = editOf(lines, at, { from, to }, reindent);
    if (typeof edit === "string") return { kind: "unclear", reason: edit };
    edits.push(edit);
    from = to;
  }
  return { kind: "edits", edits };
}

/** One run of removed and new lines, or why its place is unclear. */
function editOf(
  lines: readonly HunkLine[],
  at: readonly (number | undefined)[],
  run: { readonly from: number; readonly to: number },
  reindent: Reindent,
): LineEdit | string {
  const added: string[] = [];
  const removed: number[] = [];
  for (let index = run.from; index < run.to; index++) {
    if (lines[index]!.kind === "remove") removed.push(at[index]!);
    else {
      const line = reindent(lines[index]!.text);
      if (line === undefined)
        return `the indentation of "${lines[index]!.text.trim().slice(0, 60)}" does not carry over to the file`;
      added.push(line);
    }
  }
  const before = at[run.from - 1];
  const after = at[run.to];
  const first = removed[0] ?? (before !== undefined ? before + 1 : after);
  if (first === undefined) return "no line of the file stands beside the new lines";
  const end = removed.length > 0 ? removed.at(-1)! + 1 : first;
  if (end - first !== removed.length)
    return `lines of the file between lines ${first + 1} and ${end} are missing in the block`;
  // A removed line shows on which side of left out lines the new ones stand.
  const startsOpen = lines[run.from]!.kind === "add" && before !== undefined && before + 1 !== first;
  const endsOpen = lines[run.to - 1]!.kind === "add" && after !== undefined && after !== end;
  if (startsOpen || endsOpen) {
    return `whether the new lines go before or after what the block leaves out near line ${first + 1} is unclear`;
  }
  return { start: first, end, lines: added };
}
