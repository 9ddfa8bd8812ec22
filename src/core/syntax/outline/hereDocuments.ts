/** Finds where here documents end, each line of the text being looked at once. */

/** Longer lines end none. UTF-16 units. */
const LONGEST_MARK = 64;

export class HereDocuments {
  readonly #text: string;
  /** Starts of the lines that could be a mark, ascending, by what they hold, with and without spaces before it. */
  #indented: Map<string, number[]> | undefined;
  readonly #plain = new Map<string, number[]>();

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * @param isIndented whether the mark may have spaces before it
   * @returns the offset after the first line from `from` on that is the mark alone; -1 when there is none
   */
  end(mark: string, isIndented: boolean, from: number): number {
    this.#indented ??= this.#collect();
    const starts = (isIndented ? this.#indented : this.#plain).get(mark) ?? [];
    const start = starts[firstFrom(starts, from)];
    if (start === undefined) return -1;
    const end = this.#text.indexOf("\n", start);
    return end < 0 ? this.#text.length : end;
  }

  #collect(): Map<string, number[]> {
    const text = this.#text;
    const indented = new Map<string, number[]>();
    for (let start = 0; start <= text.length; ) {
      const next = text.indexOf("\n", start);
      const end = next < 0 ? text.length : next;
      const word = end - start <= LONGEST_MARK ? text.slice(start, end).trim() : "";
      if (word !== "") {
        add(indented, word, start);
        if (text.startsWith(word, start)) add(this.#plain, word, start);
      }
      start = end + 1;
    }
    return indented;
  }
}

function add(lines: Map<string, number[]>, word: string, start: number): void {
  const known = lines.get(word);
  if (known) known.push(start);
  else lines.set(word, [start]);
}

/** Index of the first number that is not below `from`. */
function firstFrom(ascending: readonly number[], from: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
