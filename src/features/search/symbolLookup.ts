/** Definitions by name. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { SymbolHit, SymbolQuery } from "../../core/retrieval/symbolQuery.ts";

type Symbols = Pick<RepoIndex, "definitionsOf" | "paths" | "symbolsOf">;

/** How well a name fits, less is better; undefined when it does not. */
function misfit(name: string, { match, name: wanted }: SymbolQuery): number | undefined {
  const text = name.toLowerCase();
  const letters = wanted.toLowerCase();
  if (text.startsWith(letters)) return name.length - wanted.length;
  if (match === "prefix") return undefined;
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return undefined;
  }
  return 100 + at + name.length;
}

/** Best first; shorter names before longer ones. */
export function findSymbols(index: Symbols, query: SymbolQuery): readonly SymbolHit[] {
  if (query.match === "exact") {
    return index.definitionsOf(query.name).slice(0, query.limit);
  }
  const found: (readonly [number, SymbolHit])[] = [];
  for (const path of index.paths()) {
    for (const symbol of index.symbolsOf(path)) {
      const score = misfit(symbol.name, query);
      if (score !== undefined) found.push([score, symbol]);
    }
  }
  found.sort(([a, x], [b, y]) => a - b || (x.path < y.path ? -1 : 1) || x.startLine - y.startLine);
  return found.slice(0, query.limit).map(([, symbol]) => symbol);
}
