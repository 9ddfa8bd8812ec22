/** Members after a dot: positions, the answers, and the figures of many. */
import type { BuiltinEngine } from "../../src/core/completion/builtin/builtinEngine.ts";
import { codeLines, type Position, positionAt } from "./positions.ts";
import type { Random } from "./random.ts";
import type { SourceFile } from "./sources.ts";

/** A dot with a name behind it and something that can have members before it, or a line that goes on with one. */
const MEMBER = /(?<=[\w)\]"'`]|^\s+)\??\.(?=[A-Za-z_$])/g;
const IMPORT = /^\s*(import|from|package|use|using|export .* from)\b/;
const COMMENT = /\/\/|(^|\s)#/;

export interface MemberPosition extends Position {
  readonly member: string;
}

/** Columns behind dots of a line of code, those in strings, comments and imports left out. */
function columnsAfterDots(line: string): number[] {
  if (IMPORT.test(line)) return [];
  return [...line.matchAll(MEMBER)]
    .map((match) => match.index + match[0].length)
    .filter((column) => {
      const before = line.slice(0, column);
      const isQuoted = ['"', "'", "`"].some((quote) => before.split(quote).length % 2 === 0);
      return !isQuoted && !COMMENT.test(before);
    });
}

/** Lines drawn evenly from all code lines that hold a member, one of a line's members each. */
export function memberPositions(
  files: readonly SourceFile[],
  count: number,
  random: Random,
): MemberPosition[] {
  const all = files.flatMap((file) => codeLines(file.text, file.languageId).map((line) => ({ file, line })));
  const found: MemberPosition[] = [];
  for (const { file, line } of random.shuffle(all)) {
    if (found.length === count) break;
    const lines = file.text.split("\n");
    const columns = columnsAfterDots(lines[line]!);
    if (columns.length === 0) continue;
    const column = columns[random.below(columns.length)]!;
    const position = positionAt(file, lines[line]!, column, lines.slice(0, line), lines.slice(line + 1));
    found.push({ ...position, member: /^[\w$]+/.exec(position.truth)![0] });
  }
  return found;
}

/** How many members stand before the right one; undefined when it is not among the first `limit`. */
export function rankOfMember(
  engine: BuiltinEngine,
  position: MemberPosition,
  limit = 20,
): number | undefined {
  const members = engine.members({ ...position, maxSuggestions: 1 }, limit);
  const rank = members.findIndex(({ name }) => name === position.member);
  return rank < 0 ? undefined : rank;
}

/** Percent of the ranks that are below each of `bars`. */
export function topShares(ranks: readonly (number | undefined)[], bars: readonly number[]): number[] {
  return bars.map(
    (bar) =>
      (100 * ranks.filter((rank) => rank !== undefined && rank < bar).length) / Math.max(1, ranks.length),
  );
}
