/** Lua: functions by their names or by what they are assigned to, blocks by their words. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, insideOf, nameOf, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

/** A block that an `end` closes, or an `until`. */
interface Block {
  /** Number of the symbol that ends with it; -1 when there is none. */
  readonly symbol: number;
  readonly container: Container;
}

/** A name and where it stands in. */
interface Path {
  /** Token. */
  readonly name: number;
  readonly first: number;
  readonly container: Container;
  readonly isMethod: boolean;
}

export function luaOutline(tokens: Tokens): Outline {
  return new LuaReader(tokens).read();
}

class LuaReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;
  readonly #blocks: Block[] = [];
  /** Variables met, so that only what sets one first declares it. */
  readonly #variables = new Set<string>();
  /** The token after the brackets that are open. */
  #bracketsEnd = 0;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const tokens = this.#tokens;
    for (let i = 0; i < tokens.count; i++) {
      const type = tokens.type(i);
      if (type === codes.openBrace || type === codes.openParen) {
        this.#bracketsEnd = Math.max(this.#bracketsEnd, tokens.match(i));
      } else if (type === tokenTypes.identifier && !this.#isField(i)) this.#word(i);
    }
    const last = tokens.lineStarts.length - 1;
    while (this.#blocks.length > 0) this.#close(last);
    return this.#builder.outline();
  }

  /** After a dot or a colon, but not after `..` or `::`. */
  #isField(i: number): boolean {
    const tokens = this.#tokens;
    const before = tokens.type(i - 1);
    return (before === codes.dot || before === codes.colon) && tokens.type(i - 2) !== before;
  }

  #word(i: number): void {
    const tokens = this.#tokens;
    switch (tokens.word(i)) {
      case "function":
        this.#function(i);
        return;
      case "do":
      case "if":
      case "repeat":
        this.#blocks.push({ symbol: -1, container: this.#container });
        return;
      case "end":
      case "until":
        this.#close(tokens.line(i));
        return;
      case "require":
      case "dofile":
        this.#require(i);
        return;
      case "local":
        if (!tokens.is(i + 1, "function")) this.#local(i);
        return;
      default:
        if (tokens.isFirstOfLine(i)) this.#global(i);
    }
  }

  get #container(): Container {
    return this.#blocks.at(-1)?.container ?? "";
  }

  #close(line: number): void {
    const block = this.#blocks.pop();
    if (block && block.symbol >= 0) this.#builder.endAt(block.symbol, line);
  }

  #function(i: number): void {
    const tokens = this.#tokens;
    const path = tokens.isIdentifier(i + 1) ? this.#pathFrom(i + 1) : this.#assigned(i);
    const outer = this.#container;
    if (!path) {
      this.#blocks.push({ symbol: -1, container: outer });
      return;
    }
    const first = tokens.is(path.first - 1, "local") || path.first > i ? path.first - 1 : path.first;
    const start = path.first > i && tokens.is(i - 1, "local") ? i - 1 : first;
    const symbol = this.#builder.count;
    const container = path.container === "" ? outer : insideOf(outer, path.container);
    const inner = this.#builder.add(path.name, path.isMethod ? "method" : "function", container, start, i);
    this.#blocks.push({ symbol, container: inner });
  }

  /** `a.b:c` from its first token on. */
  #pathFrom(first: number): Path {
    const tokens = this.#tokens;
    let name = first;
    let container = "";
    let isMethod = false;
    for (;;) {
      const mark = tokens.type(name + 1);
      if ((mark !== codes.dot && mark !== codes.colon) || !tokens.isIdentifier(name + 2)) break;
      container = insideOf(container, tokens.word(name));
      isMethod = mark === codes.colon;
      name += 2;
    }
    return { name, first, container, isMethod };
  }

  /** What a function without a name is assigned to. */
  #assigned(i: number): Path | undefined {
    const tokens = this.#tokens;
    if (tokens.type(i - 1) !== codes.equals) return undefined;
    const name = i - 2;
    if (tokens.type(name) === codes.closeBracket) {
      const isNamed =
        tokens.type(name - 1) === tokenTypes.string && tokens.type(name - 2) === codes.openBracket;
      const isSimple = isNamed && /^["'][\w.:-]+["']$/.test(tokens.word(name - 1));
      return isSimple ? { name: name - 1, first: name - 2, container: "", isMethod: true } : undefined;
    }
    if (!tokens.isIdentifier(name)) return undefined;
    let first = name;
    while (tokens.type(first - 1) === codes.dot && tokens.isIdentifier(first - 2)) first -= 2;
    const isOfValue = tokens.type(first - 1) === codes.dot;
    if (isOfValue) return { name, first: name, container: "", isMethod: true };
    const path = this.#pathFrom(first);
    const before = tokens.type(first - 1);
    const isOfTable = before === codes.openBrace || (i < this.#bracketsEnd && before === codes.comma);
    return { ...path, isMethod: isOfTable };
  }

  /** Variables outside of functions. */
  #local(i: number): void {
    const tokens = this.#tokens;
    if (this.#blocks.length > 0) return;
    let at = i + 1;
    const names: number[] = [];
    while (tokens.isIdentifier(at)) {
      names.push(at++);
      if (tokens.type(at) === codes.less) at = this.#builder.afterAngles(at, at + 4);
      if (tokens.type(at) !== codes.comma) break;
      at++;
    }
    if (tokens.type(at) === codes.equals && tokens.is(at + 1, "function")) return;
    const last = this.#statementEnd(tokens.type(at) === codes.equals ? at : (names.at(-1) ?? i));
    for (const name of names) this.#variable(name, "", i, last);
  }

  /** `a = 1` and `a.b = 1` outside of functions and tables. */
  #global(i: number): void {
    const tokens = this.#tokens;
    if (this.#blocks.length > 0 || i < this.#bracketsEnd) return;
    const { name, container } = this.#pathFrom(i);
    const isValue = tokens.type(name + 1) === codes.equals && !tokens.is(name + 2, "function");
    if (isValue) this.#variable(name, container, i, this.#statementEnd(name + 1));
  }

  #variable(name: number, container: Container, first: number, last: number): void {
    const text = nameOf(this.#tokens, name);
    const id = insideOf(container, text);
    if (this.#variables.has(id)) return;
    this.#variables.add(id);
    const isConstant = text === text.toUpperCase() && /[A-Z]/.test(text);
    const kind: SymbolKind = container !== "" ? "field" : isConstant ? "constant" : "variable";
    this.#builder.add(name, kind, container, first, last);
  }

  /** The last token of the line and of the brackets opened on it. */
  #statementEnd(i: number): number {
    const tokens = this.#tokens;
    let last = Math.min(tokens.match(i), tokens.count - 1);
    // Each look at a type is counted, so that text made to that end is given up.
    while (tokens.type(last + 1) !== 0 && !tokens.isFirstOfLine(last + 1)) {
      last = Math.min(tokens.match(last + 1), tokens.count - 1);
    }
    return last;
  }

  #require(i: number): void {
    const tokens = this.#tokens;
    const isCall = tokens.type(i + 1) === codes.openParen || tokens.type(i + 1) === codes.comma;
    const name = isCall ? i + 2 : i + 1;
    if (tokens.type(name) !== tokenTypes.string) return;
    // A path that goes on is made at run time.
    if (tokens.type(name + 1) === codes.dot) return;
    this.#builder.addImport(nameOf(tokens, name).replace(/^\[=*\[|\]=*\]$/g, ""), name);
  }
}
