/** Images made for tests: real PNGs of any size, and beginnings of other kinds as their specifications have them. */
import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import { type ChatImage, readImageHead } from "../../src/core/prompt/image.ts";

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

type Colour = readonly [red: number, green: number, blue: number];

/** @param colour of each pixel @param comment a note in it, as programs leave them */
export function pngOf(
  width: number,
  height: number,
  colour: (x: number, y: number) => Colour = () => [40, 90, 200],
  comment?: string,
): Uint8Array {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows.set(colour(x, y), y * (1 + width * 3) + 1 + x * 3);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    ...(comment === undefined ? [] : [chunk("tEXt", Buffer.from(`Comment\0${comment}`, "latin1"))]),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );

/** 64 by 48 pixels, each up to where its size and its notes are told. */
export const imageHeads = {
  jpeg: bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1], [0xff, 0xc0, 0, 11, 8, 0, 48, 0, 64, 1, 1, 0x11, 0]),
  jpegOfCamera: bytes(
    [0xff, 0xd8, 0xff, 0xe1, 0, 8],
    "Exif\0\0",
    [0xff, 0xff, 0xc2, 0, 11, 8, 0, 48, 0, 64, 1, 1, 0x11, 0],
  ),
  gif: bytes("GIF89a", [64, 0, 48, 0, 0, 0, 0]),
  webp: bytes("RIFF", [22, 0, 0, 0], "WEBPVP8 ", [10, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 64, 0, 48, 0]),
  webpLossless: bytes(
    "RIFF",
    [22, 0, 0, 0],
    "WEBPVP8L",
    [10, 0, 0, 0, 0x2f, 63, 0xc0, 0x0b, 0],
    [0, 0, 0, 0, 0],
  ),
  webpOfCamera: bytes("RIFF", [22, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0b1000, 0, 0, 0, 63, 0, 0, 47, 0, 0]),
} as const;

/** As a question carries it. */
export function chatImage(data: Uint8Array = pngOf(64, 48)): ChatImage {
  const head = readImageHead(data);
  if (!head) throw new Error("Cannot make an image of these bytes: they are none");
  const { mime, width, height } = head;
  const hash = createHash("sha256").update(data).digest("hex");
  return { mime, width, height, sizeBytes: data.length, hash, data: Buffer.from(data).toString("base64") };
}
