/** Changes to a text that lies in pieces behind each other, as if it were one. */

export interface Replacement {
  /** Offsets in the joined text, `start <= end`. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * @param replacements ascending, not overlapping; each stands in the piece where it begins
 * @returns as many texts as there were pieces
 */
export function replaceInPieces(
  pieces: readonly string[],
  replacements: readonly Replacement[],
): readonly string[] {
  let from = 0;
  let next = 0;
  return pieces.map((piece, at) => {
    const end = from + piece.length;
    const isLast = at === pieces.length - 1;
    let text = "";
    let position = from;
    for (; next < replacements.length; next++) {
      const one = replacements[next]!;
      if (one.start >= end && !(isLast && one.start === end)) break;
      if (one.start >= from) text += piece.slice(position - from, one.start - from) + one.text;
      position = Math.min(one.end, end);
      if (one.end > end) break;
    }
    text += piece.slice(position - from);
    from = end;
    return text;
  });
}
