/**
 * Dead contents by language and hash, to bring one back that was seen before. After a restart these are all contents, so
 * that they are gathered in one pass into two arrays, when first asked for.
 */
import { type ContentSet, contentStates } from "./contentSet.ts";

/** Numbers for which there is room besides those of the contents there are: files that are yet to come, and to die. */
const ROOM_AHEAD = 4096;

export class DeadContents {
  readonly #sets: () => readonly ContentSet[];
  readonly #setOf: (file: number) => ContentSet;
  /** By what is left of language and hash: one more than the number of the first file; 0 for none. */
  #first = new Int32Array(0);
  /** By file, the same of the next one. */
  #next = new Int32Array(0);
  /** By language what its hashes are mixed with: one content may stand in many files of two. */
  readonly #mixes = new Map<string, number>();

  /**
   * @param sets all there are, in the order of their numbers
   * @param setOf the one to which a file's number belongs
   */
  constructor(sets: () => readonly ContentSet[], setOf: (file: number) => ContentSet) {
    this.#sets = sets;
    this.#setOf = setOf;
  }

  /** To be called when a content has died that may come back. */
  add(set: ContentSet, content: number): void {
    if (this.#first.length === 0) return;
    const file = set.firstFile + content;
    if (file >= this.#next.length) this.forget();
    else this.#add(set, content);
  }

  /** Takes one out: the number of its file, -1 when there is none. */
  take(languageId: string, hash: number): number {
    if (this.#first.length === 0) this.#gather(this.#sets());
    // The lower half: what is left of a hash when it is taken for 32 bits.
    const slot = (hash ^ this.#mixOf(languageId)) & (this.#first.length - 1);
    let before = -1;
    for (let file = this.#first[slot]! - 1; file >= 0; before = file, file = this.#next[file]! - 1) {
      if (!this.#isSame(file, languageId, hash)) continue;
      if (before < 0) this.#first[slot] = this.#next[file]!;
      else this.#next[before] = this.#next[file]!;
      return file;
    }
    return -1;
  }

  /** To be called when numbers or many states have changed. */
  forget(): void {
    this.#first = new Int32Array(0);
  }

  #gather(sets: readonly ContentSet[]): void {
    const files = sets.at(-1)!.endFile;
    this.#next = new Int32Array(files + ROOM_AHEAD);
    let size = 1;
    while (size < this.#next.length) size *= 2;
    this.#first = new Int32Array(size);
    for (const set of sets) {
      const { size: contents, states, firstFile } = set;
      const { contentHashLow } = set.columns;
      let language = "";
      let mix = this.#mixOf(language);
      for (let content = 0; content < contents; content++) {
        if (states[content] !== contentStates.kept) continue;
        const own = set.languageOf(content);
        if (own !== language) mix = this.#mixOf((language = own));
        const slot = (contentHashLow[content]! ^ mix) & (size - 1);
        this.#next[firstFile + content] = this.#first[slot]!;
        this.#first[slot] = firstFile + content + 1;
      }
    }
  }

  #add(set: ContentSet, content: number): void {
    const slot = (set.hashOf(content) ^ this.#mixOf(set.languageOf(content))) & (this.#first.length - 1);
    const file = set.firstFile + content;
    this.#next[file] = this.#first[slot]!;
    this.#first[slot] = file + 1;
  }

  #isSame(file: number, languageId: string, hash: number): boolean {
    const set = this.#setOf(file);
    const content = file - set.firstFile;
    return set.hashOf(content) === hash && set.languageOf(content) === languageId;
  }

  #mixOf(languageId: string): number {
    let mix = this.#mixes.get(languageId);
    if (mix === undefined) {
      mix = Math.imul(this.#mixes.size, 0x9e3779b1);
      this.#mixes.set(languageId, mix);
    }
    return mix;
  }
}
