/** Terms of the indexed files' paths. Built when first asked, and extended while files are only added. */
import type { SearchIndex } from "../../repo/searchIndex.ts";
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";

export class PathField {
  /** By file; empty for one that had no path yet. */
  readonly #paths: string[] = [];
  /** By file, in terms. */
  readonly lengths: number[] = [];
  readonly isTest: boolean[] = [];
  readonly #files = new Map<string, number[]>();
  /** Lists that take a file of a directory: those of the directory's terms. */
  readonly #directories = new Map<string, readonly number[][]>();
  readonly #isTestPath: (path: string) => boolean;
  #numbering = -1;

  constructor(isTestPath: (path: string) => boolean) {
    this.#isTestPath = isTestPath;
  }

  /** Takes in what the index has got since the last call. */
  update(index: SearchIndex): void {
    if (index.numbering !== this.#numbering || this.#hasMoved(index)) this.#clear(index.numbering);
    for (let file = this.#paths.length; file < index.fileLimit; file++) this.#add(file, index.pathOf(file));
  }

  /** Files by number, ascending, as often as the term stands in the path; those of replaced files too. */
  filesOf(term: string): readonly number[] {
    return this.#files.get(term) ?? [];
  }

  /** A content that comes back may come back under another path. */
  #hasMoved(index: SearchIndex): boolean {
    return this.#paths.some((path, file) => index.isLive(file) && index.pathOf(file) !== path);
  }

  #clear(numbering: number): void {
    this.#numbering = numbering;
    this.#paths.length = 0;
    this.lengths.length = 0;
    this.isTest.length = 0;
    this.#files.clear();
    this.#directories.clear();
  }

  #add(file: number, path: string): void {
    const slash = path.lastIndexOf("/");
    const dot = path.lastIndexOf(".");
    const around = this.#listsOfDirectory(path.slice(0, Math.max(0, slash)));
    const own = this.#listsOf(path.slice(slash + 1, dot > slash + 1 ? dot : undefined));
    for (const list of around) list.push(file);
    for (const list of own) list.push(file);
    this.#paths.push(path);
    this.lengths.push(around.length + own.length);
    this.isTest.push(this.#isTestPath(path));
  }

  #listsOfDirectory(directory: string): readonly number[][] {
    const known = this.#directories.get(directory);
    if (known !== undefined) return known;
    const lists = this.#listsOf(directory);
    this.#directories.set(directory, lists);
    return lists;
  }

  #listsOf(text: string): number[][] {
    return wordsOf(text)
      .flatMap((word) => wordTerms(word))
      .map((term) => {
        const known = this.#files.get(term);
        if (known !== undefined) return known;
        const list: number[] = [];
        this.#files.set(term, list);
        return list;
      });
  }
}
