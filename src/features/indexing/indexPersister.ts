/** Keeps on disk what is in the index: segments, and which file had which content when it was last looked at. */
import type { SkipReason } from "../../core/repo/indexStatus.ts";
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { IndexStore, StoreChange, StoredFile } from "../../ports/indexStore.ts";
import type { Log } from "../../ports/log.ts";
import type { FileLedger, FileRecord } from "./fileLedger.ts";

/** Files skipped for what is in them: known again without reading them. Names and sizes are judged anew each time. */
const keptSkips: ReadonlySet<SkipReason | undefined> = new Set<SkipReason | undefined>([
  undefined,
  "binary",
  "minified",
  "generated",
]);

/** Stands for "read it again", as a database knows no NaN. */
const NEVER_MS = -1;

/** Under which rules the file list was made. */
const RULES_NOTE = "rules";

type Segments = ReadonlyMap<string, Uint8Array | undefined>;

export interface PersisterDeps {
  readonly store: IndexStore;
  readonly index: Pick<RepoIndex, "restore" | "savedSegments" | "sealings">;
  readonly ledger: FileLedger;
  /** What the file list depends on besides the disk; when it has changed the list is made anew. */
  readonly rules: string;
  readonly log: Log;
}

export class IndexPersister {
  readonly #deps: PersisterDeps;
  /** Of the store, when disk and memory were the same but for what changed since; undefined when they never were. */
  #lineage: number | undefined;
  /** Ids of the segments on disk. */
  #kept: ReadonlySet<string> = new Set();
  #keptRules: string | undefined;
  /** Of the index, when it was last kept. */
  #sealings = 0;
  #told: string | undefined;

  constructor(deps: PersisterDeps) {
    this.#deps = deps;
  }

  /**
   * Gives the index the segments on disk.
   *
   * @returns the files of the last index, as far as they can be believed without a look at the disk
   */
  load(): readonly StoredFile[] {
    const { store, index, rules } = this.#deps;
    const { lineage } = store;
    const segments = store.loadSegments();
    const { damaged } = index.restore(segments, [], true);
    const files = store.loadFiles();
    this.#keptRules = store.loadNote(RULES_NOTE);
    this.#kept = new Set(segments.keys());
    // Damage found while loading makes another lineage, and the next change whole.
    this.#lineage = damaged.length > 0 ? undefined : lineage;
    this.#tell();
    return this.#keptRules === rules ? files : [];
  }

  /** Whether contents were sealed since the last time. */
  get wantsKeep(): boolean {
    return this.#deps.index.sealings !== this.#sealings;
  }

  /**
   * Puts on disk what is not there yet, in steps of a few milliseconds. Never throws; what the disk refuses, and what was
   * given up between two steps, is kept the next time.
   */
  *keep(): Generator<void> {
    const { store, index, ledger, rules } = this.#deps;
    // A store that does not write is asked first, so that no change is gathered in vain.
    if (store.access !== "write" && !store.commit({})) return this.#tell();
    const isWhole = store.lineage !== this.#lineage || this.#keptRules !== rules;
    const known: ReadonlySet<string> = isWhole ? new Set() : this.#kept;
    const segments = yield* index.savedSegments(known);
    const changed = ledger.takeChanged();
    const change = isWhole ? this.#wholeChange(segments) : this.#change(segments, changed);
    const { lineage } = store;
    if (isEmpty(change) || store.commit(change)) {
      this.#lineage = lineage;
      this.#kept = new Set(segments.keys());
      this.#keptRules = rules;
      this.#sealings = index.sealings;
    } else ledger.putBackChanged(changed);
    this.#tell();
  }

  clear(): void {
    this.#deps.store.clear();
    this.#tell();
  }

  close(): void {
    this.#deps.store.close();
  }

  #wholeChange(segments: Segments): StoreChange {
    const setFiles: StoredFile[] = [];
    for (const [path, record] of this.#deps.ledger.entries()) {
      const file = storedFile(path, record);
      if (file) setFiles.push(file);
    }
    const setNotes = new Map([[RULES_NOTE, this.#deps.rules]]);
    return { replacesIndex: true, addSegments: withBytes(segments), setFiles, setNotes };
  }

  #change(segments: Segments, changed: ReadonlySet<string>): StoreChange {
    const setFiles: StoredFile[] = [];
    const removeFiles: string[] = [];
    for (const path of changed) {
      const record = this.#deps.ledger.get(path);
      const file = record && storedFile(path, record);
      if (file) setFiles.push(file);
      else if (!record || record.skipped !== undefined) removeFiles.push(path);
    }
    return {
      addSegments: withBytes(segments),
      removeSegments: [...this.#kept].filter((id) => !segments.has(id)),
      setFiles,
      removeFiles,
    };
  }

  /** Each problem once. */
  #tell(): void {
    const { problem } = this.#deps.store;
    if (problem !== undefined && problem !== this.#told) this.#deps.log.warn(problem);
    this.#told = problem;
  }
}

/** Undefined for what says nothing about the disk, such as a text that an editor has changed. */
function storedFile(path: string, { skipped, stamp }: FileRecord): StoredFile | undefined {
  if (stamp?.hash === undefined || !keptSkips.has(skipped)) return undefined;
  const { sizeBytes, mtimeMs, hash } = stamp;
  const time = Number.isNaN(mtimeMs) ? NEVER_MS : mtimeMs;
  return { path, sizeBytes, mtimeMs: time, hash, ...(skipped === undefined ? {} : { skipped }) };
}

function withBytes(segments: Segments): ReadonlyMap<string, Uint8Array> {
  const added = new Map<string, Uint8Array>();
  for (const [id, bytes] of segments) if (bytes) added.set(id, bytes);
  return added;
}

function isEmpty(change: StoreChange): boolean {
  const { replacesIndex = false, addSegments, removeSegments, setFiles, removeFiles } = change;
  const count = (addSegments?.size ?? 0) + (removeSegments?.length ?? 0);
  return !replacesIndex && count + (setFiles?.length ?? 0) + (removeFiles?.length ?? 0) === 0;
}
