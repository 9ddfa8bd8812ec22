/** SEARCH/REPLACE blocks. */
import type { BlockEdit } from "../editBlock.ts";
import type { AnswerLines } from "./answerLines.ts";
import { dividerLength, fenceIn, isReplaceMark, searchMark } from "./marks.ts";
import { pathInInfo } from "./pathHint.ts";

/** How many lines above a block may name its file. */
const LINES_ABOVE = 3;

/** Reads the block whose first mark is the line at hand, and goes behind it. */
export function readSearchReplace(answer: AnswerLines): void {
  const start = answer.at;
  const mark = searchMark(answer.lines[start]!)!;
  const path = answer.pathAbove(start, LINES_ABOVE) ?? infoAbove(answer, start) ?? lastPath(answer);
  let end = start + 1;
  while (end < answer.lines.length && !isReplaceMark(answer.lines[end]!) && !searchMark(answer.lines[end]!))
    end++;
  const isClosed = end < answer.lines.length && isReplaceMark(answer.lines[end]!);
  answer.at = isClosed ? end + 1 : end;
  const body = answer.lines.slice(start + 1, end).map((line) => withoutIndent(line, mark.indent));
  answer.add(
    start,
    path,
    isClosed ? editOf(body, mark.length) : malformed("has no closing mark (>>>>>>> REPLACE)"),
  );
}

const malformed = (what: string): BlockEdit => ({ kind: "malformed", reason: `the block ${what}` });

function editOf(body: readonly string[], markLength: number): BlockEdit {
  const dividers = [...body.keys()].filter((index) => dividerLength(body[index]!) > 0);
  const fitting = dividers.filter((index) => dividerLength(body[index]!) === markLength);
  const chosen = fitting.length > 0 ? fitting : dividers;
  if (chosen.length === 0) return malformed("has no divider (=======) between the old lines and the new");
  if (chosen.length > 1)
    return malformed(`has ${chosen.length} dividers (=======), so where the new lines begin is unclear`);
  const search = withoutPreamble(body.slice(0, chosen[0]));
  const replace = body.slice(chosen[0]! + 1);
  if (search.length === 0 && replace.length === 0) return malformed("is empty");
  return { kind: "replace", search, replace };
}

/** Some write `:start_line:12` and a rule before the old lines. */
function withoutPreamble(search: readonly string[]): readonly string[] {
  let from = 0;
  while (/^:(?:start|end)_line:\s*\d+\s*$/.test(search[from] ?? "")) from++;
  if (from > 0 && /^-{5,20}\s*$/.test(search[from] ?? "")) from++;
  return search.slice(from);
}

const withoutIndent = (line: string, indent: string): string =>
  line.startsWith(indent) ? line.slice(indent.length) : line;

/** The file that the fence around a block names. */
function infoAbove(answer: AnswerLines, line: number): string | undefined {
  for (let at = line - 1; at >= Math.max(0, line - LINES_ABOVE); at--) {
    const info = fenceIn(answer.lines[at]!)?.info;
    if (info) return pathInInfo(info, answer.isKnown);
  }
  return undefined;
}

/** A block that names no file belongs to that of the block before. */
function lastPath(answer: AnswerLines): string | undefined {
  const last = answer.blocks.at(-1);
  return last && (last.edit.kind === "replace" || last.edit.kind === "malformed") ? last.path : undefined;
}
