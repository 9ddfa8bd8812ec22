import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { imageFiles } from "../../../../src/node/store/imageFiles.ts";
import { nodeStoreFiles, type StoreFiles } from "../../../../src/node/store/storeFiles.ts";
import { chatImage, pngOf } from "../../../support/images.ts";
import { memoryLog } from "../../../support/memoryLog.ts";

const home = mkdtempSync(join(tmpdir(), "touchstone-images-"));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const now = 1_800_000_000_000;
const day = 86_400_000;
const folder = join(home, "chat-images");
const { log, lines } = memoryLog();
const open = (files: StoreFiles = nodeStoreFiles, at: string | undefined = folder) =>
  imageFiles({ folder: at, files, now: () => now, log });

test.each([
  ["on the disk", folder],
  ["without a folder", undefined],
])("an image is kept once, and forgotten: %s", async (_name, at) => {
  const store =
    at === undefined ? imageFiles({ folder: undefined, files: nodeStoreFiles, now: () => now, log }) : open();
  const image = chatImage();
  const { data, ...known } = image;
  expect(await store.keep(data)).toEqual(known);
  expect(await store.keep(data)).toEqual(known);
  expect(await store.read(image.hash)).toEqual(image);
  await store.forget([image.hash, "../x"]);
  expect(await store.read(image.hash)).toBeUndefined();
});

test("what is no image or too large is not kept, whatever it says it is", async () => {
  const store = open();
  const text = Buffer.from("<svg onload=alert(1)>").toString("base64");
  expect(await store.keep(text)).toEqual({ problem: "It is no PNG, JPEG, GIF or WebP image" });
  expect(await store.keep("")).toMatchObject({ problem: /no PNG/ });
  expect(await store.keep(chatImage(pngOf(2049, 1)).data)).toMatchObject({ problem: /too large.*2049/ });
});

test("what was changed on the disk is not given, nor is what lies elsewhere", async () => {
  const store = open();
  const { hash, data } = chatImage();
  await store.keep(data);
  writeFileSync(join(folder, hash), pngOf(3, 3));
  expect(await store.read(hash)).toBeUndefined();
  writeFileSync(join(home, "secret"), pngOf(3, 3));
  expect(await store.read("../secret")).toBeUndefined();
  expect(readdirSync(folder)).toEqual([hash]);
});

test("what no chat shows goes after a day, and what was half written with it", async () => {
  const store = open();
  const [shown, old, young] = [1, 2, 3].map((size) => chatImage(pngOf(size, size)));
  for (const { data } of [shown!, old!, young!]) await store.keep(data);
  writeFileSync(join(folder, "x.part"), "half");
  for (const name of [shown!.hash, old!.hash, "x.part"])
    utimesSync(join(folder, name), (now - 2 * day) / 1000, (now - 2 * day) / 1000);
  await store.keepOnly(new Set([shown!.hash]));
  expect(readdirSync(folder).sort()).toEqual([shown!.hash, young!.hash].sort());
});

test.each([
  ["on the disk", folder],
  ["without a folder", undefined],
])("the oldest go when there are too many: %s", async (_name, at) => {
  const images = [1, 2, 3, 4].map((side) => chatImage(pngOf(side, side)));
  const mostBytes = images.slice(1).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let timeMs = now;
  const store = imageFiles({
    folder: at,
    files: nodeStoreFiles,
    now: () => (timeMs += 1000),
    log,
    mostBytes,
  });
  for (const { data } of images) await store.keep(data);
  const kept = await Promise.all(images.map(({ hash }) => store.read(hash)));
  expect(kept.map((image) => image !== undefined)).toEqual([false, true, true, true]);
});

test("a disk that fails costs the image and is told, never thrown", async () => {
  const full: StoreFiles = {
    ...nodeStoreFiles,
    createNew: () => {
      throw new Error("no space left");
    },
  };
  const store = open(full);
  const { data, hash } = chatImage();
  expect(await store.keep(data)).toMatchObject({ problem: /could not be kept/ });
  expect(await store.read(hash)).toBeUndefined();
  expect(lines.join("\n")).toContain("Cannot keep an image of a chat");
});
