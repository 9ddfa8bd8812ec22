/** A disk in memory with a clock that ticks at each write, and switches for faults. */
import type { DirectoryEntry, FileStat, Files } from "../../src/ports/files.ts";

type Node =
  | { readonly kind: "file"; readonly bytes: Uint8Array; readonly mtimeMs: number }
  | { readonly kind: "link" };

export class MemoryFiles implements Files {
  readonly #nodes = new Map<string, Node>();
  readonly #directories = new Set<string>();
  readonly unreadable = new Set<string>();
  /** Paths read since the last `takeReads`. */
  #reads: string[] = [];
  #now = 1;

  constructor(texts: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, text] of Object.entries(texts)) this.write(path, text);
  }

  write(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    if (this.#directories.has(path)) this.remove(path);
    this.#makeParents(path);
    this.#nodes.set(path, { kind: "file", bytes, mtimeMs: this.#now++ });
  }

  touch(path: string): void {
    const node = this.#nodes.get(path);
    if (node?.kind === "file") this.#nodes.set(path, { ...node, mtimeMs: this.#now++ });
  }

  link(path: string): void {
    this.remove(path);
    this.#makeParents(path);
    this.#nodes.set(path, { kind: "link" });
  }

  /** Removes a file, or a directory and all below it. */
  remove(path: string): void {
    for (const known of [...this.#nodes.keys()]) if (isUnder(known, path)) this.#nodes.delete(known);
    for (const known of [...this.#directories]) if (isUnder(known, path)) this.#directories.delete(known);
  }

  rename(from: string, to: string): void {
    const moved = [...this.#nodes].filter(([path]) => isUnder(path, from));
    this.remove(from);
    this.remove(to);
    for (const [path, node] of moved) {
      const target = to + path.slice(from.length);
      this.#makeParents(target);
      this.#nodes.set(target, node);
    }
  }

  takeReads(): string[] {
    const reads = this.#reads;
    this.#reads = [];
    return reads;
  }

  paths(): string[] {
    return [...this.#nodes.keys()].sort();
  }

  async list(directory: string): Promise<readonly DirectoryEntry[]> {
    if (!this.#directories.has(directory) || this.unreadable.has(directory)) {
      throw new Error(`Cannot list "${directory}"`);
    }
    const entries = new Map<string, DirectoryEntry>();
    const add = (path: string, kind: DirectoryEntry["kind"]) => {
      const name = path.slice(directory.length + 1);
      if (path.startsWith(`${directory}/`) && !name.includes("/")) entries.set(name, { name, kind });
    };
    for (const [path, node] of this.#nodes) add(path, node.kind);
    for (const path of this.#directories) add(path, "directory");
    return [...entries.values()];
  }

  async stat(path: string): Promise<FileStat | undefined> {
    const node = this.#nodes.get(path);
    if (node?.kind === "file") return { kind: "file", sizeBytes: node.bytes.length, mtimeMs: node.mtimeMs };
    if (node) return { kind: "link", sizeBytes: 0, mtimeMs: 0 };
    return this.#directories.has(path) ? { kind: "directory", sizeBytes: 0, mtimeMs: 0 } : undefined;
  }

  async read(path: string, maxBytes: number): Promise<Uint8Array> {
    this.#reads.push(path);
    const node = this.#nodes.get(path);
    if (node?.kind !== "file" || this.unreadable.has(path) || node.bytes.length > maxBytes) {
      throw new Error(`Cannot read "${path}"`);
    }
    return node.bytes;
  }

  async readInto<T>(path: string, maxBytes: number, use: (bytes: Uint8Array) => T): Promise<T> {
    return use(await this.read(path, maxBytes));
  }

  #makeParents(path: string): void {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const directory = path.slice(0, slash);
      this.#nodes.delete(directory);
      this.#directories.add(directory);
    }
  }
}

function isUnder(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
