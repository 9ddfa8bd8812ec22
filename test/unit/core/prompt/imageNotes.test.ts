import fc from "fast-check";
import { expect, test } from "vitest";
import { type ImageMime, readImageHead } from "../../../../src/core/prompt/image.ts";
import { withoutNotes } from "../../../../src/core/prompt/imageNotes.ts";
import { pngOf } from "../../../support/images.ts";

const latin = (text: string): Buffer => Buffer.from(text, "latin1");
const segment = (marker: number, data: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker, 0, data.length + 2]), latin(data)]);
const size = latin("\x08\x00\x30\x00\x40\x01\x01\x11\x00");
/** Two scans, with a value `ff` and a place to begin again in the first. */
const scans = [
  Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0, 4, 0xff, 0xd0, 5]),
  Buffer.from([0xff, 0xda, 0, 2, 6]),
];
const endOfImage = Buffer.from([0xff, 0xd9]);
const jpeg = (...notes: readonly Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, "JFIF\0"),
    ...notes,
    segment(0xc0, size.toString("latin1")),
    ...scans,
    endOfImage,
  ]);
const block = (label: number, ...pieces: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from([0x21, label]),
    ...pieces.map((piece) => Buffer.concat([Buffer.from([piece.length]), latin(piece)])),
    Buffer.from([0]),
  ]);
/** One picture with colours of its own, run again and again. */
const gif = (...notes: readonly Buffer[]): Buffer =>
  Buffer.concat([
    latin("GIF89a\x40\0\x30\0\x80\0\0"),
    latin("abcdef"),
    block(0xff, "NETSCAPE2.0", "\x01\0\0"),
    ...notes,
    block(0xf9, "\x04\0\0\0"),
    latin("\x2c\0\0\0\0\x40\0\x30\0\x80uvwxyz\x02\x03pix\x02el\0"),
    Buffer.from([0x3b]),
  ]);
const chunk = (name: string, data: string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return Buffer.concat([latin(name), length, latin(data), Buffer.alloc(data.length % 2)]);
};
const webp = (flags: number, ...notes: readonly Buffer[]): Buffer => {
  const header = `${String.fromCharCode(flags)}\0\0\0\x3f\0\0\x2f\0\0`;
  const body = Buffer.concat([latin("WEBP"), chunk("VP8X", header), chunk("VP8 ", "pixels"), ...notes]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([latin("RIFF"), length, body]);
};

test.each<[name: string, mime: ImageMime, given: Uint8Array, expected: Uint8Array]>([
  ["a PNG", "image/png", pngOf(64, 48, undefined, "made at home"), pngOf(64, 48)],
  [
    "what stands behind the end of a PNG",
    "image/png",
    Buffer.concat([pngOf(8, 8), latin("more")]),
    pngOf(8, 8),
  ],
  [
    "a JPEG of a camera, with a comment",
    "image/jpeg",
    jpeg(segment(0xe1, "Exif\0\0where"), segment(0xfe, "who")),
    jpeg(),
  ],
  [
    "a JPEG, but not its colours",
    "image/jpeg",
    jpeg(segment(0xe2, "ICC_PROFILE"), segment(0xed, "who"), segment(0xe2, "MPF\0further")),
    jpeg(segment(0xe2, "ICC_PROFILE")),
  ],
  [
    "a WebP, its header among them",
    "image/webp",
    webp(0b1100, chunk("EXIF", "where"), chunk("XMP ", "when")),
    webp(0),
  ],
  [
    "what a camera puts behind the end of a JPEG, a picture with notes",
    "image/jpeg",
    Buffer.concat([jpeg(), jpeg(segment(0xe1, "Exif\0\0where"))]),
    jpeg(),
  ],
  [
    "a GIF",
    "image/gif",
    Buffer.concat([gif(block(0xfe, "who", "when"), block(0xff, "XMP DataXMP", "where")), latin("more")]),
    gif(),
  ],
])("notes are taken out of %s, and nothing else", (_name, mime, given, expected) => {
  const left = withoutNotes(given, mime);
  expect(Buffer.from(left!).equals(expected)).toBe(true);
  expect(readImageHead(left!)).toMatchObject({ mime, hasMetadata: false });
});

test("an image whose parts do not fit together is not taken for one without notes", () => {
  expect(withoutNotes(pngOf(64, 48).subarray(0, 60), "image/png")).toBeUndefined();
  expect(withoutNotes(jpeg().subarray(0, 16), "image/jpeg")).toBeUndefined();
  expect(withoutNotes(jpeg().subarray(0, -2), "image/jpeg")).toBeUndefined();
  expect(withoutNotes(gif().subarray(0, -1), "image/gif")).toBeUndefined();
  expect(withoutNotes(webp(0).subarray(0, 24), "image/webp")).toBeUndefined();
});

test("no bytes break it, and what it leaves has no notes", () => {
  const starts: readonly (readonly [ImageMime, Uint8Array])[] = [
    ["image/png", pngOf(8, 8, undefined, "x")],
    ["image/jpeg", jpeg(segment(0xe1, "Exif\0\0"))],
    ["image/webp", webp(0b1000, chunk("EXIF", "a"))],
    ["image/gif", gif(block(0xfe, "a"))],
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.nat(120),
      fc.uint8Array({ maxLength: 60 }),
      ([mime, start], cut, rest) => {
        const left = withoutNotes(Buffer.concat([start.subarray(0, cut), rest]), mime);
        if (left) expect(readImageHead(left)?.hasMetadata ?? false).toBe(false);
      },
    ),
  );
});
