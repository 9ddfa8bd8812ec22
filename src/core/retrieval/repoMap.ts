/**
 * A ranked outline of the repository within a budget of tokens: which files the others build on, and of those the
 * symbols that are used most.
 */
import type { SearchIndex } from "../repo/searchIndex.ts";
import type { SymbolHit } from "../repo/symbolHit.ts";
import type { SymbolKind } from "../syntax/outline/outline.ts";
import { type Edge, pageRank } from "./pageRank.ts";
import { isTestPath } from "./rank/testPath.ts";

export interface RepoMap {
  /** Paths with the signatures of their most used symbols, as plain text. */
  readonly text: string;
  /** Estimated tokens of `text`, `<= maxTokens`. */
  readonly tokens: number;
  /** Files shown, and all that could have been. */
  readonly files: number;
  readonly allFiles: number;
}

/** One symbol that may be shown, with how much it is used. */
export interface MapSymbol extends SymbolHit {
  /** 0 < score, unitless. */
  readonly score: number;
}

export type MapIndex = Pick<SearchIndex, "filesWith" | "pathOf"> & {
  paths(): Iterable<string>;
  symbolsOf(path: string): readonly SymbolHit[];
};

/** What stands for itself in an outline; fields, keys and headings do not. */
const shownKinds: ReadonlySet<SymbolKind> = new Set<SymbolKind>([
  "class",
  "interface",
  "enum",
  "struct",
  "trait",
  "type",
  "module",
  "function",
  "method",
  "macro",
]);
const SHORTEST_NAME = 3;
/** A name defined in more files does not tell which one is meant. */
const MOST_DEFINERS = 3;
/** A use in a test, and a symbol in one or in an example, counts this much. */
const ASIDE = 0.1;
/** How much a member counts by a symbol at the top with as many uses. */
const MEMBER = 0.7;
/** What a file that brings others together counts by one that others build on. */
const JOINS = 0.7;
/** What a symbol counts that no other file names, by the one that most name. */
const UNUSED = 0.2;
/** A small word stands in many files without meaning this symbol. */
const PLAIN_WORD = 0.3;
/** What people do not see from outside. */
const PRIVATE = 0.2;
/** Each further symbol of a file counts this much by the one before, so that many files are shown. */
const NEXT_OF_FILE = 0.93;
/** Files taken in one step: about a millisecond. */
const STEP = 16;

const ASIDE_DIRECTORY =
  /(?:^|\/)(?:examples?|docs?|demos?|samples?|playground|scripts|tools|bench(?:marks?)?)\//i;

/**
 * Symbols that may be shown, best first, in steps of a few milliseconds.
 *
 * Files vote for those that define what they name, as pages do by links (Page et al. 1999); a file's rank then goes to
 * its symbols by who uses them.
 *
 * @param freshness 0 <= freshness <= 1: how much a file changed of late; doubles its score at most
 */
export function* rankMapSymbols(
  index: MapIndex,
  shortPath: (path: string) => string,
  freshness: (path: string) => number,
): Generator<void, MapSymbol[]> {
  const paths = [...index.paths()].sort();
  // Not the index's numbers, which tell how it came to be.
  const places = new Map(paths.map((path, place) => [path, place]));
  const definitions = yield* findDefinitions(index, paths);
  const users = new Map<string, readonly number[]>();
  const edges: Edge[] = [];
  const weights = Float64Array.from(paths, (path) => (isAside(shortPath(path)) ? ASIDE : 1));
  let steps = 0;
  for (const [name, symbols] of definitions) {
    if (++steps % (8 * STEP) === 0) yield;
    const definers = new Set(symbols.map(({ path }) => places.get(path)!));
    if (definers.size > MOST_DEFINERS || /^[#_]/.test(name)) continue;
    const others = placesOf(index, name, places).filter((place) => !definers.has(place));
    users.set(name, others);
    for (const from of others)
      for (const to of definers) edges.push([from, to, weights[from]! / definers.size]);
  }
  yield;
  const importance = importanceOf(paths.length, edges, weights);
  const mostUsers = Array.from(users.values()).reduce((most, { length }) => Math.max(most, length), 1);
  const scored = [...definitions].flatMap(([name, symbols]) => {
    const used = Math.log1p(users.get(name)?.length ?? 0) / Math.log1p(mostUsers);
    return symbols.map((symbol) => {
      const file = places.get(symbol.path)!;
      const substance = Math.log2(2 + symbol.endLine - symbol.startLine);
      const clear = /^[a-z]+$/.test(name) ? PLAIN_WORD : 1;
      const seen = /^[#_]/.test(name) ? PRIVATE : 1;
      const own = importance[file]! * (UNUSED + used * clear) * substance * seen * weights[file]!;
      const score = own * (1 + freshness(symbol.path)) * (symbol.container === "" ? 1 : MEMBER);
      return { ...symbol, score };
    });
  });
  return spread(scored.sort(byScore)).sort(byScore);
}

/** Files that others build on, and files that bring many others together, each by the first of its kind. */
function importanceOf(files: number, edges: readonly Edge[], weights: Float64Array): Float64Array {
  const ranks = pageRank(files, edges, weights);
  const joined = new Float64Array(files);
  const seen = new Set<number>();
  for (const [from, to] of edges) {
    const edge = from * files + to;
    if (from !== to && !seen.has(edge)) joined[from]!++;
    seen.add(edge);
  }
  const mostRank = ranks.reduce((most, rank) => Math.max(most, rank), 0);
  const mostJoined = joined.reduce((most, count) => Math.max(most, count), 1);
  return ranks.map(
    (rank, file) => Math.sqrt(rank / mostRank) + JOINS * Math.sqrt(joined[file]! / mostJoined),
  );
}

/** The files that hold an identifier, ascending; those that came since the places were given are left out. */
function placesOf(index: MapIndex, name: string, places: ReadonlyMap<string, number>): number[] {
  const found: number[] = [];
  for (const file of index.filesWith(name)) {
    const place = places.get(index.pathOf(file));
    if (place !== undefined) found.push(place);
  }
  return found.sort((a, b) => a - b);
}

/** Symbols by name. */
function* findDefinitions(
  index: MapIndex,
  paths: readonly string[],
): Generator<void, Map<string, SymbolHit[]>> {
  const definitions = new Map<string, SymbolHit[]>();
  let steps = 0;
  for (const path of paths) {
    if (++steps % STEP === 0) yield;
    for (const symbol of index.symbolsOf(path)) {
      if (!shownKinds.has(symbol.kind) || symbol.name.length < SHORTEST_NAME) continue;
      const same = definitions.get(symbol.name);
      if (same) same.push(symbol);
      else definitions.set(symbol.name, [symbol]);
    }
  }
  return definitions;
}

const isAside = (path: string): boolean => isTestPath(path) || ASIDE_DIRECTORY.test(path);

function spread(symbols: readonly MapSymbol[]): MapSymbol[] {
  const places = new Map<string, number>();
  return symbols.map((symbol) => {
    const place = places.get(symbol.path) ?? 0;
    places.set(symbol.path, place + 1);
    return { ...symbol, score: symbol.score * NEXT_OF_FILE ** place };
  });
}

function byScore(a: MapSymbol, b: MapSymbol): number {
  return b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.startLine - b.startLine);
}

/** A symbol with the line that declares it. */
export interface ShownSymbol extends SymbolHit {
  readonly signature: string;
}

/**
 * As many of the symbols as fit, files in the order of their best symbol, symbols of a file in that of their lines
 * and under what is around them.
 *
 * @param symbols best first
 */
export function renderRepoMap(
  symbols: readonly ShownSymbol[],
  shortPath: (path: string) => string,
  estimate: (text: string) => number,
  maxTokens: number,
): Pick<RepoMap, "text" | "tokens" | "files"> {
  const byFile = new Map<string, ShownSymbol[]>();
  let left = maxTokens;
  for (const symbol of symbols) {
    const known = byFile.get(symbol.path);
    // A line alone never costs less than as a part of the whole.
    const cost = estimate(lineOf(symbol)) + (known ? 0 : estimate(`${shortPath(symbol.path)}\n`));
    if (cost > left) continue;
    left -= cost;
    if (known) known.push(symbol);
    else byFile.set(symbol.path, [symbol]);
  }
  const blocks = Array.from(byFile, ([path, own]) => {
    const lines = own.sort((a, b) => a.startLine - b.startLine).map(lineOf);
    return `${shortPath(path)}\n${lines.join("")}`;
  });
  const text = blocks.join("");
  return { text, tokens: estimate(text), files: byFile.size };
}

function lineOf({ container, signature }: ShownSymbol): string {
  const depth = container === "" ? 0 : container.split(".").length;
  return `${"  ".repeat(depth + 1)}${signature.replace(/\s*[{:(]?\s*$/, "")}\n`;
}
