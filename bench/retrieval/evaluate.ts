/** Asks the scorer and plain BM25 the same questions over the same files. */

import { join } from "node:path";
import { RepoIndex } from "../../src/core/repo/repoIndex.ts";
import { buildMessageField, type MessageField } from "../../src/core/retrieval/rank/messageField.ts";
import { Ranker } from "../../src/core/retrieval/rank/ranker.ts";
import type { SymbolOrder } from "../../src/core/retrieval/rank/symbolOrder.ts";
import { type RankWeights, rankWeights } from "../../src/core/retrieval/rank/weights.ts";
import { shippedSymbolOrder } from "../../src/node/ranker/shippedSymbolOrder.ts";
import type { CommitCorpus } from "./commitQueries.ts";
import type { SourceText } from "./corpus.ts";
import { docCommentOf } from "./docComments.ts";
import { askedKinds, type DocCorpus, type DocQuery, outlineOf } from "./docQueries.ts";
import { type Answer, type Measures, measure } from "./measures.ts";
import { PlainBm25 } from "./plainBm25.ts";

/** How far down a ranking the first relevant hit is looked for. */
const DEPTH = 100;
const ROOT = "/repository";
const shippedOrder = shippedSymbolOrder(join(import.meta.dirname, "../../media/symbol-order.bin"));

export function indexOf(sources: readonly SourceText[]): RepoIndex {
  const index = new RepoIndex();
  for (const { path, languageId, text } of sources) index.setFile(`${ROOT}/${path}`, languageId, text);
  return index;
}

export const isAsked = (query: DocQuery) => (hit: { path: string; name?: string; container?: string }) =>
  hit.path === query.path && hit.name === query.name && hit.container === query.container;

/** What plain BM25 and the ranker choose from, and what they are asked. */
export type AskedCorpus = Pick<DocCorpus, "sources" | "queries">;

export const plainSymbols = (corpus: AskedCorpus): Measures => measure(plainSymbolAnswers(corpus));

function plainSymbolAnswers({ sources, queries }: AskedCorpus): Answer[] {
  const search = plainSymbolSearch(sources);
  return queries.map((query) => ({
    hits: firstOnly(search(query.query, DEPTH).map(isAsked(query))),
    relevant: 1,
  }));
}

/** Functions, methods and types with the comments above them, where the texts have such. */
export function plainSymbolSearch(
  sources: readonly SourceText[],
): (query: string, limit: number) => Omit<DocQuery, "query">[] {
  const bm25 = new PlainBm25();
  const symbols = sources.flatMap((source) => {
    const lines = source.text.split("\n");
    const lineStarts = [0, ...[...source.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    return outlineOf(source)
      .filter(({ kind }) => askedKinds.has(kind))
      .map((symbol) => {
        const comment = docCommentOf(source.text, lineStarts, symbol, source.languageId);
        const above =
          comment && comment.start < lineStarts[symbol.startLine]!
            ? source.text.slice(comment.start, comment.end)
            : "";
        bm25.add(`${above}\n${lines.slice(symbol.startLine, symbol.endLine + 1).join("\n")}`);
        return { ...symbol, path: source.path };
      });
  });
  return (query, limit) => bm25.search(query, limit).map((number) => symbols[number]!);
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
  index: RepoIndex,
  queries: readonly DocQuery[],
  weights: RankWeights = rankWeights,
  order: SymbolOrder | undefined = shippedOrder,
): Answer[] {
  const ranker = new Ranker(index, weights, order);
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
  index: RepoIndex,
  corpus: CommitCorpus,
  weights: RankWeights = rankWeights,
  messages?: MessageField,
): Answer[] {
  const ranker = new Ranker(index, weights);
  ranker.setMessages([messages ?? messagesOf(corpus)]);
  return corpus.queries.map(({ query, paths }) => ({
    hits: ranker
      .search({ query, target: "file", limit: DEPTH })
      .map((hit) => paths.has(hit.path.slice(ROOT.length + 1))),
    relevant: paths.size,
  }));
}

export function messagesOf({ history }: CommitCorpus): MessageField {
  const building = buildMessageField(ROOT, history);
  for (;;) {
    const step = building.next();
    if (step.done) return step.value;
  }
}
