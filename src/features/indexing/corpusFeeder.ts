/**
 * Gives texts to the built-in completion engine within a bound on its memory. Open documents and files that it has already
 * are handed on at once; the others wait until the index is whole, and are then read one by one: those nearest to open
 * documents first, and among them those changed last, for that is where the next line is most likely copied from.
 */
import { languageIdOf } from "../../core/syntax/language.ts";
import type { Files } from "../../ports/files.ts";
import type { IndexSink } from "./indexSink.ts";
import { readSource } from "./readSource.ts";

/**
 * The engine takes about 11 bytes a token: 29 MB for these, some 340,000 lines, which the largest repository of the
 * completion benchmark just fits. In a larger one a line far from all that is open or new is seldom the next one, and the
 * index of the whole still finds it.
 */
const MOST_TOKENS = 2_600_000;
/** Part of the bound below which a full corpus takes texts again. */
const ROOM = 0.9;
/** The engine is asked how much it holds after so many files. */
const ASK_EVERY = 32;
/** Files read ahead while one is taken. */
const READ_AHEAD = 16;

export interface CorpusFeederDeps {
  readonly files: Files;
  readonly sink: IndexSink;
  /** When a file was changed, in milliseconds since the epoch. */
  readonly mtimeOf: (path: string) => number;
  readonly onPoison: (path: string, error: unknown) => void;
}

/** How long work may go on. */
export interface FeedTurn {
  readonly openPaths: readonly string[];
  readonly maxFileBytes: number;
  /** Called after each step; throws or rejects to stop. */
  breathe(): Promise<void> | undefined;
  /** Whether something more urgent waits; `feed` then returns and is called again. */
  isInterrupted(): boolean;
}

export class CorpusFeeder {
  /** Whether files without an editor are wanted at all. */
  isEnabled = true;
  /** Whether files wait for `feed`, because many are to come. */
  defers = false;
  readonly #deps: CorpusFeederDeps;
  readonly #mostTokens: number;
  readonly #fed = new Set<string>();
  readonly #known = new Set<string>();
  /** Files that wait, before anybody has asked for them. */
  #awaited: string[] = [];
  #isFull = false;

  constructor(deps: CorpusFeederDeps, mostTokens = MOST_TOKENS) {
    this.#deps = deps;
    this.#mostTokens = mostTokens;
  }

  get wantsFeed(): boolean {
    return this.isEnabled && !this.#isFull && this.#waiting.size > 0;
  }

  /** A text of a file that is in the index. Given up half-way, it is as it was. */
  *take(path: string, languageId: string, text: string, isOpen: boolean): Generator<void> {
    const isDue = isOpen || this.#fed.has(path) || this.#takesAtOnce();
    if (!isDue) {
      this.#waiting.add(path);
      return;
    }
    yield* this.#deps.sink.setFile(path, languageId, text);
    this.#fed.add(path);
    this.#waiting.delete(path);
  }

  /** A file that is in the index though nobody has read it. */
  await(path: string): void {
    this.#awaited.push(path);
  }

  remove(path: string): void {
    this.#waiting.delete(path);
    if (this.#fed.delete(path)) this.#deps.sink.removeFile(path);
  }

  clear(): void {
    this.#fed.clear();
    this.#waiting.clear();
    this.#isFull = false;
    this.#deps.sink.clear();
  }

  /** Reads what waits, as far as there is room. Rejects with what `breathe` throws. */
  async feed(turn: FeedTurn): Promise<void> {
    const order = this.#order(turn.openPaths);
    for (let at = 0; at < order.length; at += READ_AHEAD) {
      if (at % ASK_EVERY === 0) this.#isFull = this.#deps.sink.tokens() >= this.#mostTokens;
      if (this.#isFull || turn.isInterrupted()) return;
      const batch = order.slice(at, at + READ_AHEAD);
      const texts = await Promise.all(batch.map((path) => this.#read(path, turn.maxFileBytes)));
      for (const [i, source] of texts.entries()) {
        const path = batch[i]!;
        if (source && this.#waiting.has(path)) await this.#give(path, source, turn);
        this.#waiting.delete(path);
        await turn.breathe();
      }
    }
  }

  /** Looks whether files that are gone have made room. */
  makeRoom(): void {
    if (this.#isFull) this.#isFull = this.#deps.sink.tokens() >= ROOM * this.#mostTokens;
  }

  /** At a start all files wait: they are looked at when there is time. */
  get #waiting(): Set<string> {
    for (const path of this.#awaited) if (!this.#fed.has(path)) this.#known.add(path);
    if (this.#awaited.length > 0) this.#awaited = [];
    return this.#known;
  }

  #takesAtOnce(): boolean {
    return this.isEnabled && !this.defers && !this.#isFull && this.#waiting.size === 0;
  }

  async #give(path: string, source: { languageId: string; text: string }, turn: FeedTurn): Promise<void> {
    const steps = this.#deps.sink.setFile(path, source.languageId, source.text);
    try {
      for (;;) {
        const { done } = this.#step(path, steps);
        if (done) break;
        await turn.breathe();
      }
    } finally {
      steps.return(undefined);
    }
  }

  /** One step; a text that the engine cannot take is told, and is over. */
  #step(path: string, steps: Generator<void>): { readonly done: boolean } {
    try {
      const done = steps.next().done === true;
      if (done) this.#fed.add(path);
      return { done };
    } catch (error) {
      this.#deps.onPoison(path, error);
      return { done: true };
    }
  }

  async #read(path: string, maxBytes: number) {
    const { files } = this.#deps;
    if (languageIdOf(path) === undefined) return undefined;
    const stat = await files.stat(path).catch(() => undefined);
    const read = stat && (await readSource(files, path, stat, maxBytes, undefined));
    return read?.kind === "source" ? read : undefined;
  }

  #order(openPaths: readonly string[]): readonly string[] {
    const distance = distanceTo(openPaths);
    return [...this.#waiting]
      .map((path) => ({ path, distance: distance(path), mtimeMs: this.#deps.mtimeOf(path) }))
      .sort((a, b) => a.distance - b.distance || b.mtimeMs - a.mtimeMs || (a.path < b.path ? -1 : 1))
      .map(({ path }) => path);
  }
}

/** Folders to go up and down to the nearest of some files; 0 without any. */
function distanceTo(paths: readonly string[]): (path: string) => number {
  const folders = [...new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))))].map((folder) =>
    folder.split("/"),
  );
  const known = new Map<string, number>();
  return (path) => {
    const folder = path.slice(0, path.lastIndexOf("/"));
    const found = known.get(folder);
    if (found !== undefined) return found;
    const parts = folder.split("/");
    const least = folders.reduce((best, other) => Math.min(best, stepsBetween(parts, other)), Infinity);
    known.set(folder, folders.length === 0 ? 0 : least);
    return known.get(folder)!;
  };
}

function stepsBetween(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return a.length + b.length - 2 * shared;
}
