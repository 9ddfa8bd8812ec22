import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nodeFiles, normalizePath } from "../../../src/node/files/nodeFiles.ts";

const root = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, "d"));
writeFileSync(join(root, "f"), "hello");
writeFileSync(join(root, "empty"), "");
symlinkSync(join(root, "f"), join(root, "l"));

test("lists kinds without following links", async () => {
  const entries = await nodeFiles.list(root);
  expect(Object.fromEntries(entries.map(({ name, kind }) => [name, kind]))).toEqual({
    d: "directory",
    f: "file",
    empty: "file",
    l: "link",
  });
});

test("tells what is there", async () => {
  expect(await nodeFiles.stat(join(root, "f"))).toMatchObject({ kind: "file", sizeBytes: 5 });
  expect(await nodeFiles.stat(join(root, "l"))).toMatchObject({ kind: "link" });
  expect(await nodeFiles.stat(join(root, "gone"))).toBeUndefined();
  expect(await nodeFiles.stat(join(root, "f/below"))).toBeUndefined();
});

test("reads within the bound", async () => {
  expect(new TextDecoder().decode(await nodeFiles.read(join(root, "f"), 5))).toBe("hello");
  expect(await nodeFiles.read(join(root, "empty"), 5)).toHaveLength(0);
});

const refused: [string, number][] = [
  ["f", 4],
  ["d", 100],
  ["l", 100],
  ["gone", 100],
];
test.each(refused)("refuses %s within %d bytes", async (name, maxBytes) => {
  await expect(nodeFiles.read(join(root, name), maxBytes)).rejects.toThrow();
});

test("refuses a device", () => expect(nodeFiles.read(devNull, 100)).rejects.toThrow());

test("a pseudo file without a size is read whole", async () => {
  const bytes = await nodeFiles.read("/proc/self/status", 1 << 20).catch(() => undefined);
  expect(bytes === undefined || bytes.length > 100).toBe(true);
});

test("paths have one form", () => {
  expect(["C:\\a\\b\\", "/a/b/", "/", "c:/x"].map(normalizePath)).toEqual(["c:/a/b", "/a/b", "/", "c:/x"]);
});
