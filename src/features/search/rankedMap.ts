/** The repository's map, with signatures as they are in the texts now. */
import { estimateTokens } from "../../core/prompt/tokens.ts";
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import {
  type MapSymbol,
  type RepoMap,
  rankMapSymbols,
  renderRepoMap,
  type ShownSymbol,
} from "../../core/retrieval/repoMap.ts";
import type { Outline } from "../../core/syntax/outline/outline.ts";
import type { Yielder } from "../../ports/files.ts";

export interface RankedMapDeps {
  readonly index: RepoIndex;
  readonly yielder: Yielder;
  readonly outlineOf: (path: string) => Promise<Outline | undefined>;
  readonly shortPath: (path: string) => string;
  readonly freshness: (path: string) => number;
}

/** No signature with its line costs fewer tokens. */
const FEWEST_TOKENS = 4;
const MOST_SYMBOLS = 2000;
/** What the line says nobody outside may use. */
const PRIVATE = /^(?:#|private\b)/;

/** Never above `maxTokens`; the same for the same texts. */
export async function rankedMap(
  deps: RankedMapDeps,
  maxTokens: number,
  signal: AbortSignal,
): Promise<RepoMap> {
  const { index, yielder, shortPath, freshness } = deps;
  const ranking = rankMapSymbols(index, shortPath, freshness);
  let step = ranking.next();
  for (; !step.done; step = ranking.next()) {
    await yielder.pause();
    signal.throwIfAborted();
  }
  const most = Math.min(MOST_SYMBOLS, Math.ceil(maxTokens / FEWEST_TOKENS));
  const shown = await withSignatures(deps, step.value.slice(0, most), signal);
  const allFiles = new Set(step.value.map(({ path }) => path)).size;
  return { ...renderRepoMap(shown, shortPath, estimateTokens, maxTokens), allFiles };
}

/** Symbols that are gone from their texts are left out. */
async function withSignatures(
  { outlineOf }: RankedMapDeps,
  symbols: readonly MapSymbol[],
  signal: AbortSignal,
): Promise<ShownSymbol[]> {
  const outlines = new Map<string, Outline | undefined>();
  const shown: ShownSymbol[] = [];
  for (const symbol of symbols) {
    signal.throwIfAborted();
    const { path, name, container, startLine } = symbol;
    if (!outlines.has(path)) outlines.set(path, await outlineOf(path));
    const found = outlines
      .get(path)
      ?.symbols.filter((one) => one.name === name && one.container === container);
    const now = found?.find((one) => one.startLine === startLine) ?? found?.[0];
    if (now && !PRIVATE.test(now.signature))
      shown.push({ ...symbol, startLine: now.startLine, signature: now.signature });
  }
  return shown;
}
