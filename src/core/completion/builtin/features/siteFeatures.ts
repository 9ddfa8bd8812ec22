/** Where the places stand that a candidate is copied from: in the text, in files that changed of late, elsewhere. */
import { FAR } from "../siteSums.ts";
import type { FeatureGroup } from "./scene.ts";

const names = [
  "hereShare",
  "hereOfVotes",
  "hereRank",
  "freshShare",
  "freshOfVotes",
  "tellingShare",
  "above",
  "below",
  "isNearestAbove",
  "age",
  "files",
  "bestPrevious",
  "bestNext",
  "bestTyped",
  "bestBlock",
  "bestHead",
  "bestReturned",
  "inBlock",
  "inReturned",
  "bestStart",
  "sameStart",
  "siteShare",
  "follows",
] as const;

export const siteFeatures: FeatureGroup<(typeof names)[number]> = {
  names,
  of({ candidates }) {
    const sum = (value: (index: number) => number) =>
      candidates.reduce((all, _, index) => all + value(index), 0) || 1;
    const sums = candidates.map((one) => one.sums);
    const here = sum((i) => sums[i]!.here);
    const fresh = sum((i) => sums[i]!.fresh);
    const telling = sum((i) => sums[i]!.telling);
    const sites = sum((i) => candidates[i]!.sites);
    const inBlock = sum((i) => sums[i]!.inBlock);
    const inReturned = sum((i) => sums[i]!.inReturned);
    const sameStart = sum((i) => sums[i]!.sameStart);
    const nearest = Math.min(FAR, ...sums.map(({ above }) => above));
    const byHere = sums.map((one) => one.here).sort((a, b) => b - a);
    return (index) => {
      const one = candidates[index]!;
      const { votes } = one;
      const own = one.sums;
      return {
        hereShare: own.here / here,
        hereOfVotes: votes === 0 ? 0 : own.here / votes,
        hereRank: own.here === 0 ? candidates.length : byHere.indexOf(own.here),
        freshShare: own.fresh / fresh,
        freshOfVotes: votes === 0 ? 0 : own.fresh / votes,
        tellingShare: own.telling / telling,
        above: Math.log(own.above),
        below: Math.log(own.below),
        isNearestAbove: own.above < FAR && own.above === nearest ? 1 : 0,
        age: Math.min(100, own.age),
        files: own.files.size,
        bestPrevious: own.previous,
        bestNext: own.next,
        bestTyped: own.typed,
        bestBlock: own.block,
        bestHead: own.head,
        bestReturned: own.returned,
        inBlock: own.inBlock / inBlock,
        inReturned: own.inReturned / inReturned,
        bestStart: own.start,
        sameStart: own.sameStart / sameStart,
        siteShare: one.sites / sites,
        follows: one.follows ? 1 : 0,
      };
    };
  },
};
