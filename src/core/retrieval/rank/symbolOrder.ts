/**
 * The last step of ranking symbols: the best by words are put in order by a linear model over what is known of each, word vectors
 * included. Its weights and the vectors are learned (`docs/retrieval.md`) and shipped in one file.
 */
import {
  type AskedWords,
  type FittedSymbol,
  quotedShare,
  SYMBOL_FEATURES,
  SymbolFeatures,
} from "./symbolFeatures.ts";
import type { WordVectors } from "./wordVectors.ts";

/** Puts symbols in order. */
export interface SymbolOrder {
  /** The larger, the better; the same number of values as symbols, comparable within one question. */
  valuesOf(symbols: readonly FittedSymbol[], asked: AskedWords): readonly number[];
}

export interface TrainedOrder {
  readonly vectors: WordVectors;
  /** By the names of `SYMBOL_FEATURES`: where no symbol says the question in its own lines, and where one says all of it. */
  readonly weights: Readonly<Record<string, number>>;
  readonly quotedWeights: Readonly<Record<string, number>>;
}

/**
 * @throws when the weights are of other features than this program has: they would mean nothing
 */
export function trainedSymbolOrder({ vectors, weights, quotedWeights }: TrainedOrder): SymbolOrder {
  const known = SYMBOL_FEATURES.join();
  if (Object.keys(weights).join() !== known || Object.keys(quotedWeights ?? {}).join() !== known)
    throw new Error("Cannot use the weights of symbols: they were learned with other features");
  const [loose, quoted] = [Object.values(weights), Object.values(quotedWeights)];
  const features = new SymbolFeatures(vectors);
  return {
    valuesOf(symbols, asked) {
      const share = quotedShare(symbols);
      const factors = loose.map((weight, i) => weight + share * (quoted[i]! - weight));
      return features.rowsOf(symbols, asked).map((row) => {
        let value = 0;
        for (let i = 0; i < row.length; i++) value += factors[i]! * row[i]!;
        return value;
      });
    },
  };
}

/** The best has about the score it had; this much less of value halves the score, so that a demotion keeps its meaning. */
const HALVES = 5;

/**
 * Values as scores: all above 0, in the same order, the best about as high as the best score before.
 *
 * @param best the highest score before
 */
export function scoresOf(values: readonly number[], best: number): readonly number[] {
  const most = values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  return values.map((value) => (best * softPlus(value - most + 2 * HALVES)) / (2 * HALVES));
}

/** Of what is so far below the best that no number tells it apart. */
const LEAST = 1e-12;

/** Nearly the value itself where it is large, nearly 0 where it is far below, and always above 0. */
const softPlus = (value: number): number => Math.max(LEAST, value > 30 ? value : Math.log1p(Math.exp(value)));
