/**
 * The outer form of a segment: a header, and sections that are columns of numbers of one, two or four bytes.
 *
 * Header, little-endian words of 32 bits: magic, version, length in bytes, two words of checksum, number of sections;
 * then for each section its offset and its length in elements, with the width of an element in the two highest bits.
 * Sections begin at multiples of four bytes. The checksum is `contentHash` of all behind its own place.
 */
import { contentHash } from "../../text/contentHash.ts";

/** `TSEG` */
const MAGIC = 0x47455354;
/** Grows with every change of form or meaning, of terms and passages too: what was written before is built anew. */
export const SEGMENT_VERSION = 1;

const HEADER_WORDS = 6;
const CHECKSUM_END = 20;
const LENGTH_MASK = 0x3fffffff;
const WIDTHS = [1, 2, 4] as const;

export type ColumnArray = Uint8Array | Uint16Array | Uint32Array;

/** Why bytes are no segment that this version can read. */
export type SegmentFault = "truncated" | "foreign" | "version" | "checksum";

export type SectionsRead =
  | { readonly kind: "sections"; readonly sections: readonly ColumnArray[]; readonly checksum: number }
  | { readonly kind: "fault"; readonly fault: SegmentFault };

/** @param columns in the order of their numbers; each is stored with the fewest bytes that its values need */
export function packSections(columns: readonly ColumnArray[]): Uint8Array {
  const widths = columns.map(widthOf);
  let length = 4 * (HEADER_WORDS + 2 * columns.length);
  const offsets = columns.map((column, i) => {
    const offset = length;
    length = aligned(length + (column.length << widths[i]!));
    return offset;
  });
  const bytes = new Uint8Array(length);
  const header = new Uint32Array(bytes.buffer, 0, HEADER_WORDS + 2 * columns.length);
  header.set([MAGIC, SEGMENT_VERSION, length, 0, 0, columns.length]);
  columns.forEach((column, i) => {
    header[HEADER_WORDS + 2 * i] = offsets[i]!;
    header[HEADER_WORDS + 2 * i + 1] = column.length | (widths[i]! << 30);
    viewOf(bytes, offsets[i]!, column.length, widths[i]!).set(column);
  });
  const checksum = contentHash(bytes.subarray(CHECKSUM_END));
  header[3] = checksum >>> 0;
  header[4] = Math.floor(checksum / 4294967296);
  return bytes;
}

/**
 * Looks at no more than the header and the checksum; the sections are views, not copies.
 *
 * @param count how many sections there must be
 * @param isChecked whether the bytes are known to be those that were written: the checksum is then believed
 */
export function openSections(given: Uint8Array, count: number, isChecked = false): SectionsRead {
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice();
  const fault = faultOf(bytes, count, isChecked);
  if (fault) return { kind: "fault", fault };
  const header = headerOf(bytes);
  const sections: ColumnArray[] = [];
  for (let i = 0; i < count; i++) {
    const packed = header[HEADER_WORDS + 2 * i + 1]!;
    sections.push(viewOf(bytes, header[HEADER_WORDS + 2 * i]!, packed & LENGTH_MASK, packed >>> 30));
  }
  return { kind: "sections", sections, checksum: header[3]! + 4294967296 * header[4]! };
}

function faultOf(bytes: Uint8Array, count: number, isChecked: boolean): SegmentFault | undefined {
  if (bytes.length < 4 * HEADER_WORDS || bytes.length % 4 !== 0) return "truncated";
  const header = headerOf(bytes);
  if (header[0] !== MAGIC) return "foreign";
  if (header[1] !== SEGMENT_VERSION) return "version";
  if (header[2] !== bytes.length) return "truncated";
  const checksum = header[3]! + 4294967296 * header[4]!;
  if (!isChecked && checksum !== contentHash(bytes.subarray(CHECKSUM_END))) return "checksum";
  return header[5] === count ? undefined : "version";
}

function headerOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
}

/** 0, 1 or 2: the logarithm of the bytes that the greatest value needs. */
function widthOf(column: ColumnArray): number {
  if (column instanceof Uint8Array) return 0;
  let all = 0;
  for (let i = 0; i < column.length; i++) all |= column[i]!;
  return all >>> 0 < 256 ? 0 : all >>> 0 < 65536 ? 1 : 2;
}

function viewOf(bytes: Uint8Array, offset: number, length: number, width: number): ColumnArray {
  const at = bytes.byteOffset + offset;
  if (WIDTHS[width] === 1) return new Uint8Array(bytes.buffer, at, length);
  if (WIDTHS[width] === 2) return new Uint16Array(bytes.buffer, at, length);
  return new Uint32Array(bytes.buffer, at, length);
}

function aligned(offset: number): number {
  return (offset + 3) & ~3;
}
