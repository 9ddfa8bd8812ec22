/** Contents by number: which of them are files now, and what became of the others. */
import type { ColumnArray } from "./segment/format.ts";

/** `kept`: dead, and revived when it comes back; `dropped`: never used again. */
export const contentStates = { kept: 0, live: 1, dropped: 2 } as const;

/** What is summed over live contents. */
export type ContentColumn =
  | "contentHashLow"
  | "contentHashHigh"
  | "contentLines"
  | "contentBodyTerms"
  | "contentNameTerms"
  | "contentPassages"
  | "contentSymbols";

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

  protected abstract column(name: ContentColumn): ColumnArray;
  abstract languageOf(content: number): string;
  abstract get size(): number;

  get endFile(): number {
    return this.firstFile + this.size;
  }

  hashOf(content: number): number {
    return this.column("contentHashLow")[content]! + 4294967296 * this.column("contentHashHigh")[content]!;
  }

  /** A number of each content, or of how many passages or symbols it has. */
  count(name: Exclude<ContentColumn, "contentHashLow" | "contentHashHigh">, content: number): number {
    const values = this.column(name);
    const isStart = name === "contentPassages" || name === "contentSymbols";
    return isStart ? values[content + 1]! - values[content]! : values[content]!;
  }

  isLive(content: number): boolean {
    return this.states[content] === contentStates.live;
  }

  revive(content: number, path: string): void {
    this.states[content] = contentStates.live;
    this.paths[content] = path;
    this.diedAt.delete(content);
    this.deadCount--;
  }

  kill(content: number, state: number, time: number): void {
    this.states[content] = state;
    this.diedAt.set(content, time);
    this.deadCount++;
  }
}
