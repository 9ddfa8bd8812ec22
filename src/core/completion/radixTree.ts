/** A radix tree (Morrison 1968, PATRICIA): finds all values whose key goes on from a text in the time it takes to read it. */

interface Node<V> {
  label: string;
  readonly children: Map<string, Node<V>>;
  readonly values: Set<V>;
}

const newNode = <V>(label: string): Node<V> => ({ label, children: new Map(), values: new Set() });

function commonLength(a: string, from: number, b: string): number {
  let length = 0;
  while (length < b.length && from + length < a.length && a[from + length] === b[length]) length++;
  return length;
}

export class RadixTree<V> {
  readonly #root = newNode<V>("");

  get isEmpty(): boolean {
    return this.#root.children.size === 0 && this.#root.values.size === 0;
  }

  add(key: string, value: V): void {
    let node = this.#root;
    for (let at = 0; at < key.length; ) {
      const child = node.children.get(key[at]!);
      if (child === undefined) {
        const leaf = newNode<V>(key.slice(at));
        node.children.set(key[at]!, leaf);
        leaf.values.add(value);
        return;
      }
      const common = commonLength(key, at, child.label);
      node = common < child.label.length ? this.#split(node, child, common) : child;
      at += common;
    }
    node.values.add(value);
  }

  /** Does nothing when it is not there. */
  remove(key: string, value: V): void {
    const path: Node<V>[] = [this.#root];
    for (let at = 0; at < key.length; ) {
      const child = path.at(-1)!.children.get(key[at]!);
      if (child === undefined || !key.startsWith(child.label, at)) return;
      path.push(child);
      at += child.label.length;
    }
    path.at(-1)!.values.delete(value);
    for (let depth = path.length - 1; depth > 0; depth--) {
      const node = path[depth]!;
      if (node.values.size > 0 || node.children.size > 0) break;
      path[depth - 1]!.children.delete(node.label[0]!);
    }
  }

  /** Values of all keys that begin with `start`, with what their key has after it. */
  *startingWith(start: string): Generator<readonly [rest: string, value: V]> {
    let node = this.#root;
    let at = 0;
    let rest = "";
    while (at < start.length) {
      const child = node.children.get(start[at]!);
      if (child === undefined) return;
      const common = commonLength(start, at, child.label);
      if (common < child.label.length && at + common < start.length) return;
      rest = child.label.slice(common);
      at += common;
      node = child;
    }
    yield* this.#below(node, rest);
  }

  *#below(node: Node<V>, rest: string): Generator<readonly [rest: string, value: V]> {
    for (const value of node.values) yield [rest, value];
    for (const child of node.children.values()) yield* this.#below(child, rest + child.label);
  }

  #split(parent: Node<V>, child: Node<V>, at: number): Node<V> {
    const upper = newNode<V>(child.label.slice(0, at));
    parent.children.set(upper.label[0]!, upper);
    child.label = child.label.slice(at);
    upper.children.set(child.label[0]!, child);
    return upper;
  }
}
