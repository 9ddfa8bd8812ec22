/** What doc comments say of which names, as terms: what word vectors are learned from. */
import { tellingWords } from "../../src/core/retrieval/rank/nameWords.ts";
import { isTestPath } from "../../src/core/retrieval/rank/testPath.ts";
import type { Git } from "../completion/git.ts";
import { readSources } from "./corpus.ts";
import { docCommentOf } from "./docComments.ts";
import { askedKinds, outlineOf } from "./docQueries.ts";

export interface WordPair {
  /** Of the first sentence; without a name that is one word. */
  readonly question: readonly string[];
  readonly name: readonly string[];
  readonly container: readonly string[];
  /** The last words of the path. */
  readonly path: readonly string[];
}

const FEWEST_WORDS = 2;
const PATH_WORDS = 3;
/** Of a repository, spread over it. */
const MOST_PAIRS = 12_000;
const FOREIGN = /(?:^|\/)(?:vendor|third_party|_vendor)\//;

export function wordPairs(git: Git, commit: string): WordPair[] {
  const seen = new Set<string>();
  const pairs = readSources(git, commit).flatMap((source): WordPair[] => {
    const { path, text, languageId } = source;
    if (isTestPath(path) || FOREIGN.test(path)) return [];
    const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    return outlineOf(source).flatMap((symbol) => {
      const comment = docCommentOf(text, lineStarts, symbol, languageId);
      if (comment === undefined || !askedKinds.has(symbol.kind)) return [];
      const key = `${comment.sentence}\n${symbol.name}`;
      if (seen.has(key)) return [];
      seen.add(key);
      const name = tellingWords(symbol.name);
      const said = tellingWords(comment.sentence);
      const question = name.length === 1 ? said.filter((word) => word !== name[0]) : said;
      if (question.length < FEWEST_WORDS || name.length === 0) return [];
      const around = tellingWords(path).slice(0, -1).slice(-PATH_WORDS);
      return [{ question, name, container: tellingWords(symbol.container), path: around }];
    });
  });
  const stride = Math.max(1, pairs.length / MOST_PAIRS);
  return Array.from({ length: Math.min(pairs.length, MOST_PAIRS) }, (_, i) => pairs[Math.floor(i * stride)]!);
}
