/** How badly a text parses. */
import type { Tree } from "web-tree-sitter";

export interface ParseErrors {
  /** Places where the parser dropped or invented something. */
  readonly count: number;
  /** UTF-16 units of text that fits nowhere. */
  readonly size: number;
  /** Whether the asked place lies inside such text. */
  readonly coversPlace: boolean;
}

/** Visits only what holds an error. */
export function countErrors(tree: Tree, place: number): ParseErrors {
  let coversPlace = false;
  let count = 0;
  let size = 0;
  const cursor = tree.walk();
  let more = true;
  while (more) {
    const node = cursor.currentNode;
    if (node.isError || node.isMissing) {
      count++;
      size += node.endIndex - node.startIndex;
      coversPlace ||= node.startIndex < place && place < node.endIndex;
    }
    const enter = node.hasError && !node.isMissing && cursor.gotoFirstChild();
    more = enter || cursor.gotoNextSibling();
    while (!more && cursor.gotoParent()) more = cursor.gotoNextSibling();
  }
  cursor.delete();
  return { count, size, coversPlace };
}
