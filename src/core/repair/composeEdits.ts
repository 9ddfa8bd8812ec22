/** Two changes made one after the other, as one change of the first text. */
import { applyReplacements, type Replacement } from "./candidate.ts";

/**
 * What both leave alone stays out of the result: what lies between two edits can still be told from them.
 *
 * @param first of `text`
 * @param second of what `first` leaves
 * @returns replacements of `text` that lead to the same, ascending; empty when nothing changes
 */
export function composeEdits(
  text: string,
  first: readonly Replacement[],
  second: readonly Replacement[],
): Replacement[] {
  const between = applyReplacements(text, first);
  const spans = [...spansOf(first, true), ...spansOf(second, false)];
  spans.sort((a, b) => a.start - b.start || a.end - b.end);
  const edits: Replacement[] = [];
  for (let at = 0, shift = 0; at < spans.length; ) {
    const { start } = spans[at]!;
    let end = start;
    const group: Span[] = [];
    while (at < spans.length && spans[at]!.start <= end) {
      end = Math.max(end, spans[at]!.end);
      group.push(spans[at++]!);
    }
    const own = group.flatMap(({ edit }) => edit ?? []);
    const inner = own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    const grown = group.reduce((sum, span) => sum + span.grown, 0);
    const edit = trimmed(text, {
      start: start - shift,
      end: end - shift - grown,
      text: applyReplacements(between.slice(start, end), inner),
    });
    if (edit) edits.push(edit);
    shift += grown;
  }
  return edits;
}

/** Where an edit stands in the text between both changes. */
interface Span {
  readonly start: number;
  readonly end: number;
  /** Of the second change. */
  readonly edit?: Replacement;
  /** By so many units the first change made it longer. */
  readonly grown: number;
}

function spansOf(edits: readonly Replacement[], isFirst: boolean): Span[] {
  let shift = 0;
  return edits.map((edit) => {
    const { start, end } = edit;
    if (!isFirst) return { start, end, edit, grown: 0 };
    const from = start + shift;
    const grown = edit.text.length - (end - start);
    shift += grown;
    return { start: from, end: from + edit.text.length, grown };
  });
}

/** Without what stays the same at both ends; undefined when that is all. */
function trimmed(text: string, { start, end, text: by }: Replacement): Replacement | undefined {
  const shorter = Math.min(end - start, by.length);
  let ahead = 0;
  while (ahead < shorter && text[start + ahead] === by[ahead]) ahead++;
  let behind = 0;
  while (behind < shorter - ahead && text[end - 1 - behind] === by.at(-1 - behind)) behind++;
  if (start + ahead === end - behind && ahead === by.length - behind) return undefined;
  return { start: start + ahead, end: end - behind, text: by.slice(ahead, by.length - behind) };
}
