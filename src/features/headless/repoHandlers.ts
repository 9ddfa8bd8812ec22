/** Questions of another program about the repository: its words to the engine's and back. */
import type { SearchHit } from "../../core/retrieval/search.ts";
import type { SymbolHit } from "../../core/retrieval/symbolQuery.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { RepoQueries } from "../../ports/repoQueries.ts";
import { RpcError, type RpcHandlers, type RpcSearchHit, type RpcSymbol } from "../../ports/rpc.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";
import { toRpcIndexStatus } from "./rpcIndexStatus.ts";

export interface RepoHandlersDeps {
  readonly engine: Omit<RepoQueries, "search">;
  readonly search: RepoQueries["search"];
  readonly roots: readonly EngineRoot[];
  /** Resolves when the engine knows roots and limits. */
  readonly begin: () => Promise<void>;
}

export type RepoMethod = "index/report" | "search" | "symbols" | "references" | "outline" | "graph" | "map";

/** Longer lists serve no one; asking for more is no fault. */
const MOST_HITS = 1000;
const usualLimits = { search: 20, symbols: 50, references: 200, graph: 100 };
const usualMapTokens = 1024;

const lines = <T extends { readonly startLine: number; readonly endLine: number }>({
  startLine,
  endLine,
}: T) => ({ line: startLine + 1, endLine: endLine + 1 });

export function repoHandlers({
  engine,
  search,
  roots,
  begin,
}: RepoHandlersDeps): Pick<RpcHandlers, RepoMethod> {
  const atMost = (limit: number | undefined, usual: number): number => Math.min(limit ?? usual, MOST_HITS);
  /** Items by relative path; what lies outside the roots is nobody's business. */
  function inRoots<T extends { readonly path: string }, U>(
    items: readonly T[],
    toWire: (item: T, path: string) => U,
  ) {
    return items.flatMap((item) => {
      const path = toRelative(item.path, roots);
      return path === undefined ? [] : [toWire(item, path)];
    });
  }
  const toHit = (hit: SearchHit, path: string): RpcSearchHit => {
    const { startLine, endLine, path: _, ...rest } = hit;
    return startLine === undefined || endLine === undefined
      ? { ...rest, path }
      : { ...rest, path, ...lines({ startLine, endLine }) };
  };
  const toSymbol = ({ name, kind, container, ...place }: SymbolHit, path: string): RpcSymbol => ({
    path,
    ...lines(place),
    name,
    kind,
    container,
  });
  const placeOf = (path: string | undefined) => (path === undefined ? {} : { path: toAbsolute(path, roots) });

  return {
    "index/report": async () => {
      await begin();
      const { status, skippedFiles, store, ...rest } = await engine.report();
      const { directory, problem, ...kept } = store;
      return {
        ...rest,
        status: toRpcIndexStatus(status),
        skippedFiles: inRoots(skippedFiles, ({ reason }, path) => ({ path, reason })),
        store: {
          ...kept,
          ...(directory === undefined ? {} : { directory }),
          ...(problem === undefined ? {} : { problem }),
        },
      };
    },
    search: async ({ query, target = "file", limit, explain = false }, signal) => {
      await begin();
      const asked = { query, target, limit: atMost(limit, usualLimits.search), explain };
      return inRoots(await search(asked, signal), toHit);
    },
    symbols: async ({ name, match = "exact", limit }, signal) => {
      await begin();
      const asked = { name, match, limit: atMost(limit, usualLimits.symbols) };
      return inRoots(await engine.findSymbols(asked, signal), toSymbol);
    },
    references: async ({ name, path, line, limit }, signal) => {
      const place = { ...placeOf(path), ...(line === undefined ? {} : { line: line - 1 }) };
      await begin();
      const asked = { name, ...place, limit: atMost(limit, usualLimits.references) };
      return inRoots(await engine.findReferences(asked, signal), ({ line: at, ...reference }, short) => ({
        ...reference,
        path: short,
        line: at + 1,
      }));
    },
    outline: async ({ path }, signal) => {
      const absolute = toAbsolute(path, roots);
      await begin();
      const outline = await engine.outline(absolute, signal);
      if (!outline) {
        throw new RpcError("notIndexed", `Cannot outline ${JSON.stringify(path)}: it is not in the index`, {
          path,
        });
      }
      return {
        symbols: outline.symbols.map(({ startLine, endLine, ...symbol }) => ({
          ...lines({ startLine, endLine }),
          ...symbol,
        })),
        imports: outline.imports.map(({ module, line }) => ({ module, line: line + 1 })),
      };
    },
    graph: async ({ symbol, relation, path, limit }, signal) => {
      const isPath =
        (relation === "imports" || relation === "importedBy") && languageIdOf(symbol) !== undefined;
      const asked = {
        symbol: isPath ? toAbsolute(symbol, roots) : symbol,
        relation,
        ...placeOf(path),
        limit: atMost(limit, usualLimits.graph),
      };
      await begin();
      return inRoots(await engine.graph(asked, signal), (edge, short) => ({
        ...edge,
        path: short,
        line: edge.line + 1,
        sites: edge.sites.map((site) => site + 1),
      }));
    },
    map: async ({ maxTokens = usualMapTokens }, signal) => {
      await begin();
      return engine.repoMap(maxTokens, signal);
    },
  };
}
