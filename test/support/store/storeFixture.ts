/** Stores in temporary folders, their content as plain data, and disks that refuse. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqliteIndexStore, type StoreParts } from "../../../src/node/store/sqliteIndexStore.ts";
import { nodeStoreFiles, type StoreFiles } from "../../../src/node/store/storeFiles.ts";
import type { IndexStore, StoreChange, StoredFile, StoredHistory } from "../../../src/ports/indexStore.ts";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const fileOf = (path: string, hash: number): StoredFile => ({
  path,
  sizeBytes: 10 + hash,
  mtimeMs: 1_700_000_000_000.25 + hash,
  hash,
});

export const history: StoredHistory = {
  repository: "/w",
  head: "c2",
  commits: [
    { id: "c2", timeMs: 2000, author: "Ann", message: "Second\n\nWith a body", paths: ["a.py", "b c.py"] },
    { id: "c1", timeMs: 1000, author: "Ann", message: "First", paths: [] },
  ],
};

/** What two commits leave behind, in words. */
export const commitA: StoreChange = {
  addSegments: new Map([["s1", bytesOf("one")]]),
  setFiles: [fileOf("/w/a.py", 1), fileOf("/w/b.py", 2)],
  setHistories: [history],
};
export const commitB: StoreChange = {
  addSegments: new Map([["s2", bytesOf("two")]]),
  removeSegments: ["s1"],
  setFiles: [fileOf("/w/a.py", 3)],
  removeFiles: ["/w/b.py"],
};
export const contentA = { segments: { s1: "one" }, files: { "/w/a.py": 1, "/w/b.py": 2 } };
export const contentB = { segments: { s2: "two" }, files: { "/w/a.py": 3 } };
export const nothing = { segments: {}, files: {} };

export function contentOf(store: IndexStore): object {
  const segments = [...store.loadSegments()].map(([id, bytes]) => [id, new TextDecoder().decode(bytes)]);
  const files = store.loadFiles().map(({ path, hash }) => [path, hash]);
  return { segments: Object.fromEntries(segments), files: Object.fromEntries(files) };
}

/** Time that passes when a test says so, and pulses with it. */
export class ManualTime {
  #nowMs = 0;
  readonly #acts = new Set<() => void>();
  readonly parts: Pick<StoreParts, "monotonicNow" | "now" | "every"> = {
    monotonicNow: () => this.#nowMs,
    now: () => 1_700_000_000_000 + this.#nowMs,
    every: (_, act) => {
      this.#acts.add(act);
      return () => void this.#acts.delete(act);
    },
  };

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 500) {
      this.#nowMs += 500;
      for (const act of this.#acts) act();
    }
  }
}

/** Calls of the disk that fail, from the `first` on, `count` of them. */
export class FaultyFiles {
  calls = 0;
  readonly #first: number;
  readonly #count: number;
  readonly #code: string;
  readonly files: StoreFiles;

  constructor(code: string, first: number, count = 1) {
    this.#code = code;
    this.#first = first;
    this.#count = count;
    const wrapped = Object.entries(nodeStoreFiles).map(([name, call]) => [
      name,
      (...args: never[]) => {
        this.#mayFail();
        return (call as (...args: never[]) => unknown)(...args);
      },
    ]);
    this.files = Object.fromEntries(wrapped) as StoreFiles;
  }

  #mayFail(): void {
    this.calls++;
    if (this.calls < this.#first || this.calls >= this.#first + this.#count) return;
    throw Object.assign(new Error(`${this.#code}: planted`), { code: this.#code });
  }
}

const open: { end(): void }[] = [];

export function temporaryFolder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "touchstone-store-")));
  open.push({ end: () => rmSync(path, { recursive: true, force: true }) });
  return join(path, "index");
}

export function openStore(directory: string, parts: Partial<StoreParts> = {}): SqliteIndexStore {
  const store = new SqliteIndexStore(directory, { ...new ManualTime().parts, ...parts });
  open.push({ end: () => store.close() });
  return store;
}

/** To be called after each test. */
export function endStores(): void {
  for (const thing of open.splice(0).reverse()) thing.end();
}
