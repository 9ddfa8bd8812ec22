/** What a question asks for: its words as the index has them, each with a weight and its other forms. */
import { BestFew } from "../../repo/bestFew.ts";
import type { SearchIndex } from "../../repo/searchIndex.ts";
import { stem } from "../../text/terms/stem.ts";
import { stopWords } from "../../text/terms/stopWords.ts";
import { weightInProse } from "../../text/terms/weakWords.ts";
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";
import type { AskedKind } from "./askedKind.ts";
import { documentsOf, idf } from "./bm25.ts";
import type { RankWeights } from "./weights.ts";
import { formsOf } from "./wordForms.ts";

export interface TermForm {
  readonly term: string;
  /** 0 < weight <= 1: how much an occurrence counts by one of the term itself. */
  readonly weight: number;
}

export interface QueryTerm {
  readonly term: string;
  /** Above 0. */
  readonly weight: number;
  /** The term itself first; alone where no others are looked for. */
  readonly forms: readonly TermForm[];
}

/** A text that was asked, as scorers take it. */
export interface Question {
  readonly terms: readonly QueryTerm[];
  /** As `tellingWords` gives them. */
  readonly words: readonly string[];
  /** Its stop words, as terms of names. */
  readonly stopTerms: readonly string[];
  /** Terms of the place that it begins with. */
  readonly scope: readonly string[];
  readonly kind: AskedKind | undefined;
  /** How many answers are wanted. */
  readonly limit: number;
}

/** Code in prose: between backquotes or quotes. */
const QUOTED = /`[^`\n]+`|"[^"\n]{1,80}"|'[\w.$/-]{2,80}'/g;
/** A form in more passages than this costs more to read than it tells: only very large repositories have such. */
const MOST_PASSAGES_OF_FORM = 6000;
const MOST_STOP_TERMS = 31;
/** Of a longer text only the beginning is looked at. UTF-16 units. */
export const LONGEST_QUERY = 20_000;

/**
 * The most telling terms of a question, those that stand nowhere left out, in the order of their first place. When
 * all its words are stop words, they are taken.
 *
 * @param wantsForms whether other forms of the terms are looked for
 */
export function readQuery(
  query: string,
  index: SearchIndex,
  weights: RankWeights,
  wantsForms: boolean,
): readonly QueryTerm[] {
  const text = query.slice(0, LONGEST_QUERY);
  const found = new Map<string, number>();
  addTerms(found, wordsOf(text), 1, weights.compound, false);
  if (found.size === 0) addTerms(found, wordsOf(text), 1, weights.compound, true);
  for (const [quoted] of text.matchAll(QUOTED)) {
    addTerms(found, wordsOf(quoted), weights.quoted, weights.quoted * weights.compound, false);
  }
  const terms = Array.from(found, ([term, weight], place) => ({ term, weight, place }));
  const telling = terms.length > weights.mostTerms ? mostTelling(terms, index, weights.mostTerms) : terms;
  return telling.map(({ term, weight }) => ({
    term,
    weight,
    forms: [{ term, weight: 1 }, ...(wantsForms ? otherForms(term, index, weights) : [])],
  }));
}

/** Words of a question for what is true or not, and how names of such begin. */
const CONDITIONS = new Set(["whether", "true", "if"]);
const CONDITION_NAMES = ["is", "has", "can"];

/** The stop words of a question, as terms of names, in the order of their first place; at most 31. */
export function readStopTerms(query: string): readonly string[] {
  const words = wordsOf(query.slice(0, LONGEST_QUERY)).map((word) => word.toLowerCase());
  const small = words.filter((word) => stopWords.has(word));
  const names = small.some((word) => CONDITIONS.has(word)) ? CONDITION_NAMES : [];
  const terms = [...small, ...names].map(stem);
  return [...new Set(terms)].slice(0, MOST_STOP_TERMS);
}

interface PlacedTerm {
  readonly term: string;
  readonly weight: number;
  readonly place: number;
}

interface WeighedTerm {
  readonly placed: PlacedTerm;
  readonly telling: number;
}

const isMoreTelling = (a: WeighedTerm, b: WeighedTerm): boolean =>
  a.telling === b.telling ? a.placed.place < b.placed.place : a.telling > b.telling;

/**
 * In the order of their places. Only live postings count, so that what is chosen depends on the files alone; those of
 * a term that is too common to be chosen are not counted to the end.
 */
function mostTelling(terms: readonly PlacedTerm[], index: SearchIndex, most: number): PlacedTerm[] {
  const { passages } = index.totals();
  const best = new BestFew<WeighedTerm>(most, isMoreTelling);
  for (const placed of terms) {
    const { term, weight } = placed;
    const least = (best.worst?.telling ?? 0) / weight;
    const enough = Math.min(passages, Math.ceil(documentsOf(least, passages)) + 1);
    const inBodies = index.countPostings("body", term, enough);
    const count = inBodies + index.countPostings("name", term, enough - inBodies);
    best.add({ placed, telling: weight * idf(Math.min(count, passages), passages) });
  }
  return best
    .sorted()
    .map(({ placed }) => placed)
    .sort((a, b) => a.place - b.place);
}

function addTerms(
  found: Map<string, number>,
  words: readonly string[],
  weight: number,
  compound: number,
  takesStopWords: boolean,
): void {
  for (const word of words) {
    if (!takesStopWords && stopWords.has(word.toLowerCase())) continue;
    const terms = wordTerms(word);
    terms.forEach((term, i) => {
      const isCompound = terms.length > 1 && i === terms.length - 1;
      const own = terms.length === 1 ? weight * weightInProse(term) : isCompound ? compound : weight;
      found.set(term, Math.max(own, found.get(term) ?? 0));
    });
  }
}

/** Forms that stand in the index, and not so often that reading them would cost more than they tell. */
function otherForms(term: string, index: SearchIndex, weights: RankWeights): TermForm[] {
  return Array.from(formsOf(term))
    .filter((form) => {
      const count = index.countPostings("body", form, MOST_PASSAGES_OF_FORM);
      return count > 0 && count <= MOST_PASSAGES_OF_FORM;
    })
    .map((form) => ({ term: form, weight: weights.form }));
}
