/** The line of a passage that says most about a query. */
import { queryTerms } from "../text/terms/queryTerms.ts";
import { wordsOf } from "../text/terms/wordsOf.ts";
import { wordTerms } from "../text/terms/wordTerms.ts";
import type { TellingLine } from "./search.ts";

const LONGEST_LINE = 160;
/** Of a line that is one of data no more is looked at. UTF-16 units. */
const LOOKED_AT = 2000;

/**
 * The line with most distinct terms of the query, the first of those with as many; the passage's first line that is
 * not blank when none has any. Undefined when all are blank.
 *
 * @param startLine 0-based, as `endLine` inclusive; lines beyond the text are passed over
 */
export function tellingLine(
  lines: readonly string[],
  query: string,
  startLine: number,
  endLine: number,
): TellingLine | undefined {
  const wanted = new Set(queryTerms(query).keys());
  let best: TellingLine | undefined;
  let most = -1;
  for (let line = startLine; line <= Math.min(endLine, lines.length - 1); line++) {
    const text = lines[line]!.slice(0, LOOKED_AT).trim();
    if (text === "") continue;
    const terms = new Set(wordsOf(text).flatMap((word) => wordTerms(word)));
    const shared = [...terms].filter((term) => wanted.has(term)).length;
    if (shared <= most) continue;
    most = shared;
    best = { line, text: text.slice(0, LONGEST_LINE) };
  }
  return best;
}
