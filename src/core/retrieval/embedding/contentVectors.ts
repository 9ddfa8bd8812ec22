/** Vectors of one file's content: its pieces in the order of their lines, as bytes for the store. */

export interface PieceVector {
  /** 0-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly vector: Int8Array;
}

const VERSION = 1;
/** Version, dimension, number of pieces; then two lines for each. */
const HEADER_WORDS = 3;

/** All vectors have one dimension. */
export function packVectors(pieces: readonly PieceVector[]): Uint8Array {
  const dimension = pieces[0]?.vector.length ?? 0;
  const words = [VERSION, dimension, pieces.length].concat(
    pieces.flatMap(({ startLine, endLine }) => [startLine, endLine]),
  );
  const bytes = new Uint8Array(4 * words.length + pieces.length * dimension);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  for (const [i, { vector }] of pieces.entries()) {
    bytes.set(new Uint8Array(vector), 4 * words.length + i * dimension);
  }
  return bytes;
}

/** The opposite; undefined for bytes that no `packVectors` wrote. */
export function readVectors(bytes: Uint8Array): readonly PieceVector[] | undefined {
  if (bytes.length < 4 * HEADER_WORDS) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (i: number): number => view.getUint32(4 * i, true);
  const [version, dimension, count] = [word(0), word(1), word(2)];
  const start = 4 * (HEADER_WORDS + 2 * count);
  if (version !== VERSION || bytes.length !== start + count * dimension) return undefined;
  return Array.from({ length: count }, (_, i) => ({
    startLine: word(HEADER_WORDS + 2 * i),
    endLine: word(HEADER_WORDS + 2 * i + 1),
    vector: new Int8Array(bytes.slice(start + i * dimension, start + (i + 1) * dimension).buffer),
  }));
}
