/** One name in place of another. */
import { likeliestNames, nearestName } from "../../../verify/nearest.ts";
import type { ProblemEdit, ProblemPlace } from "../problemEdit.ts";
import { allNamed, optional, replaceToken } from "./placeTokens.ts";

export const mostRenames = 8;

interface Namings {
  readonly meant?: string | undefined;
  /** Names that are surely there. */
  readonly first: readonly string[];
  readonly others: readonly string[];
}

/** One place takes another name, or all places of the text do. */
export function* renames(
  place: ProblemPlace,
  at: readonly number[],
  { meant, first, others }: Namings,
): Generator<ProblemEdit> {
  const [token] = at;
  if (token === undefined) return;
  const name = place.tokens.word(token);
  const everywhere = allNamed(place, name);
  const ordered = [
    ...(meant === undefined ? [] : [meant]),
    ...optional(nearestName(name, first)),
    ...likeliestNames(name, first, mostRenames),
    ...optional(nearestName(name, others)),
    ...likeliestNames(name, others, mostRenames),
  ];
  const all = [...new Set(ordered)].filter((other) => other !== name && /^[\w$]+$/.test(other));
  for (const [rank, other] of all.slice(0, 2 * mostRenames).entries()) {
    const score = 0.9 * 0.85 ** rank;
    const about = `write \`${other}\` for \`${name}\``;
    yield { edits: [replaceToken(place, token, other)], about, score };
    if (everywhere.length > 1)
      yield {
        edits: everywhere.map((i) => replaceToken(place, i, other)),
        about: `${about}, everywhere in the file`,
        score: 0.7 * score,
      };
  }
}
