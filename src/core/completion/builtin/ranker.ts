/** How probable each candidate is. */

/** What is learned from people's code: an order of candidates, and how far to trust it. */
export interface Ranker {
  /**
   * @param candidates features of each, as `FEATURES`
   * @returns how probable it is that each is exactly what comes next; 0..1, at most 1 in all
   */
  probabilities(candidates: readonly (readonly number[])[]): number[];
  /** How often the best rest of the line is right at such a probability, 0..1. */
  lineConfidence(probability: number): number;
  /** How often a start of the rest of the line is right at such a probability, 0..1. */
  startConfidence(probability: number): number;
  /**
   * @param members features of each member, as `MEMBER_FEATURES`
   * @returns higher for those that are more probable; logarithms of odds
   */
  memberSums(members: readonly (readonly number[])[]): number[];
}
