/** Terms of the indexed files' paths. Built when first asked, and extended while the index only grows. */
import type { SearchIndex } from "../../repo/searchIndex.ts";

/** Terms of a word, as the index has them. */
export type WordTerms = (word: string) => readonly string[];

const WORD = /[\p{L}\p{N}_$]+/gu;

export class PathField {
  /** By file, in terms. */
  readonly lengths: number[] = [];
  readonly #files = new Map<string, number[]>();
  /** Lists that take a file of a directory: those of the directory's terms. */
  readonly #directories = new Map<string, readonly number[][]>();
  readonly #termsOf: WordTerms;
  readonly #baseName: number;
  #numbering = -1;

  constructor(termsOf: WordTerms, baseName: number) {
    this.#termsOf = termsOf;
    this.#baseName = baseName;
  }

  update(index: SearchIndex): void {
    if (index.numbering !== this.#numbering) {
      this.#numbering = index.numbering;
      this.lengths.length = 0;
      this.#files.clear();
      this.#directories.clear();
    }
    for (let file = this.lengths.length; file < index.fileLimit; file++) this.#add(file, index.pathOf(file));
  }

  /** Files by number, ascending, as often as the term stands in the path; those of replaced files too. */
  filesOf(term: string): readonly number[] {
    return this.#files.get(term) ?? [];
  }

  #add(file: number, path: string): void {
    const slash = path.lastIndexOf("/");
    const lists = this.#directoryLists(path.slice(0, Math.max(0, slash)));
    for (const list of lists) list.push(file);
    const dot = path.lastIndexOf(".");
    const own = this.#lists(path.slice(slash + 1, dot > slash + 1 ? dot : undefined));
    for (let i = 0; i < this.#baseName; i++) for (const list of own) list.push(file);
    this.lengths.push(lists.length + own.length);
  }

  #directoryLists(directory: string): readonly number[][] {
    let lists = this.#directories.get(directory);
    if (lists === undefined) this.#directories.set(directory, (lists = this.#lists(directory)));
    return lists;
  }

  #lists(text: string): number[][] {
    const lists: number[][] = [];
    for (const word of text.match(WORD) ?? []) {
      for (const term of this.#termsOf(word)) {
        let list = this.#files.get(term);
        if (list === undefined) this.#files.set(term, (list = []));
        lists.push(list);
      }
    }
    return lists;
  }
}
