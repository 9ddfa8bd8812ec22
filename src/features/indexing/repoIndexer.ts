/** Keeps the index equal to the workspace: reads it once, then follows what changes on disk and in editors. */
import { ignoreFileNames } from "../../core/repo/ignoreRules.ts";
import type { IndexPhase, IndexStatus, SkippedFile } from "../../core/repo/indexStatus.ts";
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { EngineConfig, EngineRoot, FileChange, OpenDocument } from "../../ports/engine.ts";
import type { Files, Yielder } from "../../ports/files.ts";
import type { IndexStore, OpenIndexStore } from "../../ports/indexStore.ts";
import type { Log } from "../../ports/log.ts";
import type { Power } from "../../ports/power.ts";
import { CorpusFeeder } from "./corpusFeeder.ts";
import { FileIntake } from "./fileIntake.ts";
import { FileLedger } from "./fileLedger.ts";
import { IndexPersister } from "./indexPersister.ts";
import type { IndexSink } from "./indexSink.ts";
import { WorkPace } from "./workPace.ts";
import { type RootedPath, WorkspaceRoots } from "./workspaceRoots.ts";
import { walkDirectory } from "./workspaceWalk.ts";

export type { IndexSink } from "./indexSink.ts";

export interface RepoIndexerDeps {
  readonly files: Files;
  readonly yielder: Yielder;
  readonly sink: IndexSink;
  readonly index: RepoIndex;
  /** Opens the index on disk; without it everything stays in memory. */
  readonly openStore?: OpenIndexStore | undefined;
  readonly power?: Power | undefined;
  /** At most ten times a second, and on each change of phase. */
  readonly onStatus: (status: IndexStatus) => void;
  readonly log: Log;
}

const STATUS_INTERVAL_MS = 100;
/** A change after quiet is taken at once, those that follow are gathered for this long: a branch switch is thousands. */
const COALESCE_MS = 200;
/** Changes are kept on disk so long after the first of them, in one go. */
const KEEP_AFTER_MS = 2000;
/** Many changes are gathered until no more come, at most so often. */
const MOST_GATHERINGS = 10;
/** From this many changed paths on, one look at everything is cheaper. */
const MANY_CHANGES = 500;
/** Files read ahead while one is indexed: few, since what waits is copied by each collection of garbage. */
const READ_AHEAD = 4;

/** Ends a pass that was cancelled or overtaken. */
class Superseded extends Error {}

export class RepoIndexer {
  readonly #deps: RepoIndexerDeps;
  readonly #roots: WorkspaceRoots;
  readonly #intake: FileIntake;
  #config: EngineConfig | undefined;
  /** Grows when what runs must stop. */
  #epoch = 0;
  #running: Promise<void> | undefined;
  /** Changes of configuration that wait for a pass to stop. */
  #holds = 0;
  #change: Promise<void> = Promise.resolve();
  #wantsScan = false;
  #dirty = new Set<string>();
  /** Roots that the last look at everything did not find. */
  #missingRoots: ReadonlySet<string> = new Set();
  /** What the last walk skipped. */
  #seenSkips: string[] = [];
  #phase: IndexPhase = "idle";
  #message: string | undefined;
  #filesDone = 0;
  #filesTotal = 0;
  #lastStatusMs = Number.NEGATIVE_INFINITY;
  /** When changes were last taken. */
  #lastChangesMs = Number.NEGATIVE_INFINITY;
  readonly #pace: WorkPace;
  readonly #feeder: CorpusFeeder;
  #store: IndexStore | undefined;
  #storeKey: string | undefined;
  #persister: IndexPersister | undefined;
  /** Whether changes wait to be kept on disk, and whether they have waited long enough. */
  #keepWaits = false;
  #wantsKeep = false;

  constructor(deps: RepoIndexerDeps) {
    this.#deps = deps;
    const { files, sink, yielder } = deps;
    this.#roots = new WorkspaceRoots(files);
    this.#pace = new WorkPace(yielder, deps.power ?? { isOnBattery: () => false });
    const ledger = new FileLedger();
    this.#feeder = new CorpusFeeder({
      files,
      sink,
      mtimeOf: (path) => ledger.get(path)?.stamp?.mtimeMs || 0,
      onPoison: (path, error) => this.#intake.keepOut(path, error),
    });
    const wallNow = () => yielder.wallNow();
    this.#intake = new FileIntake({ ...deps, ledger, feeder: this.#feeder, wallNow }, this.#roots);
  }

  /** The index on disk; undefined when there is none. */
  get store(): IndexStore | undefined {
    return this.#store;
  }

  get storeDirectory(): string | undefined {
    return this.#store && this.#config?.storeDirectory;
  }

  /** Takes roots and limits and starts what they ask for; resolves when it has started. */
  async configure(config: EngineConfig): Promise<void> {
    if (JSON.stringify(config) === JSON.stringify(this.#config)) return;
    await this.#betweenPasses(async () => {
      if (!sameRules(config, this.#config)) await this.#roots.configure(config.roots, config.exclude);
      this.#config = config;
      this.#intake.configure(config);
      this.#pace.configure(config.cpuShare ?? 1);
      this.#feeder.isEnabled = config.feedsCompletion ?? true;
      this.#openStore(config);
      this.#wantsScan = true;
    });
  }

  /** Forgets everything and indexes again; resolves when done, rejects with the signal's reason. */
  async rebuild(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#betweenPasses(async () => {
      this.#intake.clear();
      this.#persister?.clear();
      this.#wantsScan = true;
    });
    const stop = () => this.cancel();
    signal.addEventListener("abort", stop, { once: true });
    try {
      if (signal.aborted) stop();
      await this.waitUntilIdle(signal);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Stops indexing where it stands; what is indexed stays usable. */
  cancel(): void {
    if (!this.#running) return;
    this.#epoch++;
    this.#wantsScan = false;
    this.#dirty.clear();
    this.#message = `Indexing was stopped after ${this.#filesDone} of ${this.#filesTotal} files`;
  }

  status(): IndexStatus {
    const counts = this.#deps.index.counts();
    const message = this.#message ?? this.#intake.limitMessage();
    return {
      phase: this.#phase,
      filesDone: this.#filesDone,
      filesTotal: this.#filesTotal,
      ...counts,
      skipped: this.#intake.ledger.skipped(),
      ...(message === undefined ? {} : { message }),
    };
  }

  /** Files that are not in the index, ordered by path, the first `limit`. */
  skippedFiles(limit: number): readonly SkippedFile[] {
    return this.#intake.ledger.skippedFiles(limit);
  }

  /** Folders of the workspace, absolute. */
  rootPaths(): readonly string[] {
    return this.#roots.all.map(({ path }) => path);
  }

  /** A path as a person names it: below its root, whose name comes first when there are several. */
  shortPath(path: string): string {
    const rooted = this.#roots.find(path);
    if (!rooted) return path;
    return this.#roots.all.length > 1 ? `${rooted.root.name}/${rooted.relative}` : rooted.relative;
  }

  /** Resolves when nothing is left to do; rejects with the signal's reason. */
  async waitUntilIdle(signal: AbortSignal): Promise<IndexStatus> {
    signal.throwIfAborted();
    for (let busy = this.#busy(); busy; busy = this.#busy()) await abortable(busy, signal);
    return this.status();
  }

  /** The file being indexed, so that one that kills the thread can be told. */
  currentFile(): string | undefined {
    return this.#intake.currentFile;
  }

  openDocument(document: OpenDocument): void {
    this.#intake.open(document);
    this.#markDirty(document.path);
  }

  documentChanged(path: string, text: string): void {
    if (this.#intake.edit(path, text)) this.#markDirty(path);
  }

  closeDocument(path: string): void {
    this.#intake.close(path);
    this.#markDirty(path);
  }

  filesChanged(changes: readonly FileChange[]): void {
    for (const { kind, path } of changes) {
      if (kind === "deleted") this.#intake.doubtSpelling(path);
      this.#intake.ledger.forgetTime(path);
      this.#markDirty(path);
    }
  }

  /** Compares the index with the disk and repairs differences; resolves when done. */
  async reconcile(): Promise<void> {
    this.#wantsScan = true;
    this.#start();
    for (let busy = this.#busy(); busy; busy = this.#busy()) await busy;
  }

  /** Whether ignore files or exclude globs of the configuration given last keep a path out. False outside all roots. */
  async isIgnored(path: string): Promise<boolean> {
    await this.#change;
    const rooted = this.#roots.find(path);
    if (!rooted) return false;
    return (await this.#roots.findExclusion(rooted, false))?.reason === "ignored";
  }

  /** Text of an indexed file as an editor has it; undefined when it is not open. */
  openText(path: string): string | undefined {
    return this.#intake.openText(path);
  }

  /** Keeps a file out until its content changes. */
  quarantine(path: string): void {
    this.#intake.quarantine(path);
    this.#markDirty(path);
  }

  /** Closes the index on disk; nothing is kept from then on. */
  close(): void {
    this.cancel();
    this.#persister?.close();
    this.#persister = undefined;
    this.#store = undefined;
  }

  /** Opens what an earlier process left, and believes it until it is compared with the disk. */
  #openStore({ storeDirectory, indexEnabled, exclude }: EngineConfig): void {
    const { openStore, index, log } = this.#deps;
    const directory = indexEnabled ? storeDirectory : undefined;
    const rules = JSON.stringify(exclude);
    const key = JSON.stringify([directory, rules]);
    if (key === this.#storeKey) return;
    this.#storeKey = key;
    this.#persister?.close();
    this.#persister = undefined;
    this.#store = directory === undefined ? undefined : openStore?.(directory);
    if (!this.#store) return;
    this.#persister = new IndexPersister({
      store: this.#store,
      index,
      ledger: this.#intake.ledger,
      rules,
      log,
    });
    if (index.counts().files > 0) return;
    this.#intake.recall(this.#persister.load());
  }

  #markDirty(path: string): void {
    this.#dirty.add(path);
    this.#start();
  }

  #busy(): Promise<void> | undefined {
    return this.#holds > 0 ? this.#change : this.#running;
  }

  /** Stops what runs, makes a change that no pass may see half done, and goes on. */
  #betweenPasses(change: () => Promise<void>): Promise<void> {
    this.#epoch++;
    this.#holds++;
    const done = this.#change
      .then(() => this.#running)
      .then(change)
      .finally(() => {
        this.#holds--;
        this.#start();
      });
    this.#change = done.catch(() => undefined);
    return done;
  }

  #start(): void {
    if (!this.#config || this.#running || this.#holds > 0) return;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      if (this.#wantsScan || this.#dirty.size > 0) this.#start();
    });
  }

  /** Never rejects: what goes wrong is in the status. */
  async #run(): Promise<void> {
    const epoch = this.#epoch;
    this.#pace.begin();
    try {
      for (;;) {
        if (this.#wantsScan) await this.#scan(epoch);
        else if (this.#dirty.size > 0) await this.#applyChanges(epoch);
        else if (this.#feeder.wantsFeed) await this.#feed(epoch);
        else if (this.#wantsKeep) {
          this.#wantsKeep = false;
          await this.#keep(epoch);
        } else break;
      }
      this.#feeder.makeRoom();
      this.#setPhase(this.#restingPhase());
    } catch (error) {
      if (error instanceof Superseded) {
        if (this.#holds === 0) this.#setPhase(this.#restingPhase());
        return;
      }
      this.#deps.log.error("Cannot index the workspace", error);
      this.#wantsScan = false;
      this.#dirty.clear();
      this.#message = `Cannot index the workspace: ${error instanceof Error ? error.message : String(error)}`;
      this.#setPhase("failed");
    }
  }

  #restingPhase(): IndexPhase {
    if (!this.#config?.indexEnabled || this.#config.roots.length === 0) return "idle";
    return this.#missingRoots.size === this.#roots.all.length ? "failed" : "ready";
  }

  async #scan(epoch: number): Promise<void> {
    this.#wantsScan = false;
    this.#message = undefined;
    this.#filesDone = 0;
    this.#filesTotal = 0;
    const config = this.#config!;
    const found: string[] = [];
    if (config.indexEnabled) {
      this.#setPhase("walking");
      this.#seenSkips = [];
      await this.#checkRoots();
      const present = this.#roots.all.filter((root) => !this.#missingRoots.has(root.path));
      for (const root of this.#roots.all) root.known.clear();
      for (const root of present) found.push(...(await this.#walk({ root, relative: "" }, epoch)));
    }
    this.#dropUnseen("", new Set([...found, ...this.#seenSkips]), config.indexEnabled);
    this.#setPhase(config.indexEnabled ? "reading" : "idle");
    this.#feeder.defers = true;
    try {
      await this.#take(found, epoch, true);
      const listed = new Set(found);
      await this.#take(
        this.#intake.openPaths().filter((path) => !listed.has(path)),
        epoch,
      );
    } finally {
      this.#feeder.defers = false;
    }
    if (config.indexEnabled) this.#setPhase("building");
    await this.#build(epoch);
    await this.#keep(epoch);
  }

  async #checkRoots(): Promise<void> {
    const missing: EngineRoot[] = [];
    for (const root of this.#roots.all) {
      const stat = await this.#deps.files.stat(root.path).catch(() => undefined);
      if (stat?.kind !== "directory") missing.push(root);
    }
    this.#missingRoots = new Set(missing.map((root) => root.path));
    if (missing.length > 0) {
      this.#message = `Cannot index ${missing.map(({ name }) => `"${name}"`).join(", ")}: the folder is missing or unreadable`;
    }
  }

  /** Files of a directory; what is skipped is recorded at once. */
  async #walk(start: RootedPath, epoch: number): Promise<string[]> {
    const found: string[] = [];
    await walkDirectory(this.#deps.files, this.#roots, start, {
      file: (path) => {
        found.push(path);
        this.#filesTotal++;
      },
      skipped: (path, reason) => {
        this.#seenSkips.push(path);
        this.#intake.skip(path, reason);
      },
      breathe: () => this.#breathe(epoch),
    });
    return found;
  }

  /** Forgets what a walk of a directory did not meet, open documents aside. */
  #dropUnseen(directory: string, seen: ReadonlySet<string>, keepOpen = true): void {
    for (const path of this.#intake.ledger.under(directory)) {
      if (!seen.has(path) && !(keepOpen && this.#intake.openText(path) !== undefined))
        this.#intake.drop(path);
    }
  }

  /** Reads ahead in parallel, indexes one by one. */
  async #take(paths: readonly string[], epoch: number, areListed = false): Promise<void> {
    this.#intake.beginLooks();
    for (let at = 0; at < paths.length; at += READ_AHEAD) {
      const batch = paths.slice(at, at + READ_AHEAD);
      const reads = await Promise.all(batch.map((path) => this.#intake.look(path, areListed)));
      for (const [i, read] of reads.entries()) {
        if (epoch !== this.#epoch) throw new Superseded();
        await this.#runSteps(this.#intake.accept(batch[i]!, read), epoch);
        if (read.kind === "absent" && read.insteadOf !== undefined) this.#dirty.add(read.insteadOf);
        this.#filesDone = Math.min(this.#filesDone + 1, this.#filesTotal);
        const rest = this.#breathe(epoch);
        if (rest) await rest;
      }
      if (this.#persister?.wantsKeep) await this.#keep(epoch);
    }
  }

  async #keep(epoch: number): Promise<void> {
    if (this.#persister) await this.#runSteps(this.#persister.keep(), epoch);
  }

  /** Gives the completion engine what it has not read, until something changes. */
  async #feed(epoch: number): Promise<void> {
    this.#setPhase("building");
    await this.#feeder.feed({
      openPaths: this.#intake.openPaths(),
      maxFileBytes: this.#config?.maxFileBytes ?? 0,
      breathe: () => this.#breathe(epoch),
      isInterrupted: () => this.#wantsScan || this.#dirty.size > 0,
    });
    await this.#build(epoch);
  }

  async #build(epoch: number): Promise<void> {
    const { index, sink } = this.#deps;
    if (index.wantsBuild) await this.#runSteps(index.build(), epoch);
    await this.#runSteps(sink.build(), epoch);
  }

  async #applyChanges(epoch: number): Promise<void> {
    await this.#gatherChanges();
    if (epoch !== this.#epoch) throw new Superseded();
    const paths = [...this.#dirty];
    this.#dirty.clear();
    this.#lastChangesMs = this.#deps.yielder.now();
    this.#pace.begin();
    if (paths.length > MANY_CHANGES || paths.some(changesRules)) {
      this.#wantsScan = true;
      return;
    }
    const files: string[] = [];
    for (const path of paths) {
      const skipped = this.#skippedAbove(path);
      if (skipped !== undefined) files.push(...(await this.#resolveChange(skipped, epoch)));
      files.push(...(await this.#resolveChange(path, epoch)));
    }
    await this.#take([...new Set(files)], epoch);
    await this.#build(epoch);
    this.#keepSoon();
  }

  async #gatherChanges(): Promise<void> {
    const { yielder } = this.#deps;
    const waitMs = this.#lastChangesMs + COALESCE_MS - yielder.now();
    // Events of one moment come as several messages.
    await (waitMs > 0 ? yielder.sleep(waitMs) : yielder.pause());
    for (let i = 0, before = MANY_CHANGES; i < MOST_GATHERINGS && this.#dirty.size > before; i++) {
      before = this.#dirty.size;
      await yielder.sleep(COALESCE_MS);
    }
  }

  /** After a while of quiet: what a kill takes until then is found again by the next look at the disk. */
  #keepSoon(): void {
    if (!this.#persister || this.#keepWaits) return;
    this.#keepWaits = true;
    void this.#deps.yielder.sleep(KEEP_AFTER_MS).then(() => {
      this.#keepWaits = false;
      this.#wantsKeep = true;
      this.#start();
    });
  }

  /** The topmost directory above a path that was skipped, and may be another one by now. */
  #skippedAbove(path: string): string | undefined {
    const rooted = this.#roots.find(path);
    if (!rooted) return undefined;
    const from = rooted.root.path.length + 1;
    for (let slash = path.indexOf("/", from); slash >= 0; slash = path.indexOf("/", slash + 1)) {
      if (this.#intake.ledger.get(path.slice(0, slash))) return path.slice(0, slash);
    }
    return undefined;
  }

  /** The files to look at because of one changed path, which may be a file, a directory or gone. */
  async #resolveChange(path: string, epoch: number): Promise<readonly string[]> {
    const rooted = this.#roots.find(path);
    if (!rooted || !this.#config?.indexEnabled) return [path];
    const stat = await this.#deps.files.stat(path).catch(() => undefined);
    const isDirectory = stat?.kind === "directory";
    if (rooted.relative === "" || this.#missingRoots.has(rooted.root.path)) {
      this.#wantsScan = true;
      return [];
    }
    if (!isDirectory) {
      this.#forgetDirectory(rooted, path, path);
      return [path, ...this.#intake.openPaths(path)];
    }
    const exclusion = await this.#intake.findExclusion(rooted, true);
    if (exclusion) {
      this.#forgetDirectory(rooted, path, exclusion.kind === "excluded" ? exclusion.at : path);
      await this.#runSteps(this.#intake.accept(path, exclusion), epoch);
      return this.#intake.openPaths(path);
    }
    this.#seenSkips = [];
    const found = await this.#walk(rooted, epoch);
    this.#dropUnseen(path, new Set([...found, ...this.#seenSkips]));
    return [...found, ...this.#intake.openPaths(path)];
  }

  /** Drops what was below a path that was a directory, and is gone, replaced or excluded. */
  #forgetDirectory({ root, relative }: RootedPath, path: string, keep: string): void {
    if (!root.known.has(relative)) return;
    this.#roots.forget(root, relative);
    this.#dropUnseen(path, new Set([keep]));
  }

  /** Lets the thread answer others when this slice of work is over. */
  #breathe(epoch: number): Promise<void> | undefined {
    const rest = this.#pace.breathe((now) => {
      if (now - this.#lastStatusMs >= STATUS_INTERVAL_MS) this.#emitStatus(now);
    });
    if (rest) return rest.then(() => this.#checkEpoch(epoch));
    this.#checkEpoch(epoch);
    return undefined;
  }

  #checkEpoch(epoch: number): void {
    if (epoch !== this.#epoch) throw new Superseded();
  }

  /** Ends the steps early when the pass is overtaken. */
  async #runSteps(steps: Iterable<void>, epoch: number): Promise<void> {
    for (const _ of steps) {
      const rest = this.#breathe(epoch);
      if (rest) await rest;
    }
  }

  #setPhase(phase: IndexPhase): void {
    if (phase === this.#phase && phase !== "ready") return;
    this.#phase = phase;
    this.#emitStatus(this.#deps.yielder.now());
  }

  #emitStatus(now: number): void {
    this.#lastStatusMs = now;
    this.#deps.onStatus(this.status());
  }
}

function sameRules(a: EngineConfig, b: EngineConfig | undefined): boolean {
  return JSON.stringify([a.roots, a.exclude]) === JSON.stringify([b?.roots, b?.exclude]);
}

function changesRules(path: string): boolean {
  return ignoreFileNames.some((name) => path.endsWith(`/${name}`)) || path.endsWith("/.git/info/exclude");
}

function abortable(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
