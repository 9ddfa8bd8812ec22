/** Members that may follow the dot before the cursor, the most probable first. */
import { Kind } from "../../../syntax/tokens/vocabulary.ts";
import type { RankedLines } from "../lines.ts";
import type { Prediction } from "../predictor.ts";
import type { Ranker } from "../ranker.ts";
import type { View } from "../view.ts";
import { declaredTypes } from "./declaredType.ts";
import { type LineHints, lineHints, partsOf, sharedParts } from "./lineHints.ts";
import { countMembers, type MemberCount, type MemberCounts } from "./memberCounts.ts";
import { linearSum, type MemberFeature, MOST_IN_TREES, memberVector } from "./memberWeights.ts";
import { Marks, type Receiver, receiverAt } from "./receiver.ts";
import { declaredMembers, isTypeName } from "./typeMembers.ts";

/** A member and how probable it is that it is the one; 0..1, all of an answer at most 1. */
export interface RankedMember {
  readonly name: string;
  readonly probability: number;
}

/** A member with what speaks for it: what `rankMembers` weighs, and what weights are fitted on. */
export interface MemberEvidence {
  readonly id: number;
  readonly values: Readonly<Record<MemberFeature, number>>;
}

/** @returns empty unless a dot stands before the cursor or before the word that is being typed */
export function rankMembers(lines: RankedLines, ranker: Ranker): RankedMember[] {
  const { vocabulary } = lines.view;
  const scored = membersAtCursor(lines)
    .map(({ id, values }) => ({ name: vocabulary.text(id), values, linear: linearSum(values) }))
    .sort((a, b) => b.linear - a.linear || (a.name < b.name ? -1 : 1));
  const best = scored[0]?.linear ?? 0;
  const first = scored.slice(0, MOST_IN_TREES);
  const sums = ranker.memberSums(first.map(({ values, linear }) => memberVector(values, linear, best)));
  const least = Math.min(...sums);
  const lastLinear = first[first.length - 1]?.linear ?? 0;
  const all = scored.map(({ name, linear }, i) => {
    return { name, odds: Math.exp(sums[i] ?? least + linear - lastLinear) };
  });
  const total = all.reduce((sum, { odds }) => sum + odds, 0);
  return all
    .map(({ name, odds }) => ({ name, probability: odds / total }))
    .sort((a, b) => b.probability - a.probability || (a.name < b.name ? -1 : 1));
}

export function membersAtCursor(lines: RankedLines): MemberEvidence[] {
  const { view, prediction } = lines;
  const { current, vocabulary } = view;
  const { tokens } = current.file;
  const marks = new Marks(vocabulary);
  const dot = current.cursor - 1;
  if (!marks.dots.has(tokens[dot]! >> 1)) return [];
  const receiver = receiverAt(tokens, dot, marks, vocabulary);
  const counts = countMembers(view, receiver, marks);
  const declared =
    receiver === undefined
      ? new Set<number>()
      : declaredMembers(view, declaredTypes(view, receiver, marks), marks);
  const ngrams = namesOf(view, prediction);
  const starts = startsOf(lines);
  const weigh = evidenceOf(view, ngrams, starts, counts, declared, lineHints(view, marks), receiver);
  return [...new Set([...ngrams.keys(), ...starts.keys(), ...counts.keys(), ...declared])]
    .filter((id) => current.partial === "" || vocabulary.startsWith(id, current.partial))
    .map((id) => ({ id, values: weigh(id) }));
}

/** Names among the tokens that may come next, with their probabilities. */
function namesOf({ vocabulary }: View, { tokens, probabilities }: Prediction): Map<number, number> {
  const names = new Map<number, number>();
  tokens.forEach((token, i) => {
    const id = token >> 1;
    const kind = vocabulary.kind(id);
    if (kind !== Kind.word && kind !== Kind.keyword) return;
    names.set(id, (names.get(id) ?? 0) + probabilities[i]!);
  });
  return names;
}

/** Names that ranked lines start with, with the scores of these lines. */
function startsOf({ ranked, view: { vocabulary } }: RankedLines): Map<number, number> {
  const starts = new Map<number, number>();
  for (const { candidate, score } of ranked) {
    const id = candidate.tokens[0]! >> 1;
    if (vocabulary.kind(id) === Kind.word) starts.set(id, (starts.get(id) ?? 0) + score);
  }
  return starts;
}

const UNSEEN: MemberCount = { here: 0, anyHere: 0, last: 0, elsewhere: 0 };
/** Probability that stands for none. */
const LEAST = 1e-4;

function evidenceOf(
  { vocabulary, current }: View,
  ngrams: ReadonlyMap<number, number>,
  starts: ReadonlyMap<number, number>,
  counts: MemberCounts,
  declared: ReadonlySet<number>,
  hints: LineHints,
  receiver: Receiver | undefined,
): (id: number) => Record<MemberFeature, number> {
  let allElsewhere = 0;
  for (const { elsewhere } of counts.values()) allElsewhere += elsewhere;
  const isGo = current.file.languageId === "go";
  const isTypeReceiver = receiver !== undefined && isTypeName(receiver.id, vocabulary);
  return (id) => {
    const { here, anyHere, last, elsewhere } = counts.get(id) ?? UNSEEN;
    const ngram = ngrams.get(id) ?? 0;
    const text = vocabulary.text(id);
    const isDeclared = declared.has(id);
    const isCapital = /^\p{Lu}/u.test(text);
    const isSeen = here + elsewhere > 0;
    return {
      ngram,
      ngramLog: Math.log(ngram + LEAST) / 4,
      line: starts.get(id) ?? 0,
      lineLog: Math.log((starts.get(id) ?? 0) + LEAST) / 4,
      here: Math.log(1 + here),
      anyHere: Math.log(1 + anyHere),
      last,
      elsewhere: Math.log(1 + elsewhere) / 3,
      elsewhereShare: elsewhere / (allElsewhere + 3),
      seen: isSeen ? 1 : 0,
      declared: isDeclared ? 1 : 0,
      undeclared: declared.size > 0 && !isDeclared ? 1 : 0,
      onlyNgram: ngram > 0 && !isSeen && !isDeclared ? 1 : 0,
      capital: isCapital && !isGo ? 1 : 0,
      capitalInGo: isCapital && isGo ? 1 : 0,
      capitalOfType: isCapital && isTypeReceiver ? 1 : 0,
      private: text.startsWith("_") || text.startsWith("#") ? 1 : 0,
      assigned: bare(text) === hints.assigned.join("") ? 1 : 0,
      assignedPart: sharedParts(partsOf(text), hints.assigned),
      inLine: hints.words.has(id) ? 1 : 0,
      inLineMember: hints.members.has(id) ? 1 : 0,
      aboveMember: hints.above.has(id) ? 1 : 0,
    };
  };
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}
