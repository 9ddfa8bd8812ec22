/** Reads a parser's tree into columns. */
import type { Language, Tree } from "web-tree-sitter";
import { FlatTree, type TreeNames } from "../../core/syntax/tree/flatTree.ts";
import { type ParserMemory, RawGrammar } from "./rawGrammar.ts";
import { RawWalk, type TreeVisitor } from "./rawTree.ts";

const FIRST_SIZE = 1 << 12;

/** Columns that grow. */
class Gatherer implements TreeVisitor {
  #types = new Uint16Array(FIRST_SIZE);
  #fields = new Uint8Array(FIRST_SIZE);
  #starts = new Uint32Array(FIRST_SIZE);
  #ends = new Uint32Array(FIRST_SIZE);
  #parents = new Int32Array(FIRST_SIZE);
  #count = 0;

  restart(): void {
    this.#count = 0;
  }

  /** The state given to children is the number of their parent. */
  enter(type: number, field: number, parent: number, start: number, end: number): number {
    const node = this.#count++;
    if (node === this.#types.length) this.#grow();
    this.#types[node] = type;
    this.#fields[node] = field;
    this.#starts[node] = start;
    this.#ends[node] = end;
    this.#parents[node] = node === 0 ? -1 : parent;
    return node;
  }

  tree(text: string, names: TreeNames): FlatTree {
    const columns = {
      types: this.#types.slice(0, this.#count),
      fields: this.#fields.slice(0, this.#count),
      starts: this.#starts.slice(0, this.#count),
      ends: this.#ends.slice(0, this.#count),
      parents: this.#parents.slice(0, this.#count),
    };
    return new FlatTree(text, columns, names);
  }

  #grow(): void {
    const size = 2 * this.#types.length;
    const into = <T extends { set(from: T): void }>(larger: T, old: T): T => {
      larger.set(old);
      return larger;
    };
    this.#types = into(new Uint16Array(size), this.#types);
    this.#fields = into(new Uint8Array(size), this.#fields);
    this.#starts = into(new Uint32Array(size), this.#starts);
    this.#ends = into(new Uint32Array(size), this.#ends);
    this.#parents = into(new Int32Array(size), this.#parents);
  }
}

export class FlatTreeReader {
  readonly #walk: RawWalk;
  readonly #names: TreeNames;
  readonly #gatherer = new Gatherer();

  constructor(language: Language, memory: ParserMemory, grammar = new RawGrammar(language, memory)) {
    this.#walk = new RawWalk(memory, grammar, this.#gatherer);
    this.#names = {
      typeNames: Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? ""),
      fieldNames: Array.from({ length: language.fieldCount + 1 }, (_, id) =>
        id === 0 ? "" : (language.fieldNameForId(id) ?? ""),
      ),
    };
  }

  /** @param tree of `text`; it may be deleted afterwards */
  read(tree: Tree, text: string): FlatTree {
    this.#gatherer.restart();
    this.#walk.walk(tree);
    return this.#gatherer.tree(text, this.#names);
  }
}
