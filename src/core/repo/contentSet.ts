/** Contents by number: which of them are files now, and what became of the others. */
import type { ColumnArray } from "./segment/format.ts";

/** `kept`: dead, and revived when it comes back; `dropped`: never used again. */
export const contentStates = { kept: 0, live: 1, dropped: 2 } as const;

/** What is known of each content, by number. */
export interface ContentColumns {
  readonly contentHashLow: ColumnArray;
  readonly contentHashHigh: ColumnArray;
  readonly contentLines: ColumnArray;
  readonly contentBodyTerms: ColumnArray;
  readonly contentNameTerms: ColumnArray;
  /** First passage and symbol; one entry more than contents. */
  readonly contentPassages: ColumnArray;
  readonly contentSymbols: ColumnArray;
}

export abstract class ContentSet {
  /** Number of the first content among those of all sets. */
  firstFile = 0;
  /** Path of each content, the last one of a dead one; undefined for one that was never alive here. */
  readonly paths: (string | undefined)[] = [];
  /** `contentStates` by content. */
  readonly states: number[] | Uint8Array;
  /** When each content died, on a clock that counts deaths; 0 for one that was never seen alive. */
  readonly diedAt = new Map<number, number>();
  deadCount = 0;

  constructor(states: number[] | Uint8Array) {
    this.states = states;
  }

  abstract get columns(): ContentColumns;
  abstract languageOf(content: number): string;
  abstract get size(): number;

  get endFile(): number {
    return this.firstFile + this.size;
  }

  hashOf(content: number): number {
    const { contentHashLow, contentHashHigh } = this.columns;
    return contentHashLow[content]! + 4294967296 * contentHashHigh[content]!;
  }

  passagesOf(content: number): number {
    const { contentPassages } = this.columns;
    return contentPassages[content + 1]! - contentPassages[content]!;
  }

  isLive(content: number): boolean {
    return this.states[content] === contentStates.live;
  }

  revive(content: number, path: string): void {
    this.states[content] = contentStates.live;
    this.paths[content] = path;
    if (this.diedAt.size > 0) this.diedAt.delete(content);
    this.deadCount--;
  }

  kill(content: number, state: number, time: number): void {
    this.states[content] = state;
    this.diedAt.set(content, time);
    this.deadCount++;
  }
}
