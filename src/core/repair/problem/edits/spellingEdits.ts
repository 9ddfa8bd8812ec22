/** Literals that are none of those allowed, marks that are missing, and fixed spellings. */
import { likeliestNames, nearestName } from "../../../verify/nearest.ts";
import type { ProblemEdit, ProblemPlace } from "../problemEdit.ts";
import type { ProblemSubject } from "../problemSubject.ts";
import { lineRange, optional } from "./placeTokens.ts";

export function* literalEdits(
  { value, allowed }: ProblemSubject & { kind: "literal" },
  place: ProblemPlace,
): Generator<ProblemEdit> {
  const { text, line } = place;
  const [from] = lineRange(place, line);
  const [, to] = lineRange(place, line + 3);
  const start = text.slice(from, to).indexOf(value);
  if (start < 0) return;
  const ordered = [
    ...new Set([...optional(nearestName(value, allowed)), ...likeliestNames(value, allowed, 6), ...allowed]),
  ];
  for (const [rank, other] of ordered.slice(0, 10).entries())
    yield {
      edits: [{ start: from + start, end: from + start + value.length, text: other }],
      about: `write \`${other}\` for \`${value}\``,
      score: 0.9 * 0.85 ** rank,
    };
}

export function* markEdits(mark: string, place: ProblemPlace): Generator<ProblemEdit> {
  const { text, line, column = 0, tokens } = place;
  const [start, end] = lineRange(place, line);
  const at = Math.min(start + column, text.length);
  // The mark is missed where the next begins: mostly it belongs behind what stands before.
  const behind = text.slice(0, at).trimEnd().length;
  const endOfLine = start + text.slice(start, end).trimEnd().length;
  for (const [rank, offset] of [...new Set([behind, at, endOfLine])].entries())
    yield {
      edits: [{ start: offset, end: offset, text: mark }],
      about: `put in \`${mark}\``,
      score: 0.9 * 0.8 ** rank,
    };
  for (let i = 0; i < tokens.count; i++)
    if (tokens.line(i) === line)
      yield {
        edits: [{ start: tokens.end(i), end: tokens.end(i), text: mark }],
        about: `put in \`${mark}\``,
        score: 0.3,
      };
}

export function* rewriteEdits(from: RegExp, to: string, place: ProblemPlace): Generator<ProblemEdit> {
  const { text, line, column } = place;
  const [start, end] = lineRange(place, line);
  const code = text.slice(start, end);
  for (const found of code.matchAll(from)) {
    const distance = column === undefined ? 0 : Math.abs(found.index - column);
    const written = found[0].replace(new RegExp(from.source), to);
    yield {
      edits: [{ start: start + found.index, end: start + found.index + found[0].length, text: written }],
      about: written === "" ? `remove \`${found[0]}\`` : `write \`${written}\` for \`${found[0]}\``,
      score: 0.9 / (1 + distance / 20),
    };
  }
}
