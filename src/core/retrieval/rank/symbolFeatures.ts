/** What the last step of ranking symbols knows of each of the best, as numbers. */
import type { SymbolKind } from "../../syntax/outline/outline.ts";
import { NamePlaces, type PlacedName } from "./namePlaces.ts";
import { FIT_PARTS } from "./symbolFit.ts";
import { addVector, nearness, placesOf, productAt, type WordVectors } from "./wordVectors.ts";

/** Body and name, then what `fitParts` gives. */
const symbolParts = ["body", "symbols", ...FIT_PARTS] as const;

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
  ...["own", "own2", "ownIdeal", "ownShare", "ownShare4", "ownBodyShare"],
  ...["quote", "quote2", "quoteIdeal"],
  ...["isFunction", "isMethod", "isType", "isMinor"],
  ...["scoreRank", "ownRank", "nearRank"],
];

/** What a symbol's own lines, those of inner symbols left out, say of a question. */
export interface OwnSaying {
  /** BM25, and its share of what is possible. */
  readonly own: number;
  readonly ownIdeal: number;
  /** Of the rarity of the question's terms, what stands in these lines or the name, and in these lines alone. */
  readonly ownShare: number;
  readonly ownBodyShare: number;
}

/** One of the best symbols, as the step before left it. */
export interface FittedSymbol extends OwnSaying {
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
  readonly kind: SymbolKind;
  /** `own` and `ownIdeal` with the question's stop words; the same as without them where nothing is quoted. */
  readonly quote: number;
  readonly quoteIdeal: number;
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

/** Symbols without code of their own. */
export const minorKinds: ReadonlySet<SymbolKind> = new Set<SymbolKind>([
  "field",
  "variable",
  "constant",
  "heading",
  "key",
  "element",
  "rule",
]);
const typeKinds: ReadonlySet<SymbolKind> = new Set<SymbolKind>([
  "class",
  "interface",
  "struct",
  "trait",
  "enum",
  "type",
]);

/** Places in a row of a feature's rank and of the feature. */
const RANKS = [
  ["scoreRank", "score"],
  ["ownRank", "quote"],
  ["nearRank", "near"],
].map((names) => names.map((name) => SYMBOL_FEATURES.indexOf(name)) as [rank: number, by: number]);

const ratio = (value: number, by: number): number => (by > 0 ? value / by : 0);
const flag = (value: boolean): number => (value ? 1 : 0);

/** 1 or 0 each. */
interface NameLooks {
  readonly isPrivate: number;
  readonly isConstructor: number;
  readonly isCapital: number;
}
interface PathLooks {
  /** It declares what stands elsewhere. */
  readonly isDeclaration: number;
}

const looksOfName = (name: string): NameLooks => ({
  isPrivate: flag(/^[_#]/.test(name)),
  isConstructor: flag(/^(?:__|constructor$)/.test(name)),
  isCapital: flag(/^[A-Z]/.test(name)),
});
const looksOfPath = (path: string): PathLooks => ({ isDeclaration: flag(/\.d\.[cm]?ts$/.test(path)) });

export class SymbolFeatures {
  readonly #vectors: WordVectors;
  readonly #names: NamePlaces<NameLooks>;
  readonly #paths: NamePlaces<PathLooks>;

  constructor(vectors: WordVectors) {
    this.#vectors = vectors;
    this.#names = new NamePlaces(vectors, looksOfName);
    this.#paths = new NamePlaces(vectors, looksOfPath, (words) => words.slice(0, -1).slice(-PATH_WORDS));
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
    const bestOwn = symbols.reduce((most, { own }) => Math.max(most, own), 0);
    const bestQuote = symbols.reduce((most, { quote }) => Math.max(most, quote), 0);
    const rows = symbols.map((symbol, i) => {
      const score = ratio(symbol.score, best);
      const placed = this.#names.of(symbol.name);
      const { words, looks } = placed;
      let found = 0;
      for (const word of words) if (asked.terms.has(word)) found++;
      const share = ratio(found, words.length);
      const inBody = ratio(symbol.termsInBody, asked.terms.size);
      const own = ratio(symbol.own, bestOwn);
      const quote = ratio(symbol.quote, bestQuote);
      const parent = symbol.parent < 0 ? undefined : symbols[symbol.parent];
      const near = this.#nearnessOf(symbol, placed, question, asked.terms);
      return [
        score,
        score * score,
        ...symbol.parts.map((part) => ratio(part, best)),
        words.length,
        share,
        share * words.length,
        inBody,
        inBody * inBody,
        Math.log(named.get(symbol.name)!),
        Math.log1p(symbol.lines),
        symbol.depth,
        looks.isPrivate,
        looks.isConstructor,
        this.#paths.of(symbol.path).looks.isDeclaration,
        looks.isCapital,
        symbol.termsInName,
        flag(parent !== undefined),
        ratio(parent?.score ?? 0, best),
        ratio(inner[i]!, best),
        near.all,
        near.all * score,
        near.name,
        near.name * inBody,
        near.path,
        near.softName,
        near.softName * words.length,
        near.softAsked,
        own,
        own * own,
        symbol.ownIdeal,
        symbol.ownShare,
        symbol.ownShare ** 4,
        symbol.ownBodyShare,
        quote,
        quote * quote,
        symbol.quoteIdeal,
        flag(symbol.kind === "function"),
        flag(symbol.kind === "method"),
        flag(typeKinds.has(symbol.kind)),
        flag(minorKinds.has(symbol.kind)),
        0,
        0,
        0,
      ];
    });
    for (const [rank, by] of RANKS) setRanks(rows, rank, by);
    return rows;
  }

  /** A word of the name counts 1, one around it `OF_CONTAINER` and one of the path `OF_PATH`; each at its most, once. */
  #nearnessOf(
    { container, path }: FittedSymbol,
    name: PlacedName<NameLooks>,
    question: AskedVectors,
    terms: ReadonlySet<string>,
  ) {
    const around = this.#names.of(container).places;
    const inPath = this.#paths.of(path).places;
    const [ofName, ofPath] = [productsOf(name.places, question), productsOf(inPath, question)];
    let all = ofName;
    for (const place of around)
      if (!name.places.includes(place)) all += OF_CONTAINER * question.of(place).product;
    for (const place of inPath)
      if (!name.places.includes(place) && !around.includes(place))
        all += OF_PATH * question.of(place).product;
    return {
      all,
      name: ofName,
      path: ofPath,
      softName: ratio(this.#meantWords(name.words, question, terms), name.words.length),
      softAsked: ratio(question.namedWords(name.places), question.count),
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
    const word = { product, products, nearest: products.reduce((most, one) => Math.max(most, one), 0) };
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

function productsOf(places: readonly number[], question: AskedVectors): number {
  let sum = 0;
  for (const place of places) sum += question.of(place).product;
  return sum;
}

/** Logarithm of the place of each row by one of its numbers; equal ones by their order. */
function setRanks(rows: readonly number[][], rank: number, by: number): void {
  const places = rows.map((_, i) => i).sort((a, b) => rows[b]![by]! - rows[a]![by]! || a - b);
  places.forEach((row, place) => {
    rows[row]![rank] = Math.log1p(place);
  });
}

const between = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

/**
 * How likely it is that some symbol says the question in its own lines, as where a comment is quoted: then other things tell
 * the right one than where the question's words are nowhere together. The bounds part questions to the development repositories with
 * doc comments from those without.
 *
 * @returns 0 to 1
 */
export function quotedShare(said: readonly OwnSaying[]): number {
  const ideal = said.reduce((most, { ownIdeal }) => Math.max(most, ownIdeal), 0);
  const share = said.reduce((most, { ownBodyShare }) => Math.max(most, ownBodyShare), 0);
  return between(ideal, 0.2, 0.5) * between(share, 0.7, 1);
}
