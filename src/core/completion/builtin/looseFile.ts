/**
 * One file outside the sorted segments, looked up by hashed chains that take one pass to make: a file that changed since
 * the last build, or the text being edited.
 */
import type { TokenFile } from "../../syntax/tokens/tokenFile.ts";
import { lastAtMost } from "./segment.ts";
import { MAX_ORDER, tokenBefore } from "./suffixSort.ts";
import type { TokenSource } from "./tokenSource.ts";

const noPositions = new Int32Array(0);

/** Bounds of one look-up in one file. */
export interface MatchCaps {
  /** Positions that agree in two tokens or more. */
  readonly pairs: number;
  /** Positions that agree in exactly one token. */
  readonly singles: number;
  /** Positions looked at for each of the two. */
  readonly looks: number;
}

export class LooseFile implements TokenSource {
  readonly path: string;
  readonly languageId: string;
  readonly content: TokenFile;
  #heads: Int32Array | undefined;
  #links = noPositions;
  #pairHeads = noPositions;
  #pairLinks = noPositions;

  constructor(path: string, languageId: string, content: TokenFile) {
    this.path = path;
    this.languageId = languageId;
    this.content = content;
  }

  get tokens(): Int32Array {
    return this.content.tokens;
  }

  get lineStarts(): Int32Array {
    return this.content.lineStarts;
  }

  get lineNumbers(): Int32Array {
    return this.content.lineNumbers;
  }

  get shapes(): Int32Array {
    return this.content.shapes;
  }

  fileAt(): number {
    return 0;
  }

  lineAt(position: number): number {
    return lastAtMost(this.content.lineStarts, this.content.shapes.length, position);
  }

  fileOfLine(): number {
    return 0;
  }

  firstLine(): number {
    return 0;
  }

  endLine(): number {
    return this.content.shapes.length;
  }

  pathOf(): string {
    return this.path;
  }

  /**
   * Positions whose context agrees with `context` (ids, nearest first) in at least one token, last in the file first.
   *
   * Of very repetitive text only the last occurrences are looked at, so that the time is bounded.
   *
   * @param visit gets the position and how many tokens agree, 1..MAX_ORDER
   */
  forEachMatch(
    context: readonly number[],
    caps: MatchCaps,
    visit: (position: number, order: number) => void,
  ): void {
    if (context.length === 0) return;
    this.#link();
    const [last, before] = [context[0]!, context[1] ?? -1];
    let left = caps.pairs;
    let looks = caps.looks;
    for (
      let at = this.#pairHeads[this.#pairSlot(last, before)]!;
      at > 0 && left > 0 && looks-- > 0;
      at = this.#pairLinks[at]!
    ) {
      const order = this.#agreement(at, context);
      if (order < 2) continue;
      left--;
      visit(at, order);
    }
    left = caps.singles;
    looks = caps.looks;
    for (let at = this.#heads![this.#slot(last)]!; at > 0 && left > 0 && looks-- > 0; at = this.#links[at]!) {
      if (this.#agreement(at, context) !== 1) continue;
      left--;
      visit(at, 1);
    }
  }

  /** Whether a token stands in the file. */
  has(id: number): boolean {
    this.#link();
    for (let at = this.#heads![this.#slot(id)]!; at > 0; at = this.#links[at]!) {
      if (this.tokens[at - 1]! >> 1 === id) return true;
    }
    return false;
  }

  #agreement(position: number, context: readonly number[]): number {
    const most = Math.min(MAX_ORDER, context.length, position);
    let order = 0;
    while (order < most && tokenBefore(this.tokens, position, order + 1) === context[order]) order++;
    return order;
  }

  #slot(id: number): number {
    return (Math.imul(id, 0x9e3779b1) >>> 7) & (this.#heads!.length - 1);
  }

  #pairSlot(last: number, before: number): number {
    return (
      ((Math.imul(last, 0x9e3779b1) ^ Math.imul(before, 0x85ebca6b)) >>> 7) & (this.#pairHeads.length - 1)
    );
  }

  /** Frees what look-ups need; the next one makes it again. */
  forgetChains(): void {
    this.#heads = undefined;
    this.#links = noPositions;
    this.#pairHeads = noPositions;
    this.#pairLinks = noPositions;
  }

  #link(): void {
    if (this.#heads !== undefined) return;
    const { tokens } = this;
    let size = 64;
    while (size < tokens.length) size *= 2;
    this.#heads = new Int32Array(size);
    this.#pairHeads = new Int32Array(size);
    this.#links = new Int32Array(tokens.length);
    this.#pairLinks = new Int32Array(tokens.length);
    for (let i = 1; i < tokens.length; i++) {
      const slot = this.#slot(tokens[i - 1]! >> 1);
      this.#links[i] = this.#heads[slot]!;
      this.#heads[slot] = i;
      if (i === 1) continue;
      const pair = this.#pairSlot(tokens[i - 1]! >> 1, tokens[i - 2]! >> 1);
      this.#pairLinks[i] = this.#pairHeads[pair]!;
      this.#pairHeads[pair] = i;
    }
  }
}
