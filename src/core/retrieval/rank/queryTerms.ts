/** What a question asks for: its words as the index has them, each with a weight. */
import type { WordTerms } from "./pathField.ts";
import type { RankWeights } from "./weights.ts";

export interface QueryTerm {
  readonly term: string;
  /** Above 0. */
  readonly weight: number;
}

const WORD = /[\p{L}\p{N}_$]+/gu;
const QUOTED = /`[^`\n]+`|"[^"\n]{1,80}"|'[\w.$/-]{2,80}'/g;

/** Words that stand in any question and tell nothing of what is asked. */
const stopWords = new Set(
  "a an the and or of to in on for with without from by at as is are was were be been being it its this that these those if when while then than so not no do does did don doesn didn t s can could should would will may might must have has had having which who whose what where why how there here into out up over under about after before between during through all any both each more most other some such only own same too very just also i we you they he she my our your their me us them".split(
    " ",
  ),
);

/** Terms in the order of their first place. */
export function readQuery(query: string, termsOf: WordTerms, weights: RankWeights): QueryTerm[] {
  const found = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const [word] of text.matchAll(WORD)) {
      const terms = termsOf(word);
      const isStop = stopWords.has(word.toLowerCase());
      terms.forEach((term, i) => {
        const isCompound = terms.length > 1 && i === terms.length - 1;
        const own = weight * (isStop ? weights.stopWord : isCompound ? weights.compound : 1);
        if (own > 0) found.set(term, Math.max(own, found.get(term) ?? 0));
      });
    }
  };
  add(query, 1);
  if (weights.quoted !== 1) for (const [text] of query.matchAll(QUOTED)) add(text, weights.quoted);
  return [...found].map(([term, weight]) => ({ term, weight }));
}
