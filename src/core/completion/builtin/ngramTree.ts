/** Predictions after the cursor and after each continuation looked at, made once each. */
import type { Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import type { CurrentText } from "./currentText.ts";
import type { Prediction, Predictor } from "./predictor.ts";
import { MAX_ORDER, tokenBefore } from "./suffixSort.ts";
import { compareTokens } from "./tokenOrder.ts";
import type { View } from "./view.ts";
import { wordsOfIndex, wordsOfText } from "./wordsByPrefix.ts";

/** Share of the words of the current text, whatever stands before them, while a word is being typed. */
const ANY_WORD = 0.1;
/** Probability of a token that was never seen after any of its contexts. */
const UNSEEN = 1e-4;

export interface Node {
  readonly context: readonly number[];
  readonly children: Map<number, Node>;
  prediction: Prediction | undefined;
}

/** Ids before the cursor, nearest first, not beyond the start of the file. */
export function contextAtCursor(current: CurrentText): number[] {
  const { file, cursor } = current;
  const context: number[] = [];
  for (let depth = 1; depth <= MAX_ORDER && depth <= cursor; depth++) {
    context.push(tokenBefore(file.tokens, cursor, depth));
  }
  return context;
}

function node(context: readonly number[]): Node {
  return { context, children: new Map(), prediction: undefined };
}

export class NgramTree {
  readonly root: Node;
  readonly #view: View;
  readonly #predictor: Predictor;
  /** Predictions that may still be made; beyond it what is not known counts as unseen. */
  #left: number;

  constructor(view: View, predictor: Predictor, maxPredictions: number) {
    this.#view = view;
    this.#predictor = predictor;
    this.#left = maxPredictions;
    this.root = node(contextAtCursor(view.current));
    this.root.prediction = this.#predictFirst();
  }

  get vocabulary(): Vocabulary {
    return this.#view.vocabulary;
  }

  child(parent: Node, token: number): Node {
    const known = parent.children.get(token);
    if (known !== undefined) return known;
    const made = node([token >> 1, ...parent.context.slice(0, MAX_ORDER - 1)]);
    parent.children.set(token, made);
    return made;
  }

  /** What comes after a node; undefined when no more predictions may be made. */
  predict(at: Node): Prediction | undefined {
    if (at.prediction === undefined && this.#left > 0) {
      this.#left--;
      at.prediction = this.#predictor.predict(at.context);
    }
    return at.prediction;
  }

  /** Probability of a token after a node. */
  probability(at: Node, token: number): number {
    const prediction = this.predict(at);
    if (prediction === undefined) return UNSEEN;
    const index = prediction.tokens.indexOf(token);
    return Math.max(UNSEEN, index < 0 ? 0 : prediction.probabilities[index]!);
  }

  #predictFirst(): Prediction {
    const { partial } = this.#view.current;
    if (partial === "") return this.#predictor.predict(this.root.context);
    const { vocabulary } = this.#view;
    const found = this.#predictor.predict(this.root.context, (token) =>
      vocabulary.startsWith(token >> 1, partial),
    );
    const words = wordsOfText(this.#view, partial);
    const known = found.tokens.length + words.size > 0;
    return withAnyWord(found, known ? words : wordsOfIndex(this.#view, partial), vocabulary);
  }
}

/** White space before the word being typed is typed already, so only ids count. */
function withAnyWord(
  found: Prediction,
  words: ReadonlyMap<number, number>,
  vocabulary: Vocabulary,
): Prediction {
  const sums = new Map<number, number>();
  const mass = found.probabilities.reduce((sum, p) => sum + p, 0);
  const share = words.size === 0 ? 0 : mass === 0 ? 1 : ANY_WORD;
  found.tokens.forEach((token, i) => {
    const id = token & ~1;
    sums.set(id, (sums.get(id) ?? 0) + ((1 - share) * found.probabilities[i]!) / (mass || 1));
  });
  for (const [token, p] of words) sums.set(token, (sums.get(token) ?? 0) + share * p);
  const best = [...sums].sort((a, b) => b[1] - a[1] || compareTokens(vocabulary, a[0], b[0]));
  return { tokens: best.map(([t]) => t), probabilities: best.map(([, p]) => p), order: found.order };
}
