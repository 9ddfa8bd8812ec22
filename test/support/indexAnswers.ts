/** Everything that an index answers, in words that do not depend on its numbers, to compare two indexes. */
import type { RepoIndex } from "../../src/core/repo/repoIndex.ts";
import type { PostingField } from "../../src/core/repo/searchIndex.ts";
import { decodeString } from "../../src/core/repo/segment/bytes.ts";
import type { Dictionary } from "../../src/core/repo/segment/dictionary.ts";
import { emptyPostings } from "../../src/core/repo/segment/postingList.ts";
import { type NameQuery, searchSymbols } from "../../src/core/repo/symbolSearch.ts";
import { PostingBm25 } from "./postingBm25.ts";

function stringsOf(dictionaries: readonly Dictionary[]): string[] {
  const found = new Set<string>();
  for (const dictionary of dictionaries) {
    const cursor = dictionary.cursor();
    while (cursor.next()) found.add(decodeString(cursor.bytes, 0, cursor.length));
  }
  return [...found].sort();
}

const sorted = <T>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

function passageOf(index: RepoIndex, passage: number) {
  const symbol = index.symbolOfPassage(passage);
  return [
    index.pathOf(index.fileOfPassage(passage)),
    index.startLineOf(passage),
    index.endLineOf(passage),
    index.lengthOf(passage),
    symbol < 0 ? "" : index.symbol(symbol).name,
  ];
}

function symbolOf(index: RepoIndex, symbol: number) {
  const parent = index.parentOf(symbol);
  return [
    index.symbol(symbol),
    index.pathOf(index.fileOfSymbol(symbol)),
    parent < 0 ? "" : index.symbol(parent).name,
    index.startLineOf(index.firstPassageIn(symbol)),
    index.endLineOf(index.endPassageIn(symbol) - 1),
    index.nameLengthOf(symbol),
  ];
}

function postingsOf(index: RepoIndex, field: PostingField, term: string) {
  const buffer = emptyPostings();
  index.readPostings(field, term, buffer);
  const units = [...buffer.units.subarray(0, buffer.length)];
  const isAscending = units.every((unit, i) => i === 0 || unit > units[i - 1]!);
  const isCounted = [1, 1000].every(
    (most) => index.countPostings(field, term, most) === Math.min(buffer.length, most + 1),
  );
  const describe = field === "body" ? passageOf : symbolOf;
  const postings = units.map((unit, i) => [describe(index, unit), buffer.counts[i]]);
  return { isAscending, isCounted, postings: sorted(postings) };
}

/** Ranked answers to every term, and to the look-up of every name by its beginning and by its letters. */
function rankedOf(index: RepoIndex, terms: ReadonlySet<string>, names: ReadonlySet<string>) {
  const bm25 = new PostingBm25(index);
  const weights = new Map(Array.from([...terms].sort(), (term, i) => [term, 1 + (i % 3)]));
  const found = (match: NameQuery["match"]) =>
    [...names].sort().map((name) => searchSymbols(index, { name: name.slice(0, 4), match, limit: 5 }));
  return {
    passages: bm25.rankPassages(weights, 20).map(({ unit, score }) => [passageOf(index, unit), score]),
    files: bm25.rankFiles(weights, 20).map(({ unit, score }) => [index.pathOf(unit), score]),
    prefix: found("prefix").flat(),
    fuzzy: found("fuzzy").flat(),
  };
}

/** @param strings whose answers are compared besides those that the index holds */
export function answersOf(index: RepoIndex, strings: readonly string[] = []) {
  const parts = index.parts();
  const terms = new Set([...strings, ...stringsOf(parts.map(({ segment }) => segment.terms))]);
  const names = new Set([...strings, ...stringsOf(parts.map(({ segment }) => segment.names))]);
  const identifiers = new Set([...strings, ...stringsOf(parts.map(({ segment }) => segment.identifiers))]);
  const paths = [...index.paths()].sort();
  const liveTerms = new Set([...terms].filter((term) => postingsOf(index, "body", term).postings.length > 0));
  const liveNames = new Set([...names].filter((name) => index.definitionsOf(name).length > 0));
  const present = <T>(entries: [string, T][], isEmpty: (answer: T) => boolean) =>
    entries.filter(([, answer]) => !isEmpty(answer)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ranked: rankedOf(index, liveTerms, liveNames),
    counts: index.counts(),
    totals: index.totals(),
    files: paths.map((path) => ({
      path,
      has: index.has(path),
      language: index.languageIdOf(path),
      hash: index.hashOf(path),
      sameNumber: index.pathOf(index.fileOf(path)),
      isLive: index.isLive(index.fileOf(path)),
      symbols: index.symbolsOf(path),
      imports: index.importsOf(path),
      passages: Array.from(
        { length: index.firstPassageOf(index.fileOf(path) + 1) - index.firstPassageOf(index.fileOf(path)) },
        (_, i) => passageOf(index, index.firstPassageOf(index.fileOf(path)) + i),
      ),
      symbolCount: index.firstSymbolOf(index.fileOf(path) + 1) - index.firstSymbolOf(index.fileOf(path)),
    })),
    body: present(
      [...terms].map((term) => [term, postingsOf(index, "body", term)]),
      ({ postings }) => postings.length === 0,
    ),
    name: present(
      [...terms].map((term) => [term, postingsOf(index, "name", term)]),
      ({ postings }) => postings.length === 0,
    ),
    definitions: present(
      [...names].map((name) => [name, index.definitionsOf(name)]),
      (hits) => hits.length === 0,
    ),
    filesWith: present(
      [...identifiers].map((name) => [
        name,
        index
          .filesWith(name)
          .map((file) => index.pathOf(file))
          .sort(),
      ]),
      (files) => files.length === 0,
    ),
  };
}
