/**
 * Walks a syntax tree where it lies in the parser's memory. The cursor of the library costs a call into WebAssembly for
 * each step and property, a fifth of the time of parsing; reading the nodes themselves costs a fiftieth. The layout is
 * that of tree-sitter's `subtree.h` (`SubtreeInlineData`, `SubtreeHeapData`); what is visible, and under which type and
 * field, follows its `node.c` and `tree_cursor.c`. The library's version is exact in `package.json`, and a test compares
 * this walk with the official cursor, for every grammar.
 */
import type { Tree } from "web-tree-sitter";
import { addressOf, type ParserMemory, type RawGrammar } from "./rawGrammar.ts";

/** Told of visible nodes, from the top and in the order of the text. Offsets in UTF-16 units, `end` exclusive. */
export interface TreeVisitor {
  /** @returns what `enter` is given as `state` for the node's children, negative to leave them out */
  enter(type: number, field: number, state: number, start: number, end: number): number;
}

/** What lies deeper is left out: no person writes it, and a walk must not exhaust the stack. Nodes, hidden ones included. */
const DEEPEST = 2000;

/** Bits of the first word of a small leaf, which is its own pointer. */
const IS_INLINE = 1;
const INLINE_VISIBLE = 2;
const INLINE_EXTRA = 8;

/** Byte offsets in `SubtreeHeapData`; the children's pointers, eight bytes each, stand before it. */
const PADDING_BYTES = 4;
const SIZE_BYTES = 16;
const CHILD_COUNT = 36;
const SYMBOL = 40;
const FLAGS = 44;
const PRODUCTION = 66;
const VISIBLE = 1;
const EXTRA = 4;

export class RawWalk {
  readonly #memory: ParserMemory;
  readonly #grammar: RawGrammar;
  readonly #visitor: TreeVisitor;
  #words: Uint32Array;
  #halves: Uint16Array;
  /** Bytes of the text before the next node's padding; two are a UTF-16 unit. */
  #at = 0;
  #depth = 0;

  constructor(memory: ParserMemory, grammar: RawGrammar, visitor: TreeVisitor) {
    this.#memory = memory;
    this.#grammar = grammar;
    this.#visitor = visitor;
    this.#words = memory.HEAPU32;
    this.#halves = memory.HEAPU16;
  }

  /** The tree must not be edited or deleted meanwhile, nor another text be parsed. */
  walk(tree: Tree): void {
    this.#words = this.#memory.HEAPU32;
    this.#halves = this.#memory.HEAPU16;
    this.#at = 0;
    this.#depth = 0;
    this.#visit(addressOf(tree), 0, 0, 0, 0, true);
  }

  /**
   * @param pointer where the node's pointer lies
   * @param production of the node above, hidden or not; 0 has neither fields nor aliases
   * @param child place among its children, extra ones such as comments not counted
   * @param field of the hidden node that this one stands in
   */
  #visit(pointer: number, production: number, child: number, field: number, state: number, isRoot: boolean) {
    const words = this.#words;
    const first = words[pointer >> 2]!;
    const grammar = this.#grammar;
    const isInline = (first & IS_INLINE) !== 0;
    const flags = isInline ? 0 : this.#halves[(first + FLAGS) >> 1]!;
    const isExtra = isInline ? (first & INLINE_EXTRA) !== 0 : (flags & EXTRA) !== 0;
    let isVisible = isInline ? (first & INLINE_VISIBLE) !== 0 : (flags & VISIBLE) !== 0;
    let type = isInline ? (first >>> 8) & 0xff : this.#halves[(first + SYMBOL) >> 1]!;
    let ownField = 0;
    if (!isExtra) {
      ownField = field;
      if (production > 0) {
        if (child < grammar.fieldStride)
          ownField = grammar.fields[production * grammar.fieldStride + child]! || field;
        if (child < grammar.aliasStride) {
          const alias = grammar.aliases[production * grammar.aliasStride + child]!;
          if (alias > 0) {
            type = alias;
            isVisible = true;
          }
        }
      }
    }
    if (isInline) {
      const lengths = words[(pointer >> 2) + 1]!;
      const start = this.#at + ((lengths >>> 16) & 0xff);
      const end = start + (lengths >>> 24);
      this.#at = end;
      if (isVisible) this.#enter(type, ownField, state, start, end);
      return;
    }
    const start = this.#at + words[(first + PADDING_BYTES) >> 2]!;
    const end = start + words[(first + SIZE_BYTES) >> 2]!;
    const next = isVisible || isRoot ? this.#enter(type, ownField, state, start, end) : state;
    const count = words[(first + CHILD_COUNT) >> 2]!;
    if (count > 0 && next >= 0 && this.#depth < DEEPEST) {
      this.#depth++;
      this.#children(first, count, next, isVisible ? 0 : ownField);
      this.#depth--;
    }
    this.#at = end;
  }

  #children(node: number, count: number, state: number, field: number): void {
    const production = this.#halves[(node + PRODUCTION) >> 1]!;
    let pointer = node - 8 * count;
    let child = 0;
    for (let i = 0; i < count; i++, pointer += 8) {
      this.#visit(pointer, production, child, field, state, false);
      if (!this.#isExtra(pointer)) child++;
    }
  }

  #isExtra(pointer: number): boolean {
    const first = this.#words[pointer >> 2]!;
    if ((first & IS_INLINE) !== 0) return (first & INLINE_EXTRA) !== 0;
    return (this.#halves[(first + FLAGS) >> 1]! & EXTRA) !== 0;
  }

  #enter(type: number, field: number, state: number, start: number, end: number): number {
    const known = type < this.#grammar.typeCount ? this.#grammar.publicType[type]! : type;
    return this.#visitor.enter(known, field, state, start >> 1, end >> 1);
  }
}
