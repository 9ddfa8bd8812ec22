/**
 * Weights of the last step of ranking symbols: a linear model over its features, fitted so that the softmax over the candidates of a
 * question gives the right one as much as it can (listwise loss of Cao et al. 2007).
 */
import { RepoIndex } from "../../src/core/repo/repoIndex.ts";
import { Ranker } from "../../src/core/retrieval/rank/ranker.ts";
import {
  quotedShare,
  SYMBOL_FEATURES,
  SymbolFeatures,
} from "../../src/core/retrieval/rank/symbolFeatures.ts";
import type { SymbolOrder } from "../../src/core/retrieval/rank/symbolOrder.ts";
import { rankWeights } from "../../src/core/retrieval/rank/weights.ts";
import type { WordVectors } from "../../src/core/retrieval/rank/wordVectors.ts";
import type { SourceText } from "./corpus.ts";
import type { DocQuery } from "./docQueries.ts";

export interface OrderExample {
  readonly repository: string;
  /** Whether doc comments were left in the texts. */
  readonly isCommented: boolean;
  /** One of each candidate. */
  readonly rows: readonly (readonly number[])[];
  /** As `quotedShare` gives it. */
  readonly quoted: number;
  /** Places of the right candidates; none where it is not among them. */
  readonly right: readonly number[];
}

const ROOT = "/repository";

/** What the ranker knows of the candidates of each question. */
export function orderExamples(
  repository: string,
  { sources, queries }: { readonly sources: readonly SourceText[]; readonly queries: readonly DocQuery[] },
  isCommented: boolean,
  vectors: WordVectors,
): OrderExample[] {
  const index = new RepoIndex();
  for (const { path, languageId, text } of sources) index.setFile(`${ROOT}/${path}`, languageId, text);
  const features = new SymbolFeatures(vectors);
  let rows: OrderExample["rows"] = [];
  let keys: string[] = [];
  let quoted = 0;
  const recorder: SymbolOrder = {
    valuesOf(symbols, asked) {
      rows = features.rowsOf(symbols, asked);
      quoted = quotedShare(symbols);
      keys = symbols.map(({ path, container, name }) => `${path}\n${container}\n${name}`);
      return symbols.map(() => 0);
    },
  };
  const ranker = new Ranker(index, rankWeights, recorder);
  return queries.map(({ query, path, container, name }) => {
    rows = [];
    keys = [];
    ranker.search({ query, target: "symbol", limit: 1 });
    const asked = `${ROOT}/${path}\n${container}\n${name}`;
    return {
      repository,
      isCommented,
      rows,
      quoted,
      right: keys.flatMap((key, i) => (key === asked ? [i] : [])),
    };
  });
}

const STEPS = 80;
const RATE = 0.1;
const RIDGE = 1e-3;
/** Slopes below this change nothing. */
const LEAST_SLOPE = 1e-7;

/** Of one question: its rows one after the other. */
interface FlatExample {
  readonly rows: Float64Array;
  readonly isRight: Uint8Array;
  readonly odds: Float64Array;
}

/**
 * Weights by feature, in the order of `SYMBOL_FEATURES`: for questions in other words, then for quoted ones. Adam over all examples at
 * once (Kingma & Ba 2015).
 */
export function fitOrder(examples: readonly OrderExample[]): readonly number[] {
  const useful = examples.filter(({ right }) => right.length > 0);
  const scales = spreads(useful);
  const flat = useful.map((example) => flatExample(example, scales));
  const count = 2 * SYMBOL_FEATURES.length;
  const weights = new Float64Array(count);
  const means = new Float64Array(count);
  const squares = new Float64Array(count);
  for (let step = 1; step <= STEPS; step++) {
    const slopes = weights.map((weight) => 2 * RIDGE * weight);
    for (const one of flat) addSlopes(one, weights, slopes, 1 / flat.length);
    for (let i = 0; i < count; i++) {
      means[i] = 0.9 * means[i]! + 0.1 * slopes[i]!;
      squares[i] = 0.99 * squares[i]! + 0.01 * slopes[i]! ** 2;
      const mean = means[i]! / (1 - 0.9 ** step);
      const spread = Math.sqrt(squares[i]! / (1 - 0.99 ** step)) + 1e-9;
      weights[i]! -= (RATE * (1 - (0.9 * step) / STEPS) * mean) / spread;
    }
  }
  return Array.from(weights, (weight, i) => weight / scales[i]!);
}

/** What a symbol's own lines say counts for quoted questions alone. */
const isOfQuotes = SYMBOL_FEATURES.map((name) => /^(?:own|quote)/.test(name));

/** Each feature for questions in other words and for quoted ones, by how much the question is either. */
const parted = (row: readonly number[], quoted: number): number[] => [
  ...row.map((value, i) => (isOfQuotes[i] ? 0 : (1 - quoted) * value)),
  ...row.map((value) => quoted * value),
];

function flatExample({ rows, quoted, right }: OrderExample, scales: readonly number[]): FlatExample {
  const isRight = new Uint8Array(rows.length);
  for (const place of right) isRight[place] = 1;
  const flat = Float64Array.from(
    rows.flatMap((row) => parted(row, quoted)),
    (value, i) => value / scales[i % scales.length]!,
  );
  return { rows: flat, isRight, odds: new Float64Array(rows.length) };
}

function addSlopes(
  { rows, isRight, odds }: FlatExample,
  weights: Float64Array,
  slopes: Float64Array,
  share: number,
): void {
  const count = weights.length;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < odds.length; row++) {
    let value = 0;
    for (let i = 0, at = row * count; i < count; i++) value += rows[at + i]! * weights[i]!;
    odds[row] = value;
    if (value > most) most = value;
  }
  let [all, good] = [0, 0];
  for (let row = 0; row < odds.length; row++) {
    const odd = Math.exp(odds[row]! - most);
    odds[row] = odd;
    all += odd;
    if (isRight[row] === 1) good += odd;
  }
  for (let row = 0; row < odds.length; row++) {
    const odd = odds[row]!;
    const slope = share * (odd / all - (isRight[row] === 1 ? odd / good : 0));
    if (Math.abs(slope) < LEAST_SLOPE) continue;
    for (let i = 0, at = row * count; i < count; i++) slopes[i]! += slope * rows[at + i]!;
  }
}

function valueBy(row: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i]! * weights[i]!;
  return sum;
}

/** Standard deviation of each feature of `parted` rows; 1 for one that is always the same. */
function spreads(examples: readonly OrderExample[]): number[] {
  const sums = new Float64Array(2 * SYMBOL_FEATURES.length);
  const squares = new Float64Array(sums.length);
  let count = 0;
  for (const { rows, quoted } of examples)
    for (const row of rows) {
      count++;
      parted(row, quoted).forEach((value, i) => {
        sums[i]! += value;
        squares[i]! += value ** 2;
      });
    }
  return Array.from(sums, (sum, i) => Math.sqrt(Math.max(0, squares[i]! / count - (sum / count) ** 2)) || 1);
}

/** Place of the right candidate by these weights, from 0 on; without end where it is not among them. */
export function placeBy({ rows, quoted, right }: OrderExample, weights: readonly number[]): number {
  const values = rows.map((row) => valueBy(parted(row, quoted), weights));
  const best = Math.max(...right.map((i) => values[i]!));
  return right.length === 0 ? Number.POSITIVE_INFINITY : values.filter((value) => value > best).length;
}
