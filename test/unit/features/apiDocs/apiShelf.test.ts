import { expect, test } from "vitest";
import { ApiShelf } from "../../../../src/features/apiDocs/apiShelf.ts";
import type { Readable } from "../../../../src/features/apiDocs/readable.ts";
import { memoryLog } from "../../../support/memoryLog.ts";
import { MemoryDisk } from "../../../support/store/memoryStore.ts";

/** A library of a given weight that notes when it is read. */
function library(name: string, version: string, read: string[], bytes = 1000): Readable {
  const id = { ecosystem: "npm", name, version } as const;
  const folder = `/w/node_modules/${name}`;
  return {
    installed: { id, folder, role: "direct", importNames: [name] },
    read: async () => {
      read.push(`${name} ${version}`);
      const doc = "x".repeat(bytes);
      const entry = { package: id, module: name, name: "f", kind: "function", signatures: ["f()"] } as const;
      return { entries: [{ ...entry, summary: "", doc, examples: [], path: `${folder}/i.d.ts`, line: 0 }] };
    },
  };
}

function disk(): MemoryDisk {
  const made = new MemoryDisk();
  made.blobs = new Map();
  return made;
}

test("what was asked for least lately is let go of when memory is full", async () => {
  const read: string[] = [];
  const shelf = new ApiShelf(() => undefined, memoryLog().log, { mostBytes: 5000 });
  const [a, b, c] = ["a", "b", "c"].map((name) => library(name, "1", read, 2000));
  for (const one of [a, b, a, c, a, b]) await shelf.take(one!);
  expect(read).toEqual(["a 1", "b 1", "c 1", "b 1"]);
});

test("one that is larger than all memory for them is held while it is asked for", async () => {
  const read: string[] = [];
  const shelf = new ApiShelf(() => undefined, memoryLog().log, { mostBytes: 100 });
  const large = library("large", "1", read);
  expect((await shelf.take(large)).entryCount).toBe(1);
  await shelf.take(large);
  expect(read).toEqual(["large 1"]);
});

test("all workspaces of the machine read a version once", async () => {
  const read: string[] = [];
  const kept = disk();
  for (const folder of ["/v", "/w"]) {
    const one = library("a", "1", read);
    const installed = { ...one.installed, folder: `${folder}/node_modules/a` };
    const found = await new ApiShelf(() => kept.open(), memoryLog().log).take({ ...one, installed });
    expect(found.entry(0).name).toBe("f");
  }
  expect(read).toEqual(["a 1"]);
});

test("read ahead, it is kept and not held", async () => {
  const read: string[] = [];
  const kept = disk();
  const shelf = new ApiShelf(() => kept.open(), memoryLog().log, { mostBytes: 5000 });
  const one = library("a", "1", read);
  expect(await shelf.keep(one)).toBe(true);
  expect(shelf.peek(one)).toBeUndefined();
  expect(await shelf.keep(one)).toBe(true);
  await shelf.take(one);
  expect(read).toEqual(["a 1"]);
});

test("nothing is read ahead where nothing can be kept", async () => {
  const read: string[] = [];
  expect(await new ApiShelf(() => undefined, memoryLog().log).keep(library("a", "1", read))).toBe(false);
  expect(read).toEqual([]);
});

test("versions that the disk let go of are not offered any more", async () => {
  const kept = disk();
  const shelf = new ApiShelf(() => kept.open(), memoryLog().log);
  for (const version of ["1", "2"]) await shelf.take(library("a", version, []));
  expect(shelf.kept({ ecosystem: "npm", name: "a" })).toEqual(["1", "2"]);
  const [oldest] = kept.blobs!.keys();
  kept.blobs!.delete(oldest!);
  expect(shelf.kept({ ecosystem: "npm", name: "a" })).toEqual(["2"]);
  expect(shelf.takeKept({ ecosystem: "npm", name: "a", version: "1" })).toBeUndefined();
  expect(shelf.takeKept({ ecosystem: "npm", name: "a", version: "2" })?.entry(0).path).toBe("i.d.ts");
});
