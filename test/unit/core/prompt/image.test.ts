import fc from "fast-check";
import { expect, test } from "vitest";
import {
  estimateImageTokens,
  fittedSize,
  type ImageMime,
  LONGEST_SIDE,
  readImageHead,
} from "../../../../src/core/prompt/image.ts";
import { imageHeads, pngOf } from "../../../support/images.ts";

test.each<[name: string, bytes: Uint8Array, mime: ImageMime, hasMetadata: boolean]>([
  ["a PNG", pngOf(64, 48), "image/png", false],
  ["a PNG with a note", pngOf(64, 48, undefined, "made at home"), "image/png", true],
  ["a JPEG", imageHeads.jpeg, "image/jpeg", false],
  ["a JPEG of a camera, its sign filled up", imageHeads.jpegOfCamera, "image/jpeg", true],
  ["a GIF", imageHeads.gif, "image/gif", false],
  ["a WebP", imageHeads.webp, "image/webp", false],
  ["a WebP without loss", imageHeads.webpLossless, "image/webp", false],
  ["a WebP of a camera", imageHeads.webpOfCamera, "image/webp", true],
])("the first bytes tell %s", (_name, bytes, mime, hasMetadata) =>
  expect(readImageHead(bytes)).toEqual({ mime, width: 64, height: 48, hasMetadata }),
);

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

test.each<[name: string, bytes: Uint8Array]>([
  ["nothing", new Uint8Array()],
  ["text that is called an image", text("<svg xmlns='http://www.w3.org/2000/svg'/>")],
  ["a page behind the sign of a GIF", text("GIF89b<script>")],
  ["the sign of a PNG alone", pngOf(64, 48).subarray(0, 16)],
  ["a PNG without pixels", pngOf(0, 0)],
  ["a JPEG that ends before its size", imageHeads.jpeg.subarray(0, 12)],
  ["a sound in the same wrapping as a WebP", text("RIFF....WAVEfmt ................")],
])("%s is no image", (_name, bytes) => expect(readImageHead(bytes)).toBeUndefined());

test("no bytes break the reading, and a part of an image is none or the same", () => {
  const starts = [...Object.values(imageHeads), pngOf(64, 48)];
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.nat(200),
      fc.uint8Array({ maxLength: 80 }),
      (start, cut, rest) => {
        readImageHead(rest);
        const head = readImageHead(Buffer.concat([start.subarray(0, cut), rest]));
        if (head && cut >= start.length) expect([head.width, head.height]).toEqual([64, 48]);
      },
    ),
  );
});

test("what is sent keeps its proportions within the bound", () => {
  expect(fittedSize({ width: 800, height: 600 })).toEqual({ width: 800, height: 600 });
  expect(fittedSize({ width: 4096, height: 1024 })).toEqual({ width: LONGEST_SIDE, height: 512 });
  expect(fittedSize({ width: 1, height: 100_000 })).toEqual({ width: 1, height: LONGEST_SIDE });
});

// The examples of OpenAI's guide "Images and vision".
test.each([
  [1024, 1024, 765],
  [2048, 4096, 1105],
  [100, 100, 255],
])("an image of %i by %i pixels costs about %i tokens", (width, height, tokens) =>
  expect(estimateImageTokens({ width, height })).toBe(tokens),
);
