/** Ruby: definitions by their words, blocks by theirs and by `end`. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, insideOf, nameOf, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const PIPE = 124;
const QUESTION = 63;
const EXCLAMATION = 33;

/** What stands between `def` and the parameters. */
const definitionPattern =
  /def[ \t]+(?:@{0,2}[A-Za-z_]\w*[ \t]*(?:\.|::)[ \t]*)?((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)(?:[?!](?![=~])|=(?![=~>]))?|\[\]=?|\*\*|<=>|===?|=~|![=~]?|<<|>>|[<>]=|[+\-~]@?|[<>*/%&|^`])/y;
const aliasPattern = /alias[ \t]+:?([\w\u0080-\uffff]+[?!=]?|\[\]=?|[^\s\w:$]+)/y;
const symbolPattern = /:([\w\u0080-\uffff]+[?!=]?)|["']([^"'#\n]+)["']/y;

/** A `do`, `if` or the like is no modifier after one of these words. */
const beforeStatement = new Set(
  "then do else begin ensure and or not in when elsif if unless while until".split(" "),
);

const accessors = new Set(["attr_accessor", "attr_reader", "attr_writer", "attr"]);
const values: Readonly<Record<string, SymbolKind>> = {
  "Struct.new": "struct",
  "Data.define": "struct",
  "Class.new": "class",
  "Module.new": "module",
};

/** What an `end` closes. */
interface Block {
  readonly kind: "class" | "method" | "other";
  /** Whether it is a class or stands in one. */
  readonly isInClass: boolean;
  /** Number of the symbol that ends with it; -1 when there is none. */
  readonly symbol: number;
  readonly container: Container;
  /** Of the line's first token, when that opens the block; -1 for other blocks. */
  readonly column: number;
}

export function rubyOutline(tokens: Tokens): Outline {
  return new RubyReader(tokens).read();
}

class RubyReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;
  readonly #blocks: Block[] = [];
  /** Places in `#blocks` of the definitions that start a line, their columns ascending. */
  readonly #definitions: number[] = [];
  /** The line of a `while`, `until` or `for`, whose `do` opens nothing more. */
  #loopLine = -1;
  /** What the coming `do` of a line belongs to. */
  #coming: { readonly line: number; readonly block: Partial<Block> } | undefined;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const tokens = this.#tokens;
    for (let i = 0; i < tokens.count; i++) {
      if (!tokens.isIdentifier(i) || this.#isName(i)) continue;
      if (tokens.is(i, "__END__") && tokens.isFirstOfLine(i)) break;
      i = this.#word(i);
    }
    const last = tokens.lineStarts.length - 1;
    while (this.#blocks.length > 0) this.#close(last);
    return this.#builder.outline();
  }

  /** Whether a word is a method's, a symbol's or a key's name: `.end`, `:end`, `end:`, `@end`. */
  #isName(i: number): boolean {
    const tokens = this.#tokens;
    const before = tokens.type(i - 1);
    const touches = i > 0 && tokens.end(i - 1) === tokens.start(i);
    if (before === codes.dot && tokens.type(i - 2) !== codes.dot) return true;
    if (touches && (before === codes.at || (before === codes.colon && tokens.type(i - 2) !== codes.colon)))
      return true;
    const after = tokens.text.charCodeAt(tokens.end(i));
    return (
      after === codes.colon &&
      tokens.text.charCodeAt(tokens.end(i) + 1) !== codes.colon &&
      !this.#isTernary(i)
    );
  }

  /** `a ? b:c`, told from a key by the mark before it. */
  #isTernary(i: number): boolean {
    return this.#tokens.type(i - 1) === QUESTION;
  }

  #word(i: number): number {
    const tokens = this.#tokens;
    const word = tokens.word(i);
    switch (word) {
      case "class":
      case "module":
        return this.#class(i, word);
      case "def":
        return this.#method(i);
      case "begin":
      case "case":
        this.#open(i);
        return i;
      case "if":
      case "unless":
        if (this.#startsStatement(i)) this.#open(i);
        return i;
      case "while":
      case "until":
      case "for":
        if (!this.#startsStatement(i)) return i;
        this.#open(i);
        this.#loopLine = tokens.line(i);
        return i;
      case "do":
        this.#do(i);
        return i;
      case "end":
        this.#end(i);
        return i;
      case "alias":
        return this.#alias(i);
      case "alias_method":
      case "define_method":
      case "define_singleton_method":
        return this.#defined(i);
      case "require":
      case "require_relative":
      case "load":
      case "autoload":
        return this.#require(i);
      default:
        if (accessors.has(word)) return this.#accessors(i);
        return this.#constant(i);
    }
  }

  get #container(): Container {
    return this.#blocks.at(-1)?.container ?? "";
  }

  #open(i: number, block: Partial<Block> = {}): void {
    const column = this.#tokens.isFirstOfLine(i) ? this.#column(i) : -1;
    const isInClass = block.kind === "class" || this.#blocks.at(-1)?.isInClass === true;
    const isDefinition = block.kind !== undefined && block.column === undefined && column >= 0;
    if (isDefinition) this.#definitions.push(this.#blocks.length);
    const container = this.#container;
    this.#blocks.push({ kind: "other", symbol: -1, container, column, ...block, isInClass });
  }

  #close(line: number): void {
    const block = this.#blocks.pop();
    if (this.#definitions.at(-1) === this.#blocks.length) this.#definitions.pop();
    if (block && block.symbol >= 0) this.#builder.endAt(block.symbol, line);
  }

  #do(i: number): void {
    const line = this.#tokens.line(i);
    if (this.#loopLine === line) {
      this.#loopLine = -1;
      return;
    }
    const block = this.#coming?.line === line ? this.#coming.block : undefined;
    this.#coming = undefined;
    this.#open(i, block);
  }

  #end(i: number): void {
    const top = this.#blocks.at(-1);
    if (!top) return;
    // An `end` deeper than a definition closes none: what it closes was not seen to open.
    const isInside = top.kind !== "other" && top.column >= 0 && this.#column(i) > top.column;
    if (isInside && this.#tokens.isFirstOfLine(i)) return;
    this.#close(this.#tokens.line(i));
  }

  #column(i: number): number {
    return this.#tokens.start(i) - this.#tokens.lineStarts[this.#tokens.line(i)]!;
  }

  /** Ends what an `end` was missed of: no definition stands inside another one of its column or right of it. */
  #endOthers(i: number): void {
    const tokens = this.#tokens;
    if (!tokens.isFirstOfLine(i)) return;
    const column = this.#column(i);
    for (;;) {
      const from = this.#definitions.at(-1);
      if (from === undefined || this.#blocks[from]!.column < column) return;
      while (this.#blocks.length > from) this.#close(tokens.line(i) - 1);
    }
  }

  /** `if`, `while` and the like at the start of a statement or of a value, rather than after one. */
  #startsStatement(i: number): boolean {
    const tokens = this.#tokens;
    if (tokens.isFirstOfLine(i)) return true;
    const before = tokens.type(i - 1);
    if (before === tokenTypes.identifier)
      return !this.#isName(i - 1) && beforeStatement.has(tokens.word(i - 1));
    if (before === QUESTION || before === EXCLAMATION) return tokens.end(i - 2) !== tokens.start(i - 1);
    const isValue =
      before === tokenTypes.number ||
      before === tokenTypes.string ||
      before === codes.closeParen ||
      before === codes.closeBracket ||
      before === codes.closeBrace;
    return !isValue;
  }

  #class(i: number, kind: "class" | "module"): number {
    const tokens = this.#tokens;
    this.#endOthers(i);
    if (tokens.type(i + 1) === codes.less) {
      this.#open(i, { kind: "class" });
      return i;
    }
    const path = this.#path(tokens.type(i + 1) === codes.colon ? i + 3 : i + 1);
    if (!path) return i;
    const symbol = this.#builder.count;
    const outer = path.container === "" ? this.#container : insideOf(this.#container, path.container);
    const container = this.#builder.add(path.name, kind, outer, i, i);
    this.#open(i, { kind: "class", symbol, container });
    return path.name;
  }

  /** `A::B`. */
  #path(first: number): { readonly name: number; readonly container: Container } | undefined {
    const tokens = this.#tokens;
    if (!this.#isConstant(first)) return undefined;
    let name = first;
    let container = "";
    while (
      tokens.type(name + 1) === codes.colon &&
      tokens.type(name + 2) === codes.colon &&
      this.#isConstant(name + 3)
    ) {
      container = insideOf(container, tokens.word(name));
      name += 3;
    }
    return { name, container };
  }

  #isConstant(i: number): boolean {
    return this.#tokens.isIdentifier(i) && /^\p{Lu}/u.test(this.#tokens.word(i));
  }

  #method(i: number): number {
    const tokens = this.#tokens;
    definitionPattern.lastIndex = tokens.start(i);
    const found = definitionPattern.exec(tokens.text);
    if (!found) return i;
    this.#endOthers(i);
    let next = i + 1;
    while (next < tokens.count && tokens.start(next) < definitionPattern.lastIndex) next++;
    const params = next;
    if (tokens.type(params) === codes.openParen) next = this.#builder.after(params);
    const symbol = this.#builder.count;
    const isEndless =
      tokens.type(next) === codes.equals && tokens.line(next) === tokens.line(Math.max(i, next - 1));
    const last = isEndless ? this.#statementEnd(next) : i;
    const kind = this.#blocks.at(-1)?.isInClass ? "method" : "function";
    const container = this.#addNamed(found[1]!, kind, i, last);
    if (!isEndless) this.#open(i, { kind: "method", symbol, container });
    return params - 1;
  }

  #addNamed(name: string, kind: SymbolKind, first: number, last: number): Container {
    const startLine = this.#tokens.line(first);
    const endLine = Math.max(startLine, this.#builder.lastLineOf(last));
    return this.#builder.addLines({ name, kind, container: this.#container, startLine, endLine });
  }

  #alias(i: number): number {
    const { text } = this.#tokens;
    aliasPattern.lastIndex = this.#tokens.start(i);
    const name = aliasPattern.exec(text)?.[1];
    if (name !== undefined) this.#addNamed(name, "method", i, i);
    let next = i;
    while (next + 1 < this.#tokens.count && this.#tokens.start(next + 1) < aliasPattern.lastIndex) next++;
    return next;
  }

  /** `define_method :name`, `alias_method :name, :other`. */
  #defined(i: number): number {
    const name = this.#symbolName(this.#argument(i));
    if (name === undefined) return i;
    const symbol = this.#builder.count;
    const container = this.#addNamed(name, "method", i, i);
    this.#expect(i, { kind: "method", symbol, container, column: -1 });
    return i;
  }

  /** A block that opens with `do` or a brace on the line of a token belongs to a symbol. */
  #expect(i: number, block: Partial<Block> & { readonly symbol: number }): void {
    const tokens = this.#tokens;
    const line = tokens.line(i);
    for (let at = i; at < tokens.count && tokens.line(at) === line; at = this.#builder.after(at)) {
      if (tokens.type(at) === codes.openBrace)
        this.#builder.endAt(block.symbol, this.#builder.lastLineOf(tokens.match(at)));
      if (tokens.is(at, "do")) this.#coming = { line, block };
    }
  }

  /** The first token of a call's first argument. */
  #argument(i: number): number {
    return this.#tokens.type(i + 1) === codes.openParen ? i + 2 : i + 1;
  }

  /** `name` of `:name` or of a string. */
  #symbolName(i: number): string | undefined {
    if (i >= this.#tokens.count) return undefined;
    symbolPattern.lastIndex = this.#tokens.start(i);
    const found = symbolPattern.exec(this.#tokens.text);
    return found ? (found[1] ?? found[2]) : undefined;
  }

  /** `attr_reader :a, :b`. */
  #accessors(i: number): number {
    const tokens = this.#tokens;
    let at = this.#argument(i);
    for (;;) {
      const name = this.#symbolName(at);
      if (name === undefined) return i;
      this.#addNamed(name, "field", at, at);
      const end = tokens.start(at) + name.length + 1;
      while (at < tokens.count && tokens.start(at) < end) at++;
      if (tokens.type(at) !== codes.comma) return i;
      at++;
    }
  }

  #require(i: number): number {
    const tokens = this.#tokens;
    let name = this.#argument(i);
    if (tokens.is(i, "autoload"))
      while (
        name < tokens.count &&
        tokens.line(name) === tokens.line(i) &&
        tokens.type(name) !== tokenTypes.string
      )
        name++;
    const module = tokens.type(name) === tokenTypes.string ? nameOf(tokens, name) : "";
    const isPlain =
      /^["']/.test(tokens.text.slice(tokens.start(name), tokens.start(name) + 1)) && !module.includes("#{");
    if (!isPlain) return i;
    // `require_relative "a"` looks beside the file.
    const isBeside = tokens.is(i, "require_relative") && !module.startsWith(".");
    this.#builder.addImport(isBeside ? `./${module}` : module, name);
    return i;
  }

  /** `A = 1`, `A::B ||= Struct.new(:c) do`. */
  #constant(i: number): number {
    const tokens = this.#tokens;
    const before = tokens.type(i - 1);
    const isFirst = tokens.isFirstOfLine(i) || before === codes.semicolon || before === PIPE;
    const path = isFirst ? this.#path(i) : undefined;
    if (!path) return i;
    const isOr = tokens.type(path.name + 1) === PIPE && tokens.word(path.name + 2) === "|=";
    const equals = isOr ? path.name + 2 : path.name + 1;
    if (tokens.type(equals) !== codes.equals && !isOr) return i;
    const value = tokens.type(equals + 1) === codes.colon ? equals + 3 : equals + 1;
    const kind = this.#valueKind(value);
    const symbol = this.#builder.count;
    const outer = path.container === "" ? this.#container : insideOf(this.#container, path.container);
    const container = this.#builder.add(path.name, kind, outer, i, this.#statementEnd(equals));
    if (kind !== "constant") this.#expect(value, { kind: "class", symbol, container, column: -1 });
    return equals;
  }

  #valueKind(i: number): SymbolKind {
    const tokens = this.#tokens;
    if (!this.#isConstant(i) || tokens.type(i + 1) !== codes.dot) return "constant";
    return values[`${tokens.word(i)}.${tokens.word(i + 2)}`] ?? "constant";
  }

  /** The last token of a line and of the brackets opened on it. */
  #statementEnd(i: number): number {
    const tokens = this.#tokens;
    let last = Math.min(tokens.match(i), tokens.count - 1);
    // Each look at a type is counted, so that text made to that end is given up.
    while (tokens.type(last + 1) !== 0 && !tokens.isFirstOfLine(last + 1)) {
      last = Math.min(tokens.match(last + 1), tokens.count - 1);
    }
    return last;
  }
}
