/** Look-up of definitions by name: exact, by prefix, and by letters in order. */
import type { SymbolKind } from "../syntax/outline/outline.ts";
import { BestFew } from "./bestFew.ts";
import { holdsLetters, mostScore, type NameBytes, scoreName } from "./fuzzyName.ts";
import { plainNames } from "./plainNames.ts";
import { hitOf, type RepoIndex } from "./repoIndex.ts";
import type { RepoPart } from "./repoPart.ts";
import { decodeString, encodeString } from "./segment/bytes.ts";
import { foldByte } from "./segment/dictionary.ts";
import { letterMask } from "./segment/letterMask.ts";
import { emptyPostings } from "./segment/postingList.ts";
import type { SymbolHit } from "./symbolHit.ts";

export interface NameQuery {
  readonly name: string;
  /** `prefix` and `fuzzy` ignore the case of A-Z. */
  readonly match: "exact" | "prefix" | "fuzzy";
  /** 1 <= limit. */
  readonly limit: number;
}

/** What is declared at the top before what is inside; a name most often asks for a type or a function. */
const kindRanks: Readonly<Record<SymbolKind, number>> = {
  class: 0,
  interface: 0,
  struct: 0,
  trait: 0,
  enum: 0,
  type: 0,
  module: 0,
  function: 1,
  macro: 1,
  method: 2,
  constant: 3,
  variable: 3,
  field: 4,
  heading: 3,
  rule: 3,
  element: 4,
  key: 4,
};

/** Letters of a fuzzy query that count. */
const MOST_LETTERS = 64;

/**
 * Best first. For `exact` and among equal names: types, functions, methods, the rest, then by path and line; `prefix`:
 * shorter names first; `fuzzy`: by how well the letters fit.
 */
export function searchSymbols(index: RepoIndex, { name, match, limit }: NameQuery): readonly SymbolHit[] {
  const parts = index.parts();
  const names = match === "exact" ? [name] : findNames(parts, name, match, limit);
  const hits: SymbolHit[] = [];
  for (const found of names) {
    if (hits.length >= limit) break;
    hits.push(...hitsOf(parts, found, limit - hits.length));
  }
  return hits;
}

interface FoundName {
  readonly score: number;
  readonly name: string;
}

const isBetterName = (a: FoundName, b: FoundName): boolean =>
  a.score === b.score
    ? a.name.length === b.name.length
      ? a.name < b.name
      : a.name.length < b.name.length
    : a.score > b.score;

function findNames(
  parts: readonly RepoPart[],
  name: string,
  match: "prefix" | "fuzzy",
  limit: number,
): readonly string[] {
  const query = folded(match === "fuzzy" ? name.replace(/\s/g, "").slice(0, MOST_LETTERS) : name);
  const found = new Map<string, FoundName>();
  for (const part of parts) {
    const best = new BestFew<FoundName>(limit, isBetterName);
    if (match === "prefix") findByPrefix(part, query, best);
    else findByLetters(part, query, best);
    for (const item of best.sorted()) found.set(item.name, item);
  }
  const all = [...found.values()].sort((a, b) => (isBetterName(a, b) ? -1 : 1));
  return all.slice(0, limit).map((item) => item.name);
}

function findByPrefix(part: RepoPart, query: Uint8Array, best: BestFew<FoundName>): void {
  const { segment } = part;
  const { nameLetters } = segment.columns;
  const name: NameBytes = { bytes: plainNames(segment).bytes, start: 0, end: 0 };
  const { starts } = plainNames(segment);
  // Capitals stand before small letters, so that this is before all names with the prefix in any case.
  const first = query.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
  for (let id = segment.names.seek(first, first.length).id; id < nameLetters.length; id++) {
    name.start = starts[id]!;
    name.end = starts[id + 1]!;
    if (!startsWith(name, query)) return;
    if (nameLetters[id] !== 0) offer(part, id, name, name.start - name.end, best);
  }
}

function findByLetters(part: RepoPart, query: Uint8Array, best: BestFew<FoundName>): void {
  if (query.length === 0) return;
  const { nameLetters } = part.segment.columns;
  const { bytes, starts } = plainNames(part.segment);
  const name: NameBytes = { bytes, start: 0, end: 0 };
  const mask = letterMask(query) | 0;
  for (let id = 0; id < nameLetters.length; id++) {
    if ((nameLetters[id]! & mask) !== mask) continue;
    name.start = starts[id]!;
    name.end = starts[id + 1]!;
    const { worst } = best;
    if (worst !== undefined && mostScore(name, query) < worst.score) continue;
    if (holdsLetters(name, query)) offer(part, id, name, scoreName(name, query), best);
  }
}

/** Takes a name among the best if it is, and if any live symbol has it. */
function offer(part: RepoPart, id: number, name: NameBytes, score: number, best: BestFew<FoundName>): void {
  const { worst } = best;
  if ((worst !== undefined && score < worst.score) || !hasLive(part, id)) return;
  best.add({ score, name: decodeString(name.bytes, name.start, name.end) });
}

function folded(text: string): Uint8Array {
  const bytes = new Uint8Array(3 * text.length);
  return bytes.subarray(0, encodeString(text, bytes)).map(foldByte);
}

function startsWith({ bytes, start, end }: NameBytes, prefix: Uint8Array): boolean {
  if (end - start < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (foldByte(bytes[start + i]!) !== prefix[i]) return false;
  return true;
}

function symbolsOf(part: RepoPart, name: number): Uint32Array {
  const buffer = emptyPostings();
  part.segment.symbolsByName.read(name, 0, buffer);
  return buffer.units.subarray(0, buffer.length);
}

function hasLive(part: RepoPart, name: number): boolean {
  if (part.deadCount === 0) return true;
  return symbolsOf(part, name).some((symbol) => part.isLive(part.segment.columns.symbolContent[symbol]!));
}

interface Definition {
  readonly part: RepoPart;
  readonly symbol: number;
  readonly rank: number;
  readonly path: string;
  readonly line: number;
}

const isBetterDefinition = (a: Definition, b: Definition): boolean => {
  if (a.rank !== b.rank) return a.rank < b.rank;
  if (a.path !== b.path) return a.path < b.path;
  return a.line === b.line ? a.symbol < b.symbol : a.line < b.line;
};

function hitsOf(parts: readonly RepoPart[], name: string, limit: number): readonly SymbolHit[] {
  const best = new BestFew<Definition>(limit, isBetterDefinition);
  for (const part of parts) {
    const { segment, paths } = part;
    const id = segment.names.find(name);
    for (const symbol of id < 0 ? [] : symbolsOf(part, id)) {
      const content = segment.columns.symbolContent[symbol]!;
      if (!part.isLive(content)) continue;
      const rank = kindRanks[segment.kindOf(symbol)];
      best.add({ part, symbol, rank, path: paths[content]!, line: segment.startLineOf(symbol) });
    }
  }
  return best.sorted().map(({ part, symbol }) => hitOf(part, symbol));
}
