/** Reads libraries' files, and only those within folders that libraries may be in. */
import { decodeText } from "../../core/text/decode.ts";
import type { DirectoryEntry } from "../../ports/files.ts";
import type { PackageFiles } from "../../ports/packageFiles.ts";
import { decodeUtf8 } from "../indexing/readSource.ts";

/** Of a file of declarations; larger ones are data. Bytes. */
const MOST_BYTES = 8_000_000;

export class BoundedFiles {
  readonly #files: PackageFiles;
  readonly #bounds: readonly string[];
  readonly #kinds = new Map<string, "file" | "directory" | undefined>();

  /** @param bounds absolute folders, links resolved; nothing outside of them is read */
  constructor(files: PackageFiles, bounds: readonly string[]) {
    this.#files = files;
    this.#bounds = bounds;
  }

  /** The real place of a path, if it is within the bounds. */
  async locate(path: string): Promise<string | undefined> {
    const real = await this.#files.realPath(path).catch(() => undefined);
    return real !== undefined && this.#isWithin(real) ? real : undefined;
  }

  async isFile(path: string): Promise<boolean> {
    return (await this.#kindOf(path)) === "file";
  }

  async isDirectory(path: string): Promise<boolean> {
    return (await this.#kindOf(path)) === "directory";
  }

  /** Entries of a folder; none when it cannot be listed. */
  async list(folder: string): Promise<readonly DirectoryEntry[]> {
    const real = await this.locate(folder);
    return real === undefined ? [] : this.#files.list(real).catch(() => []);
  }

  /** The bytes of a file; `undefined` for one that is not there, too large or outside. */
  async bytes(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const real = await this.locate(path);
    return real === undefined ? undefined : this.#files.read(real, maxBytes).catch(() => undefined);
  }

  /** The text of a file; `undefined` for one that is not there, too large, not text, or outside. */
  async text(path: string, maxBytes = MOST_BYTES): Promise<string | undefined> {
    const bytes = await this.bytes(path, maxBytes);
    const decoded = bytes && decodeText(bytes, decodeUtf8);
    return decoded?.kind === "text" ? decoded.text : undefined;
  }

  /** What a JSON file holds; `undefined` when it holds none. */
  async json(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const text = await this.text(path, 2_000_000);
    if (text === undefined) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return typeof value === "object" && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, unknown>>)
        : undefined;
    } catch {
      return undefined;
    }
  }

  /** Forgets what was there: packages were installed or removed. */
  forget(): void {
    this.#kinds.clear();
  }

  async #kindOf(path: string): Promise<"file" | "directory" | undefined> {
    if (this.#kinds.has(path)) return this.#kinds.get(path);
    const kind = await this.#look(path);
    this.#kinds.set(path, kind);
    return kind;
  }

  async #look(path: string): Promise<"file" | "directory" | undefined> {
    const found = await this.#files.stat(path).catch(() => undefined);
    const real = found === undefined ? undefined : await this.locate(path);
    if (real === undefined) return undefined;
    const target = found?.kind === "link" ? await this.#files.stat(real).catch(() => undefined) : found;
    return target?.kind === "file" || target?.kind === "directory" ? target.kind : undefined;
  }

  #isWithin(path: string): boolean {
    return this.#bounds.some((bound) => path === bound || path.startsWith(bound === "/" ? "/" : `${bound}/`));
  }
}
