/** An answer as lines with a place in it, and the blocks read so far. */
import type { BlockEdit, EditBlock } from "../editBlock.ts";
import { fenceIn } from "./marks.ts";
import { cleanPath, pathHint } from "./pathHint.ts";

/** Lines between a block and the line that names its file, at most, empty ones and fences included. */
const FARTHEST = 12;

export class AnswerLines {
  readonly lines: readonly string[];
  readonly blocks: EditBlock[] = [];
  readonly isKnown: (path: string) => boolean;
  /** Whether the answer's last line is whole. */
  readonly endsWithBreak: boolean;
  /** 0-based. */
  at = 0;
  /** Lines before this one belong to blocks already read. */
  #readUntil = 0;

  constructor(answer: string, isKnown: (path: string) => boolean) {
    this.lines = answer.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
    this.endsWithBreak = answer.endsWith("\n");
    if (this.endsWithBreak) (this.lines as string[]).pop();
    this.isKnown = isKnown;
  }

  get isOver(): boolean {
    return this.at >= this.lines.length;
  }

  /** The line at hand, or one further on. */
  line(ahead = 0): string | undefined {
    return this.lines[this.at + ahead];
  }

  /** Adds a block that began at `start` (0-based); what was read so far names no later file. */
  add(start: number, path: string | undefined, edit: BlockEdit): void {
    const clean = path === undefined ? undefined : cleanPath(path, this.isKnown);
    this.blocks.push({ number: this.blocks.length + 1, line: start + 1, path: clean, edit });
    this.#readUntil = this.at;
  }

  /** Lines up to the one at hand belong to what was read. */
  markRead(): void {
    this.#readUntil = this.at;
  }

  /** The file that one of the nearest lines above `line` names; fences and empty lines are passed over. */
  pathAbove(line: number, mostLines: number): string | undefined {
    let looked = 0;
    const last = Math.max(this.#readUntil, line - FARTHEST);
    for (let at = line - 1; at >= last && looked < mostLines; at--) {
      const text = this.lines[at]!;
      if (text.trim() === "" || fenceIn(text)?.info === "") continue;
      looked++;
      const path = pathHint(text, this.isKnown);
      if (path !== undefined) return path;
    }
    return undefined;
  }
}
