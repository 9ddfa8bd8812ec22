/** A test as its file's syntax tree shows it. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import type { LineRange } from "../testCase.ts";

export interface FoundTest {
  readonly label: string;
  /** Outermost first. */
  readonly suites: readonly string[];
  readonly range: LineRange;
}

/** Lines of offsets in one text. */
export class LineTable {
  readonly #starts: readonly number[];

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  /** 0-based. */
  lineOf(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  rangeOf(tree: FlatTree, node: number): LineRange {
    const startLine = this.lineOf(tree.start(node));
    return {
      startLine,
      endLine: Math.max(startLine, this.lineOf(Math.max(tree.start(node), tree.end(node) - 1))),
    };
  }
}
