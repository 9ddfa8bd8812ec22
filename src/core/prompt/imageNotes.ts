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
      return bytes;
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
const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
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

/** Notes of programs and comments; `e0` is JFIF, `e2` the colours, `ee` Adobe's kind of colours. */
const isJpegNote = (marker: number): boolean =>
  marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xe2 && marker !== 0xee);
const START_OF_SCAN = 0xda;

/** Segments up to the first scan, behind which are pixels. */
function withoutJpegNotes(bytes: Uint8Array): Uint8Array | undefined {
  const kept = [bytes.subarray(0, 2)];
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN) return joined([...kept, bytes.subarray(at)]);
    const end = at + 2 + viewOf(bytes).getUint16(at + 2);
    if (end > bytes.length || end < at + 4) return undefined;
    if (!isJpegNote(marker)) kept.push(bytes.subarray(at, end));
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
