/** What all groups of features look at. */
import { Kind } from "../../../syntax/tokens/vocabulary.ts";
import type { NgramTree, Node } from "../ngramTree.ts";
import type { Candidate } from "../pool.ts";
import type { View } from "../view.ts";
import { type Occurrences, occurrencesOf } from "./occurrences.ts";

/** How probable a candidate is by n-grams; natural logarithms. */
export interface Likelihood {
  /** Of all its tokens, of the first, of the least probable, and of the line's end after them. */
  readonly tokens: number;
  readonly first: number;
  readonly least: number;
  readonly end: number;
  readonly node: Node;
}

export interface Scene {
  readonly view: View;
  readonly tree: NgramTree;
  readonly candidates: readonly Candidate[];
  /** One for each candidate. */
  readonly likelihoods: readonly Likelihood[];
  /** Of each word of the candidates and of the typed part of the line, in the text being edited. */
  readonly occurrences: ReadonlyMap<number, Occurrences>;
  /** Probability that the line ends at the cursor, 0..1. */
  readonly endHere: number;
}

/** Some features of each candidate of a scene. */
export interface FeatureGroup<Name extends string> {
  readonly names: readonly Name[];
  /** Looks at the scene once; the result gives the values for the candidate with an index. */
  of(scene: Scene): (index: number) => Readonly<Record<Name, number>>;
}

/** Least logarithm of a probability that is told from 0. */
export const FLOOR = -30;

export function lookAt(
  view: View,
  tree: NgramTree,
  endProbability: (node: Node) => number,
  candidates: readonly Candidate[],
): Scene {
  const likelihoods = candidates.map(({ tokens }) => likelihood(tree, endProbability, tokens));
  const occurrences = occurrencesOf(view, wordsOf(view, candidates));
  return { view, tree, candidates, likelihoods, occurrences, endHere: endProbability(tree.root) };
}

function wordsOf({ current, vocabulary }: View, candidates: readonly Candidate[]): Set<number> {
  const { file, cursor, typed } = current;
  const words = new Set<number>();
  const add = (token: number) => {
    if (vocabulary.kind(token >> 1) === Kind.word) words.add(token >> 1);
  };
  for (const { tokens } of candidates) tokens.forEach(add);
  file.tokens.subarray(cursor - typed, cursor).forEach(add);
  return words;
}

function likelihood(
  tree: NgramTree,
  endProbability: (node: Node) => number,
  tokens: readonly number[],
): Likelihood {
  let node = tree.root;
  let sum = 0;
  let least = 0;
  let first = 0;
  for (const [i, token] of tokens.entries()) {
    const log = Math.log(tree.probability(node, token));
    if (i === 0) first = log;
    least = Math.min(least, log);
    sum += log;
    node = tree.child(node, token);
  }
  return { tokens: sum, first, least, end: Math.log(Math.max(1e-4, endProbability(node))), node };
}
