/** Where the names of a candidate stand elsewhere: in this file, near the cursor, in the repository, nowhere. */
import { Kind } from "../../../syntax/tokens/vocabulary.ts";
import { findIntervals } from "../matcher.ts";
import type { View } from "../view.ts";
import type { FeatureGroup } from "./scene.ts";

/** Tokens before the cursor, and after it, in which a name is near. */
const NEAR = 160;
/** Occurrences of a name looked at until one in another file is found. */
const LOOKS = 64;
/** Bits of an id by which tokens are passed over that are surely none of the names; a power of two. */
const SIEVE = 1 << 12;

const names = [
  "names",
  "namesInFile",
  "namesNear",
  "namesNeeded",
  "namesUnknown",
  "farthestName",
  "rarestName",
] as const;

/** A name in the current text: how often, and how many tokens before and after the cursor the nearest ones stand. */
interface Occurrences {
  count: number;
  before: number;
  after: number;
}

export const nameFeatures: FeatureGroup<(typeof names)[number]> = {
  names,
  of({ view, candidates }) {
    const { vocabulary } = view;
    const idsOf = candidates.map(({ tokens }) => {
      const ids = tokens.map((token) => token >> 1);
      return [...new Set(ids.filter((id) => vocabulary.kind(id) === Kind.word))];
    });
    const found = occurrencesOf(view, idsOf.flat());
    const known = new Map<number, boolean>();
    const isKnown = (id: number) => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const now = isInRepository(view, id);
      known.set(id, now);
      return now;
    };
    return (index) => {
      const ids = idsOf[index]!;
      const places = ids.map((id) => found.get(id)!);
      const share = (holds: (one: Occurrences) => boolean) =>
        ids.length === 0 ? 1 : places.filter(holds).length / ids.length;
      return {
        names: ids.length,
        namesInFile: share(({ count }) => count > 0),
        namesNear: share(({ before }) => before < NEAR),
        namesNeeded: places.filter(({ before, after }) => before >= NEAR && after < NEAR).length,
        namesUnknown: ids.filter((id, i) => places[i]!.count === 0 && !isKnown(id)).length,
        farthestName: Math.log(1 + Math.max(0, ...places.map(({ before }) => Math.min(1e5, before)))),
        rarestName: Math.log(1 + Math.min(1e3, ...places.map(({ count }) => count))),
      };
    };
  },
};

/** One pass over the current text for all names. */
function occurrencesOf({ current }: View, ids: readonly number[]): Map<number, Occurrences> {
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

/** Whether a name stands in another file; taken for granted after many looks in vain. */
function isInRepository(view: View, id: number): boolean {
  for (const { segment, weights } of view.segments) {
    const { depth, low, high } = findIntervals(segment, [id]);
    if (depth === 0) continue;
    const [from, to] = [low[1]!, high[1]!];
    for (let at = from; at < Math.min(to, from + LOOKS); at++) {
      if (weights[segment.fileAt(segment.order[at]! - 1)]! > 0) return true;
    }
    if (to - from > LOOKS) return true;
  }
  return view.loose.some(({ file }) => file.has(id));
}
