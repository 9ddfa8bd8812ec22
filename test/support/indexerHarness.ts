/** A `RepoIndexer` over a disk in memory, with a sink that remembers. */
import type { IndexStatus } from "../../src/core/repo/indexStatus.ts";
import { RepoIndex } from "../../src/core/repo/repoIndex.ts";
import {
  type IndexSink,
  RepoIndexer,
  type RepoIndexerDeps,
} from "../../src/features/indexing/repoIndexer.ts";
import type { EngineConfig } from "../../src/ports/engine.ts";
import type { Files, Yielder } from "../../src/ports/files.ts";
import type { Log } from "../../src/ports/log.ts";

export const never = new AbortController().signal;

export const hastyYielder: Yielder = {
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  sleep: () => new Promise((resolve) => setImmediate(resolve)),
  now: () => performance.now(),
  wallNow: () => 1_000_000,
};

export const quietLog: Log = { error() {}, warn() {}, info() {}, debug() {} };

export class RecordingSink implements IndexSink {
  readonly texts = new Map<string, string>();
  /** Throws for texts that hold this. */
  poison: string | undefined;

  *setFile(path: string, _languageId: string, text: string): Generator<void> {
    if (this.poison !== undefined && text.includes(this.poison)) throw new Error("Cannot take this text");
    this.texts.set(path, text);
    yield;
  }
  removeFile(path: string): void {
    this.texts.delete(path);
  }
  clear(): void {
    this.texts.clear();
  }
  tokens(): number {
    return [...this.texts.values()].reduce((sum, text) => sum + text.split(" ").length, 0);
  }
  *build(): Generator<void> {}
}

export function engineConfig(overrides: Partial<EngineConfig> = {}): EngineConfig {
  return {
    roots: [{ path: "/w", name: "w" }],
    indexEnabled: true,
    exclude: ["**/node_modules"],
    maxFileBytes: 1000,
    maxFiles: 1000,
    ...overrides,
  };
}

export interface Harness {
  readonly indexer: RepoIndexer;
  readonly index: RepoIndex;
  readonly sink: RecordingSink;
  readonly statuses: IndexStatus[];
  idle(): Promise<IndexStatus>;
}

/** Configures the indexer and waits until it is idle. */
export async function startIndexer(
  files: Files,
  config: Partial<EngineConfig> = {},
  parts: Partial<RepoIndexerDeps> = {},
): Promise<Harness> {
  const harness = newIndexer(files, parts);
  await harness.indexer.configure(engineConfig(config));
  await harness.idle();
  return harness;
}

/** One that knows no folders yet. */
export function newIndexer(files: Files, parts: Partial<RepoIndexerDeps> = {}): Harness {
  const index = new RepoIndex();
  const sink = new RecordingSink();
  const statuses: IndexStatus[] = [];
  const indexer = new RepoIndexer({
    files,
    yielder: hastyYielder,
    sink,
    index,
    onStatus: (status) => statuses.push(status),
    log: quietLog,
    ...parts,
  });
  return { indexer, index, sink, statuses, idle: () => indexer.waitUntilIdle(never) };
}
