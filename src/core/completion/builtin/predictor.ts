/**
 * What comes next, as probabilities: contexts of every order mixed from the longest to the shortest as in prediction by
 * partial matching, with Witten & Bell's (1991, method C) escape from each order to the next shorter one.
 *
 * Differs: occurrences are pooled from all files with weights (near files and the text being edited count more) rather
 * than mixed from separate models, and large sets of occurrences are sampled.
 */
import { BOUNDARY, endsLine } from "../../syntax/tokens/newline.ts";
import type { CurrentText } from "./currentText.ts";
import { findIntervals, type Intervals, sampleRing } from "./matcher.ts";
import { MAX_ORDER } from "./suffixSort.ts";
import { TokenCounter } from "./tokenCounter.ts";
import { compareTokens } from "./tokenOrder.ts";
import type { View } from "./view.ts";

/** Weight of the current text's occurrences: the near part falls by e every `DECAY` tokens of distance. */
const CURRENT_FAR = 3;
const CURRENT_NEAR = 9;
const DECAY = 400;
/** Escape counts distinct tokens times this. */
const ESCAPE = 0.6;
/** Occurrences looked at per order and source. */
const RING = 48;
const CURRENT_CAPS = { pairs: 96, singles: 48, looks: 600 };
const LOOSE_CAPS = { pairs: 24, singles: 8, looks: 400 };
/** Shorter orders are not looked at when they can no longer get more than this share. */
const NEGLIGIBLE = 0.002;

/** Tokens with their probabilities, most probable first. */
export interface Prediction {
  readonly tokens: readonly number[];
  readonly probabilities: readonly number[];
  /** Most tokens of context that occurred before, 0..MAX_ORDER. */
  readonly order: number;
}

/** Weight of an occurrence in the current text. */
function currentWeight(current: CurrentText, position: number): number {
  return CURRENT_FAR + CURRENT_NEAR * Math.exp(-Math.abs(position - current.cursor) / DECAY);
}

export class Predictor {
  readonly #view: View;
  readonly #counter = new TokenCounter();
  /** Occurrences by order: token index in the counter and weight. */
  readonly #indices: number[][] = Array.from({ length: MAX_ORDER + 1 }, () => []);
  readonly #weights: number[][] = Array.from({ length: MAX_ORDER + 1 }, () => []);
  #loosePositions: number[][] = [];
  #looseWeights: number[][] = [];
  /** Predictions made, which is what a request's time goes into. */
  made = 0;

  constructor(view: View) {
    this.#view = view;
  }

  /**
   * @param context ids before the place, nearest first; `MAX_ORDER` of them are used
   * @param accepts only such tokens are counted, when given
   */
  predict(context: readonly number[], accepts?: (token: number) => boolean): Prediction {
    this.made++;
    this.#counter.clear();
    this.#gatherLoose(context);
    const intervals = this.#view.segments.map(({ segment }) => findIntervals(segment, context));
    const shares = new Float64Array(MAX_ORDER + 1);
    let rest = 1;
    let total = 0;
    let longest = 0;
    for (let order = MAX_ORDER; order > 0; order--) {
      this.#indices[order]!.length = 0;
      this.#weights[order]!.length = 0;
      if (rest < NEGLIGIBLE) continue;
      const added = this.#gather(order, intervals, accepts);
      total += added;
      if (total === 0) continue;
      longest = Math.max(longest, order);
      if (added === 0) continue;
      const escaping = (ESCAPE * this.#counter.count) / (total + ESCAPE * this.#counter.count);
      shares[order] = (rest * (1 - escaping)) / total;
      rest *= escaping;
    }
    return this.#mix(shares, longest);
  }

  /** Occurrences that agree in exactly `order` tokens. Returns the sum of their weights. */
  #gather(order: number, intervals: readonly Intervals[], accepts?: (token: number) => boolean): number {
    let sum = 0;
    const put = (token: number, weight: number) => {
      if (weight <= 0 || token === BOUNDARY || (accepts !== undefined && !accepts(token))) return;
      const index = this.#counter.indexOf(token);
      if (index < 0) return;
      this.#indices[order]!.push(index);
      this.#weights[order]!.push(weight);
      sum += weight;
    };
    const [positions, weights] = [this.#loosePositions[order]!, this.#looseWeights[order]!];
    for (let i = 0; i < positions.length; i++) put(positions[i]!, weights[i]!);
    this.#view.segments.forEach(({ segment, weights: byFile }, i) => {
      if (intervals[i]!.depth < order) return;
      sampleRing(segment, intervals[i]!, order, RING, (position, standsFor) => {
        put(segment.tokens[position]!, byFile[segment.fileAt(position)]! * standsFor);
      });
    });
    return sum;
  }

  /** Tokens at matching positions of the current text and of loose files, by order. */
  #gatherLoose(context: readonly number[]): void {
    this.#loosePositions = Array.from({ length: MAX_ORDER + 1 }, () => []);
    this.#looseWeights = Array.from({ length: MAX_ORDER + 1 }, () => []);
    const { current, loose } = this.#view;
    const { file, cursor } = current;
    file.forEachMatch(context, CURRENT_CAPS, (position, order) => {
      if (position === cursor) return;
      this.#loosePositions[order]!.push(file.tokens[position]!);
      this.#looseWeights[order]!.push(currentWeight(current, position));
    });
    for (const one of loose) {
      one.file.forEachMatch(context, LOOSE_CAPS, (position, order) => {
        this.#loosePositions[order]!.push(one.file.tokens[position]!);
        this.#looseWeights[order]!.push(one.weight);
      });
    }
  }

  /** Each occurrence counts for its own order and all shorter ones. */
  #mix(shares: Float64Array, order: number): Prediction {
    const { tokens, sums, count } = this.#counter;
    let share = 0;
    const shareUpTo = shares.map((one) => (share += one));
    for (let k = 1; k <= MAX_ORDER; k++) {
      const [indices, weights] = [this.#indices[k]!, this.#weights[k]!];
      for (let i = 0; i < indices.length; i++) sums[indices[i]!]! += weights[i]! * shareUpTo[k]!;
    }
    const { vocabulary } = this.#view;
    for (let i = 0; i < count; i++) sums[i] = Math.fround(sums[i]!);
    const best = Array.from({ length: count }, (_, i) => i).sort(
      (a, b) => sums[b]! - sums[a]! || compareTokens(vocabulary, tokens[a]!, tokens[b]!),
    );
    return { tokens: best.map((i) => tokens[i]!), probabilities: best.map((i) => sums[i]!), order };
  }
}

/** The line's end, at any indentation, as one probability. */
export function lineEndProbability({ tokens, probabilities }: Prediction): number {
  return tokens.reduce((sum, token, i) => sum + (endsLine(token >> 1) ? probabilities[i]! : 0), 0);
}
