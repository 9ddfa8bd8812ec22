/** Terms of the indexed files' paths. Made when first asked, and extended while files are only added. */
import type { SearchIndex } from "../../repo/searchIndex.ts";
import { NamedFiles } from "./namedFiles.ts";
import { isTestPath } from "./testPath.ts";

export class PathField {
  /** By file; empty for one that had no path yet. */
  #paths: string[] = [];
  /** 0 until asked, then 1 for no and 2 for yes. */
  #isTest: number[] = [];
  #directories = new NamedFiles();
  #baseNames = new NamedFiles();
  #numbering = -1;

  /** Takes in what the index has got since the last call. */
  update(index: SearchIndex): void {
    if (index.numbering !== this.#numbering || this.#hasMoved(index)) this.#clear(index.numbering);
    for (let file = this.#paths.length; file < index.fileLimit; file++) this.#add(file, index.pathOf(file));
  }

  /** In UTF-16 units: what a path's terms are weighed against. */
  lengthOf(file: number): number {
    return this.#paths[file]!.length;
  }

  /** Calls `visit` with files whose paths hold a term and how often, those of replaced files too. */
  forEachWith(term: string, visit: (files: readonly number[], count: number) => void): void {
    this.#directories.forEachWith(term, visit);
    this.#baseNames.forEachWith(term, visit);
  }

  isTest(file: number): boolean {
    if (this.#isTest[file] === 0) this.#isTest[file] = isTestPath(this.#paths[file]!) ? 2 : 1;
    return this.#isTest[file] === 2;
  }

  /** A content that comes back may come back under another path. */
  #hasMoved(index: SearchIndex): boolean {
    return this.#paths.some((path, file) => index.isLive(file) && index.pathOf(file) !== path);
  }

  #clear(numbering: number): void {
    this.#numbering = numbering;
    this.#paths = [];
    this.#isTest = [];
    this.#directories = new NamedFiles();
    this.#baseNames = new NamedFiles();
  }

  #add(file: number, path: string): void {
    const slash = path.lastIndexOf("/");
    const dot = path.lastIndexOf(".");
    this.#paths.push(path);
    this.#isTest.push(0);
    this.#directories.add(path.slice(0, Math.max(0, slash)), file);
    this.#baseNames.add(path.slice(slash + 1, dot > slash + 1 ? dot : undefined), file);
  }
}
