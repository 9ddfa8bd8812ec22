/**
 * Which names and numbers of the copied place stand for which here, learned from lines of the same shape around both.
 */
import type { PartRename } from "../../syntax/tokens/subwords.ts";
import { Kind, type Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import { COMPARED_TOKENS, lineEnd } from "./lineCompare.ts";
import type { PartRenames } from "./partRenames.ts";
import type { TokenSource } from "./tokenSource.ts";

export class Renames {
  readonly #map = new Map<number, number>();
  readonly #partial: PartRename[] = [];
  readonly #parts: PartRenames;
  readonly #vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary, parts: PartRenames) {
    this.#parts = parts;
    this.#vocabulary = vocabulary;
  }

  /** Learns from two lines; does nothing when their shapes differ. What was learned first stays. */
  learnLines(from: TokenSource, fromLine: number, to: TokenSource, toLine: number): void {
    if (from.shapes[fromLine] !== to.shapes[toLine]) return;
    const [start, toStart] = [from.lineStarts[fromLine]!, to.lineStarts[toLine]!];
    const length = lineEnd(from, fromLine) - start;
    if (length !== lineEnd(to, toLine) - toStart) return;
    this.learnTokens(from.tokens, start, to.tokens, toStart, Math.min(length, COMPARED_TOKENS));
  }

  learnTokens(from: Int32Array, start: number, to: Int32Array, toStart: number, length: number): void {
    for (let i = 0; i < length; i++) this.#learn(from[start + i]! >> 1, to[toStart + i]! >> 1);
  }

  /** The token as it would be here. */
  apply(token: number): number {
    const id = this.#map.get(token >> 1);
    return (id ?? this.#renameParts(token >> 1)) * 2 + (token & 1);
  }

  #learn(from: number, to: number): void {
    const kind = this.#vocabulary.kind(from);
    if ((kind !== Kind.word && kind !== Kind.number) || this.#map.has(from)) return;
    this.#map.set(from, to);
    if (from === to || kind !== Kind.word || this.#vocabulary.kind(to) !== Kind.word) return;
    const part = this.#parts.between(from, to);
    if (part !== undefined && !this.#partial.includes(part)) this.#partial.push(part);
  }

  /** A name that was not learned, with the first part that differs in learned names replaced. */
  #renameParts(id: number): number {
    if (this.#partial.length === 0 || this.#vocabulary.kind(id) !== Kind.word) return id;
    for (const part of this.#partial) {
      const renamed = this.#parts.apply(part, id);
      if (renamed !== id) return renamed;
    }
    return id;
  }
}
