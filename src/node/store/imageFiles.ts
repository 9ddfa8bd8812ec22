/** Images of chats as files below a folder of the program's own, each under the hash of its bytes; what is not what its name says is not given. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type ChatImage, LONGEST_SIDE, MOST_IMAGE_BYTES, readImageHead } from "../../core/prompt/image.ts";
import type { ChatImages, KeptImage } from "../../ports/chatImages.ts";
import type { Log } from "../../ports/log.ts";
import type { StoreFiles } from "./storeFiles.ts";

export interface ImageFilesDeps {
  /** Absolute; without it images are kept as long as the program runs. */
  readonly folder: string | undefined;
  readonly files: StoreFiles;
  readonly now: () => number;
  readonly log: Log;
  /** Of all images together; the oldest go first. */
  readonly mostBytes?: number;
}

/** Of one workspace. */
const MOST_KEPT_BYTES = 60_000_000;
const DAY_MS = 86_400_000;
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const isHash = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

export function imageFiles({
  folder,
  files,
  now,
  log,
  mostBytes = MOST_KEPT_BYTES,
}: ImageFilesDeps): ChatImages {
  const disk = folder === undefined ? inMemory(mostBytes) : onDisk(folder, { files, now, mostBytes });
  /** A disk that fails costs the image, not the chat. */
  const orNothing = <T>(what: string, act: () => T): T | undefined => {
    try {
      return act();
    } catch (cause) {
      log.error(`Cannot ${what} an image of a chat`, cause);
      return undefined;
    }
  };
  return {
    async keep(data) {
      const bytes = Buffer.from(data, "base64");
      const judged = judge(bytes);
      if ("problem" in judged) return judged;
      const isKept = orNothing("keep", () => disk.write(judged.hash, bytes) ?? true) ?? false;
      return isKept ? judged : { problem: "The image could not be kept on this disk; see the log" };
    },
    async read(hash) {
      if (!isHash(hash)) return undefined;
      const bytes = orNothing("read", () => disk.read(hash));
      const judged = bytes && judge(bytes);
      if (!bytes || !judged || "problem" in judged || judged.hash !== hash) return undefined;
      return { ...judged, data: Buffer.from(bytes).toString("base64") } satisfies ChatImage;
    },
    async forget(hashes) {
      for (const hash of hashes.filter(isHash)) orNothing("forget", () => disk.discard(hash));
    },
    async keepOnly(hashes) {
      const old = orNothing("list", () => disk.olderThan(now() - DAY_MS)) ?? [];
      for (const name of old.filter((one) => !hashes.has(one))) orNothing("forget", () => disk.discard(name));
    },
  };
}

function judge(bytes: Uint8Array): KeptImage | { readonly problem: string } {
  const head = readImageHead(bytes);
  if (!head) return { problem: "It is no PNG, JPEG, GIF or WebP image" };
  const { mime, width, height } = head;
  if (bytes.length > MOST_IMAGE_BYTES || Math.max(width, height) > LONGEST_SIDE)
    return { problem: `It is too large to be sent: ${width} × ${height} pixels, ${bytes.length} bytes` };
  return { mime, width, height, sizeBytes: bytes.length, hash: hashOf(bytes) };
}

interface Disk {
  write(name: string, bytes: Uint8Array): void;
  read(name: string): Uint8Array | undefined;
  discard(name: string): void;
  olderThan(timeMs: number): readonly string[];
}

type DiskDeps = Required<Pick<ImageFilesDeps, "files" | "now" | "mostBytes">>;

function onDisk(folder: string, { files, now, mostBytes }: DiskDeps): Disk {
  const pathOf = (name: string): string => join(folder, name);
  const all = () =>
    (files.stat(folder) ? files.list(folder) : []).flatMap((name) => {
      const found = files.stat(pathOf(name));
      return found?.kind === "file" ? [{ name, ...found }] : [];
    });
  /** Whole or not at all: it gets its name when the disk has it. */
  const write = (name: string, bytes: Uint8Array): void => {
    files.makeFolder(folder);
    if (files.stat(pathOf(name))) files.discard(pathOf(name));
    const part = pathOf(`${name}.part`);
    files.discard(part);
    files.createNew(part, bytes);
    files.move(part, pathOf(name));
    files.touch(pathOf(name), now());
  };
  const bound = (keep: string): void => {
    const known = all().sort((a, b) => a.mtimeMs - b.mtimeMs);
    let bytes = known.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const { name, sizeBytes } of known) {
      if (bytes <= mostBytes) return;
      if (name === keep) continue;
      files.discard(pathOf(name));
      bytes -= sizeBytes;
    }
  };
  return {
    write(name, bytes) {
      write(name, bytes);
      bound(name);
    },
    read: (name) => (files.stat(pathOf(name)) ? files.read(pathOf(name), MOST_IMAGE_BYTES + 1) : undefined),
    discard: (name) => files.discard(pathOf(name)),
    olderThan: (timeMs) => all().flatMap(({ name, mtimeMs }) => (mtimeMs < timeMs ? [name] : [])),
  };
}

function inMemory(mostBytes: number): Disk {
  const held = new Map<string, Uint8Array>();
  return {
    write(name, bytes) {
      held.delete(name);
      held.set(name, bytes);
      let size = [...held.values()].reduce((sum, { length }) => sum + length, 0);
      for (const [oldest, { length }] of held) {
        if (size <= mostBytes || oldest === name) break;
        held.delete(oldest);
        size -= length;
      }
    },
    read: (name) => held.get(name),
    discard: (name) => void held.delete(name),
    olderThan: () => [],
  };
}
