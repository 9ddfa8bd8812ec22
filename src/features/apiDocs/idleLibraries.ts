/** Reads libraries before anyone asks: those that open files import at once, the others while nobody asks for anything. */
import type { EngineConfig } from "../../ports/engine.ts";
import type { Yielder } from "../../ports/files.ts";
import type { Log } from "../../ports/log.ts";
import type { Power } from "../../ports/power.ts";
import type { Readable } from "./readable.ts";

export interface IdleLibrariesDeps {
  /** Those that are installed, most important first. */
  readonly installed: () => Promise<readonly Readable[]>;
  /** Reads one, and holds it for questions. */
  readonly take: (readable: Readable) => Promise<unknown>;
  /** Reads one that is not kept yet, and keeps it on disk; false when there is no disk to keep it on. */
  readonly keep: (readable: Readable) => Promise<boolean>;
  /** Modules that open files import, as written. */
  readonly imported: () => readonly string[];
  /** Whether files of a language are in the workspace. */
  readonly hasLanguage: (languageIds: readonly string[]) => boolean;
  readonly onProgress: (progress: LibraryProgress | undefined) => void;
  readonly yielder: Yielder;
  readonly power?: Power | undefined;
  readonly log: Log;
}

/** Libraries that were read in this pass, and how many there are to read. */
export interface LibraryProgress {
  readonly done: number;
  readonly total: number;
}

/** Nothing is read until nobody has asked for so long. Milliseconds. */
const QUIET_MS = 3000;
/** For what an open file imports: what is typed at once comes first. */
const SOON_MS = 300;
const pythonLanguages = ["python"];
const npmLanguages = ["typescript", "typescriptreact", "javascript", "javascriptreact", "vue", "svelte"];

export class IdleLibraries {
  readonly #deps: IdleLibrariesDeps;
  #isWanted = false;
  #share = 1;
  #quietSince = 0;
  #isOver = false;
  /** Grows when what was begun is not wanted any more. */
  #pass = 0;
  #running: Promise<void> | undefined;
  #isStale = false;
  readonly #done = new Set<string>();

  constructor(deps: IdleLibrariesDeps) {
    this.#deps = deps;
  }

  configure({ cpuShare, readsWhenIdle, indexEnabled }: Partial<EngineConfig>): void {
    this.#share = cpuShare ?? 1;
    this.#isWanted = (readsWhenIdle ?? false) && (indexEnabled ?? true);
    if (!this.#isWanted) this.cancel();
  }

  /** Someone asks for something: the next library waits. */
  interrupt(): void {
    this.#quietSince = this.#deps.yielder.now();
  }

  /** There may be something to read: a file was opened, packages were installed. */
  wake(): void {
    if (this.#isOver || !this.#isWanted) return;
    this.#isStale = true;
    this.#running ??= this.#readAll().finally(() => {
      this.#running = undefined;
      if (this.#isStale) this.wake();
    });
  }

  /** Other packages are installed now. */
  forget(): void {
    this.#done.clear();
    this.wake();
  }

  /** Stops behind the library that is being read; `wake` begins again. */
  cancel(): void {
    this.#pass++;
    this.#isStale = false;
    this.#deps.onProgress(undefined);
  }

  /** Resolves when nothing is being read; for who wants to see it done. */
  async settled(): Promise<void> {
    await this.#running;
  }

  dispose(): void {
    this.#isOver = true;
    this.cancel();
  }

  async #readAll(): Promise<void> {
    const pass = this.#pass;
    while (this.#isStale) {
      this.#isStale = false;
      if (!(await this.#waitForQuiet(pass, SOON_MS))) return;
      const all = await this.#deps.installed();
      for (const one of all.filter(this.#isImported())) if (!(await this.#read(one, pass, true))) return;
      await this.#readOthers(all, pass);
    }
  }

  async #readOthers(all: readonly Readable[], pass: number): Promise<void> {
    const others = all.filter((one) => !this.#done.has(keyOf(one)) && this.#isSpoken(one));
    const { onProgress, power } = this.#deps;
    for (const [done, one] of others.entries()) {
      if (!(await this.#waitForQuiet(pass, QUIET_MS)) || power?.isOnBattery()) break;
      // A file that was opened meanwhile comes first.
      if (this.#isStale) break;
      onProgress({ done, total: others.length });
      if (!(await this.#read(one, pass, false))) break;
    }
    onProgress(undefined);
  }

  /** @returns whether to go on */
  async #read(one: Readable, pass: number, isAsked: boolean): Promise<boolean> {
    if (this.#isOver || pass !== this.#pass) return false;
    const { take, keep, yielder, log } = this.#deps;
    const before = yielder.now();
    try {
      if (isAsked) await take(one);
      else if (!(await keep(one))) return false;
      this.#done.add(keyOf(one));
    } catch (cause) {
      log.warn(`Cannot read the package "${one.installed.id.name}": ${String(cause)}`);
      this.#done.add(keyOf(one));
    }
    await yielder.pause();
    const spent = yielder.now() - before;
    if (!isAsked && this.#share < 1) await yielder.sleep((spent * (1 - this.#share)) / this.#share);
    return true;
  }

  /** Libraries of a language that nobody writes here are read when they are asked for. */
  #isSpoken({ installed: { id } }: Readable): boolean {
    if (id.ecosystem === "python") return this.#deps.hasLanguage(pythonLanguages);
    return id.ecosystem !== "npm" || this.#deps.hasLanguage(npmLanguages);
  }

  #isImported(): (one: Readable) => boolean {
    const modules = this.#deps.imported();
    const isOf = (module: string, name: string) =>
      module === name || (module.startsWith(name) && /^[./:]/.test(module.slice(name.length)));
    return (one) =>
      !this.#done.has(keyOf(one)) &&
      one.installed.importNames.some((name) => modules.some((module) => isOf(module, name)));
  }

  /** False when it is over, or was cancelled. */
  async #waitForQuiet(pass: number, quietMs: number): Promise<boolean> {
    const { yielder } = this.#deps;
    for (;;) {
      if (this.#isOver || pass !== this.#pass) return false;
      const leftMs = this.#quietSince + quietMs - yielder.now();
      if (leftMs <= 0) return true;
      await yielder.sleep(leftMs);
    }
  }
}

const keyOf = ({ installed: { id, folder } }: Readable) => `${id.ecosystem} ${id.version} ${folder}`;
