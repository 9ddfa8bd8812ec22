/** The files that an edit is about: as the person has them, and as the answers so far make them. Nothing is written. */
import type { FileChange, FileTexts } from "../../core/patch/fileTexts.ts";
import type { UserFiles } from "../../ports/userFiles.ts";

/** More are not read. */
const MOST_FILES = 40;

export class EditedFiles {
  readonly #files: () => Promise<Pick<UserFiles, "read">>;
  /** Texts of before, of all files that were read. */
  readonly #before = new Map<string, string>();
  #now = new Map<string, string>();
  /** Where files with another path were before, by their path now. */
  readonly #origins = new Map<string, string>();

  constructor(files: () => Promise<Pick<UserFiles, "read">>) {
    this.#files = files;
  }

  get now(): FileTexts {
    return this.#now;
  }

  get isFull(): boolean {
    return this.#before.size >= MOST_FILES;
  }

  /** Whether the person has such a file, as far as it was read. */
  wasThere(path: string): boolean {
    return this.#before.has(path);
  }

  /** As it is now, or as the person has it; undefined for what is gone or no text. */
  async read(path: string, signal: AbortSignal): Promise<string | undefined> {
    const known = this.#now.get(path);
    if (known !== undefined || this.#before.has(path)) return known;
    if (this.isFull) return undefined;
    const found = await (await this.#files()).read(path);
    signal.throwIfAborted();
    if (found.kind !== "text") return undefined;
    this.#before.set(path, found.text);
    this.#now.set(path, found.text);
    return found.text;
  }

  /**
   * @param changes against `now`
   * @returns why they are not taken, by path; nothing was taken then
   */
  take(changes: readonly FileChange[]): readonly { readonly path: string; readonly reason: string }[] {
    const moved = new Set(this.#origins.values());
    const clashes = changes.filter(({ kind, path }) => kind === "created" && moved.has(path));
    if (clashes.length > 0)
      return clashes.map(({ path }) => ({
        path,
        reason: "the file of this path was given another one: choose another for the new file",
      }));
    const now = new Map(this.#now);
    for (const change of changes) {
      if (change.kind === "deleted") {
        now.delete(change.path);
        this.#origins.delete(change.path);
      } else if (change.kind === "renamed") this.#move(now, change);
      else now.set(change.path, change.after);
    }
    this.#now = now;
    return [];
  }

  #move(now: Map<string, string>, { from, path, after }: Extract<FileChange, { kind: "renamed" }>): void {
    const origin = this.#origins.get(from) ?? from;
    this.#origins.delete(from);
    now.delete(from);
    now.set(path, after);
    if (origin !== path && this.#before.has(origin)) this.#origins.set(path, origin);
  }

  /** All that is different from what the person has, each file once. */
  changes(): readonly FileChange[] {
    const kept = [...this.#now].flatMap(([path, after]): FileChange[] => {
      const from = this.#origins.get(path);
      if (from !== undefined)
        return [{ kind: "renamed", from, path, before: this.#before.get(from)!, after }];
      const before = this.#before.get(path);
      if (before === undefined) return [{ kind: "created", path, after }];
      return before === after ? [] : [{ kind: "changed", path, before, after }];
    });
    const moved = new Set(this.#origins.values());
    const gone = [...this.#before].flatMap(([path, before]): FileChange[] =>
      this.#now.has(path) || moved.has(path) ? [] : [{ kind: "deleted", path, before }],
    );
    return [...kept, ...gone];
  }
}
