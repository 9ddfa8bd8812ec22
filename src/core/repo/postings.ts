/**
 * Which files hold a name: files and names are small numbers. A packed table over all files, and beside it the files
 * set since it was built, which are searched one by one until `build` takes them in.
 */
export class Postings {
  /** Names of each file, ascending and distinct; undefined for a number that stands for no file. */
  readonly #lists: (Uint32Array | undefined)[] = [];
  /** Files of name `id`: `#packed[#starts[id]]` up to `#packed[#starts[id + 1]]`, ascending. */
  #starts = new Uint32Array(1);
  #packed = new Uint32Array(0);
  /** 1 while the packed table is right about a file. */
  #inPacked = new Uint8Array(0);
  readonly #loose = new Set<number>();

  /** Files that lookups must search one by one. */
  get looseCount(): number {
    return this.#loose.size;
  }

  /** @param names ascending and distinct */
  set(file: number, names: Uint32Array): void {
    this.remove(file);
    this.#lists[file] = names;
    this.#loose.add(file);
  }

  remove(file: number): void {
    this.#lists[file] = undefined;
    this.#loose.delete(file);
    if (file < this.#inPacked.length) this.#inPacked[file] = 0;
  }

  namesOf(file: number): Uint32Array {
    return this.#lists[file] ?? new Uint32Array(0);
  }

  /** Calls `visit` once for each file that holds the name, in no promised order. */
  forEachFile(name: number, visit: (file: number) => void): void {
    const end = this.#starts[name + 1] ?? 0;
    for (let i = this.#starts[name] ?? 0; i < end; i++) {
      const file = this.#packed[i]!;
      if (this.#inPacked[file] === 1) visit(file);
    }
    for (const file of this.#loose) if (includesSorted(this.#lists[file]!, name)) visit(file);
  }

  /** An upper bound of the number of files that hold a name, found without looking at them. */
  fileCountBound(name: number): number {
    return (this.#starts[name + 1] ?? 0) - (this.#starts[name] ?? 0) + this.#loose.size;
  }

  /**
   * Packs all files anew, in steps of about a millisecond. Files set or removed between the steps stay right: they
   * are loose afterwards.
   *
   * @param nameCount numbers of names are below this
   */
  *build(nameCount: number): Generator<void> {
    const lists = this.#lists.slice();
    const starts = new Uint32Array(nameCount + 1);
    for (let file = 0; file < lists.length; file++) {
      for (const name of lists[file] ?? []) starts[name + 1]!++;
      if (file % FILES_A_STEP === 0) yield;
    }
    for (let name = 0; name < nameCount; name++) starts[name + 1]! += starts[name]!;
    yield;
    const packed = new Uint32Array(starts[nameCount]!);
    const next = starts.slice();
    for (let file = 0; file < lists.length; file++) {
      for (const name of lists[file] ?? []) packed[next[name]!++] = file;
      if (file % FILES_A_STEP === 0) yield;
    }
    this.#starts = starts;
    this.#packed = packed;
    this.#adopt(lists);
  }

  #adopt(lists: readonly (Uint32Array | undefined)[]): void {
    this.#inPacked = new Uint8Array(lists.length);
    for (let file = 0; file < lists.length; file++) {
      if (lists[file] === undefined || lists[file] !== this.#lists[file]) continue;
      this.#inPacked[file] = 1;
      this.#loose.delete(file);
    }
  }
}

const FILES_A_STEP = 500;

function includesSorted(values: Uint32Array, wanted: number): boolean {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return values[low] === wanted;
}
