/** The APIs of packages that were read: in memory while they are asked for, on disk for all workspaces of the machine. */
import { type InstalledPackage, packageKey } from "../../core/apiDocs/apiPackage.ts";
import { PackedApis, packApis } from "../../core/apiDocs/search/packedApis.ts";
import { contentHash } from "../../core/text/contentHash.ts";
import type { IndexStore } from "../../ports/indexStore.ts";
import type { Log } from "../../ports/log.ts";
import type { Libraries, Readable } from "./libraries.ts";
import { readPackage } from "./packageReader.ts";

/** Grows whenever packages are read in another way: what was kept before is then read anew. */
const READER = 1;
const KIND = "apis";
/** Of all packages in memory. Bytes. */
const MOST_BYTES = 96_000_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const utf8 = {
  encode: (text: string) => encoder.encode(text),
  decode: (bytes: Uint8Array) => decoder.decode(bytes),
};

export class ApiShelf {
  readonly #store: () => IndexStore | undefined;
  readonly #log: Log;
  /** Least recently used first. */
  readonly #held = new Map<string, PackedApis>();
  readonly #reading = new Map<string, Promise<PackedApis>>();
  #bytes = 0;

  /** @param store asked anew each time: it may be opened later, or be closed */
  constructor(store: () => IndexStore | undefined, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** What a package offers. One that cannot be read offers nothing. */
  async take(libraries: Libraries, readable: Readable, signal?: AbortSignal): Promise<PackedApis> {
    const key = keyOf(readable.installed);
    const held = this.#held.get(key);
    if (held) {
      this.#held.delete(key);
      this.#held.set(key, held);
      return held;
    }
    const known = this.#reading.get(key);
    if (known) return known;
    const reading = this.#read(key, libraries, readable, signal).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #read(
    key: string,
    libraries: Libraries,
    readable: Readable,
    signal?: AbortSignal,
  ): Promise<PackedApis> {
    const hash = contentHash(encoder.encode(key));
    const store = isKept(readable.installed) ? this.#store() : undefined;
    const stored = store?.loadBlob(KIND, hash);
    const known = stored && PackedApis.open(stored, utf8);
    if (known) return this.#hold(key, known);
    const loader = libraries.loaderOf(readable);
    const entries = await readPackage(loader, readable.installed, signal).catch((cause: unknown) => {
      signal?.throwIfAborted();
      this.#log.warn(`Cannot read the package "${readable.installed.id.name}": ${String(cause)}`);
      return [];
    });
    const bytes = packApis(entries, utf8);
    store?.saveBlobs(KIND, new Map([[hash, bytes]]));
    return this.#hold(key, PackedApis.open(bytes, utf8)!);
  }

  #hold(key: string, apis: PackedApis): PackedApis {
    this.#held.set(key, apis);
    this.#bytes += apis.sizeBytes;
    for (const [oldest, { sizeBytes }] of this.#held) {
      if (this.#bytes <= MOST_BYTES || oldest === key) break;
      this.#held.delete(oldest);
      this.#bytes -= sizeBytes;
    }
    return apis;
  }
}

const keyOf = ({ id, folder }: InstalledPackage): string =>
  `${READER} ${packageKey(id)} ${pathWithin(folder)}`;

/** Two builds of one version may lie in one workspace: what stands before `node_modules` does not matter. */
const pathWithin = (folder: string) => folder.slice(Math.max(0, folder.lastIndexOf("/node_modules/")));

/** A part of the workspace changes without its version. */
const isKept = ({ id, role }: InstalledPackage) => role !== "private" && id.version !== "";
