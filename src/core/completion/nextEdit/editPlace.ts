/** Where a change has a sibling, and what to write there. */

/** 0-based; UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export interface EditPlace {
  /** As the index knows it. */
  readonly path: string;
  /** What is replaced, on one line; empty for an insertion. */
  readonly start: TextPosition;
  readonly end: TextPosition;
  /** What stands there now. */
  readonly old: string;
  /** What is to stand there; empty for a removal. */
  readonly text: string;
  /** 0 <= score <= 1: how sure it is that the same change belongs here. */
  readonly score: number;
}

/** Siblings of the last edit of a document. */
export interface NextEdits {
  /** What was changed, for a person: `load -> read`. */
  readonly summary: string;
  /** Of the edited file first, from the edit on to the end and then from the start; then of others, surest first. */
  readonly places: readonly EditPlace[];
}

/** Below this no place is offered: measured on the development repositories by `npm run bench:next-edit`. */
export const LEAST_OFFERED = 0.5;

/** Puts places into the order in which they are offered. @param from line of the edit in `path` */
export function inOfferedOrder(places: readonly EditPlace[], path: string, from: number): EditPlace[] {
  const turn = ({ start }: EditPlace): number => (start.line >= from ? 0 : 1);
  const best = new Map<string, number>();
  for (const place of places) best.set(place.path, Math.max(best.get(place.path) ?? 0, place.score));
  return [...places].sort((a, b) => {
    const [ownA, ownB] = [a.path === path, b.path === path];
    if (ownA !== ownB) return ownA ? -1 : 1;
    if (ownA && turn(a) !== turn(b)) return turn(a) - turn(b);
    const files = best.get(b.path)! - best.get(a.path)! || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
    return files || a.start.line - b.start.line || a.start.column - b.start.column;
  });
}
