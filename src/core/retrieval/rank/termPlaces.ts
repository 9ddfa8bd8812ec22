/** Which terms of a question stand where, as bits: term `i` is bit `i`. */
import type { PostingBuffer } from "../../repo/searchIndex.ts";
import type { ScoreBoard } from "./scoreBoard.ts";

type Bits = Uint32Array<ArrayBuffer>;

export class TermPlaces {
  /** By symbol: in its body with inner symbols, and in its own name. */
  inBody = new Uint32Array(0);
  inName = new Uint32Array(0);
  /** By symbol: in its body without inner symbols. */
  inOwn = new Uint32Array(0);
  /** By symbol: which stop words of the question stand in its name. */
  stopWords = new Uint32Array(0);
  /** By file: in its text, and in its path. */
  inText = new Uint32Array(0);
  inPath = new Uint32Array(0);

  /** Forgets all, and makes room for symbols and files below these numbers. */
  clear(symbols: number, files: number): void {
    this.inBody = emptied(this.inBody, symbols);
    this.inName = emptied(this.inName, symbols);
    this.stopWords = emptied(this.stopWords, symbols);
    this.inOwn = emptied(this.inOwn, symbols);
    this.inText = emptied(this.inText, files);
    this.inPath = emptied(this.inPath, files);
  }
}

function emptied(bits: Bits, units: number): Bits {
  if (bits.length < units) return new Uint32Array(Math.ceil(1.25 * units));
  bits.fill(0);
  return bits;
}

/** Sets a bit for all that stands on a board. */
export function placeTerm(board: ScoreBoard, term: number, into: Uint32Array): void {
  const { touched, count } = board;
  const bit = 1 << term;
  for (let i = 0; i < count; i++) into[touched[i]!]! |= bit;
}

/** Sets a bit for the units of postings. */
export function placeUnits({ units, length }: PostingBuffer, term: number, into: Uint32Array): void {
  const bit = 1 << term;
  for (let i = 0; i < length; i++) into[units[i]!]! |= bit;
}

/** Sets a bit for the files of passages; both columns ascend. */
export function placeInFiles(
  { units, length }: PostingBuffer,
  chunkOf: Uint32Array,
  fileOfChunk: Uint32Array,
  term: number,
  into: Uint32Array,
): void {
  const bit = 1 << term;
  for (let i = 0; i < length; i++) into[fileOfChunk[chunkOf[units[i]!]!]!]! |= bit;
}
