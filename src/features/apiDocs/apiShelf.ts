/** The APIs of packages that were read: in memory while they are asked for, on disk for all workspaces of the machine. */
import {
  type InstalledPackage,
  type PackageId,
  packageKey,
  type SkippedPackage,
} from "../../core/apiDocs/apiPackage.ts";
import { PackedApis, packApis } from "../../core/apiDocs/search/packedApis.ts";
import { contentHash } from "../../core/text/contentHash.ts";
import type { IndexStore } from "../../ports/indexStore.ts";
import type { Log } from "../../ports/log.ts";
import type { PackageReading } from "./ecosystem.ts";
import type { Readable } from "./readable.ts";

/** Grows whenever packages are read in another way: what was kept before is then read anew. */
const READER = 7;
const KIND = "apis";
const UNREADABLE = "It cannot be read";
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
  readonly #mostBytes: number;
  /** Least recently used first. */
  readonly #held = new Map<string, PackedApis>();
  readonly #reading = new Map<string, Promise<PackedApis>>();
  readonly #incomplete = new Map<string, SkippedPackage>();
  /** Folders of the held packages that change without their versions. */
  readonly #private = new Map<string, string>();
  #bytes = 0;

  /** @param store asked anew each time: it may be opened later, or be closed */
  constructor(
    store: () => IndexStore | undefined,
    log: Log,
    { mostBytes = MOST_BYTES }: { readonly mostBytes?: number } = {},
  ) {
    this.#store = store;
    this.#log = log;
    this.#mostBytes = mostBytes;
  }

  /** What a package offers. One that cannot be read offers nothing. */
  async take(readable: Readable): Promise<PackedApis> {
    const key = keyOf(readable.installed);
    const held = this.#held.get(key);
    if (held) {
      this.#held.delete(key);
      this.#held.set(key, held);
      return held;
    }
    const known = this.#reading.get(key);
    if (known) return known;
    const reading = this.#read(key, readable).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  /** What is at hand of a package; one that is not is read for the next time. */
  peek(readable: Readable): PackedApis | undefined {
    const key = keyOf(readable.installed);
    const held = this.#held.get(key);
    if (held === undefined) void this.take(readable).catch(() => undefined);
    return held;
  }

  /**
   * Reads a package for later, unless it is kept already, and does not hold it.
   *
   * @returns false when nothing can be kept
   */
  async keep(readable: Readable): Promise<boolean> {
    const store = this.#store();
    if (store === undefined || store.access !== "write") return false;
    const key = keyOf(readable.installed);
    const isThere = this.#held.has(key) || this.#reading.has(key) || !isKept(readable.installed);
    if (isThere || store.loadBlob(KIND, contentHash(encoder.encode(key))) !== undefined) return true;
    await this.take(readable);
    this.#bytes -= this.#held.get(key)?.sizeBytes ?? 0;
    this.#held.delete(key);
    return true;
  }

  /** Versions of a package that were read on this machine and are still kept, in the order they came. */
  kept({ ecosystem, name }: PackageName): readonly string[] {
    const store = this.#store();
    return this.#keptOf(store, { ecosystem, name })
      .filter(({ hash }) => store?.loadBlob(KIND, hash) !== undefined)
      .map(({ version }) => version);
  }

  /** What a version offers that is kept; paths of its files are relative to its folder. */
  takeKept(id: PackageId): PackedApis | undefined {
    const store = this.#store();
    const known = this.#keptOf(store, id).find(({ version }) => version === id.version);
    const stored = known && store?.loadBlob(KIND, known.hash);
    return stored && PackedApis.open(stored, utf8, "");
  }

  #keptOf(store: IndexStore | undefined, { ecosystem, name }: PackageName): readonly Kept[] {
    const note = store?.loadNote(noteOf(ecosystem, name));
    return note === undefined ? [] : keptIn(note);
  }

  /** Says which versions of a package are kept, so that they can be found without the package. */
  #note(store: IndexStore, { ecosystem, name, version }: PackageId, hash: number): void {
    const others = this.#keptOf(store, { ecosystem, name }).filter((one) => one.version !== version);
    const all = [...others, { version, hash }].slice(-MOST_VERSIONS);
    const setNotes = new Map([[noteOf(ecosystem, name), JSON.stringify({ reader: READER, all })]]);
    store.commit({ setNotes });
  }

  /** Those of which not all was read, as far as they were asked for. */
  incomplete(packages: readonly InstalledPackage[]): readonly SkippedPackage[] {
    return packages.flatMap((one) => this.#incomplete.get(keyOf(one)) ?? []);
  }

  /** Lets go of parts of the workspace in which one of these files lies. */
  drop(paths: readonly string[]): void {
    for (const [key, folder] of this.#private) {
      if (!paths.some((path) => path.startsWith(`${folder}/`))) continue;
      this.#private.delete(key);
      this.#bytes -= this.#held.get(key)?.sizeBytes ?? 0;
      this.#held.delete(key);
    }
  }

  async #read(key: string, readable: Readable): Promise<PackedApis> {
    const hash = contentHash(encoder.encode(key));
    const store = isKept(readable.installed) ? this.#store() : undefined;
    const stored = store?.loadBlob(KIND, hash);
    const { id, folder, role } = readable.installed;
    const known = stored && PackedApis.open(stored, utf8, folder);
    if (known) return this.#hold(key, known);
    const { entries, reason } = await readable.read().catch((cause: unknown): PackageReading => {
      this.#log.warn(`Cannot read the package "${id.name}": ${String(cause)}`);
      return { entries: [], reason: UNREADABLE };
    });
    if (reason !== undefined) this.#incomplete.set(key, { name: id.name, folder, reason });
    const bytes = packApis(entries, utf8, folder);
    const isSaved = reason !== UNREADABLE && store?.saveBlobs(KIND, new Map([[hash, bytes]]));
    if (isSaved) this.#note(store!, id, hash);
    if (role === "private") this.#private.set(key, folder);
    return this.#hold(key, PackedApis.open(bytes, utf8, folder)!);
  }

  #hold(key: string, apis: PackedApis): PackedApis {
    this.#held.set(key, apis);
    this.#bytes += apis.sizeBytes;
    for (const [oldest, { sizeBytes }] of this.#held) {
      if (this.#bytes <= this.#mostBytes || oldest === key) break;
      this.#held.delete(oldest);
      this.#bytes -= sizeBytes;
    }
    return apis;
  }
}

type PackageName = Pick<PackageId, "ecosystem" | "name">;

interface Kept {
  readonly version: string;
  readonly hash: number;
}

/** Of one package. */
const MOST_VERSIONS = 40;

const noteOf = (ecosystem: string, name: string): string => `apis ${ecosystem}:${name}`;

/** What a note says; nothing of one that another program wrote, or an earlier reader. */
function keptIn(note: string): readonly Kept[] {
  try {
    const { reader, all } = JSON.parse(note) as { reader?: unknown; all?: unknown };
    return reader === READER && Array.isArray(all) ? all.filter(isNoted) : [];
  } catch {
    return [];
  }
}

const isNoted = (one: unknown): one is Kept =>
  typeof one === "object" &&
  one !== null &&
  typeof (one as Partial<Kept>).version === "string" &&
  typeof (one as Partial<Kept>).hash === "number";

const keyOf = ({ id, folder }: InstalledPackage): string =>
  `${READER} ${packageKey(id)} ${pathWithin(folder)}`;

/** Two builds of one version may lie in one workspace: what stands before `node_modules` does not matter. */
const pathWithin = (folder: string) => folder.slice(Math.max(0, folder.lastIndexOf("/node_modules/")));

/** A part of the workspace changes without its version. */
const isKept = ({ id, role }: InstalledPackage) => role !== "private" && id.version !== "";
