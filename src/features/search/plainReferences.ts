/** Where names stand in code and what hangs together by names, read by the first tier alone. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { importsFile } from "../../core/retrieval/importedFile.ts";
import type {
  GraphEdge,
  GraphQuery,
  Reference,
  ReferenceQuery,
  ReferenceRole,
} from "../../core/retrieval/symbolQuery.ts";
import type { Outline, OutlineSymbol } from "../../core/syntax/outline/outline.ts";
import { codes, type Tokens } from "../../core/syntax/outline/tokens.ts";
import type { SourceTexts } from "./sourceTexts.ts";

export interface PlainReferencesDeps {
  readonly index: RepoIndex;
  readonly texts: SourceTexts;
}

/** Files looked into for one question. */
const MOST_FILES = 200;
const LINE_LENGTH = 160;

const dotted = ({ container, name }: Pick<OutlineSymbol, "container" | "name">): string =>
  container ? `${container}.${name}` : name;
const innermost = ({ symbols }: Outline, line: number): OutlineSymbol | undefined =>
  symbols.findLast(({ startLine, endLine }) => startLine <= line && line <= endLine);

function roleOf(tokens: Tokens, at: number, name: string, outline: Outline): ReferenceRole {
  const line = tokens.line(at);
  if (outline.imports.some((entry) => entry.line === line)) return "import";
  const declared = outline.symbols.find((symbol) => symbol.startLine === line);
  if (declared?.name === name) return "definition";
  if (declared && ["class", "interface", "struct", "trait"].includes(declared.kind)) return "inherit";
  return tokens.type(at + 1) === codes.openParen ? "call" : "other";
}

/** Definitions first, then calls; the file of the question before others. */
export async function plainReferences(
  { index, texts }: PlainReferencesDeps,
  { name, path: askedIn, limit }: ReferenceQuery,
  signal: AbortSignal,
): Promise<readonly Reference[]> {
  const paths: string[] = [];
  index.forEachFileWith(name, (path) => paths.push(path));
  paths.sort((a, b) => Number(b === askedIn) - Number(a === askedIn) || (a < b ? -1 : 1));
  const found: Reference[] = [];
  for (const path of paths.slice(0, MOST_FILES)) {
    signal.throwIfAborted();
    const [tokens, outline] = [await texts.tokens(path), await texts.outline(path)];
    if (!tokens || !outline) continue;
    for (let i = 0; i < tokens.count && found.length < limit; i++) {
      if (!tokens.is(i, name)) continue;
      const line = tokens.line(i);
      const start = tokens.lineStarts[line]!;
      const symbol = innermost(outline, line);
      found.push({
        path,
        line,
        column: tokens.start(i) - start,
        role: roleOf(tokens, i, name, outline),
        within: symbol ? dotted(symbol) : "",
        text: tokens.text
          .slice(start, tokens.lineStarts[line + 1])
          .trim()
          .slice(0, LINE_LENGTH),
        score: path === askedIn ? 1 : 0.5,
      });
    }
  }
  return found;
}

async function callers(
  deps: PlainReferencesDeps,
  query: GraphQuery,
  role: ReferenceRole,
  signal: AbortSignal,
) {
  const name = query.symbol.slice(query.symbol.lastIndexOf(".") + 1);
  const edges = new Map<string, GraphEdge>();
  for (const use of await plainReferences(deps, { name, limit: 10_000 }, signal)) {
    if (use.role !== role) continue;
    const key = `${use.path}\n${use.within}`;
    const known = edges.get(key);
    const symbols = deps.index.symbolsOf(use.path);
    const symbol = symbols.find((candidate) => dotted(candidate) === use.within);
    const own = { path: use.path, line: symbol?.startLine ?? 0, name: use.within, score: 0.5 };
    const sites = [...(known?.sites ?? []), use.line];
    edges.set(key, { ...own, ...(symbol ? { kind: symbol.kind } : {}), sites });
  }
  return [...edges.values()];
}

/** What stands in the symbol's own lines and is defined somewhere. */
async function callees({ index, texts }: PlainReferencesDeps, { symbol, path, relation }: GraphQuery) {
  const name = symbol.slice(symbol.lastIndexOf(".") + 1);
  const edges: GraphEdge[] = [];
  for (const place of index.definitionsOf(name)) {
    const tokens = path === undefined || place.path === path ? await texts.tokens(place.path) : undefined;
    for (let i = 0; tokens && i < tokens.count; i++) {
      const line = tokens.line(i);
      const last = relation === "bases" ? place.startLine : place.endLine;
      const isCall = relation === "bases" || tokens.type(i + 1) === codes.openParen;
      if (line < place.startLine || line > last || !isCall || !tokens.isIdentifier(i)) continue;
      const [target] = index.definitionsOf(tokens.word(i));
      if (!target || target.name === name) continue;
      const { kind, startLine } = target;
      edges.push({
        path: target.path,
        line: startLine,
        name: dotted(target),
        kind,
        sites: [line],
        score: 0.5,
      });
    }
  }
  return edges;
}

function imports({ index }: PlainReferencesDeps, { symbol, relation }: GraphQuery): GraphEdge[] {
  const edges: GraphEdge[] = [];
  const add = (from: string, to: string): void => {
    const sites = index
      .importsOf(from)
      .filter(({ module }) => importsFile(module, from, to))
      .map(({ line }) => line);
    const path = relation === "imports" ? to : from;
    if (sites.length > 0 && from !== to) edges.push({ path, line: 0, name: "", sites, score: 0.5 });
  };
  for (const path of index.paths()) {
    if (relation === "imports") add(symbol, path);
    else add(path, symbol);
  }
  return edges;
}

/** Neighbours by name. */
export async function plainGraph(
  deps: PlainReferencesDeps,
  query: GraphQuery,
  signal: AbortSignal,
): Promise<readonly GraphEdge[]> {
  const edges = await edgesOf(deps, query, signal);
  return edges.slice(0, query.limit);
}

function edgesOf(
  deps: PlainReferencesDeps,
  query: GraphQuery,
  signal: AbortSignal,
): Promise<GraphEdge[]> | GraphEdge[] {
  switch (query.relation) {
    case "callers":
      return callers(deps, query, "call", signal);
    case "implementers":
      return callers(deps, query, "inherit", signal);
    case "callees":
    case "bases":
      return callees(deps, query);
    case "imports":
    case "importedBy":
      return imports(deps, query);
  }
}
