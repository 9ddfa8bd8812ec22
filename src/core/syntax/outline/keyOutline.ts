/** Keys of data files, of two levels and bounded: what JSON, YAML and TOML have in common. */
import type { Container, OutlineBuilder } from "./outlineBuilder.ts";

/**
 * Keys kept of one mapping. A mapping with more is data (translations, lock files, records), in which nobody looks for
 * a name by its outline: the largest that people write, dependencies, have about as many.
 */
export const MOST_KEYS_OF_MAPPING = 100;
/** Keys kept of one file, so that no data file weighs more in the index than a large source file does. */
export const MOST_KEYS_OF_FILE = 1000;
/** UTF-16 units; a longer key is data as well. */
export const LONGEST_KEY = 100;

/** 0 for the keys of the file, 1 for those inside of them. */
export type KeyLevel = 0 | 1;

/** Takes keys in the order of the text. */
export class KeyOutline {
  readonly #builder: OutlineBuilder;
  readonly #met = [0, 0];
  /** Numbers of the symbols open at each level; -1 when there is none. */
  readonly #open = [-1, -1];
  #kept = 0;
  #container: Container = "";

  constructor(builder: OutlineBuilder) {
    this.#builder = builder;
  }

  /** A key, of which the range ends with `end`. */
  add(level: KeyLevel, name: string, line: number): void {
    if (level === 0) this.#met[1] = 0;
    this.#open[level] = -1;
    if (level === 1 && this.#open[0]! < 0) return;
    if (this.#met[level]!++ >= MOST_KEYS_OF_MAPPING || this.#kept >= MOST_KEYS_OF_FILE) return;
    if (name === "" || name.length > LONGEST_KEY) return;
    this.#kept++;
    this.#open[level] = this.#builder.count;
    const container = level === 0 ? "" : this.#container;
    const symbol = { name, kind: "key", container, startLine: line, endLine: line } as const;
    const inner = this.#builder.addLines(symbol);
    if (level === 0) this.#container = inner;
  }

  /** Ends the open keys of a level, and of the level inside it. */
  end(level: KeyLevel, endLine: number): void {
    for (let at: number = level; at < 2; at++) {
      if (this.#open[at]! >= 0) this.#builder.endAt(this.#open[at]!, endLine);
      this.#open[at] = -1;
    }
  }
}
