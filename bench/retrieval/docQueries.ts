/** Protocol (a): the first sentence of a doc comment asks for its function or class. */

import { isTestPath } from "../../src/core/retrieval/rank/testPath.ts";
import { findLanguage } from "../../src/core/syntax/language.ts";
import { lexicalFamilies } from "../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../src/core/syntax/outline/lexer.ts";
import type { OutlineSymbol, SymbolKind } from "../../src/core/syntax/outline/outline.ts";
import { readOutline } from "../../src/core/syntax/outline/readOutline.ts";
import { seededRandom } from "../sources.ts";
import type { SourceText } from "./corpus.ts";
import { docCommentOf, withoutComments } from "./docComments.ts";

export interface DocQuery {
  readonly query: string;
  readonly path: string;
  readonly name: string;
  readonly container: string;
}

export interface DocCorpus {
  /** Without test files and without doc comments. */
  readonly sources: readonly SourceText[];
  /** The same files as they are. */
  readonly commented: readonly SourceText[];
  /** All symbols that a sentence is said of, by `sentenceKey`: what it asks for may be any of them. */
  readonly saidOf: ReadonlyMap<string, readonly DocQuery[]>;
  readonly queries: readonly DocQuery[];
}

const MOST_QUERIES = 800;
/** Fewer telling words are no question. */
const FEWEST_WORDS = 3;
const functionWords = new Set(
  "a an the and or of to in on for with without from by at as is are was were be been being it its this that these those if when while then than so not no do does can could should would will may might must has have had which who what where why how there into out up all any both each such also only".split(
    " ",
  ),
);
/** What is asked for, and what plain BM25 has to choose from. */
export const askedKinds: ReadonlySet<SymbolKind> = new Set<SymbolKind>([
  "function",
  "method",
  "class",
  "interface",
  "struct",
  "trait",
  "enum",
  "type",
]);

export function outlineOf({ text, languageId }: SourceText): readonly OutlineSymbol[] {
  const language = findLanguage(languageId)!;
  return readOutline(lex(text, lexicalFamilies[language.family]), language.outline).symbols;
}

export function docCorpus(all: readonly SourceText[]): DocCorpus {
  const queries: DocQuery[] = [];
  const commented = all.filter(({ path }) => !isTestPath(path));
  const sources = commented.map((source) => {
    const { path, text, languageId } = source;
    const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const comments = [];
    for (const symbol of outlineOf(source)) {
      const comment = docCommentOf(text, lineStarts, symbol, languageId);
      if (comment === undefined) continue;
      comments.push(comment);
      const { name, container, kind } = symbol;
      const query = withoutName(comment.sentence, name);
      const words = (query.match(/\p{L}{2,}/gu) ?? []).filter(
        (word) => !functionWords.has(word.toLowerCase()),
      );
      if (askedKinds.has(kind) && words.length >= FEWEST_WORDS)
        queries.push({ query, path, name, container });
    }
    return { path, languageId, text: withoutComments(text, comments) };
  });
  const saidOf = new Map<string, DocQuery[]>();
  for (const query of queries) {
    const key = sentenceKey(query);
    saidOf.set(key, [...(saidOf.get(key) ?? []), query]);
  }
  return { sources, commented, saidOf, queries: sample(queries) };
}

/** Letters alone, so that marks and white space tell no sentences apart. */
export const sentenceKey = ({ query }: DocQuery): string =>
  query
    .replace(/[^\p{L}]+/gu, " ")
    .trim()
    .toLowerCase();

function withoutName(sentence: string, name: string): string {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return sentence.replace(new RegExp(`(?<![\\w$])${plain}(?![\\w$])`, "gi"), " ");
}

/** As many as are wanted, always the same ones. */
function sample(queries: readonly DocQuery[]): DocQuery[] {
  const random = seededRandom(20260101);
  const keyed = queries.map((query, i) => ({ query, i, key: random() }));
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, MOST_QUERIES)
    .sort((a, b) => a.i - b.i)
    .map(({ query }) => query);
}
