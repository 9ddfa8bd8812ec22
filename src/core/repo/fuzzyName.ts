/** How well the letters of a query fit a name: in order, those where the parts of the name begin before others. */
import { foldByte } from "./segment/dictionary.ts";

/** Weights chosen by hand so that `gubi` finds getUserById before gubiter, and `user` finds User before newUser. */
const AT_START = 16;
const AT_HUMP = 10;
const IN_RUN = 8;
const ELSEWHERE = 1;
const PER_REST = 0.25;
const WHOLE = 20;
/** What any name has whose letters fit. */
const LEAST = 0.01;

const isUpper = (byte: number): boolean => byte >= 65 && byte <= 90;
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isLetter = (byte: number): boolean => (foldByte(byte) >= 97 && foldByte(byte) <= 122) || byte >= 128;

/** A name as bytes of a dictionary, from `start` to `end`. */
export interface NameBytes {
  readonly bytes: Uint8Array;
  start: number;
  end: number;
}

/** Whether a part of the name begins here, as `splitWord` cuts it. */
function isHump({ bytes, start, end }: NameBytes, at: number): boolean {
  const byte = bytes[at]!;
  if (!isLetter(byte) && !isDigit(byte)) return false;
  if (at === start) return true;
  const before = bytes[at - 1]!;
  if (isDigit(byte)) return !isDigit(before);
  if (!isLetter(before)) return true;
  if (!isUpper(byte)) return false;
  return !isUpper(before) || (at + 1 < end && isLetter(bytes[at + 1]!) && !isUpper(bytes[at + 1]!));
}

/** Whether the letters all stand in the name in this order. @param query folded bytes */
export function holdsLetters({ bytes, start, end }: NameBytes, query: Uint8Array): boolean {
  let wanted = 0;
  for (let at = start; at < end && wanted < query.length; at++) {
    if (foldByte(bytes[at]!) === query[wanted]) wanted++;
  }
  return wanted === query.length;
}

/** A score that no name of this length and first letter has more than, found without looking further. */
export function mostScore({ bytes, start, end }: NameBytes, query: Uint8Array): number {
  const rest = end - start - query.length;
  const first = foldByte(bytes[start]!) === query[0] ? AT_START : AT_HUMP;
  const most = first + (query.length - 1) * AT_HUMP + (rest === 0 ? WHOLE : 0) - PER_REST * rest;
  return Math.max(LEAST, most);
}

/**
 * @param query folded bytes, not empty, all in the name in this order
 * @returns unitless, 0 < score, higher is better
 */
export function scoreName(name: NameBytes, query: Uint8Array): number {
  const inHumps = follow(name, query, true);
  const score = inHumps > 0 ? inHumps : follow(name, query, false);
  const rest = name.end - name.start - query.length;
  return Math.max(LEAST, score + (rest === 0 ? WHOLE : 0) - PER_REST * rest);
}

/** Takes the letter after the last one, or else that of the next part, or else the next one there is. */
function follow(name: NameBytes, query: Uint8Array, prefersHumps: boolean): number {
  const { bytes, start, end } = name;
  let score = 0;
  let at = start;
  for (let i = 0; i < query.length; i++) {
    const wanted = query[i]!;
    const isRun = at < end && foldByte(bytes[at]!) === wanted;
    let found = isRun ? at : -1;
    if (found < 0 && prefersHumps) found = findHump(name, at, wanted);
    if (found < 0) found = findByte(name, at, wanted);
    if (found < 0) return 0;
    if (found === start) score += AT_START;
    else if (isHump(name, found)) score += AT_HUMP;
    else score += isRun ? IN_RUN : ELSEWHERE;
    at = found + 1;
  }
  return score;
}

function findHump(name: NameBytes, from: number, wanted: number): number {
  for (let at = from; at < name.end; at++) {
    if (foldByte(name.bytes[at]!) === wanted && isHump(name, at)) return at;
  }
  return -1;
}

function findByte({ bytes, end }: NameBytes, from: number, wanted: number): number {
  for (let at = from; at < end; at++) if (foldByte(bytes[at]!) === wanted) return at;
  return -1;
}
