/** Images without what cameras and programs wrote into them - place, time, author - where the pixels cannot be drawn anew. */
import type { ImageMime } from "./image.ts";

/**
 * The same pixels, byte by byte. Of a JPEG the note goes too that says how the camera was held. Never throws.
 *
 * @param bytes an image of that type
 * @returns undefined where its parts cannot be told apart, so that notes could be left
 */
export function withoutNotes(bytes: Uint8Array, mime: ImageMime): Uint8Array | undefined {
  switch (mime) {
    case "image/png":
      return withoutPngNotes(bytes);
    case "image/jpeg":
      return withoutJpegNotes(bytes);
    case "image/webp":
      return withoutWebpNotes(bytes);
    case "image/gif":
      return withoutGifNotes(bytes);
  }
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
const textAt = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));
const nameAt = (bytes: Uint8Array, at: number): string => textAt(bytes, at, at + 4);
const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

const pngNotes: ReadonlySet<string> = new Set(["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]);
const PNG_SIGN_BYTES = 8;

/** A chunk: its length, its name, its data, a sum. What stands behind the last one is no image. */
function withoutPngNotes(bytes: Uint8Array): Uint8Array | undefined {
  const kept = [bytes.subarray(0, PNG_SIGN_BYTES)];
  for (let at = PNG_SIGN_BYTES; at + 12 <= bytes.length; ) {
    const end = at + 12 + viewOf(bytes).getUint32(at);
    const name = nameAt(bytes, at + 4);
    if (end > bytes.length) return undefined;
    if (!pngNotes.has(name)) kept.push(bytes.subarray(at, end));
    if (name === "IEND") return joined(kept);
    at = end;
  }
  return undefined;
}

/** `e0` is JFIF, `ee` Adobe's kind of colours; of `e2` the profile of the colours is kept, but not where further pictures lie. */
const isJpegNote = (bytes: Uint8Array, at: number, end: number): boolean => {
  const marker = bytes[at + 1]!;
  if (marker === 0xe2) return textAt(bytes, at + 4, Math.min(end, at + 15)) !== "ICC_PROFILE";
  return marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xee);
};
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** Segments, with pixels behind each start of a scan. What stands behind the end is another picture, with notes of its own. */
function withoutJpegNotes(bytes: Uint8Array): Uint8Array | undefined {
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 2 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === END_OF_IMAGE) return joined([...kept, bytes.subarray(at, at + 2)]);
    if (at + 4 > bytes.length) return undefined;
    const behind = at + 2 + viewOf(bytes).getUint16(at + 2);
    if (behind > bytes.length || behind < at + 4) return undefined;
    const end = marker === START_OF_SCAN ? endOfScan(bytes, behind) : behind;
    if (!isJpegNote(bytes, at, behind)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

/** Where the next marker is: `ff` before 0 is a value of the pixels, before `d0` to `d7` a place to begin again. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

const GIF_HEAD_BYTES = 13;
const [GIF_EXTENSION, GIF_IMAGE, GIF_END] = [0x21, 0x2c, 0x3b];
const [GIF_COMMENT, GIF_APPLICATION] = [0xfe, 0xff];
/** How often an animation runs; other programs keep notes. */
const gifLoops: ReadonlySet<string> = new Set(["NETSCAPE2.0", "ANIMEXTS1.0"]);
/** Of a byte with flags: whether colours follow, three bytes each. */
const gifColours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));

/** Blocks, each a head and then pieces of up to 255 bytes with an empty one at their end. */
function withoutGifNotes(bytes: Uint8Array): Uint8Array | undefined {
  let at = GIF_HEAD_BYTES + gifColours(bytes[10] ?? 0);
  const kept = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === GIF_END) return joined([...kept, bytes.subarray(at, at + 1)]);
    if (kind !== GIF_EXTENSION && kind !== GIF_IMAGE) return undefined;
    const label = bytes[at + 1];
    let end = at + (kind === GIF_IMAGE ? 11 + gifColours(bytes[at + 9] ?? 0) : 2);
    while (end < bytes.length && bytes[end] !== 0) end += 1 + bytes[end]!;
    if (++end > bytes.length) return undefined;
    const isNote =
      kind === GIF_EXTENSION &&
      (label === GIF_COMMENT || (label === GIF_APPLICATION && !gifLoops.has(textAt(bytes, at + 3, at + 14))));
    if (!isNote) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

const webpNotes: ReadonlySet<string> = new Set(["EXIF", "XMP "]);
/** Of the extended header: that there are notes of either kind. */
const WEBP_NOTES_BITS = 0b1100;

/** Chunks of RIFF: name, length, data, filled up to an even length. */
function withoutWebpNotes(bytes: Uint8Array): Uint8Array | undefined {
  const kept: Uint8Array[] = [];
  if (bytes.length < 12) return undefined;
  const whole = Math.min(bytes.length, 8 + viewOf(bytes).getUint32(4, true));
  for (let at = 12; at + 8 <= whole; ) {
    const length = viewOf(bytes).getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (at + 8 + length > whole) return undefined;
    const name = nameAt(bytes, at);
    const chunk = bytes.slice(at, end);
    if (name === "VP8X") chunk[8] = chunk[8]! & ~WEBP_NOTES_BITS;
    if (!webpNotes.has(name)) kept.push(chunk);
    at = end;
  }
  const head = bytes.slice(0, 12);
  viewOf(head).setUint32(4, 4 + kept.reduce((sum, { length }) => sum + length, 0), true);
  return kept.length === 0 ? undefined : joined([head, ...kept]);
}
