/** What the last step of ranking symbols knows of each of the best, as numbers. */
import { NameWords } from "./nameWords.ts";
import { addVector, nearness, placesOf, productAt, type WordVectors } from "./wordVectors.ts";

const scoreParts = [
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
  ...["score", "score2", ...scoreParts],
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
  readonly parts: ReadonlyMap<string, number>;
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
    const question = this.#questionOf(asked);
    return symbols.map((symbol, i) => {
      const score = ratio(symbol.score, best);
      const words = this.#words.of(symbol.name);
      const found = words.filter((word) => asked.terms.has(word)).length;
      const share = ratio(found, words.length);
      const inBody = ratio(symbol.termsInBody, asked.terms.size);
      const parent = symbol.parent < 0 ? undefined : symbols[symbol.parent];
      const near = this.#nearnessOf(symbol, words, question, asked.terms);
      return [
        ...[score, score * score, ...scoreParts.map((part) => ratio(symbol.parts.get(part) ?? 0, best))],
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

  #questionOf({ words }: AskedWords): { readonly places: readonly number[]; readonly sum: Float64Array } {
    const places = placesOf(this.#vectors, words);
    const sum = new Float64Array(this.#vectors.size);
    for (const place of places) addVector(sum, this.#vectors.asked, place, 1 / Math.sqrt(places.length));
    return { places, sum };
  }

  #nearnessOf(
    { container, path }: FittedSymbol,
    words: readonly string[],
    question: { readonly places: readonly number[]; readonly sum: Float64Array },
    terms: ReadonlySet<string>,
  ) {
    const vectors = this.#vectors;
    const inName = placesOf(vectors, words);
    const inPath = placesOf(vectors, this.#words.of(path).slice(0, -1).slice(-PATH_WORDS));
    const weights = new Map(inPath.map((place) => [place, OF_PATH]));
    for (const place of placesOf(vectors, this.#words.of(container))) weights.set(place, OF_CONTAINER);
    for (const place of inName) weights.set(place, 1);
    const sumOf = (places: Iterable<number>, weight: (place: number) => number): number => {
      let sum = 0;
      for (const place of places) sum += weight(place) * productAt(question.sum, vectors.named, place);
      return sum;
    };
    return {
      all: sumOf(weights.keys(), (place) => weights.get(place)!),
      name: sumOf(inName, () => 1),
      path: sumOf(inPath, () => 1),
      softName: ratio(this.#meantWords(words, question.places, terms), words.length),
      softAsked: ratio(this.#namedWords(inName, question.places), question.places.length),
    };
  }

  /** How many words of a name the question says or means. */
  #meantWords(words: readonly string[], question: readonly number[], terms: ReadonlySet<string>): number {
    let sum = 0;
    for (const word of words) {
      const place = this.#vectors.placeOf.get(word);
      if (terms.has(word)) sum++;
      else if (place !== undefined) sum += Math.min(1, this.#nearest(question, [place]) / SAME_MEANING);
    }
    return sum;
  }

  /** How well the name says each word of the question, added up. */
  #namedWords(name: readonly number[], question: readonly number[]): number {
    let sum = 0;
    for (const word of question) sum += Math.min(SAME_MEANING, this.#nearest([word], name));
    return sum;
  }

  /** The largest product; 0 when none is above. */
  #nearest(question: readonly number[], name: readonly number[]): number {
    let most = 0;
    for (const one of question)
      for (const other of name) most = Math.max(most, nearness(this.#vectors, one, other));
    return most;
  }
}
