/** Look-up of definitions by name: exact, by prefix, and by letters in order. */
import type { SymbolKind } from "../syntax/outline/outline.ts";
import { BestFew } from "./bestFew.ts";
import { holdsLetters, mostScore, type NameBytes, scoreName } from "./fuzzyName.ts";
import { hitOf } from "./partsReader.ts";
import { plainNames } from "./plainNames.ts";
import type { RepoIndex } from "./repoIndex.ts";
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
  const names = match === "exact" ? [placesOf(parts, name)] : findNames(parts, name, match, limit);
  const hits: SymbolHit[] = [];
  for (const places of names) {
    if (hits.length >= limit) break;
    hits.push(...hitsOf(places, limit - hits.length));
  }
  return hits;
}

/** A name in a segment that has it. */
interface NamePlace {
  readonly part: RepoPart;
  readonly id: number;
}

interface FoundName extends NamePlace {
  readonly score: number;
  readonly name: string;
}

function placesOf(parts: readonly RepoPart[], name: string): NamePlace[] {
  return parts.map((part) => ({ part, id: part.segment.names.find(name) })).filter(({ id }) => id >= 0);
}

const isBetterName = (a: FoundName, b: FoundName): boolean =>
  a.score === b.score
    ? a.name.length === b.name.length
      ? a.name < b.name
      : a.name.length < b.name.length
    : a.score > b.score;

/** Of each of the best names where it stands: one that is among the best of all is among those of each segment. */
function findNames(
  parts: readonly RepoPart[],
  name: string,
  match: "prefix" | "fuzzy",
  limit: number,
): readonly (readonly NamePlace[])[] {
  const query = folded(match === "fuzzy" ? name.replace(/\s/g, "").slice(0, MOST_LETTERS) : name);
  let found = new Map<string, FoundName[]>();
  let least: FoundName | undefined;
  for (const part of parts) {
    const best = new BestFew<FoundName>(limit, isBetterName, least);
    if (match === "prefix") findByPrefix(part, query, best);
    else findByLetters(part, query, best);
    for (const item of best.sorted()) {
      const places = found.get(item.name);
      if (places) places.push(item);
      else found.set(item.name, [item]);
    }
    if (found.size <= limit) continue;
    const all = [...found].sort(([, [a]], [, [b]]) => (isBetterName(a!, b!) ? -1 : 1));
    found = new Map(all.slice(0, limit));
    least = all[limit - 1]?.[1][0];
  }
  return [...found.values()].sort(([a], [b]) => (isBetterName(a!, b!) ? -1 : 1));
}

function findByPrefix(part: RepoPart, query: Uint8Array, best: BestFew<FoundName>): void {
  const { names, columns } = part.segment;
  const { nameLetters } = columns;
  const { bytes, starts } = plainNames(part.segment);
  const name: NameBytes = { bytes, start: 0, end: 0 };
  // Capitals stand before small letters, so that this is before all names with the prefix in any case.
  const first = query.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
  const from = names.seek(first, first.length).id;
  const end = names.seek(Uint8Array.of(...query, AFTER_ALL), query.length + 1).id;
  /** Of the worst of the best, when there are enough. */
  let most = Number.POSITIVE_INFINITY;
  for (let id = from; id < end; id++) {
    const length = starts[id + 1]! - starts[id]!;
    if (length > most || nameLetters[id] === 0) continue;
    name.start = starts[id]!;
    name.end = starts[id + 1]!;
    offer(part, id, name, -length, best);
    if (best.worst !== undefined) most = -best.worst.score;
  }
}

/** No byte of a name is as great. */
const AFTER_ALL = 255;

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
  if (worst !== undefined) {
    if (score < worst.score) return;
    if (score === worst.score && isSurelyAfter(name, worst)) return;
  }
  if (!hasLive(part, id)) return;
  best.add({ score, name: decodeString(name.bytes, name.start, name.end), part, id });
}

/** Whether a name is after one of the same score, as far as that can be told without making a string of it. */
function isSurelyAfter({ bytes, start, end }: NameBytes, other: NamePlace): boolean {
  const { bytes: others, starts } = plainNames(other.part.segment);
  const from = starts[other.id]! - start;
  if (starts[other.id + 1]! - from !== end) return false;
  let order = 0;
  for (let at = start; at < end; at++) {
    const one = bytes[at]!;
    const two = others[from + at]!;
    if ((one | two) > 127) return false;
    if (order === 0) order = one - two;
  }
  return order > 0;
}

function folded(text: string): Uint8Array {
  const bytes = new Uint8Array(3 * text.length);
  return bytes.subarray(0, encodeString(text, bytes)).map(foldByte);
}

const scratch = emptyPostings();

/** Valid until the next call. */
function symbolsOf(part: RepoPart, name: number): Uint32Array {
  scratch.length = 0;
  part.segment.symbolsByName.read(name, 0, scratch);
  return scratch.units.subarray(0, scratch.length);
}

function hasLive(part: RepoPart, name: number): boolean {
  if (part.deadCount === 0) return true;
  scratch.length = 0;
  part.segment.symbolsByName.read(name, 0, scratch);
  const { symbolContent } = part.segment.columns;
  for (let i = 0; i < scratch.length; i++) if (part.isLive(symbolContent[scratch.units[i]!]!)) return true;
  return false;
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

function hitsOf(places: readonly NamePlace[], limit: number): readonly SymbolHit[] {
  const best = new BestFew<Definition>(limit, isBetterDefinition);
  for (const { part, id } of places) {
    const { segment, paths } = part;
    for (const symbol of symbolsOf(part, id)) {
      const content = segment.columns.symbolContent[symbol]!;
      if (!part.isLive(content)) continue;
      const rank = kindRanks[segment.kindOf(symbol)];
      const path = paths[content]!;
      const { worst } = best;
      // Fields of one name may be thousands: most are passed over here.
      if (worst && (rank > worst.rank || (rank === worst.rank && path > worst.path))) continue;
      best.add({ part, symbol, rank, path, line: segment.startLineOf(symbol) });
    }
  }
  return best.sorted().map(({ part, symbol }) => hitOf(part, symbol));
}
