/** Files, symbols and pieces of files that hold rare words of a question. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { bestWindow } from "../../core/retrieval/findSnippets.ts";
import type { SearchHit, SearchQuery } from "../../core/retrieval/search.ts";
import { splitName } from "../../core/syntax/tokens/subwords.ts";
import type { SourceTexts } from "./sourceTexts.ts";

export interface PlainSearchDeps {
  readonly index: RepoIndex;
  readonly texts: SourceTexts;
}

const MOST_WORDS = 20;
/** Files whose lines are looked at for each hit asked for. */
const FILES_A_HIT = 2;

const wordsOf = (text: string): readonly string[] => [...new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu))];

/** Weight by identifier: rarer ones weigh more. */
function weigh(index: RepoIndex, query: string): ReadonlyMap<string, number> {
  const { files } = index.counts();
  const weights = wordsOf(query).flatMap((word): [string, number][] => {
    const holders = index.fileCountBound(word);
    return holders === 0 ? [] : [[word, Math.log(1 + files / holders)]];
  });
  return new Map(weights.sort((a, b) => b[1] - a[1]).slice(0, MOST_WORDS));
}

function rankFiles(index: RepoIndex, query: string, weights: ReadonlyMap<string, number>): SearchHit[] {
  const scores = new Map<string, number>();
  for (const [word, weight] of weights) {
    index.forEachFileWith(word, (path) => scores.set(path, (scores.get(path) ?? 0) + weight));
  }
  const words = wordsOf(query).map((word) => word.toLowerCase());
  for (const path of index.paths()) {
    const named = words.filter((word) => path.toLowerCase().includes(word)).length;
    if (named > 0) scores.set(path, (scores.get(path) ?? 0) + 2 * named);
  }
  return [...scores].map(([path, score]) => ({ path, score })).sort(byScore);
}

function rankSymbols(index: RepoIndex, query: string): SearchHit[] {
  const words = new Set(
    wordsOf(query)
      .flatMap((word) => [word, ...splitName(word)])
      .map((word) => word.toLowerCase()),
  );
  const hits: SearchHit[] = [];
  for (const path of index.paths()) {
    for (const { name, kind, container, startLine, endLine } of index.symbolsOf(path)) {
      const parts = splitName(name).map((part) => part.toLowerCase());
      const shared = parts.filter((part) => words.has(part)).length + (words.has(name.toLowerCase()) ? 2 : 0);
      if (shared === 0) continue;
      hits.push({ path, startLine, endLine, name, kind, container, score: shared / (1 + parts.length) });
    }
  }
  return hits.sort(byScore);
}

/** Best first. */
export async function plainSearch(
  { index, texts }: PlainSearchDeps,
  { query, target, limit }: SearchQuery,
  signal: AbortSignal,
): Promise<readonly SearchHit[]> {
  if (target === "symbol") return rankSymbols(index, query).slice(0, limit);
  const weights = weigh(index, query);
  const files = rankFiles(index, query, weights);
  if (target === "file") return files.slice(0, limit);
  const hits: SearchHit[] = [];
  for (const { path, score } of files.slice(0, FILES_A_HIT * limit)) {
    signal.throwIfAborted();
    const text = await texts.read(path);
    const best = text && bestWindow(path, index.languageIdOf(path) ?? "", text, weights);
    if (best)
      hits.push({ path, startLine: best.startLine, endLine: best.endLine, score: score + best.score });
  }
  return hits.sort(byScore).slice(0, limit);
}

function byScore(a: SearchHit, b: SearchHit): number {
  return b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}
