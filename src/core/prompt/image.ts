/** Images that go with a question: what they are by their first bytes, how large they may be, about what they cost. */

export const imageMimes = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
export type ImageMime = (typeof imageMimes)[number];

/** What the beginning of an image says of it. */
export interface ImageHead {
  readonly mime: ImageMime;
  /** Pixels, from 1. */
  readonly width: number;
  readonly height: number;
  /** It may hold more than its pixels: where and when it was taken, by whom, with what. */
  readonly hasMetadata: boolean;
}

/** An image as it goes to a model. */
export interface ChatImage {
  readonly mime: ImageMime;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  /** SHA-256 of its bytes, hex. */
  readonly hash: string;
  /** Base64. */
  readonly data: string;
}

/** With one question; endpoints differ, and all of them take as many. */
export const MOST_IMAGES = 4;
/** Of one image as it is sent; larger ones are made smaller before. */
export const MOST_IMAGE_BYTES = 1_500_000;
/** A side of an image as it is sent: what models look at has no more, as a rule. Pixels. */
export const LONGEST_SIDE = 2048;
/** Of one as a person gives it: what has more is not read. */
export const MOST_GIVEN_BYTES = 20_000_000;
export const MOST_GIVEN_PIXELS = 64_000_000;

const names: Readonly<Record<ImageMime, string>> = {
  "image/png": "PNG",
  "image/jpeg": "JPEG",
  "image/gif": "GIF",
  "image/webp": "WebP",
};

export const nameOfImageType = (mime: ImageMime): string => names[mime];

/**
 * PNG, JPEG, GIF or WebP, told by its bytes, whatever it is called. Never throws.
 *
 * @param bytes the whole image, or its beginning: then metadata behind it is not seen
 * @returns undefined for anything else, and for one that has no size
 */
export function readImageHead(bytes: Uint8Array): ImageHead | undefined {
  const head = readPng(bytes) ?? readJpeg(bytes) ?? readGif(bytes) ?? readWebp(bytes);
  return head && head.width > 0 && head.height > 0 ? head : undefined;
}

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** Big-endian, as PNG and JPEG have it; what is behind the end counts as 0. */
function numberAt(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let offset = 0; offset < length; offset++) value = value * 256 + (bytes[at + offset] ?? 0);
  return value;
}

/** Little-endian, as GIF and WebP have it. */
function littleAt(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let offset = length - 1; offset >= 0; offset--) value = value * 256 + (bytes[at + offset] ?? 0);
  return value;
}

const pngMetadata: ReadonlySet<string> = new Set(["eXIf", "tEXt", "zTXt", "iTXt"]);

function readPng(bytes: Uint8Array): ImageHead | undefined {
  const isPng = textAt(bytes, 0, 8) === "\x89PNG\r\n\x1a\n" && textAt(bytes, 12, 4) === "IHDR";
  if (!isPng || bytes.length < 24) return undefined;
  let hasMetadata = false;
  for (let at = 8; at + 8 <= bytes.length && !hasMetadata; at += 12 + numberAt(bytes, at, 4))
    hasMetadata = pngMetadata.has(textAt(bytes, at + 4, 4));
  return { mime: "image/png", width: numberAt(bytes, 16, 4), height: numberAt(bytes, 20, 4), hasMetadata };
}

/** Start of frame, of any coding: its size; `c4`, `c8` and `cc` are other segments. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Notes of programs - Exif, XMP, IPTC - and comments; `e0` is JFIF, `e2` the colours, `ee` Adobe's kind of colours. */
const isNote = (marker: number): boolean =>
  marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xe2 && marker !== 0xee);

function readJpeg(bytes: Uint8Array): ImageHead | undefined {
  if (numberAt(bytes, 0, 3) !== 0xffd8ff) return undefined;
  let hasMetadata = false;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (isFrame(marker)) {
      const [height, width] = [numberAt(bytes, at + 5, 2), numberAt(bytes, at + 7, 2)];
      return { mime: "image/jpeg", width, height, hasMetadata };
    }
    hasMetadata ||= isNote(marker);
    // Signs may be filled up with `ff`.
    at += marker === 0xff ? 1 : 2 + Math.max(2, numberAt(bytes, at + 2, 2));
  }
  return undefined;
}

function readGif(bytes: Uint8Array): ImageHead | undefined {
  if (!/^GIF8[79]a$/.test(textAt(bytes, 0, 6)) || bytes.length < 10) return undefined;
  const [width, height] = [littleAt(bytes, 6, 2), littleAt(bytes, 8, 2)];
  return { mime: "image/gif", width, height, hasMetadata: false };
}

function readWebp(bytes: Uint8Array): ImageHead | undefined {
  if (textAt(bytes, 0, 4) !== "RIFF" || textAt(bytes, 8, 4) !== "WEBP" || bytes.length < 30) return undefined;
  const mime = "image/webp";
  switch (textAt(bytes, 12, 4)) {
    case "VP8 ": {
      const [width, height] = [littleAt(bytes, 26, 2) & 0x3fff, littleAt(bytes, 28, 2) & 0x3fff];
      return { mime, width, height, hasMetadata: false };
    }
    case "VP8L": {
      const bits = littleAt(bytes, 21, 4);
      return { mime, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, hasMetadata: false };
    }
    case "VP8X": {
      const hasMetadata = (bytes[20]! & 0b1100) !== 0;
      return { mime, width: littleAt(bytes, 24, 3) + 1, height: littleAt(bytes, 27, 3) + 1, hasMetadata };
    }
    default:
      return undefined;
  }
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** As large as may be sent, in its proportions; the same when it is no larger. Pixels, from 1. */
export function fittedSize({ width, height }: ImageSize, longest = LONGEST_SIDE): ImageSize {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Of the tiles that a model looks at, and of a look at the whole; sides to which it scales before. */
const TILE_TOKENS = 170;
const WHOLE_TOKENS = 85;
const TILE_PX = 512;
const SHORT_SIDE_PX = 768;

/**
 * About how many tokens an image costs, as OpenAI counts for GPT-4o ("Images and vision", high detail); others count otherwise, few of
 * them more.
 */
export function estimateImageTokens(size: ImageSize): number {
  const fitted = fittedSize(size);
  const scale = Math.min(1, SHORT_SIDE_PX / Math.min(fitted.width, fitted.height));
  const tiles = (side: number): number => Math.max(1, Math.ceil((side * scale) / TILE_PX));
  return WHOLE_TOKENS + TILE_TOKENS * tiles(fitted.width) * tiles(fitted.height);
}

/** What is recorded of it, in place of its bytes. */
export const describeImage = ({ mime, width, height, sizeBytes, hash }: Omit<ChatImage, "data">): string =>
  `${nameOfImageType(mime)}, ${width} × ${height} pixels, ${sizeBytes} bytes, SHA-256 ${hash}`;
