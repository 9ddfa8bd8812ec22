/** A place in a text, kept small, and whether another place is the same with something typed since. */

/** The text around a cursor. */
export interface CursorText {
  readonly prefix: string;
  readonly suffix: string;
}

export interface Place {
  readonly prefixLength: number;
  readonly prefixEnd: string;
  readonly suffixLength: number;
  readonly suffixStart: string;
}

/** What was typed since, and what an editor closed by itself behind the cursor: `)` after `(`. */
export interface Typed {
  readonly text: string;
  readonly closers: string;
}

/** Texts are compared by length and this many units at the cursor: comparing whole files costs, and finds no more. */
export const comparedCharacters = 2_000;
/** More than one bracket or quote of each kind is not closed by itself in one go. UTF-16 units. */
const mostClosers = 4;
const onlyClosers = /^[)\]}"'`>]*$/;

export const placeOf = ({ prefix, suffix }: CursorText): Place => ({
  prefixLength: prefix.length,
  prefixEnd: prefix.slice(-comparedCharacters),
  suffixLength: suffix.length,
  suffixStart: suffix.slice(0, comparedCharacters),
});

export const samePlace = (a: Place, b: Place): boolean =>
  a.prefixLength === b.prefixLength &&
  a.suffixLength === b.suffixLength &&
  a.prefixEnd === b.prefixEnd &&
  a.suffixStart === b.suffixStart;

/** Undefined when more changed than something typed at the place. */
export function typedSince(place: Place, { prefix, suffix }: CursorText): Typed | undefined {
  const { prefixLength, prefixEnd, suffixLength, suffixStart } = place;
  if (prefix.length < prefixLength) return undefined;
  const closers = suffix.slice(0, Math.max(0, suffix.length - suffixLength));
  if (suffix.length < suffixLength || closers.length > mostClosers || !onlyClosers.test(closers))
    return undefined;
  if (!suffix.startsWith(suffixStart, closers.length)) return undefined;
  if (!prefix.slice(0, prefixLength).endsWith(prefixEnd)) return undefined;
  return { text: prefix.slice(prefixLength), closers };
}
