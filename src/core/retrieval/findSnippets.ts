/**
 * Pieces of other files that help to write at the cursor: those that share rare identifiers with the code around it.
 * In two steps, so that few files are read: files are ranked by the index, then the best lines of each are found.
 */
import type { RepoIndex } from "../repo/repoIndex.ts";
import { findLanguage } from "../syntax/language.ts";
import { lexicalFamilies } from "../syntax/lexicalFamily.ts";
import { lex } from "../syntax/outline/lexer.ts";
import type { Tokens } from "../syntax/outline/tokens.ts";
import { importsFile } from "./importedFile.ts";
import type { Snippet } from "./snippet.ts";

/** The cursor in its file; `prefix` and `suffix` are the whole text before and after it. */
export interface SnippetPlace {
  readonly path: string;
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
  /** What is likely to be written there: its names count as near as can be (RepoCoder, Zhang et al. 2023, asks so twice). */
  readonly draft?: string;
}

export interface RankedFile {
  readonly path: string;
  /** Unitless, higher is nearer. */
  readonly score: number;
}

/** Weight by identifier, unitless, above 0. */
export type NameWeights = ReadonlyMap<string, number>;

/** How far around the cursor identifiers count. UTF-16 units. */
const PREFIX_LENGTH = 3000;
const SUFFIX_LENGTH = 1000;
/** Lines at which an identifier counts half. */
const HALF_WEIGHT_LINES = 10;
/** Names in more than this part of all files tell nothing; small workspaces are spared the rule. */
const COMMON_PART = 0.1;
const COMMON_FILES = 30;
const MOST_NAMES = 60;
/** Files looked up for all names together. */
const MOST_VISITS = 10_000;
const SHORTEST_NAME = 3;
/** Chosen by hand: what is imported is likelier to be needed than what lies beside. */
const IMPORTED_FACTOR = 1.5;
const SAME_DIRECTORY_FACTOR = 1.25;
const OTHER_LANGUAGE_FACTOR = 0.5;
/** Lines of a snippet. */
const WINDOW_LINES = 30;

/** Identifiers around the cursor that few files hold, by nearness and rarity, the weightiest only. */
export function weighNames(index: RepoIndex, place: SnippetPlace): NameWeights {
  const nearness = new Map<string, number>();
  const prefix = tokensOf(place.prefix.slice(-PREFIX_LENGTH), place.languageId);
  const cursorLine = prefix.lineStarts.length - 1;
  addNearness(nearness, prefix, (line) => cursorLine - line);
  addNearness(nearness, tokensOf(place.suffix.slice(0, SUFFIX_LENGTH), place.languageId), (line) => line + 2);
  addNearness(nearness, tokensOf(place.draft ?? "", place.languageId), () => 0);
  const files = index.counts().files;
  const weights: [string, number][] = [];
  for (const [name, near] of nearness) {
    const holders = index.fileCountBound(name);
    if (holders === 0 || holders > Math.max(COMMON_FILES, files * COMMON_PART)) continue;
    weights.push([name, near * Math.log(1 + files / holders)]);
  }
  return new Map(withinBudget(index, weights.sort(byScore)));
}

/** The weightiest names, as many as can be looked up in a few milliseconds. */
function withinBudget(index: RepoIndex, weights: readonly [string, number][]): readonly [string, number][] {
  let visits = 0;
  return weights.slice(0, MOST_NAMES).filter(([name]) => {
    const holders = index.fileCountBound(name);
    const fits = visits + holders <= MOST_VISITS;
    if (fits) visits += holders;
    return fits;
  });
}

/** Indexed files by how much of the weight they hold, best first; never the file of the place itself. */
export function rankFiles(
  index: RepoIndex,
  place: SnippetPlace,
  weights: NameWeights,
  maxFiles: number,
): readonly RankedFile[] {
  const scores = new Map<string, number>();
  for (const [name, weight] of weights) {
    index.forEachFileWith(name, (path) => scores.set(path, (scores.get(path) ?? 0) + weight));
  }
  scores.delete(place.path);
  const likely = [...scores].sort(byScore).slice(0, 4 * maxFiles);
  const imports = index.importsOf(place.path);
  const directory = directoryOf(place.path);
  const ranked = likely.map(([path, score]): [string, number] => {
    const isImported = imports.some(({ module }) => importsFile(module, place.path, path));
    const isNear = directoryOf(path) === directory;
    const isOther = index.languageIdOf(path) !== place.languageId;
    const factor =
      (isImported ? IMPORTED_FACTOR : 1) *
      (isNear ? SAME_DIRECTORY_FACTOR : 1) *
      (isOther ? OTHER_LANGUAGE_FACTOR : 1);
    return [path, score * factor];
  });
  return ranked
    .sort(byScore)
    .slice(0, maxFiles)
    .map(([path, score]) => ({ path, score }));
}

/** The lines of a file that hold most of the weight together; undefined when none holds any. */
export function bestWindow(
  path: string,
  languageId: string,
  text: string,
  weights: NameWeights,
): Snippet | undefined {
  const tokens = tokensOf(text, languageId);
  const hits = findHits(tokens, weights);
  let best = 0;
  let bestFrom = 0;
  let bestTo = -1;
  const inside = new Map<string, number>();
  let score = 0;
  for (let to = 0, from = 0; to < hits.length; to++) {
    score += enter(inside, hits[to]!.name, weights);
    while (hits[to]!.line - hits[from]!.line >= WINDOW_LINES)
      score -= leave(inside, hits[from++]!.name, weights);
    if (score > best + 1e-9) [best, bestFrom, bestTo] = [score, from, to];
  }
  if (bestTo < 0) return undefined;
  return cutSnippet(path, text, tokens.lineStarts, hits[bestFrom]!.line, hits[bestTo]!.line, best);
}

interface Hit {
  readonly name: string;
  readonly line: number;
}

function findHits(tokens: Tokens, weights: NameWeights): Hit[] {
  const hits: Hit[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.isIdentifier(i)) continue;
    const name = tokens.word(i);
    if (weights.has(name)) hits.push({ name, line: tokens.line(i) });
  }
  return hits;
}

/** What a name adds to a window: its weight when it was not there yet. */
function enter(inside: Map<string, number>, name: string, weights: NameWeights): number {
  const count = inside.get(name) ?? 0;
  inside.set(name, count + 1);
  return count === 0 ? weights.get(name)! : 0;
}

function leave(inside: Map<string, number>, name: string, weights: NameWeights): number {
  const count = inside.get(name)!;
  inside.set(name, count - 1);
  return count === 1 ? weights.get(name)! : 0;
}

/** Widens the lines evenly to the length of a snippet, then leaves out blank lines at both ends. */
function cutSnippet(
  path: string,
  text: string,
  lineStarts: Int32Array,
  first: number,
  last: number,
  score: number,
): Snippet {
  const spare = Math.max(0, WINDOW_LINES - (last - first + 1)) >> 1;
  let startLine = Math.max(0, first - spare);
  let endLine = Math.min(lineStarts.length - 1, last + spare);
  const lineOf = (line: number) => text.slice(lineStarts[line]!, lineStarts[line + 1] ?? text.length);
  while (startLine < first && lineOf(startLine).trim() === "") startLine++;
  while (endLine > last && lineOf(endLine).trim() === "") endLine--;
  const piece = text.slice(lineStarts[startLine]!, lineStarts[endLine + 1] ?? text.length);
  return { path, startLine, endLine, text: piece.replace(/\r?\n$/, ""), score };
}

function addNearness(
  nearness: Map<string, number>,
  tokens: Tokens,
  distance: (line: number) => number,
): void {
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.isIdentifier(i) || tokens.end(i) - tokens.start(i) < SHORTEST_NAME) continue;
    const near = HALF_WEIGHT_LINES / (HALF_WEIGHT_LINES + distance(tokens.line(i)));
    const name = tokens.word(i);
    if (near > (nearness.get(name) ?? 0)) nearness.set(name, near);
  }
}

function tokensOf(text: string, languageId: string): Tokens {
  return lex(text, lexicalFamilies[findLanguage(languageId)?.family ?? "data"]);
}

function byScore(a: readonly [string, number], b: readonly [string, number]): number {
  return b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
