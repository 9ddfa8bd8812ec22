/** Where the names of a candidate stand elsewhere: in this file, near the cursor, in the repository, nowhere. */
import { Kind } from "../../../syntax/tokens/vocabulary.ts";
import { findIntervals } from "../matcher.ts";
import type { View } from "../view.ts";
import type { Occurrences } from "./occurrences.ts";
import type { FeatureGroup } from "./scene.ts";

/** Tokens before the cursor, and after it, in which a name is near. */
const NEAR = 160;
/** Occurrences of a name looked at until one in another file is found. */
const LOOKS = 64;
const names = [
  "names",
  "namesInFile",
  "namesNear",
  "namesNeeded",
  "namesUnknown",
  "farthestName",
  "rarestName",
] as const;

export const nameFeatures: FeatureGroup<(typeof names)[number]> = {
  names,
  of({ view, candidates, occurrences }) {
    const { vocabulary } = view;
    const idsOf = candidates.map(({ tokens }) => {
      const ids = tokens.map((token) => token >> 1);
      return [...new Set(ids.filter((id) => vocabulary.kind(id) === Kind.word))];
    });
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
      const places = ids.map((id) => occurrences.get(id)!);
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
