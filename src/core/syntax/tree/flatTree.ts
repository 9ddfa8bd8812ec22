/** A syntax tree as columns of numbers: read once from the parser's memory, then free of it. */

/** Nodes in the order of the text, each before its children; anonymous ones such as brackets are among them. */
export interface TreeColumns {
  /** Number of the node's type; `typeName` says its name. */
  readonly types: Uint16Array;
  /** Number of the field in the parent, 0 for none. */
  readonly fields: Uint8Array;
  /** UTF-16 offsets, `ends` exclusive. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** The node around, -1 at the root. */
  readonly parents: Int32Array;
}

/** Names by number, of one grammar. */
export interface TreeNames {
  readonly typeNames: readonly string[];
  readonly fieldNames: readonly string[];
}

/** What stands where the parser could make no sense of the text. */
export const errorType = "ERROR";

const noNode = -1;

/** Nodes are numbers, 0 is the root; -1 stands for none and may be asked everything. */
export class FlatTree {
  readonly text: string;
  readonly count: number;
  readonly #columns: TreeColumns;
  readonly #names: TreeNames;
  /** By node the number after its last descendant. */
  readonly #after: Uint32Array;

  constructor(text: string, columns: TreeColumns, names: TreeNames) {
    this.text = text;
    this.#columns = columns;
    this.#names = names;
    this.count = columns.types.length;
    this.#after = Uint32Array.from(columns.types, (_, node) => node + 1);
    for (let node = this.count - 1; node > 0; node--) {
      const parent = columns.parents[node]!;
      if (this.#after[node]! > this.#after[parent]!) this.#after[parent] = this.#after[node]!;
    }
  }

  /** Empty for no node. */
  type(node: number): string {
    return node < 0 ? "" : (this.#names.typeNames[this.#columns.types[node]!] ?? errorType);
  }

  /** Empty when the node has none. */
  field(node: number): string {
    return node < 0 ? "" : (this.#names.fieldNames[this.#columns.fields[node]!] ?? "");
  }

  start(node: number): number {
    return node < 0 ? 0 : this.#columns.starts[node]!;
  }

  end(node: number): number {
    return node < 0 ? 0 : this.#columns.ends[node]!;
  }

  parent(node: number): number {
    return node < 0 ? noNode : this.#columns.parents[node]!;
  }

  textOf(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  /** -1 when it has no children. */
  firstChild(node: number): number {
    return node >= 0 && this.#after[node]! > node + 1 ? node + 1 : noNode;
  }

  /** -1 after the last of its siblings. */
  nextSibling(node: number): number {
    if (node <= 0) return noNode;
    const next = this.#after[node]!;
    return next < this.#after[this.parent(node)]! ? next : noNode;
  }

  /** All children in order, anonymous ones included. */
  children(node: number): number[] {
    const found: number[] = [];
    for (let at = this.firstChild(node); at >= 0; at = this.nextSibling(at)) found.push(at);
    return found;
  }

  /** The first child in a field. */
  child(node: number, field: string): number {
    for (let at = this.firstChild(node); at >= 0; at = this.nextSibling(at))
      if (this.field(at) === field) return at;
    return noNode;
  }

  /** All children in a field. */
  childrenIn(node: number, field: string): number[] {
    return this.children(node).filter((child) => this.field(child) === field);
  }

  /** The first child of a type. */
  childOfType(node: number, type: string): number {
    for (let at = this.firstChild(node); at >= 0; at = this.nextSibling(at))
      if (this.type(at) === type) return at;
    return noNode;
  }

  /** Number after the last node inside; descendants are those from `node + 1` to before it. */
  after(node: number): number {
    return node < 0 ? 0 : this.#after[node]!;
  }

  /** The smallest node around a range of the text. */
  around(start: number, end: number): number {
    let node = 0;
    for (let at = this.firstChild(0); at >= 0; ) {
      if (this.start(at) <= start && end <= this.end(at) && this.end(at) > this.start(at)) {
        node = at;
        at = this.firstChild(at);
      } else at = this.start(at) > start ? noNode : this.nextSibling(at);
    }
    return node;
  }
}
