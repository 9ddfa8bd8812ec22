/** How well the letters of a query fit a name: in order, those where the parts of the name begin before others. */
import { foldByte } from "./segment/dictionary.ts";

/** Weights chosen by hand so that `gubi` finds getUserById before gubiter, and `user` finds User before newUser. */
const AT_START = 16;
const AT_HUMP = 10;
const IN_RUN = 8;
const ELSEWHERE = 1;
const PER_REST = 0.25;
const WHOLE = 20;

const isUpper = (byte: number): boolean => byte >= 65 && byte <= 90;
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isLetter = (byte: number): boolean => (foldByte(byte) >= 97 && foldByte(byte) <= 122) || byte >= 128;

/** Whether a part of the name begins here, as `splitWord` cuts it. */
function isHump(name: Uint8Array, length: number, at: number): boolean {
  const byte = name[at]!;
  if (!isLetter(byte) && !isDigit(byte)) return false;
  if (at === 0) return true;
  const before = name[at - 1]!;
  if (isDigit(byte)) return !isDigit(before);
  if (!isLetter(before)) return true;
  if (!isUpper(byte)) return false;
  return !isUpper(before) || (at + 1 < length && isLetter(name[at + 1]!) && !isUpper(name[at + 1]!));
}

/**
 * @param name bytes as a dictionary holds them
 * @param query folded bytes, not empty
 * @returns unitless, higher is better; 0 when the letters do not all stand in the name in this order
 */
export function scoreName(name: Uint8Array, length: number, query: Uint8Array): number {
  if (query.length > length) return 0;
  const inHumps = follow(name, length, query, true);
  const score = inHumps > 0 ? inHumps : follow(name, length, query, false);
  if (score === 0) return 0;
  const rest = length - query.length;
  return Math.max(0.01, score + (rest === 0 ? WHOLE : 0) - PER_REST * rest);
}

/** Takes the letter after the last one, or else that of the next part, or else the next one there is. */
function follow(name: Uint8Array, length: number, query: Uint8Array, prefersHumps: boolean): number {
  let score = 0;
  let at = 0;
  for (let i = 0; i < query.length; i++) {
    const wanted = query[i]!;
    const isRun = at < length && foldByte(name[at]!) === wanted;
    let found = isRun ? at : -1;
    if (found < 0 && prefersHumps) found = findHump(name, length, at, wanted);
    if (found < 0) found = findByte(name, length, at, wanted);
    if (found < 0) return 0;
    const isHere = isHump(name, length, found);
    if (found === 0) score += AT_START;
    else if (isHere) score += AT_HUMP;
    else score += isRun ? IN_RUN : ELSEWHERE;
    at = found + 1;
  }
  return score;
}

function findHump(name: Uint8Array, length: number, from: number, wanted: number): number {
  for (let at = from; at < length; at++) {
    if (foldByte(name[at]!) === wanted && isHump(name, length, at)) return at;
  }
  return -1;
}

function findByte(name: Uint8Array, length: number, from: number, wanted: number): number {
  for (let at = from; at < length; at++) if (foldByte(name[at]!) === wanted) return at;
  return -1;
}
