/** Terms of the indexed files' paths. Made when first asked, and extended while files are only added. */
import type { SearchIndex } from "../../repo/searchIndex.ts";
import { NameText } from "./nameText.ts";
import { isTestPath } from "./testPath.ts";

export class PathField {
  /** By file, in UTF-16 units: what a path's terms are weighed against. 0 for one that had no path yet. */
  lengths = new Uint32Array(0);
  #index: SearchIndex | undefined;
  #files = 0;
  /** By file: 0 until asked, then 1 for no and 2 for yes. */
  #isTest = new Uint8Array(0);
  #directories = new NameText();
  #filesIn: number[][] = [];
  readonly #directoryNumbers = new Map<string, number>();
  #baseNames = new NameText();
  #numbering = -1;
  #naming = -1;

  /** Takes in what the index has got since the last call. */
  update(index: SearchIndex): void {
    const { fileLimit, naming, numbering } = index;
    if (numbering !== this.#numbering || naming !== this.#naming) this.#clear();
    this.#index = index;
    this.#numbering = numbering;
    this.#naming = naming;
    if (this.lengths.length < fileLimit) this.#makeRoom(2 * fileLimit);
    for (; this.#files < fileLimit; this.#files++) this.#add(this.#files, index.pathOf(this.#files));
  }

  /** Calls `visit` with files whose paths hold a term and how often, those of replaced files too. */
  forEachWith(term: string, visit: (file: number, count: number) => void): void {
    this.#directories.forEachWith(term, (directory, count) => {
      for (const file of this.#filesIn[directory]!) visit(file, count);
    });
    this.#baseNames.forEachWith(term, visit);
  }

  isTest(file: number): boolean {
    if (this.#isTest[file] === 0) this.#isTest[file] = isTestPath(this.#index!.pathOf(file)) ? 2 : 1;
    return this.#isTest[file] === 2;
  }

  #clear(): void {
    this.#files = 0;
    this.#isTest.fill(0);
    this.#directories = new NameText();
    this.#filesIn = [];
    this.#directoryNumbers.clear();
    this.#baseNames = new NameText();
  }

  #makeRoom(files: number): void {
    const lengths = new Uint32Array(files);
    lengths.set(this.lengths);
    this.lengths = lengths;
    const isTest = new Uint8Array(files);
    isTest.set(this.#isTest);
    this.#isTest = isTest;
  }

  /** Numbers of base names are those of their files. */
  #add(file: number, path: string): void {
    const slash = path.lastIndexOf("/");
    const dot = path.lastIndexOf(".");
    this.lengths[file] = path.length;
    this.#baseNames.add(path.slice(slash + 1, dot > slash + 1 ? dot : undefined));
    const directory = path.slice(0, Math.max(0, slash));
    let number = this.#directoryNumbers.get(directory);
    if (number === undefined) {
      number = this.#directories.add(directory);
      this.#directoryNumbers.set(directory, number);
      this.#filesIn.push([]);
    }
    this.#filesIn[number]!.push(file);
  }
}
