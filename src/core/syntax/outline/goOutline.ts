/** Go: declarations at the top, and the members of types. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, nameOf, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

export function goOutline(tokens: Tokens): Outline {
  return new GoReader(tokens).read();
}

class GoReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const { count } = this.#tokens;
    for (let i = 0; i < count; ) i = this.#declaration(i);
    return this.#builder.outline();
  }

  #declaration(i: number): number {
    const tokens = this.#tokens;
    if (tokens.is(i, "func")) return this.#func(i);
    if (tokens.is(i, "type")) return this.#group(i, (at) => this.#typeSpec(at, ""));
    if (tokens.is(i, "const")) return this.#group(i, (at) => this.#valueSpec(at, "constant"));
    if (tokens.is(i, "var")) return this.#group(i, (at) => this.#valueSpec(at, "variable"));
    if (tokens.is(i, "import")) return this.#group(i, (at) => this.#importSpec(at));
    return this.#builder.after(i);
  }

  #func(i: number): number {
    const tokens = this.#tokens;
    let name = i + 1;
    let container: Container = "";
    if (tokens.type(name) === codes.openParen) {
      container = this.#receiver(name);
      name = this.#builder.after(name);
    }
    if (!tokens.isIdentifier(name)) return i + 1;
    const end = this.#lineEnd(name);
    const kind: SymbolKind = container === "" ? "function" : "method";
    const inner = this.#builder.add(name, kind, container, i, end);
    this.#localTypes(name, end, inner);
    return end + 1;
  }

  /** Type name of `(r *Type[K])`. */
  #receiver(open: number): Container {
    const tokens = this.#tokens;
    const close = Math.min(tokens.match(open), tokens.count);
    let found = "";
    for (let at = open + 1; at < close && tokens.type(at) !== codes.openBracket; at++) {
      if (tokens.isIdentifier(at)) found = tokens.word(at);
    }
    return found;
  }

  #localTypes(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; i++) {
      if (tokens.is(i, "type") && tokens.isFirstOfLine(i))
        this.#group(i, (at) => this.#typeSpec(at, container));
    }
  }

  /** `keyword spec` or `keyword ( spec; spec )`; each spec gives the token after it. */
  #group(keyword: number, spec: (at: number) => number): number {
    const tokens = this.#tokens;
    const open = keyword + 1;
    if (tokens.type(open) !== codes.openParen) return Math.max(spec(open), keyword + 1);
    const close = Math.min(tokens.match(open), tokens.count);
    for (let at = open + 1; at < close; ) {
      at = tokens.type(at) === codes.semicolon ? at + 1 : Math.max(spec(at), at + 1);
    }
    return close + 1;
  }

  #typeSpec(at: number, container: Container): number {
    const tokens = this.#tokens;
    const end = this.#lineEnd(at);
    if (!tokens.isIdentifier(at)) return end + 1;
    const body = this.#builder.find(at, end + 1, codes.openBrace);
    const keyword = body - 1;
    const isStruct = tokens.is(keyword, "struct");
    const isInterface = tokens.is(keyword, "interface");
    const kind = isStruct ? "struct" : isInterface ? "interface" : "type";
    const inner = this.#builder.add(at, kind, container, at, end);
    if (body <= end && (isStruct || isInterface)) this.#members(body, inner, isInterface);
    return end + 1;
  }

  #members(body: number, container: Container, isInterface: boolean): void {
    const tokens = this.#tokens;
    const close = Math.min(tokens.match(body), tokens.count);
    for (let at = body + 1; at < close; ) {
      const end = Math.min(this.#lineEnd(at), close - 1);
      const isMethod = isInterface && tokens.type(at + 1) === codes.openParen;
      const isNamed = !isInterface && tokens.type(at + 1) !== codes.dot && at < end;
      if (tokens.isIdentifier(at) && isMethod) this.#builder.add(at, "method", container, at, end);
      else if (tokens.isIdentifier(at) && isNamed && tokens.type(at + 1) !== tokenTypes.string) {
        this.#names(at, end, "field", container);
      }
      at = end + 1;
    }
  }

  #valueSpec(at: number, kind: SymbolKind): number {
    const end = this.#lineEnd(at);
    this.#names(at, end, kind, "");
    return end + 1;
  }

  /** `a, b` at the start of a declaration. */
  #names(at: number, end: number, kind: SymbolKind, container: Container): void {
    const tokens = this.#tokens;
    for (let name = at; name <= end && tokens.isIdentifier(name); name += 2) {
      if (tokens.word(name) !== "_") this.#builder.add(name, kind, container, at, end);
      if (tokens.type(name + 1) !== codes.comma) return;
    }
  }

  #importSpec(at: number): number {
    const tokens = this.#tokens;
    const path = tokens.type(at) === tokenTypes.string ? at : at + 1;
    if (tokens.type(path) === tokenTypes.string) this.#builder.addImport(nameOf(tokens, path), path);
    return path + 1;
  }

  /** The last token of a statement: where its line ends, the lines of its brackets included. */
  #lineEnd(i: number): number {
    const tokens = this.#tokens;
    let at = i;
    for (;;) {
      const close = Math.min(tokens.match(at), tokens.count - 1);
      const next = close + 1;
      const isLast = next >= tokens.count || tokens.type(next) === codes.semicolon;
      if (isLast || (this.#builder.lastLineOf(close) !== tokens.line(next) && !this.#goesOn(close)))
        return close;
      at = next;
    }
  }

  /** Go ends a statement at a line's end unless an operator, a comma or an opening bracket stands there. */
  #goesOn(i: number): boolean {
    const type = this.#tokens.type(i);
    return (
      type === codes.comma ||
      type === tokenTypes.operator ||
      "+-*/%&|^<=.:!".includes(String.fromCharCode(type))
    );
  }
}
