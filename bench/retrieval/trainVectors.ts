/**
 * Word vectors from pairs of question and name: of the pairs of one repository that are looked at together, each question is to
 * be nearest to its own name (softmax over the others). Both sides begin with the same random vectors, so that a word is near
 * itself and to no other before anything is learned. AdaGrad, one rate for each word.
 */
import { Random } from "../completion/random.ts";
import type { WordPair } from "./wordPairs.ts";

export interface TrainedVectors {
  readonly size: number;
  readonly words: readonly string[];
  readonly asked: Float32Array;
  readonly named: Float32Array;
}

const SIZE = 64;
const EPOCHS = 5;
const TOGETHER = 256;
const FEWEST_TOGETHER = 32;
const FEWEST_PAIRS_OF_WORD = 12;
const RATE = 0.03;
const SHARPNESS = 6;
/** As in `symbolFeatures.ts`. */
const OF_CONTAINER = 0.5;
const OF_PATH = 0.35;

interface Row {
  readonly question: readonly number[];
  readonly name: readonly number[];
  readonly weights: readonly number[];
}

export function trainVectors(repositories: readonly (readonly WordPair[])[]): TrainedVectors {
  const counts = new Map<string, number>();
  for (const { question, name, container } of repositories.flat())
    for (const word of new Set([...question, ...name, ...container]))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts].filter(([, count]) => count >= FEWEST_PAIRS_OF_WORD).map(([word]) => word);
  const placeOf = new Map(words.map((word, place) => [word, place]));
  const rows = repositories.map((pairs) => pairs.map((pair) => rowOf(pair, placeOf)).filter(isUseful));
  const all = repositories.reduce((sum, pairs) => sum + pairs.length, 0);
  const training = new Training(words.map((word) => Math.log(1 + all / counts.get(word)!) / SHARPNESS));
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const loss = training.run(rows, RATE * (1 - (0.8 * epoch) / EPOCHS));
    console.error(`epoch ${epoch + 1}: loss ${loss.toFixed(3)}`);
  }
  return { size: SIZE, words, asked: training.asked, named: training.named };
}

const isUseful = ({ question, name }: Row): boolean => question.length >= 2 && name.length > 0;

function rowOf({ question, name, container, path }: WordPair, placeOf: ReadonlyMap<string, number>): Row {
  const places = (terms: readonly string[]) => terms.flatMap((term) => placeOf.get(term) ?? []);
  const weights = new Map(places(path).map((place) => [place, OF_PATH]));
  for (const place of places(container)) weights.set(place, OF_CONTAINER);
  for (const place of places(name)) weights.set(place, 1);
  return { question: places(question), name: [...weights.keys()], weights: [...weights.values()] };
}

class Training {
  readonly asked: Float32Array;
  readonly named: Float32Array;
  readonly #askedSlopes: Float32Array;
  readonly #namedSlopes: Float32Array;
  readonly #random = new Random("word vectors");
  readonly #questions = new Float32Array(TOGETHER * SIZE);
  readonly #names = new Float32Array(TOGETHER * SIZE);
  readonly #questionSlopes = new Float32Array(TOGETHER * SIZE);
  readonly #nameSlopes = new Float32Array(TOGETHER * SIZE);
  readonly #shares = new Float64Array(TOGETHER);

  /** @param lengths of the vectors at first */
  constructor(lengths: readonly number[]) {
    this.asked = Float32Array.from({ length: lengths.length * SIZE }, (_, i) => {
      const radius = Math.sqrt(-2 * Math.log(this.#random.next() + 1e-12));
      const normal = radius * Math.cos(2 * Math.PI * this.#random.next());
      return (normal * lengths[Math.floor(i / SIZE)]!) / Math.sqrt(SIZE);
    });
    this.named = this.asked.slice();
    this.#askedSlopes = new Float32Array(lengths.length).fill(0.01);
    this.#namedSlopes = new Float32Array(lengths.length).fill(0.01);
  }

  /** One pass; returns the mean loss. */
  run(repositories: readonly (readonly Row[])[], rate: number): number {
    const batches = repositories.flatMap((rows) => {
      const mixed = this.#random.shuffle(rows);
      return Array.from({ length: Math.ceil(mixed.length / TOGETHER) }, (_, i) =>
        mixed.slice(i * TOGETHER, (i + 1) * TOGETHER),
      ).filter(({ length }) => length >= FEWEST_TOGETHER);
    });
    let loss = 0;
    let rows = 0;
    for (const batch of this.#random.shuffle(batches)) {
      this.#encode(batch);
      loss += this.#compare(batch.length);
      this.#learn(batch, rate);
      rows += batch.length;
    }
    return loss / rows;
  }

  #encode(batch: readonly Row[]): void {
    this.#questions.fill(0);
    this.#names.fill(0);
    batch.forEach(({ question, name, weights }, i) => {
      const share = 1 / Math.sqrt(question.length);
      for (const place of question) addRow(this.#questions, i, this.asked, place, share);
      name.forEach((place, at) => {
        addRow(this.#names, i, this.named, place, weights[at]!);
      });
    });
  }

  /** Sets the slopes; returns the sum of losses. */
  #compare(count: number): number {
    const shares = this.#shares;
    this.#questionSlopes.fill(0);
    this.#nameSlopes.fill(0);
    let loss = 0;
    for (let i = 0; i < count; i++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < count; j++) {
        shares[j] = SHARPNESS * product(this.#questions, i, this.#names, j);
        most = Math.max(most, shares[j]!);
      }
      let sum = 0;
      for (let j = 0; j < count; j++) {
        shares[j] = Math.exp(shares[j]! - most);
        sum += shares[j]!;
      }
      loss -= Math.log(shares[i]! / sum);
      for (let j = 0; j < count; j++) {
        const slope = SHARPNESS * (shares[j]! / sum - (i === j ? 1 : 0));
        if (Math.abs(slope) < 1e-3) continue;
        addRow(this.#questionSlopes, i, this.#names, j, slope);
        addRow(this.#nameSlopes, j, this.#questions, i, slope);
      }
    }
    return loss;
  }

  #learn(batch: readonly Row[], rate: number): void {
    batch.forEach(({ question, name, weights }, i) => {
      const share = 1 / Math.sqrt(question.length);
      for (const place of question)
        step(this.asked, this.#askedSlopes, place, this.#questionSlopes, i, share, rate);
      name.forEach((place, at) => {
        step(this.named, this.#namedSlopes, place, this.#nameSlopes, i, weights[at]!, rate);
      });
    });
  }
}

function addRow(into: Float32Array, row: number, from: Float32Array, place: number, factor: number): void {
  const [to, start] = [row * SIZE, place * SIZE];
  for (let i = 0; i < SIZE; i++) into[to + i]! += factor * from[start + i]!;
}

function product(one: Float32Array, row: number, other: Float32Array, place: number): number {
  const [from, to] = [row * SIZE, place * SIZE];
  let sum = 0;
  for (let i = 0; i < SIZE; i++) sum += one[from + i]! * other[to + i]!;
  return sum;
}

function step(
  vectors: Float32Array,
  slopes: Float32Array,
  place: number,
  from: Float32Array,
  row: number,
  factor: number,
  rate: number,
): void {
  const squares = factor * factor * product(from, row, from, row);
  if (squares === 0) return;
  slopes[place]! += squares / SIZE;
  addRow(vectors, place, from, row, (-rate * factor) / Math.sqrt(slopes[place]!));
}
