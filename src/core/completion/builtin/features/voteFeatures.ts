/** What the places say that a candidate is copied from. */
import type { FeatureGroup } from "./scene.ts";

const names = [
  "share",
  "gap",
  "rank",
  "topVote",
  "allVotes",
  "sites",
  "longestOrder",
  "longest",
  "longestShare",
  "longestGap",
  "order",
  "previous1",
  "previous2",
  "next1",
  "next2",
  "typedAgreement",
  "near",
  "affinity",
  "renamed",
  "copied",
  "beam",
  "needed",
  "firstShare",
  "pairShare",
  "longer",
  "shorter",
  "distinct",
] as const;

export const voteFeatures: FeatureGroup<(typeof names)[number]> = {
  names,
  of({ candidates }) {
    const all = candidates.reduce((sum, one) => sum + one.votes, 0);
    const byVotes = [...candidates].sort((a, b) => b.votes - a.votes);
    const longest = candidates.reduce((most, one) => Math.max(most, one.longest), 0);
    const longestSites = candidates.reduce(
      (sum, one) => sum + (one.longest === longest ? one.longestSites : 0),
      0,
    );
    const share = (votes: number) => (all === 0 ? 0 : votes / all);
    return (index) => {
      const one = candidates[index]!;
      const { evidence } = one;
      const bestOther = byVotes[0] === one ? (byVotes[1]?.votes ?? 0) : byVotes[0]!.votes;
      const isLongest = one.votes > 0 && one.longest === longest;
      let [first, pair, longer, shorter] = [0, 0, 0, 0];
      for (const other of candidates) {
        const shared = sharedTokens(one.tokens, other.tokens);
        if (shared > 0) first += other.votes;
        if (shared >= Math.min(2, one.tokens.length)) pair += other.votes;
        if (other === one) continue;
        if (shared === one.tokens.length) longer += other.votes;
        else if (shared === other.tokens.length) shorter += other.votes;
      }
      return {
        share: share(one.votes),
        gap: Math.log((one.votes + 0.5) / (bestOther + 0.5)),
        rank: byVotes.indexOf(one),
        topVote: Math.log(1 + one.topVote),
        allVotes: Math.log(1 + all),
        sites: one.sites,
        longestOrder: one.longest,
        longest: isLongest ? 1 : 0,
        longestShare: isLongest ? one.longestSites / longestSites : 0,
        longestGap: longest - one.longest,
        order: evidence?.order ?? 0,
        previous1: evidence?.previous[0] ?? 0,
        previous2: evidence?.previous[1] ?? 0,
        next1: evidence?.next[0] ?? 0,
        next2: evidence?.next[1] ?? 0,
        typedAgreement: evidence?.typed ?? 0,
        near: evidence?.near ?? 0,
        affinity: evidence?.affinity ?? 0,
        renamed: one.votes > 0 && one.renamed ? 1 : 0,
        copied: one.votes > 0 ? 1 : 0,
        beam: one.beam ? 1 : 0,
        needed: one.needed,
        firstShare: share(first),
        pairShare: share(pair),
        longer: share(longer),
        shorter: share(shorter),
        distinct: candidates.length,
      };
    };
  },
};

function sharedTokens(a: readonly number[], b: readonly number[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared]! >> 1 === b[shared]! >> 1) shared++;
  return shared;
}
