/** Swift: types, functions wherever they stand, properties outside of functions; extensions are the type they extend. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, OutlineBuilder } from "./outlineBuilder.ts";
import { continues, statementEnd } from "./statementEnd.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const typeKinds = new Map<string, SymbolKind>([
  ["class", "class"],
  ["struct", "struct"],
  ["enum", "enum"],
  ["actor", "class"],
  ["protocol", "interface"],
  ["extension", "class"],
]);

const modifiers = new Set(
  "public private fileprivate internal open package static class final override required convenience mutating nonmutating lazy weak unowned dynamic optional indirect isolated nonisolated prefix postfix infix async distributed borrowing consuming".split(
    " ",
  ),
);

/** Words at the start of a line that go on with the statement before it. */
const goesOn = new Set("else where as is throws rethrows async in".split(" "));

/** Words before `let` and `var` that make it a condition. */
const conditions = new Set("if guard while case for catch is".split(" "));

/** Where declarations stand. */
type Place = "file" | "type" | "enum" | "code";

export function swiftOutline(tokens: Tokens): Outline {
  return new SwiftReader(tokens).read();
}

class SwiftReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    this.#scope(0, this.#tokens.count, "", "file");
    return this.#builder.outline();
  }

  #scope(from: number, to: number, container: Container, place: Place): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      const type = tokens.type(i);
      if (type === tokenTypes.identifier) {
        i = mayDeclare(tokens, i) ? this.#word(i, to, container, place) : i + 1;
      } else if (place !== "code" && (type === codes.openBrace || type === codes.openParen)) {
        this.#scope(i + 1, Math.min(tokens.match(i), to), container, "code");
        i = this.#builder.after(i);
      } else i++;
    }
  }

  #word(i: number, to: number, container: Container, place: Place): number {
    const tokens = this.#tokens;
    if (tokens.type(i - 1) === codes.dot) return i + 1;
    const word = tokens.word(i);
    const isMember = place === "type" || place === "enum";
    switch (word) {
      case "func":
        return this.#function(i, to, container, isMember);
      case "init":
        return isMember ? this.#init(i, to, container) : i + 1;
      case "let":
      case "var":
        return place === "code" ? i + 1 : this.#properties(i, to, container, isMember);
      case "case":
        return place === "enum" ? this.#cases(i, to, container) : i + 1;
      case "typealias":
      case "associatedtype":
        return this.#alias(i, to, container);
      case "macro":
        return place === "code" ? i + 1 : this.#function(i, to, container, isMember);
      case "import":
        return place === "file" ? this.#import(i, to) : i + 1;
      default:
        return typeKinds.has(word) ? this.#type(i, to, container) : i + 1;
    }
  }

  #first(i: number): number {
    const tokens = this.#tokens;
    const isModifier = (at: number) => tokens.isIdentifier(at) && modifiers.has(tokens.word(at));
    let first = i;
    for (;;) {
      if (isModifier(first - 1)) first--;
      else if (tokens.type(first - 1) === codes.closeParen && isModifier(first - 4)) first -= 4;
      else return first;
    }
  }

  /** `import A.B`, `@testable import struct A.B` */
  #import(i: number, to: number): number {
    const tokens = this.#tokens;
    const line = tokens.line(i);
    let at = i + 1;
    if (tokens.isIdentifier(at + 1) && tokens.line(at + 1) === line) at++;
    let module = "";
    for (; at < to && tokens.line(at) === line && tokens.type(at) !== codes.semicolon; at++)
      module += tokens.word(at);
    this.#builder.addImport(module, i);
    return at;
  }

  #alias(i: number, to: number, container: Container): number {
    if (!this.#tokens.isIdentifier(i + 1)) return i + 1;
    const end = statementEnd(this.#builder, i, to, goesOn);
    this.#builder.add(i + 1, "type", container, this.#first(i), end);
    return end + 1;
  }

  #type(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const name = i + 1;
    if (!tokens.isIdentifier(name) || (tokens.is(i, "class") && isMemberWord(tokens.word(name)))) return name;
    let open = name + 1;
    while (open < to && tokens.type(open) !== codes.openBrace) {
      const type = tokens.type(open);
      if (type === codes.semicolon || type === codes.closeBrace || type === codes.equals) return name;
      open = this.#builder.after(open);
    }
    if (open >= to) return name;
    const close = Math.min(tokens.match(open), to);
    const kind = typeKinds.get(tokens.word(i))!;
    const inner = tokens.is(i, "extension")
      ? this.#extended(name, container)
      : this.#builder.add(name, kind, container, this.#first(i), close);
    this.#scope(open + 1, close, inner, kind === "enum" ? "enum" : "type");
    return close + 1;
  }

  #extended(name: number, container: Container): Container {
    const tokens = this.#tokens;
    let inner = join(container, tokens.word(name));
    for (let at = name + 1; tokens.type(at) === codes.dot; at += 2) inner = join(inner, tokens.word(at + 1));
    return inner;
  }

  /** `func name<T>(...) -> T {...}`, `func == (...)`, `macro name(...)` */
  #function(i: number, to: number, container: Container, isMember: boolean): number {
    const tokens = this.#tokens;
    const name = i + 1;
    const isOperator = !tokens.isIdentifier(name);
    const afterName = isOperator ? this.#afterOperator(name) : name + 1;
    const open = this.#builder.afterAngles(afterName, to);
    if (tokens.type(open) !== codes.openParen || afterName === name) return i + 1;
    const text = isOperator ? tokens.text.slice(tokens.start(name), tokens.end(afterName - 1)) : undefined;
    const kind = tokens.is(i, "macro") ? "macro" : isMember ? "method" : "function";
    return this.#callable(name, kind, i, open, to, container, text);
  }

  /** Signs that touch one another. */
  #afterOperator(i: number): number {
    const tokens = this.#tokens;
    let at = i;
    while (!tokens.isIdentifier(at) && tokens.type(at) !== codes.openParen && tokens.type(at) !== 0) {
      at++;
      if (tokens.start(at) !== tokens.end(at - 1)) break;
      if (tokens.type(at) === codes.less && tokens.isIdentifier(at + 1)) break;
    }
    return at;
  }

  #init(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const next = tokens.type(i + 1);
    const start = next === QUESTION || next === EXCLAMATION ? i + 2 : i + 1;
    const open = this.#builder.afterAngles(start, to);
    return tokens.type(open) === codes.openParen
      ? this.#callable(i, "method", i, open, to, container, undefined)
      : i + 1;
  }

  #callable(
    name: number,
    kind: SymbolKind,
    i: number,
    open: number,
    to: number,
    container: Container,
    text: string | undefined,
  ): number {
    const tokens = this.#tokens;
    const body = this.#bodyOf(this.#builder.after(open), to);
    const isBlock = tokens.type(body) === codes.openBrace;
    const last = isBlock ? Math.min(tokens.match(body), to) : body - 1;
    const inner = this.#builder.add(name, kind, container, this.#first(i), last, text);
    this.#scope(open + 1, this.#builder.after(open) - 1, inner, "code");
    if (isBlock) this.#scope(body + 1, last, inner, "code");
    return last + 1;
  }

  /** The `{` of a function; the token after its head when it has none. */
  #bodyOf(from: number, to: number): number {
    const tokens = this.#tokens;
    for (let at = from; at < to; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === codes.openBrace || type === codes.semicolon || type === codes.closeBrace) return at;
      const isArrow = type === MINUS && tokens.type(at + 1) === codes.greater;
      const isNew = tokens.isFirstOfLine(at) && !continues(tokens, at - 1, at, goesOn);
      if (isNew && !isArrow) return at;
    }
    return to;
  }

  /** `let a = 1, b: Int`, `let (a, b) = c` */
  #properties(i: number, to: number, container: Container, isMember: boolean): number {
    const tokens = this.#tokens;
    const before = tokens.isIdentifier(i - 1) ? tokens.word(i - 1) : "";
    const isLater = tokens.type(i - 1) === codes.comma && !tokens.isFirstOfLine(i);
    if (conditions.has(before) || isLater) return i + 1;
    const end = statementEnd(this.#builder, i, to, goesOn);
    const kind = isMember ? "field" : "variable";
    const first = this.#first(i);
    let at = i + 1;
    for (;;) {
      if (tokens.type(at) === codes.openParen) this.#pattern(at, kind, container, first, end);
      else if (tokens.isIdentifier(at) && !tokens.is(at, "_"))
        this.#builder.add(at, kind, container, first, end);
      const comma = this.#comma(at, end);
      if (comma > end) break;
      at = comma + 1;
    }
    return i + 2;
  }

  #pattern(open: number, kind: SymbolKind, container: Container, first: number, end: number): void {
    const tokens = this.#tokens;
    for (let at = open + 1; at < tokens.match(open); at++) {
      const next = tokens.type(at + 1);
      const isName = next === codes.comma || next === codes.closeParen;
      if (isName && tokens.isIdentifier(at) && !tokens.is(at, "_"))
        this.#builder.add(at, kind, container, first, end);
    }
  }

  /** The next comma outside of brackets and type arguments; beyond `end` when there is none. */
  #comma(i: number, end: number): number {
    const tokens = this.#tokens;
    for (let at = i; at <= end; ) {
      const type = tokens.type(at);
      if (type === codes.comma) return at;
      at =
        type === codes.less
          ? Math.max(this.#builder.afterAngles(at, end + 1), at + 1)
          : this.#builder.after(at);
    }
    return end + 1;
  }

  /** `case a = 1, b(Int)` */
  #cases(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const end = statementEnd(this.#builder, i, to, goesOn);
    for (let at = i + 1; at <= end; at = this.#comma(at, end) + 1) {
      if (tokens.isIdentifier(at)) this.#builder.add(at, "constant", container, this.#first(i), end);
    }
    return end + 1;
  }
}

const QUESTION = 63;
const EXCLAMATION = 33;
const MINUS = 45;

/** `class func`, `class var`: there the word is a modifier. */
function isMemberWord(word: string): boolean {
  return word === "func" || word === "var" || word === "let" || word === "subscript" || modifiers.has(word);
}

/** By the first character of the words that declare. */
const firsts = new Uint8Array(128);
for (const c of "filvctamespe") firsts[c.charCodeAt(0)] = 1;

function mayDeclare(tokens: Tokens, i: number): boolean {
  return firsts[tokens.text.charCodeAt(tokens.start(i))] === 1;
}

function join(container: Container, name: string): Container {
  return container === "" ? name : `${container}.${name}`;
}
