/** Looks at single files and puts them into the index, or records why not. */
import type { SkipReason } from "../../core/repo/indexStatus.ts";
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import { textContentHash } from "../../core/text/contentHash.ts";
import type { EngineConfig, OpenDocument } from "../../ports/engine.ts";
import type { FileStat, Files } from "../../ports/files.ts";
import type { StoredFile } from "../../ports/indexStore.ts";
import type { Log } from "../../ports/log.ts";
import type { CorpusFeeder } from "./corpusFeeder.ts";
import type { FileLedger, FileStamp } from "./fileLedger.ts";
import { PathSpelling } from "./pathSpelling.ts";
import { readSource, type SourceRead } from "./readSource.ts";
import type { Exclusion, RootedPath, WorkspaceRoots } from "./workspaceRoots.ts";

/** What a look at a path found; nothing is changed by it. */
export type Look =
  /** `insteadOf`: the name under which the folder lists the file that is meant. */
  | { readonly kind: "absent"; readonly insteadOf?: string }
  | { readonly kind: "untouched" }
  | { readonly kind: "excluded"; readonly at: string; readonly reason: SkipReason }
  | { readonly kind: "open"; readonly document: OpenDocument; readonly inRoot: boolean }
  | { readonly kind: "read"; readonly read: SourceRead; readonly stat: FileStat };

interface IntakeDeps {
  readonly files: Files;
  readonly feeder: CorpusFeeder;
  readonly index: RepoIndex;
  readonly ledger: FileLedger;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly wallNow: () => number;
}

/** File systems tell times as coarsely as this: what is written after a look may show the same time. */
const COARSEST_MTIME_MS = 2000;

export class FileIntake {
  readonly ledger: FileLedger;
  currentFile: string | undefined;
  readonly #deps: IntakeDeps;
  readonly #roots: WorkspaceRoots;
  readonly #open = new Map<string, OpenDocument>();
  /** The text last indexed of open documents, so that an unchanged one costs nothing. */
  readonly #indexedText = new Map<string, string>();
  /** Content hash with which a file is kept out; undefined until it is read. */
  readonly #quarantined = new Map<string, number | undefined>();
  /** Paths that were said to be gone. */
  readonly #doubted = new Set<string>();
  readonly #spelling: PathSpelling;
  #config: Pick<EngineConfig, "indexEnabled" | "maxFileBytes" | "maxFiles"> = {
    indexEnabled: false,
    maxFileBytes: 0,
    maxFiles: 0,
  };

  constructor(deps: IntakeDeps, roots: WorkspaceRoots) {
    this.#deps = deps;
    this.ledger = deps.ledger;
    this.#spelling = new PathSpelling(deps.files);
    this.#roots = roots;
  }

  configure(config: EngineConfig): void {
    this.#config = config;
  }

  open(document: OpenDocument): void {
    const { path, languageId } = document;
    if (this.#open.get(path)?.languageId !== languageId) this.#indexedText.delete(path);
    this.#open.set(path, document);
  }

  /** @returns false when the document is not open */
  edit(path: string, text: string): boolean {
    const document = this.#open.get(path);
    if (document) this.#open.set(path, { ...document, text });
    return document !== undefined;
  }

  close(path: string): void {
    this.#open.delete(path);
    this.#indexedText.delete(path);
    this.ledger.forgetContent(path);
  }

  openText(path: string): string | undefined {
    return this.#open.get(path)?.text;
  }

  /** Open documents below a directory, or all. */
  openPaths(directory?: string): string[] {
    const paths = [...this.#open.keys()];
    return directory === undefined ? paths : paths.filter((path) => path.startsWith(`${directory}/`));
  }

  /** To be called before paths are looked at: what folders list may have changed. */
  beginLooks(): void {
    this.#spelling.forget();
  }

  /** For a path that is said to be gone: what still answers to it may be listed under another spelling. */
  doubtSpelling(path: string): void {
    this.#doubted.add(path);
  }

  quarantine(path: string): void {
    this.#quarantined.set(path, undefined);
    this.ledger.forgetContent(path);
  }

  limitMessage(): string | undefined {
    if (!this.ledger.skipped().limit) return undefined;
    return `The index holds ${this.#config.maxFiles} files, the limit of "touchstone.index.maxFiles"`;
  }

  /**
   * Never throws.
   *
   * @param isListed whether a walk has just found the path in its folder, and judged it by the rules
   */
  async look(path: string, isListed = false): Promise<Look> {
    const rooted = this.#roots.find(path);
    const document = this.#open.get(path);
    const alias =
      rooted && !isListed && this.#isStrange(path) ? await this.#spelling.find(rooted) : undefined;
    const exclusion = rooted && !isListed && (await this.findExclusion(rooted, false));
    if (exclusion) return this.#config.indexEnabled ? exclusion : { kind: "absent" };
    if (document) {
      const inRoot = rooted !== undefined && alias === undefined && this.#config.indexEnabled;
      return { kind: "open", document, inRoot };
    }
    if (!rooted || !this.#config.indexEnabled) return { kind: "absent" };
    if (alias !== undefined) return { kind: "absent", insteadOf: alias };
    const stat = await this.#deps.files.stat(path).catch(() => unreadable);
    if (!stat) return { kind: "absent" };
    const record = this.ledger.get(path);
    if (record?.stamp && record.skipped !== "limit" && sameStamp(record.stamp, stat))
      return { kind: "untouched" };
    const read = await readSource(
      this.#deps.files,
      path,
      stat,
      this.#config.maxFileBytes,
      this.#hashInIndex(path),
    );
    return { kind: "read", read, stat };
  }

  /** Like that of the roots; `absent` when what is excluded is not there either. */
  async findExclusion(
    rooted: RootedPath,
    isDirectory: boolean,
  ): Promise<Extract<Look, { kind: "excluded" | "absent" }> | undefined> {
    const found: Exclusion | undefined = await this.#roots.findExclusion(rooted, isDirectory);
    if (!found) return undefined;
    const at = `${rooted.root.path}/${found.relative}`;
    const stat = await this.#deps.files.stat(at).catch(() => unreadable);
    return stat ? { kind: "excluded", at, reason: found.reason } : { kind: "absent" };
  }

  /**
   * Acts on what a look found, in steps of a few milliseconds. One that is given up between its steps leaves the file
   * to be looked at again.
   */
  *accept(path: string, look: Look): Generator<void> {
    if (look.kind === "untouched") return;
    if (look.kind === "absent") this.drop(path);
    else if (look.kind === "excluded") this.#exclude(path, look.at, look.reason);
    else if (look.kind === "open") yield* this.#acceptOpen(look.document, look.inRoot);
    else yield* this.#acceptRead(path, look.read, look.stat);
  }

  skip(path: string, skipped: SkipReason, stamp?: FileStamp): void {
    this.#forget(path);
    this.ledger.set(path, stamp ? { skipped, stamp } : { skipped });
  }

  /** Forgets a path in the index and in the ledger. */
  drop(path: string): void {
    this.#forget(path);
    this.ledger.delete(path);
  }

  clear(): void {
    this.ledger.clear();
    this.#indexedText.clear();
    this.#deps.index.clear();
    this.#deps.feeder.clear();
  }

  /** Believes what an earlier process found, until a look at the disk says otherwise. */
  recall(files: readonly StoredFile[]): void {
    const doubted = files.filter((file) => !this.#recallFile(file));
    this.ledger.takeChanged();
    for (const { path } of doubted) this.ledger.markChanged(path);
  }

  /** @returns whether it is believed */
  #recallFile(file: StoredFile): boolean {
    const { path, hash, skipped } = file;
    const languageId = languageIdOf(path);
    if (!this.#roots.holds(path) || languageId === undefined || !this.#hasRoom(path)) return false;
    const stamp: FileStamp = file;
    if (skipped !== undefined) {
      this.ledger.recall(path, { skipped, stamp });
      return true;
    }
    if (!this.#deps.index.setKnownFile(path, languageId, hash)) return false;
    this.ledger.recall(path, { stamp });
    this.#deps.feeder.await(path);
    return true;
  }

  /** For a file that something cannot take. */
  keepOut(path: string, error: unknown): void {
    this.#deps.log.error(`Cannot index "${path}"`, error);
    this.skip(path, "quarantined", this.ledger.get(path)?.stamp);
  }

  /** Whether nobody has seen the path in the list of its folder yet. */
  #isStrange(path: string): boolean {
    return this.#doubted.delete(path) || this.ledger.get(path) === undefined;
  }

  #hashInIndex(path: string): number | undefined {
    const record = this.ledger.get(path);
    return record && record.skipped === undefined ? record.stamp?.hash : undefined;
  }

  #exclude(path: string, at: string, reason: SkipReason): void {
    if (path !== at) this.drop(path);
    this.skip(at, reason);
  }

  *#acceptOpen(document: OpenDocument, inRoot: boolean): Generator<void> {
    const { path, languageId, text } = document;
    if (this.#indexedText.get(path) === text) return;
    if (text.length > this.#config.maxFileBytes) {
      if (inRoot) this.skip(path, "tooLarge");
      else this.#forget(path);
      return;
    }
    if (inRoot) this.ledger.set(path, {});
    yield* this.#index(path, languageId, text, inRoot);
    if (this.#open.has(path)) this.#indexedText.set(path, text);
  }

  *#acceptRead(path: string, read: SourceRead, stat: FileStat): Generator<void> {
    const { sizeBytes } = stat;
    const isSettled = Math.abs(this.#deps.wallNow() - stat.mtimeMs) >= COARSEST_MTIME_MS;
    const mtimeMs = isSettled ? stat.mtimeMs : Number.NaN;
    if (read.kind === "unchanged") {
      this.ledger.set(path, { stamp: { sizeBytes, mtimeMs, hash: this.#hashInIndex(path)! } });
      return;
    }
    const stamp: FileStamp = { sizeBytes, mtimeMs, ...(read.hash === undefined ? {} : { hash: read.hash }) };
    if (read.kind === "skipped") this.skip(path, read.reason, stamp);
    else if (this.#isQuarantined(path, read.hash)) this.skip(path, "quarantined", stamp);
    else if (!this.#hasRoom(path)) this.skip(path, "limit");
    else {
      const grewMeanwhile = read.sizeBytes !== sizeBytes;
      this.ledger.set(path, { stamp: grewMeanwhile ? { ...stamp, mtimeMs: Number.NaN } : stamp });
      yield* this.#index(path, read.languageId, read.text, true, read.hash);
    }
  }

  #hasRoom(path: string): boolean {
    if (this.ledger.indexedCount < this.#config.maxFiles) return true;
    const record = this.ledger.get(path);
    return record !== undefined && record.skipped === undefined;
  }

  #isQuarantined(path: string, hash: number): boolean {
    if (!this.#quarantined.has(path)) return false;
    const bad = this.#quarantined.get(path) ?? hash;
    if (bad === hash) this.#quarantined.set(path, hash);
    else this.#quarantined.delete(path);
    return bad === hash;
  }

  /**
   * Text of a document outside the roots helps to complete, and is never searched for prompts. A file that cannot be
   * taken is kept out.
   *
   * @param hash of the bytes on disk, for text that is there
   */
  *#index(path: string, languageId: string, text: string, inRoot: boolean, hash?: number): Generator<void> {
    this.currentFile = path;
    let isOver = false;
    try {
      const { index, feeder } = this.#deps;
      if (!inRoot) index.removeFile(path);
      else if (hash !== undefined || !this.#isAsIndexed(path, languageId, text)) {
        yield* index.setFileInSteps(path, languageId, text, hash);
      }
      yield;
      yield* feeder.take(path, languageId, text, this.#open.has(path));
      isOver = true;
    } catch (error) {
      this.keepOut(path, error);
      isOver = true;
    } finally {
      this.currentFile = undefined;
      if (!isOver) this.#forgetHalfDone(path);
    }
  }

  /** An editor's text that is the one on disk is no other content, and stays fit to be kept there. */
  #isAsIndexed(path: string, languageId: string, text: string): boolean {
    const { index } = this.#deps;
    const hash = index.languageIdOf(path) === languageId ? index.hashOf(path) : undefined;
    return hash !== undefined && hash === textContentHash(text);
  }

  /** What was given up half-way is indexed again, whatever was known of it. */
  #forgetHalfDone(path: string): void {
    this.#indexedText.delete(path);
    this.ledger.forgetContent(path);
  }

  #forget(path: string): void {
    this.#indexedText.delete(path);
    this.#deps.index.removeFile(path);
    this.#deps.feeder.remove(path);
  }
}

/** Stands for a file whose state cannot be had; reading it fails as well and says why. */
const unreadable: FileStat = { sizeBytes: 0, mtimeMs: Number.NaN, kind: "file" };

function sameStamp(stamp: FileStamp, stat: FileStat): boolean {
  return stamp.sizeBytes === stat.sizeBytes && stamp.mtimeMs === stat.mtimeMs;
}
