/** What the last step of ranking symbols knows of each of the best, as numbers. */
import { NameWords } from "./nameWords.ts";
import { addVector, nearness, placesOf, productAt, type WordVectors } from "./wordVectors.ts";

/** Body and name, then what `fitParts` gives. */
const symbolParts = [
  "body",
  "symbols",
  "coverage",
  "name",
  "container",
  "path",
  "file",
  "brevity",
  "nesting",
  "kind",
] as const;

/** In the order of a row's numbers; weights belong to these names. */
export const SYMBOL_FEATURES: readonly string[] = [
  ...["score", "score2", ...symbolParts],
  ...[
    "nameLength",
    "nameShare",
    "nameShareByLength",
    "bodyShare",
    "bodyShare2",
    "sameName",
    "lines",
    "depth",
  ],
  ...["private", "isConstructor", "declaration", "capital", "termsInName"],
  ...["hasParent", "parentScore", "bestInner"],
  ...[
    "near",
    "nearByScore",
    "nearName",
    "nearNameByBody",
    "nearPath",
    "softName",
    "softNameByLength",
    "softAsked",
  ],
];

/** One of the best symbols, as the step before left it. */
export interface FittedSymbol {
  readonly name: string;
  readonly container: string;
  readonly path: string;
  readonly lines: number;
  readonly depth: number;
  /** Place among the fitted ones of the symbol around it, -1 for none. */
  readonly parent: number;
  readonly score: number;
  /** In the order of `symbolParts`. */
  readonly parts: readonly number[];
  /** How many of the question's terms stand in body and name. */
  readonly termsInBody: number;
  readonly termsInName: number;
}

/** What was asked. */
export interface AskedWords {
  /** As `tellingWords` gives them. */
  readonly words: readonly string[];
  readonly terms: ReadonlySet<string>;
}

/** What words around a name count by those in it, when vectors are added. */
const OF_CONTAINER = 0.5;
const OF_PATH = 0.35;
/** Of a path, the last ones. */
const PATH_WORDS = 3;
/** A word of a name is meant by the question from this product on. */
const SAME_MEANING = 1.5;

const ratio = (value: number, by: number): number => (by > 0 ? value / by : 0);
const flag = (value: boolean): number => (value ? 1 : 0);

export class SymbolFeatures {
  readonly #vectors: WordVectors;
  readonly #words = new NameWords();

  constructor(vectors: WordVectors) {
    this.#vectors = vectors;
  }

  /** One row for each symbol, in their order. */
  rowsOf(symbols: readonly FittedSymbol[], asked: AskedWords): readonly (readonly number[])[] {
    const best = symbols.reduce((most, { score }) => Math.max(most, score), 0);
    const inner = new Float64Array(symbols.length);
    const named = new Map<string, number>();
    for (const { name, parent, score } of symbols) {
      named.set(name, (named.get(name) ?? 0) + 1);
      if (parent >= 0) inner[parent] = Math.max(inner[parent]!, score);
    }
    const question = new AskedVectors(this.#vectors, asked.words);
    return symbols.map((symbol, i) => {
      const score = ratio(symbol.score, best);
      const words = this.#words.of(symbol.name);
      const found = words.filter((word) => asked.terms.has(word)).length;
      const share = ratio(found, words.length);
      const inBody = ratio(symbol.termsInBody, asked.terms.size);
      const parent = symbol.parent < 0 ? undefined : symbols[symbol.parent];
      const near = this.#nearnessOf(symbol, words, question, asked.terms);
      return [
        ...[score, score * score, ...symbol.parts.map((part) => ratio(part, best))],
        ...[words.length, share, share * words.length, inBody, inBody * inBody],
        ...[Math.log(named.get(symbol.name)!), Math.log1p(symbol.lines), symbol.depth],
        ...[flag(/^[_#]/.test(symbol.name)), flag(/^(?:__|constructor$)/.test(symbol.name))],
        ...[flag(/\.d\.[cm]?ts$/.test(symbol.path)), flag(/^[A-Z]/.test(symbol.name)), symbol.termsInName],
        ...[flag(parent !== undefined), ratio(parent?.score ?? 0, best), ratio(inner[i]!, best)],
        ...[near.all, near.all * score, near.name, near.name * inBody, near.path],
        ...[near.softName, near.softName * words.length, near.softAsked],
      ];
    });
  }

  #nearnessOf(
    { container, path }: FittedSymbol,
    words: readonly string[],
    question: AskedVectors,
    terms: ReadonlySet<string>,
  ) {
    const vectors = this.#vectors;
    const inName = placesOf(vectors, words);
    const inPath = placesOf(vectors, this.#words.of(path).slice(0, -1).slice(-PATH_WORDS));
    const weights = new Map(inPath.map((place) => [place, OF_PATH]));
    for (const place of placesOf(vectors, this.#words.of(container))) weights.set(place, OF_CONTAINER);
    for (const place of inName) weights.set(place, 1);
    let all = 0;
    for (const [place, weight] of weights) all += weight * question.of(place).product;
    return {
      all,
      name: sumOf(inName, (place) => question.of(place).product),
      path: sumOf(inPath, (place) => question.of(place).product),
      softName: ratio(this.#meantWords(words, question, terms), words.length),
      softAsked: ratio(question.namedWords(inName), question.count),
    };
  }

  /** How many words of a name the question says or means. */
  #meantWords(words: readonly string[], question: AskedVectors, terms: ReadonlySet<string>): number {
    let sum = 0;
    for (const word of words) {
      const place = this.#vectors.placeOf.get(word);
      if (terms.has(word)) sum++;
      else if (place !== undefined) sum += Math.min(1, question.of(place).nearest / SAME_MEANING);
    }
    return sum;
  }
}

/** What a word of a name has to do with a question. */
interface NamedWord {
  /** With the question as a whole. */
  readonly product: number;
  /** With each of its words, and the largest of these, at least 0. */
  readonly products: readonly number[];
  readonly nearest: number;
}

/** The vectors of one question; a word that many names have is compared with it once. */
class AskedVectors {
  readonly #vectors: WordVectors;
  readonly #places: readonly number[];
  readonly #sum: Float64Array;
  readonly #known = new Map<number, NamedWord>();

  constructor(vectors: WordVectors, words: readonly string[]) {
    this.#vectors = vectors;
    this.#places = placesOf(vectors, words);
    this.#sum = new Float64Array(vectors.size);
    const share = 1 / Math.sqrt(this.#places.length);
    for (const place of this.#places) addVector(this.#sum, vectors.asked, place, share);
  }

  get count(): number {
    return this.#places.length;
  }

  of(place: number): NamedWord {
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const products = this.#places.map((asked) => nearness(this.#vectors, asked, place));
    const product = productAt(this.#sum, this.#vectors.named, place);
    const word = { product, products, nearest: Math.max(0, ...products) };
    this.#known.set(place, word);
    return word;
  }

  /** How well the words of a name say each word of the question, added up. */
  namedWords(name: readonly number[]): number {
    let sum = 0;
    for (let i = 0; i < this.#places.length; i++) {
      let most = 0;
      for (const place of name) most = Math.max(most, this.of(place).products[i]!);
      sum += Math.min(SAME_MEANING, most);
    }
    return sum;
  }
}

function sumOf(places: readonly number[], value: (place: number) => number): number {
  let sum = 0;
  for (const place of places) sum += value(place);
  return sum;
}
