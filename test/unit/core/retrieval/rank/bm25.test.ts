/** Plain BM25 against SQLite's FTS5: the same documents of the same tokens, the same formula, the same scores. */
import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RepoIndex } from "../../../../../src/core/repo/repoIndex.ts";
import { queryTerms } from "../../../../../src/core/text/terms/queryTerms.ts";
import { wordsOf } from "../../../../../src/core/text/terms/wordsOf.ts";
import { wordTerms } from "../../../../../src/core/text/terms/wordTerms.ts";
import { type InverseFrequency, PostingBm25 } from "../../../../support/postingBm25.ts";

/** Real code: a folder of this project. */
const folder = new URL("../../../../../src/core/syntax/outline/", import.meta.url);
const texts = new Map(
  readdirSync(folder).map(
    (name) => [`/${name}` as string, readFileSync(new URL(name, folder), "utf8")] as const,
  ),
);

/** As FTS5 has it: a term in more than half of all documents gets next to nothing (fts5_aux.c, `fts5Bm25GetData`). */
const fts5Idf: InverseFrequency = (df, docCount) => {
  const idf = Math.log((docCount - df + 0.5) / (df + 0.5));
  return idf <= 0 ? 1e-6 : idf;
};

interface Document {
  readonly name: string;
  readonly tokens: readonly string[];
}

const tokensOf = (text: string): string[] => wordsOf(text).flatMap(wordTerms);

class Oracle {
  readonly #database = new DatabaseSync(":memory:");

  constructor(documents: readonly Document[]) {
    this.#database.exec("CREATE VIRTUAL TABLE d USING fts5(name UNINDEXED, tokens, tokenize = 'ascii')");
    const insert = this.#database.prepare("INSERT INTO d (name, tokens) VALUES (?, ?)");
    for (const { name, tokens } of documents) insert.run(name, tokens.join(" "));
  }

  /** Scores by name of document. */
  scores(terms: Iterable<string>): ReadonlyMap<string, number> {
    const match = Array.from(terms, (term) => `"${term}"`).join(" OR ");
    if (match === "") return new Map();
    const rows = this.#database.prepare("SELECT name, bm25(d) AS score FROM d WHERE d MATCH ?").all(match);
    return new Map(rows.map(({ name, score }) => [String(name), -Number(score)]));
  }
}

const index = new RepoIndex();
for (const [path, text] of texts) {
  index.setFile(path, "typescript", text);
  if (path > "/j") index.parts();
}
for (const _ of index.build());

const passageName = (passage: number): string =>
  `${index.pathOf(index.fileOfPassage(passage))}:${index.startLineOf(passage)}`;

const passages: Document[] = Array.from({ length: index.passageLimit }, (_, passage) => {
  const lines = texts.get(index.pathOf(index.fileOfPassage(passage)))!.split("\n");
  const own = lines.slice(index.startLineOf(passage), index.endLineOf(passage) + 1);
  return { name: passageName(passage), tokens: tokensOf(own.join("\n")) };
});
const files: Document[] = Array.from(texts, ([name, text]) => ({ name, tokens: tokensOf(text) }));

/** Both scores are sums of the same numbers, in another order. */
function check(found: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, score] of found) expect(score).toBeCloseTo(expected.get(name)!, 9);
}

describe("the same scores as FTS5", () => {
  const bm25 = new PostingBm25(index, fts5Idf);
  const passageOracle = new Oracle(passages);
  const fileOracle = new Oracle(files);
  const queries = [
    "the token after a bracketed group",
    "python decorators before a definition",
    "indentation",
    "class methods and fields of a struct, interfaces, traits and enums with their type parameters",
    "getLineStarts findLineStarts",
    "nothingOfTheKind",
  ];
  test.each(queries)("%s", (query) => {
    const terms = new Map([...queryTerms(query).keys()].map((term) => [term, 1]));
    const all = Number.MAX_SAFE_INTEGER;
    const ranked = bm25.rankPassages(terms, all);
    check(
      new Map(ranked.map(({ unit, score }) => [passageName(unit), score])),
      passageOracle.scores(terms.keys()),
    );
    const rankedFiles = bm25.rankFiles(terms, all);
    check(
      new Map(rankedFiles.map(({ unit, score }) => [index.pathOf(unit), score])),
      fileOracle.scores(terms.keys()),
    );
  });

  test("for any terms", () => {
    const terms = [...new Set(passages.flatMap(({ tokens }) => tokens))].filter((term) =>
      /^[a-z0-9]+$/.test(term),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...terms), { maxLength: 20 }), (query) => {
        const weights = new Map(query.map((term) => [term, 1]));
        const ranked = bm25.rankPassages(weights, Number.MAX_SAFE_INTEGER);
        check(
          new Map(ranked.map(({ unit, score }) => [passageName(unit), score])),
          passageOracle.scores(query),
        );
      }),
      { numRuns: 30 },
    );
  });
});

test("the best few are the first of all, in a fixed order", () => {
  const bm25 = new PostingBm25(index);
  const terms = queryTerms("tokens of a line, by their type and start");
  const all = bm25.rankPassages(terms, Number.MAX_SAFE_INTEGER);
  for (const limit of [1, 2, 10, 50]) expect(bm25.rankPassages(terms, limit)).toEqual(all.slice(0, limit));
  expect(bm25.rankPassages(terms, 0)).toEqual([]);
});

test("scores follow the index: what is removed counts no more", () => {
  const changing = new RepoIndex();
  const bm25 = new PostingBm25(changing);
  const terms = new Map([
    ["lexer", 2],
    ["token", 1],
  ]);
  const ranked = (ranker: PostingBm25, of: RepoIndex) =>
    ranker.rankFiles(terms, 20).map(({ unit, score }) => [of.pathOf(unit), score]);
  for (const [path, text] of texts) changing.setFile(path, "typescript", text);
  ranked(bm25, changing);
  const paths = [...texts.keys()];
  for (const path of paths.slice(3)) {
    changing.removeFile(path);
    ranked(bm25, changing);
  }
  changing.setFile("/new.ts", "typescript", "lexer.token\n");
  const anew = new RepoIndex();
  for (const path of paths.slice(0, 3)) anew.setFile(path, "typescript", texts.get(path)!);
  anew.setFile("/new.ts", "typescript", "lexer.token\n");
  expect(ranked(bm25, changing)).toEqual(ranked(new PostingBm25(anew), anew));
});
