/** Weights of what speaks for a member, fitted by `bench/fitMembers.ts` on the development repositories. */

/** Features of a member; logarithms are natural, all values within about -3..4. */
export const memberWeights = {
  ngram: 1.15,
  ngramLog: 0.64,
  line: 1.83,
  lineLog: 1.64,
  here: 0.46,
  anyHere: -0.08,
  last: 0.3,
  elsewhere: -0.47,
  elsewhereShare: -0.06,
  seen: 1,
  declared: 0.76,
  undeclared: -0.76,
  onlyNgram: 1.21,
  capital: -0.25,
  capitalInGo: 0,
  capitalOfType: 0,
  private: 0,
  assigned: 2.52,
  assignedPart: 0,
  inLine: 0,
  inLineMember: 0,
  aboveMember: 0,
};

export type MemberFeature = keyof typeof memberWeights;
