import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readImage } from "../../../src/commandLine/images.ts";
import { chatImage, pngOf } from "../../support/images.ts";

const folder = mkdtempSync(join(tmpdir(), "touchstone-images-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function given(name: string, bytes: Uint8Array): Promise<Awaited<ReturnType<typeof readImage>>> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return readImage(path);
}

test("an image is what its bytes say, and goes without the notes in it", async () => {
  expect(await given("shot.txt", pngOf(64, 48, undefined, "made at home"))).toEqual(chatImage(pngOf(64, 48)));
});

const noise = (x: number, y: number) =>
  [(x * 7919 + y * 104_729) % 251, (x * y) % 241, (x ^ y) % 256] as const;

/** With a piece of 1.5 MB that is no note. */
function heavyPng(): Uint8Array {
  const small = Buffer.from(pngOf(64, 48));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(1_500_000);
  head.write("sPLT", 4, "latin1");
  return Buffer.concat([small.subarray(0, -12), head, Buffer.alloc(1_500_004), small.subarray(-12)]);
}

test.each<[name: string, bytes: Uint8Array, problem: RegExp]>([
  ["no.png", Buffer.from("<svg/>"), /^it is no PNG, JPEG, GIF or WebP image$/],
  ["wide.png", pngOf(2049, 1), /^it has 2049 × 1 pixels\. Make it smaller: at most 2048 a side are sent$/],
  ["heavy.png", heavyPng(), /^it has 1\.5 MB\. Make it smaller: at most 1\.5 MB are sent$/],
  ["broken.png", pngOf(64, 48, noise, "note").subarray(0, 80), /^it is damaged: save it anew$/],
])("%s is refused with the reason", async (name, bytes, problem) =>
  expect(await given(name, bytes)).toEqual({ problem: expect.stringMatching(problem) }),
);

test("a file that is not there is refused", async () =>
  expect(await readImage(join(folder, "gone.png"))).toEqual({ problem: "there is no such file" }));
