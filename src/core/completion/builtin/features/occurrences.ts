/** How often names stand in the text being edited, and how near. */
import type { View } from "../view.ts";

/** Bits of an id by which tokens are passed over that are surely none of the names; a power of two. */
const SIEVE = 1 << 12;

/** A name in the current text: how often, and how many tokens before and after the cursor the nearest ones stand. */
export interface Occurrences {
  count: number;
  before: number;
  after: number;
}

/** One pass over the current text for all names. */
export function occurrencesOf({ current }: View, ids: Iterable<number>): Map<number, Occurrences> {
  const found = new Map<number, Occurrences>();
  const sieve = new Uint8Array(SIEVE);
  for (const id of ids) {
    found.set(id, { count: 0, before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY });
    sieve[id & (SIEVE - 1)] = 1;
  }
  const { file, cursor } = current;
  const { tokens } = file;
  for (let at = 0; at < tokens.length; at++) {
    const id = tokens[at]! >> 1;
    const place = sieve[id & (SIEVE - 1)] === 1 ? found.get(id) : undefined;
    if (place === undefined) continue;
    place.count++;
    if (at < cursor) place.before = cursor - at;
    else place.after = Math.min(place.after, at - cursor);
  }
  return found;
}
