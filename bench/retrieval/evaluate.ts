/** Asks the scorer and plain BM25 the same questions over the same files. */
import { MessageField } from "../../src/core/retrieval/rank/messageField.ts";
import { Ranker } from "../../src/core/retrieval/rank/ranker.ts";
import { type RankWeights, rankWeights } from "../../src/core/retrieval/rank/weights.ts";
import { MemorySearchIndex } from "../../test/support/memorySearchIndex.ts";
import { termsOfWord } from "../../test/support/plainTerms.ts";
import type { CommitCorpus } from "./commitQueries.ts";
import type { SourceText } from "./corpus.ts";
import { askedKinds, type DocCorpus, type DocQuery, outlineOf } from "./docQueries.ts";
import { type Answer, type Measures, measure } from "./measures.ts";
import { PlainBm25 } from "./plainBm25.ts";

/** How far down a ranking the first relevant hit is looked for. */
const DEPTH = 100;
const ROOT = "/repository";

export function indexOf(sources: readonly SourceText[]): MemorySearchIndex {
  const index = new MemorySearchIndex();
  for (const { path, text } of sources) index.setFile(`${ROOT}/${path}`, text);
  return index;
}

const isAsked = (query: DocQuery) => (hit: { path: string; name?: string; container?: string }) =>
  hit.path === query.path && hit.name === query.name && hit.container === query.container;

export function plainSymbols({ sources, queries }: DocCorpus): Measures {
  const bm25 = new PlainBm25();
  const symbols = sources.flatMap((source) => {
    const lines = source.text.split("\n");
    return outlineOf(source)
      .filter(({ kind }) => askedKinds.has(kind))
      .map((symbol) => {
        bm25.add(lines.slice(symbol.startLine, symbol.endLine + 1).join("\n"));
        return { ...symbol, path: source.path };
      });
  });
  return measure(
    queries.map((query) => ({
      hits: firstOnly(bm25.search(query.query, DEPTH).map((number) => isAsked(query)(symbols[number]!))),
      relevant: 1,
    })),
  );
}

export function plainFiles({ sources, queries }: CommitCorpus): Measures {
  const bm25 = new PlainBm25();
  for (const { text } of sources) bm25.add(text);
  return measure(
    queries.map(({ query, paths }) => ({
      hits: bm25.search(query, DEPTH).map((number) => paths.has(sources[number]!.path)),
      relevant: paths.size,
    })),
  );
}

export function rankedSymbols(
  index: MemorySearchIndex,
  queries: readonly DocQuery[],
  weights: RankWeights = rankWeights,
): Answer[] {
  const ranker = new Ranker(index, termsOfWord, weights);
  return queries.map((query) => {
    const found = ranker.search({ query: query.query, target: "symbol", limit: DEPTH });
    const hits = found.map((hit) => isAsked(query)({ ...hit, path: hit.path.slice(ROOT.length + 1) }));
    return { hits: firstOnly(hits), relevant: 1 };
  });
}

/** Overloads are one answer, found at the first of them. */
function firstOnly(hits: readonly boolean[]): boolean[] {
  const first = hits.indexOf(true);
  return hits.map((hit, i) => hit && i === first);
}

export function rankedFiles(
  index: MemorySearchIndex,
  corpus: CommitCorpus,
  weights: RankWeights = rankWeights,
  messages?: MessageField,
): Answer[] {
  const ranker = new Ranker(index, termsOfWord, weights);
  ranker.setHistory(messages ?? new MessageField(corpus.history, termsOfWord), ROOT);
  return corpus.queries.map(({ query, paths }) => ({
    hits: ranker
      .search({ query, target: "file", limit: DEPTH })
      .map((hit) => paths.has(hit.path.slice(ROOT.length + 1))),
    relevant: paths.size,
  }));
}
