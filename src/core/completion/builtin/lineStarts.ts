/** Starts of the line's rest that candidates share: surer than any of them where they part later. */
import { insertText } from "./insertText.ts";
import type { RankedLines } from "./lines.ts";
import type { NgramTree, Node } from "./ngramTree.ts";
import type { Ranker } from "./ranker.ts";

/** Tokens of a start at the most. */
const MAX_TOKENS = 12;
/** Of starts at least so likely the longest is offered, else the likeliest one. */
const LIKELY = 0.75;
const WORD = /[\p{L}\p{N}]/u;
const STARTS_WITH_WORD = /^[\p{L}\p{N}_$]/u;

export interface LineStart {
  /** From the cursor on; whole tokens. */
  readonly text: string;
  /** Indices of the ranked lines that start so. */
  readonly members: readonly number[];
  /** Probability of its tokens by n-grams, 0..1. */
  readonly ngram: number;
}

/** Each distinct start that holds a word, in order of the ranked lines; none where a word stands after the cursor. */
export function lineStarts({ view, tree, ranked }: RankedLines): LineStart[] {
  const { current, vocabulary } = view;
  if (STARTS_WITH_WORD.test(current.after)) return [];
  const starts = new Map<string, { text: string; members: number[]; ngram: number }>();
  for (const [i, { candidate }] of ranked.entries()) {
    const walk = probabilities(tree, candidate.tokens.slice(0, MAX_TOKENS));
    for (const [length, ngram] of walk.entries()) {
      const text = insertText(candidate.tokens.slice(0, length + 1), current, vocabulary);
      if (text === undefined || !WORD.test(text) || !candidate.text.startsWith(text)) continue;
      const known = starts.get(text);
      if (known === undefined) starts.set(text, { text, members: [i], ngram });
      else known.members.push(i);
    }
  }
  return [...starts.values()];
}

/** Probability of the first token, of the first two, and so on. */
function probabilities(tree: NgramTree, tokens: readonly number[]): number[] {
  let at: Node = tree.root;
  let product = 1;
  return tokens.map((token) => {
    product *= tree.probability(at, token);
    at = tree.child(at, token);
    return product;
  });
}

/** How probable a start is: by the lines that start so, and by n-grams where none of the lines is right. */
export function startProbability({ members, ngram }: LineStart, scores: readonly number[]): number {
  const none = 1 - scores.reduce((sum, one) => sum + one, 0);
  return members.reduce((sum, i) => sum + scores[i]!, 0) + Math.max(0, none) * ngram;
}

export interface LikelyStart {
  readonly text: string;
  /** How often such starts are right, 0..1. */
  readonly confidence: number;
}

/**
 * The start most worth offering beside lines that are not sure, and other than what stands after the cursor.
 *
 * @param except texts that are offered already
 */
export function likelyStart(
  lines: RankedLines,
  ranker: Ranker,
  except: readonly string[],
): LikelyStart | undefined {
  const scores = lines.ranked.map(({ score }) => score);
  const after = lines.view.current.after.trim();
  let best: LikelyStart | undefined;
  for (const start of lineStarts(lines)) {
    if (except.includes(start.text) || (after !== "" && start.text.trim() === after)) continue;
    const confidence = ranker.startConfidence(startProbability(start, scores));
    if (best === undefined || isBetter({ text: start.text, confidence }, best)) {
      best = { text: start.text, confidence };
    }
  }
  return best;
}

function isBetter(a: LikelyStart, b: LikelyStart): boolean {
  if (Math.min(a.confidence, b.confidence) >= LIKELY) return a.text.length > b.text.length;
  return a.confidence > b.confidence;
}
