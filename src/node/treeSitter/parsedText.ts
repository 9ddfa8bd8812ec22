/** A text with its syntax tree, brought to another text by parsing again only what differs. */
import { Edit, type Language, Parser, type Point, type Tree } from "web-tree-sitter";
import { parsedForm } from "./parsedForm.ts";

/** Nobody who types waits longer than this for one parse. */
const PARSE_BUDGET_MS = 250;

export class ParsedText {
  readonly #parser = new Parser();
  #text = "";
  #tree: Tree | undefined;

  readonly #grammar: string;
  readonly #budgetMs: number;

  /**
   * @param grammar name of the language's grammar
   * @param budgetMs for one parse
   */
  constructor(grammar: string, language: Language, budgetMs = PARSE_BUDGET_MS) {
    this.#grammar = grammar;
    this.#budgetMs = budgetMs;
    this.#parser.setLanguage(language);
  }

  /** The tree of a text, which stays this object's own; undefined when parsing takes too long. */
  treeOf(written: string): Tree | undefined {
    const text = parsedForm(this.#grammar, written);
    if (this.#tree && text === this.#text) return this.#tree;
    const old = this.#tree;
    if (old) old.edit(editBetween(this.#text, text));
    this.#tree = this.#parse(text, old);
    old?.delete();
    this.#text = text;
    return this.#tree;
  }

  /** Calls `use` with the tree of a variant of the text, made from the tree at hand and deleted afterwards. */
  withVariant<T>(written: string, use: (tree: Tree) => T): T | undefined {
    const text = parsedForm(this.#grammar, written);
    const copy = this.#tree?.copy();
    copy?.edit(editBetween(this.#text, text));
    const tree = this.#parse(text, copy);
    copy?.delete();
    if (!tree) return undefined;
    try {
      return use(tree);
    } finally {
      tree.delete();
    }
  }

  delete(): void {
    this.#tree?.delete();
    this.#tree = undefined;
    this.#parser.delete();
  }

  #parse(text: string, old: Tree | undefined): Tree | undefined {
    const deadline = performance.now() + this.#budgetMs;
    const progressCallback = () => performance.now() > deadline;
    const tree = this.#parser.parse(text, old ?? null, { progressCallback });
    if (!tree) this.#parser.reset();
    return tree ?? undefined;
  }
}

/** The smallest single replacement that turns one text into another. */
function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  const oldEnd = before.length - tail;
  const newEnd = after.length - tail;
  const startPosition = pointAt(before, start, { row: 0, column: 0 }, 0);
  return new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition,
    oldEndPosition: pointAt(before, oldEnd, startPosition, start),
    newEndPosition: pointAt(after, newEnd, startPosition, start),
  });
}

/** Row and column of an offset, counted on from a place before it. */
function pointAt(text: string, offset: number, from: Point, fromOffset: number): Point {
  let row = from.row;
  let lineStart = fromOffset - from.column;
  for (let at = text.indexOf("\n", fromOffset); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
