/** Kotlin: types, functions wherever they stand, properties outside of functions. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, nameOf, OutlineBuilder } from "./outlineBuilder.ts";
import { continues, statementEnd } from "./statementEnd.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const modifiers = new Set(
  "public private protected internal open abstract final sealed data inner inline value override lateinit const suspend operator infix tailrec external expect actual enum annotation companion fun".split(
    " ",
  ),
);

/** Words at the start of a line that go on with the statement before it. */
const goesOn = new Set("get set by else where as in is".split(" "));

/** The same before a body. */
const inHead = new Set("where by constructor".split(" "));

const QUESTION = 63;

export function kotlinOutline(tokens: Tokens): Outline {
  return new KotlinReader(tokens).read();
}

class KotlinReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    this.#members(0, this.#tokens.count, "", false);
    return this.#builder.outline();
  }

  /** What stands outside of functions. */
  #members(from: number, to: number, container: Container, inType: boolean): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      const type = tokens.type(i);
      if (type === codes.openBrace || type === codes.openParen) {
        this.#code(i + 1, Math.min(tokens.match(i), to), container);
        i = this.#builder.after(i);
      } else if (type !== tokenTypes.identifier) i = this.#builder.after(i);
      else if (tokens.is(i, "val") || tokens.is(i, "var")) i = this.#property(i, to, container, inType);
      else if (tokens.is(i, "typealias")) i = this.#alias(i, to, container);
      else if (!inType && tokens.is(i, "import")) i = this.#import(i, to);
      else i = this.#declaration(i, to, container, inType);
    }
  }

  /** In a function: types, functions and anonymous objects. */
  #code(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      i =
        tokens.isIdentifier(i) && mayDeclare(tokens, i) ? this.#declaration(i, to, container, false) : i + 1;
    }
  }

  #declaration(i: number, to: number, container: Container, inType: boolean): number {
    const tokens = this.#tokens;
    if (tokens.type(i - 1) === codes.dot || tokens.type(i - 1) === codes.colon) {
      if (!tokens.is(i, "object")) return i + 1;
    }
    if (tokens.is(i, "fun")) return this.#function(i, to, container, inType);
    if (tokens.is(i, "class") || tokens.is(i, "interface")) return this.#type(i, to, container);
    return tokens.is(i, "object") ? this.#object(i, to, container) : i + 1;
  }

  #first(i: number): number {
    const tokens = this.#tokens;
    let first = i;
    while (tokens.isIdentifier(first - 1) && modifiers.has(tokens.word(first - 1))) first--;
    return first;
  }

  #import(i: number, to: number): number {
    const tokens = this.#tokens;
    const line = tokens.line(i);
    let at = i + 1;
    let module = "";
    for (; at < to && tokens.line(at) === line && !tokens.is(at, "as"); at++) module += tokens.word(at);
    this.#builder.addImport(module.replace(/(?:\.\*)?;?$/, ""), i);
    while (at < to && tokens.line(at) === line) at++;
    return at;
  }

  #alias(i: number, to: number, container: Container): number {
    if (!this.#tokens.isIdentifier(i + 1)) return i + 1;
    const end = statementEnd(this.#builder, i, to, goesOn);
    this.#builder.add(i + 1, "type", container, this.#first(i), end);
    return end + 1;
  }

  /** `val Type<T>.name: ...`, `val (a, b) = ...`; its value is read with what comes after it. */
  #property(i: number, to: number, container: Container, inType: boolean): number {
    const tokens = this.#tokens;
    const kind = inType
      ? "field"
      : tokens.is(i, "val") && tokens.is(i - 1, "const")
        ? "constant"
        : "variable";
    let at = this.#builder.afterAngles(i + 1, to);
    const end = statementEnd(this.#builder, i, to, goesOn);
    if (tokens.type(at) === codes.openParen) {
      const close = Math.min(tokens.match(at), to);
      for (let name = at + 1; name < close; name++) {
        const isName = tokens.type(name - 1) === codes.openParen || tokens.type(name - 1) === codes.comma;
        if (isName && tokens.isIdentifier(name) && !tokens.is(name, "_"))
          this.#builder.add(name, kind, container, i, end);
      }
      return close + 1;
    }
    const { name, receiver, after } = this.#receiverAndName(at, to);
    at = after;
    if (name < 0) return i + 1;
    const outer = receiver >= 0 && !inType ? join(container, nameOf(tokens, receiver)) : container;
    this.#builder.add(name, kind, outer, this.#first(i), end);
    return at;
  }

  /** `A.B<C>?.name` */
  #receiverAndName(from: number, to: number): { name: number; receiver: number; after: number } {
    const tokens = this.#tokens;
    let name = -1;
    let receiver = -1;
    let at = from;
    while (at < to) {
      const type = tokens.type(at);
      if (type === tokenTypes.identifier) {
        if (name >= 0 && tokens.type(at - 1) !== codes.dot) break;
        receiver = name;
        name = at;
        at = this.#builder.afterAngles(at + 1, to);
      } else if (type === codes.at) at += 2;
      else if (type === codes.dot || type === QUESTION) at++;
      else if (type === codes.openParen && name < 0 && tokens.type(this.#builder.after(at)) === codes.dot) {
        at = this.#builder.after(at);
      } else break;
    }
    return { name, receiver, after: at };
  }

  #function(i: number, to: number, container: Container, inType: boolean): number {
    const tokens = this.#tokens;
    const start = this.#builder.afterAngles(i + 1, to);
    const { name, receiver, after: open } = this.#receiverAndName(start, to);
    if (name < 0 || tokens.type(open) !== codes.openParen || tokens.is(name, "interface")) return i + 1;
    const outer = receiver >= 0 && !inType ? join(container, nameOf(tokens, receiver)) : container;
    const kind: SymbolKind = inType || receiver >= 0 ? "method" : "function";
    const body = this.#bodyOf(this.#builder.after(open), to);
    const isBlock = tokens.type(body) === codes.openBrace;
    const isValue = tokens.type(body) === codes.equals;
    const last = isBlock
      ? Math.min(tokens.match(body), to)
      : isValue
        ? statementEnd(this.#builder, body, to, goesOn)
        : body - 1;
    const inner = this.#builder.add(name, kind, outer, this.#first(i), last);
    this.#code(open + 1, this.#builder.after(open) - 1, inner);
    if (isBlock || isValue) this.#code(body + 1, last + 1, inner);
    return last + 1;
  }

  /** The `{` or `=` after a function's parameters and return type; the token after these when there is none. */
  #bodyOf(from: number, to: number): number {
    const tokens = this.#tokens;
    for (let at = from; at < to; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      const isEnd = type === codes.openBrace || type === codes.equals || type === codes.semicolon;
      if (isEnd || type === codes.closeBrace || type === codes.comma) return at;
      if (tokens.isFirstOfLine(at) && !continues(tokens, at - 1, at, inHead)) return at;
    }
    return to;
  }

  #type(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const name = i + 1;
    if (!tokens.isIdentifier(name)) return name;
    const kind = tokens.is(i, "interface") ? "interface" : tokens.is(i - 1, "enum") ? "enum" : "class";
    const at = this.#afterConstructor(this.#builder.afterAngles(name + 1, to), to);
    const parameters = tokens.type(at) === codes.openParen && kind !== "interface" ? at : -1;
    return this.#body(name, kind, parameters, at, to, container);
  }

  /** The token after `@Inject internal constructor`; `i` when that does not stand there. */
  #afterConstructor(i: number, to: number): number {
    const tokens = this.#tokens;
    for (let at = i; at < to; ) {
      if (tokens.is(at, "constructor")) return at + 1;
      if (tokens.type(at) === codes.at) at = this.#afterAnnotation(at);
      else if (tokens.isIdentifier(at) && modifiers.has(tokens.word(at))) at++;
      else return i;
    }
    return i;
  }

  #body(
    name: number,
    kind: SymbolKind,
    parameters: number,
    from: number,
    to: number,
    container: Container,
  ): number {
    const tokens = this.#tokens;
    const open = this.#typeBody(from, to);
    const isOpen = tokens.type(open) === codes.openBrace;
    const last = isOpen ? Math.min(tokens.match(open), to) : open - 1;
    const inner = this.#builder.add(name, kind, container, this.#first(name - 1), last);
    if (parameters >= 0) this.#parameters(parameters, inner);
    this.#code(from, open, inner);
    if (!isOpen) return Math.max(open, name + 1);
    if (kind === "enum") this.#constants(open + 1, last, inner);
    else this.#members(open + 1, last, inner, true);
    return last + 1;
  }

  /** The `{` of a type; the token after its header when it has none. */
  #typeBody(from: number, to: number): number {
    const tokens = this.#tokens;
    for (let at = from; at < to; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === codes.openBrace || type === codes.semicolon || type === codes.closeBrace) return at;
      if (type === codes.closeParen || type === codes.equals) return at;
      if (tokens.isFirstOfLine(at) && !continues(tokens, at - 1, at, inHead)) return at;
    }
    return to;
  }

  /** Parameters of a constructor that are properties. */
  #parameters(open: number, container: Container): void {
    const tokens = this.#tokens;
    const close = Math.min(tokens.match(open), tokens.count);
    for (let at = open + 1; at < close; at = this.#builder.after(at)) {
      const isProperty = tokens.is(at, "val") || tokens.is(at, "var");
      if (isProperty && tokens.isIdentifier(at + 1))
        this.#builder.add(at + 1, "field", container, at, at + 1);
    }
  }

  #constants(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    let i = from;
    while (i < to && tokens.type(i) !== codes.semicolon) {
      while (tokens.type(i) === codes.at) i = this.#afterAnnotation(i);
      const end = this.#builder.find(i, to, codes.comma, codes.semicolon);
      if (i < end && tokens.isIdentifier(i)) {
        const inner = this.#builder.add(i, "constant", container, i, end - 1);
        const body = this.#builder.find(i, end, codes.openBrace);
        this.#code(i + 1, body, inner);
        if (body < end) this.#members(body + 1, Math.min(tokens.match(body), end), inner, true);
      }
      i = tokens.type(end) === codes.comma ? end + 1 : end;
    }
    this.#members(i, to, container, true);
  }

  #afterAnnotation(i: number): number {
    const tokens = this.#tokens;
    let at = i + 2;
    while (tokens.type(at) === codes.dot) at += 2;
    return tokens.type(at) === codes.openParen ? this.#builder.after(at) : at;
  }

  /** `object Name`, `companion object`, `object : Type {...}` */
  #object(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const isNamed = tokens.isIdentifier(i + 1) && tokens.line(i + 1) === tokens.line(i);
    if (isNamed) return this.#body(i + 1, "class", -1, i + 2, to, container);
    const open = this.#typeBody(i + 1, to);
    if (tokens.type(open) !== codes.openBrace) return i + 1;
    const close = Math.min(tokens.match(open), to);
    this.#code(i + 1, open, container);
    this.#members(open + 1, close, container, true);
    return close + 1;
  }
}

/** By the first character: `class`, `interface`, `object`, `fun`. */
function mayDeclare(tokens: Tokens, i: number): boolean {
  const c = tokens.text.charCodeAt(tokens.start(i));
  return c === 99 || c === 102 || c === 105 || c === 111;
}

function join(container: Container, name: string): Container {
  return container === "" ? name : `${container}.${name}`;
}
