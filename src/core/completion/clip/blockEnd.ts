/** Where the block that a suggestion stands in ends, by the tree of the text with the suggestion in it. */
import { errorType, type FlatTree } from "../../syntax/tree/flatTree.ts";

/** Nodes that hold statements or declarations one after another, in the grammars at hand. */
const listType =
  /^(?:(?:\w+_)?(?:block|body)|(?:\w+_)?statements?_list|statements|body_statement|compound_statement|(?:\w+_)?declaration_list|enumerator_list|enum_variant_list|accessor_list|do_group|then|program|module|source_file|source|translation_unit|compilation_unit|chunk|stylesheet|document)$/;
/** Parts of a statement that hold statements of their own up to the next part. */
const clauseType =
  /^(?:switch_case|switch_default|switch_section|switch_entry|switch_block_statement_group|switch_rule|expression_case|default_case|type_case|communication_case|case_statement|case_clause|case_item|match_arm|when|when_entry|else|else_clause|elif_clause|elsif|except_clause|finally_clause|catch_clause|catch_block|finally_block|rescue|ensure)$/;
/** Lists where each thing stands for itself: one is suggested, not what might follow it. */
const declarationsType =
  /^(?:(?:class|interface|protocol|enum|enum_class|template|struct|trait)_body|(?:\w+_)?declaration_list|enumerator_list|enum_variant_list|program|module|source_file|source|translation_unit|compilation_unit|chunk|stylesheet)$/;
const declarationOwner = /^(?:class|module|class_definition|internal_module|namespace_definition)$/;
const closerWord = /^(?:[)\]}]|end|fi|done|esac)$/;
const openers = new Set(["(", "[", "{"]);
/** Where brackets stand alone, as in `case x)` of a shell. */
const patternType = /^case_item$/;

/** Data and markup: what is deeper there belongs to what is above it, and indentation tells as much. */
const withoutBlocks = new Set(["yaml", "toml", "html", "markdown"]);

/** Whether trees of a language tell blocks, where it has trees. */
export const hasBlocks = (languageId: string): boolean => !withoutBlocks.has(languageId);

class BlockFinder {
  readonly #tree: FlatTree;
  readonly #start: number;
  readonly #end: number;

  constructor(tree: FlatTree, start: number, end: number) {
    this.#tree = tree;
    this.#start = start;
    this.#end = end;
  }

  find(): readonly number[] | undefined {
    const { text } = this.#tree;
    const lineStart = text.lastIndexOf("\n", this.#start - 1) + 1;
    const begun = text.slice(lineStart, this.#start);
    const written = /\S/.exec(text.slice(this.#start, this.#end));
    if (!written) return undefined;
    const first = this.#start + written.index;
    const content = lineStart + /^[\s()[\]{}]*/.exec(begun)![0].length;
    const ends =
      content < this.#start
        ? this.#statementEnds(content, first)
        : this.#listEnds(this.#listAround(first), first);
    if (!ends) return undefined;
    const within = ends.map((end) => Math.min(this.#withTail(end), this.#end));
    return [...new Set(within)].sort((a, b) => a - b);
  }

  /** The statement that is amid, and what is open within it. */
  #statementEnds(content: number, first: number): readonly number[] | undefined {
    const tree = this.#tree;
    const statement = this.#statementAt(content, first);
    if (statement <= 0 || tree.type(statement) === errorType) return undefined;
    const ends = [tree.end(statement)];
    for (let node = this.#leafAt(first); node > statement; node = tree.parent(node)) {
      if (tree.type(node) === errorType) return undefined;
      const isOpenBefore = this.#isHolder(node) && tree.start(node) < first;
      if (isOpenBefore && this.#closer(node) >= 0) ends.push(this.#contentEnd(node));
    }
    return ends;
  }

  /** What is amid at the cursor, -1 when the text makes no sense: begun on the line, or above it where the line goes on. */
  #statementAt(content: number, first: number): number {
    const tree = this.#tree;
    let node = this.#largestAt(content);
    while (tree.end(node) <= this.#start) {
      const up = tree.parent(node);
      if (up < 0 || tree.type(up) === errorType) return -1;
      if (this.#isList(up))
        return tree.children(up).find((child) => tree.start(child) <= first && tree.end(child) > first) ?? -1;
      node = up;
    }
    if (tree.start(node) === content) return node;
    while (node > 0 && !this.#isList(tree.parent(node))) node = tree.parent(node);
    return node;
  }

  /** The largest node that begins at a place and is no list of statements. */
  #largestAt(offset: number): number {
    const tree = this.#tree;
    let node = this.#leafAt(offset);
    for (let up = tree.parent(node); up > 0; up = tree.parent(up)) {
      if (tree.start(up) !== offset || listType.test(tree.type(up)) || tree.type(up) === errorType) break;
      node = up;
    }
    return node;
  }

  /** The innermost list or bracket that was begun before a place; undefined where the text makes no sense. */
  #listAround(offset: number): number | undefined {
    const tree = this.#tree;
    for (let node = this.#leafAt(offset); node > 0; node = tree.parent(node)) {
      if (tree.type(node) === errorType) return undefined;
      if (!this.#isHolder(node)) continue;
      const isBegun =
        tree.start(node) < offset ||
        (tree.start(node) === offset && !this.#isBracketed(node) && tree.start(tree.parent(node)) < offset);
      if (isBegun) return node;
    }
    return tree.type(0) === errorType ? undefined : 0;
  }

  #listEnds(list: number | undefined, first: number): readonly number[] | undefined {
    if (list === undefined) return undefined;
    const own = this.#holdsDeclarations(list) ? this.#declarationEnd(list, first) : undefined;
    if (own !== undefined) return [own];
    const content = this.#contentEnd(list);
    const closed = this.#closedEnd(list);
    return closed === undefined ? [content] : [content, closed];
  }

  /** The end of the first declaration of several lines, or of a run of short ones that a blank line ends. */
  #declarationEnd(list: number, first: number): number | undefined {
    const tree = this.#tree;
    let end: number | undefined;
    for (const child of tree.children(list)) {
      if (tree.start(child) < first || closerWord.test(tree.textOf(child))) continue;
      if (tree.start(child) >= this.#end) return end;
      const isApart = end !== undefined && /\n[ \t]*\r?\n/.test(tree.text.slice(end, tree.start(child)));
      if (isApart) return end;
      end = tree.end(child);
      if (tree.type(child) !== errorType && this.#isLong(child) && end < this.#end) return end;
    }
    return undefined;
  }

  #isLong(node: number): boolean {
    return !/comment/.test(this.#tree.type(node)) && this.#tree.textOf(node).trimEnd().includes("\n");
  }

  #holdsDeclarations(list: number): boolean {
    const type = this.#tree.type(list);
    return list === 0 || declarationsType.test(type) || this.#isBodyOf(list, declarationOwner);
  }

  #isBodyOf(list: number, owner: RegExp): boolean {
    return listType.test(this.#tree.type(list)) && owner.test(this.#tree.type(this.#tree.parent(list)));
  }

  #isList(node: number): boolean {
    const type = this.#tree.type(node);
    return node === 0 || listType.test(type) || clauseType.test(type);
  }

  #isHolder(node: number): boolean {
    return this.#isList(node) || this.#isBracketed(node);
  }

  #isBracketed(node: number): boolean {
    const tree = this.#tree;
    const child = tree.firstChild(node);
    return child >= 0 && openers.has(tree.textOf(child));
  }

  /** The closing bracket or word of a list, -1 when it has none. */
  #closer(list: number): number {
    const tree = this.#tree;
    const last = tree.children(list).at(-1) ?? -1;
    const isCloser = last >= 0 && tree.end(last) > tree.start(last) && closerWord.test(tree.textOf(last));
    return isCloser ? last : -1;
  }

  #contentEnd(list: number): number {
    const tree = this.#tree;
    const closer = this.#closer(list);
    if (closer < 0) return this.#trimmed(tree.end(list));
    const before = tree.children(list).filter((child) => child < closer);
    return this.#trimmed(tree.end(before.at(-1) ?? closer - 1));
  }

  /** Behind what closes a list, and brackets that were open around it. */
  #closedEnd(list: number): number | undefined {
    const tree = this.#tree;
    let node = this.#closer(list) >= 0 ? list : tree.parent(list);
    if (node <= 0 || this.#closer(node) < 0) return undefined;
    let end = tree.end(node);
    for (node = tree.parent(node); node > 0 && !listType.test(tree.type(node)); node = tree.parent(node)) {
      const between = tree.text.slice(end, tree.end(node));
      if (tree.type(node) === errorType || !/^[\s)\]};,]*$/.test(between)) break;
      end = tree.end(node);
    }
    return end;
  }

  #trimmed(end: number): number {
    return this.#tree.text.slice(0, end).trimEnd().length;
  }

  /** With what ends the statement on its line, and the comment there. */
  #withTail(end: number): number {
    const at = this.#trimmed(end);
    return at + /^[;,]*(?:[ \t]+(?:#|\/\/|--)[^\n]*)?/.exec(this.#tree.text.slice(at, this.#end))![0].length;
  }

  #leafAt(offset: number): number {
    return this.#tree.around(offset, offset + 1);
  }
}

const worths = new Map<string, number>();

/** Of a node's type: 1 for each opening bracket, -1 for each closing one. Types of signs are the signs; words have none. */
function signWorth(type: string): number {
  let worth = worths.get(type);
  if (worth === undefined) {
    const signs = /[\w\s"'`]/.test(type) ? "" : type;
    worth = signs.replace(/[^([{]/g, "").length - signs.replace(/[^)\]}]/g, "").length;
    worths.set(type, worth);
  }
  return worth;
}

/** How many brackets a part of a text opens, less those it closes, and whether any that it opens is left open. */
function bracketsIn(tree: FlatTree, start: number, end: number): { net: number; leavesOpen: boolean } {
  let net = 0;
  let lowest = 0;
  for (let node = 0; node < tree.count; node++) {
    if (tree.start(node) < start || tree.end(node) > end || tree.end(node) === tree.start(node)) continue;
    if (patternType.test(tree.type(tree.parent(node)))) continue;
    net += signWorth(tree.type(node));
    lowest = Math.min(lowest, net);
  }
  return { net, leavesOpen: net > lowest };
}

/** What of a suggestion belongs to the block it stands in. */
export interface BlockFit {
  /** UTF-16 units from its beginning. */
  readonly length: number;
  /** Whether that opens brackets and leaves them so. */
  readonly leavesOpen: boolean;
}

/** A place where a suggestion may end. */
export interface BlockEnd {
  /** UTF-16 offset. */
  readonly end: number;
  /** How many brackets are then closed too few or too many, as far as the whole text tells. */
  readonly off: number;
  /** Whether the suggestion opens brackets and leaves them so. */
  readonly leavesOpen: boolean;
}

/**
 * Where a suggestion may end so that it goes no further than the smallest block the cursor is in, or the statement that
 * is amid at it. In a class or a file, where blocks hold declarations, behind one of these. There are several places
 * where the text after the suggestion may or may not close the block.
 *
 * @param tree of the text with the suggestion in it
 * @param start of the suggestion, UTF-16
 * @param end of the suggestion
 * @returns ascending, at least one, none behind `end`, which stands for the whole suggestion; undefined when the tree
 *   does not tell
 */
export function blockEnds(tree: FlatTree, start: number, end: number): readonly BlockEnd[] | undefined {
  const ends = new BlockFinder(tree, start, end).find();
  if (!ends) return undefined;
  const before = bracketsIn(tree, 0, start).net;
  const after = bracketsIn(tree, end, tree.text.length).net;
  const unclosed = Math.max(0, before + after);
  return ends.map((at) => {
    const { net, leavesOpen } = bracketsIn(tree, start, at);
    return { end: at, off: Math.abs(unclosed + net), leavesOpen };
  });
}
