/** Rests of the line, ranked, with what speaks for each. */
import type { Provenance } from "../suggestion.ts";
import { continuationSite } from "./continuation.ts";
import { candidateFeatures } from "./features/features.ts";
import { importRepeats } from "./importSites.ts";
import { NgramTree, type Node } from "./ngramTree.ts";
import { type Candidate, Pool } from "./pool.ts";
import { lineEndProbability, type Prediction, Predictor } from "./predictor.ts";
import type { Ranker } from "./ranker.ts";
import type { View } from "./view.ts";

/** Predictions per request: bounds its time. */
const MAX_PREDICTIONS = 160;
/** What a line's end with another indentation than that of the line that follows is worth. */
const OTHER_END = 0.1;

export interface RankedLine {
  readonly candidate: Candidate;
  readonly features: readonly number[];
  /** The ranker's; the sum over all candidates is at most 1. */
  readonly score: number;
  /** How often such scores are right. */
  readonly confidence: number;
}

export interface RankedLines {
  readonly view: View;
  /** Highest score first, but see `withFollowing`. */
  readonly ranked: readonly RankedLine[];
  readonly tree: NgramTree;
  /** What the next token is. */
  readonly prediction: Prediction;
}

export function rankLines(view: View, ranker: Ranker, after?: Provenance): RankedLines {
  const tree = new NgramTree(view, new Predictor(view), MAX_PREDICTIONS);
  const end = (node: Node) => endOfLine(view, tree, node);
  const isImported = importRepeats(view);
  const next = after && continuationSite(view, after);
  const candidates = Pool.fill(view, tree, end, next).filter((one) => !isImported(one.tokens));
  const features = candidateFeatures(view, tree, end, candidates);
  const scores = ranker.probabilities(features);
  const ranked = candidates
    .map((candidate, i) => {
      const score = scores[i]!;
      return { candidate, features: features[i]!, score, confidence: ranker.lineConfidence(score) };
    })
    .sort((a, b) => b.score - a.score || (a.candidate.text < b.candidate.text ? -1 : 1));
  return { view, tree, ranked: withFollowing(ranked), prediction: tree.predict(tree.root)! };
}

/** Below this score of the best candidate the line after the accepted one is the better guess, and how often it is right. */
const SURER = 0.25;
const FOLLOWING_RIGHT = 0.19;

/** The line after the accepted one first, unless another is surer. */
function withFollowing(ranked: readonly RankedLine[]): readonly RankedLine[] {
  const following = ranked.find(({ candidate }) => candidate.follows);
  if (following === undefined || ranked[0]!.score >= SURER) return ranked;
  const first = { ...following, confidence: Math.max(following.confidence, FOLLOWING_RIGHT) };
  return [first, ...ranked.filter((one) => one !== following)];
}

/** Probability of the line's end after a node; when a line follows, of the end with that line's indentation. */
function endOfLine(view: View, tree: NgramTree, node: Node): number {
  const prediction = tree.predict(node);
  if (prediction === undefined) return 0;
  const any = lineEndProbability(prediction);
  const { current } = view;
  if (!current.hasNext) return any;
  const actual = prediction.tokens.indexOf(current.file.tokens[current.cursor]!);
  const exact = actual < 0 ? 0 : prediction.probabilities[actual]!;
  return exact + OTHER_END * (any - exact);
}
