/**
 * At most one writer in a folder, and none that is dead: a file names the writer, and its time is the writer's pulse.
 * A writer whose process has ended is replaced at once; one whose process lives (a thread that ended, a process of
 * another container) when its pulse was still for four seconds of the observer's own clock. What two writers would do to
 * each other in the instant between look and take is prevented by the database, which knows the last writer's token.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { mayLive, ownIdentity, type ProcessIdentity } from "./processIdentity.ts";
import type { StoreFiles } from "./storeFiles.ts";

/** How often a writer shows that it lives, and how long silence is taken for death. Together under five seconds. */
export const pulseMs = 800;
const silenceMs = 4000;

const lockName = "writer.lock";

interface Holder extends ProcessIdentity {
  readonly token: string;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, startedAt, place, token } = JSON.parse(text) as Partial<Record<string, unknown>>;
    if (typeof pid !== "number" || typeof place !== "string" || typeof token !== "string") return undefined;
    return { pid, place, token, startedAt: typeof startedAt === "string" ? startedAt : undefined };
  } catch {
    return undefined;
  }
}

export class WriterLock {
  /** Names this writer in the lock file and in the database. */
  readonly token = randomUUID();
  readonly #files: StoreFiles;
  readonly #path: string;
  readonly #own: ProcessIdentity = ownIdentity();
  readonly #monotonicNow: () => number;
  #pulse: { readonly seen: string; readonly sinceMs: number } | undefined;
  #isHeld = false;

  /** @param monotonicNow milliseconds of a clock that never goes back */
  constructor(files: StoreFiles, folder: string, monotonicNow: () => number) {
    this.#files = files;
    this.#path = join(folder, lockName);
    this.#monotonicNow = monotonicNow;
  }

  /**
   * Takes the lock when nobody living has it. Asked again and again it finds out that a holder is silent.
   *
   * @throws what the disk says when it refuses
   */
  tryTake(): boolean {
    if (this.holds()) return true;
    const text = this.#read();
    if (text === undefined) return this.#create();
    if (!this.#isAbandoned(text)) return false;
    return this.#clearAway() && this.#create();
  }

  /** Whether the file still names this writer. */
  holds(): boolean {
    if (this.#isHeld && parseHolder(this.#read() ?? "")?.token !== this.token) this.#isHeld = false;
    return this.#isHeld;
  }

  /** Shows that the writer lives; `nowMs` since the epoch need only differ from the last. */
  beat(nowMs: number): void {
    if (this.holds()) this.#files.touch(this.#path, nowMs);
  }

  release(): void {
    if (this.holds()) this.#files.discard(this.#path);
    this.#isHeld = false;
  }

  #read(): string | undefined {
    try {
      return new TextDecoder().decode(this.#files.read(this.#path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  #create(): boolean {
    const holder: Holder = { ...this.#own, token: this.token };
    try {
      this.#files.createNew(this.#path, new TextEncoder().encode(JSON.stringify(holder)));
      this.#isHeld = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    return this.#isHeld;
  }

  #isAbandoned(text: string): boolean {
    const holder = parseHolder(text);
    if (holder && !mayLive(holder, this.#own)) return true;
    const seen = `${text} ${this.#files.stat(this.#path)?.mtimeMs}`;
    if (this.#pulse?.seen !== seen) this.#pulse = { seen, sinceMs: this.#monotonicNow() };
    return this.#monotonicNow() - this.#pulse.sinceMs >= silenceMs;
  }

  /** By a new name first: of several who try, one succeeds. */
  #clearAway(): boolean {
    const aside = `${this.#path}.${this.token}`;
    try {
      this.#files.move(this.#path, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    }
    this.#files.discard(aside);
    return true;
  }
}
