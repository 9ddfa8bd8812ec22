/** Java: types and their members, anonymous and local classes included. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const typeKinds = new Map<string, SymbolKind>([
  ["class", "class"],
  ["interface", "interface"],
  ["enum", "enum"],
  ["record", "class"],
]);

const modifiers = new Set(
  "public protected private static final abstract native synchronized transient volatile strictfp default sealed non".split(
    " ",
  ),
);

const MINUS = 45;

export function javaOutline(tokens: Tokens): Outline {
  return new JavaReader(tokens).read();
}

class JavaReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const tokens = this.#tokens;
    for (let i = 0; i < tokens.count; ) {
      if (tokens.is(i, "import") || tokens.is(i, "package")) i = this.#import(i);
      else if (tokens.is(i, "module") || (tokens.is(i, "open") && tokens.is(i + 1, "module"))) {
        i = this.#builder.after(this.#builder.find(i, tokens.count, codes.openBrace));
      } else i = this.#member(i, tokens.count, "");
    }
    return this.#builder.outline();
  }

  #import(i: number): number {
    const tokens = this.#tokens;
    const end = this.#builder.find(i, tokens.count, codes.semicolon);
    if (tokens.is(i, "import")) {
      const from = tokens.is(i + 1, "static") ? i + 2 : i + 1;
      let module = "";
      for (let at = from; at < end; at++) module += tokens.word(at);
      this.#builder.addImport(module.replace(/\.\*$/, ""), i);
    }
    return end + 1;
  }

  #members(open: number, container: Container): void {
    const close = Math.min(this.#tokens.match(open), this.#tokens.count);
    for (let i = open + 1; i < close; ) i = this.#member(i, close, container);
  }

  /** One member of a type, from its annotations on; gives the token after it. */
  #member(first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const i = this.#afterModifiers(first, to);
    if (tokens.type(i) === codes.openBrace) {
      const close = Math.min(tokens.match(i), to);
      this.#body(i + 1, close, container);
      return close + 1;
    }
    if (tokens.is(i, "package")) return this.#builder.find(i, to, codes.semicolon) + 1;
    if (this.#isType(i)) return this.#type(i, first, to, container);
    return this.#methodOrField(this.#builder.afterAngles(i, to), first, to, container);
  }

  #afterModifiers(first: number, to: number): number {
    const tokens = this.#tokens;
    let i = first;
    while (i < to) {
      if (tokens.type(i) === codes.at && !tokens.is(i + 1, "interface")) {
        i += 2;
        while (tokens.type(i) === codes.dot) i += 2;
        if (tokens.type(i) === codes.openParen) i = this.#builder.after(i);
      } else if (tokens.isIdentifier(i) && modifiers.has(tokens.word(i))) i++;
      else if (tokens.type(i) === MINUS) i += 2;
      else return i;
    }
    return i;
  }

  /** `class Name`, `@interface Name`; `record` and `enum` are names elsewhere. */
  #isType(i: number): boolean {
    const tokens = this.#tokens;
    if (tokens.type(i) === codes.at) return true;
    if (!tokens.isIdentifier(i) || !typeKinds.has(tokens.word(i)) || !tokens.isIdentifier(i + 1))
      return false;
    if (!tokens.is(i, "record")) return true;
    return tokens.type(i + 2) === codes.openParen || tokens.type(i + 2) === codes.less;
  }

  #type(i: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const keyword = tokens.type(i) === codes.at ? i + 1 : i;
    const open = this.#builder.find(keyword, to, codes.openBrace, codes.semicolon);
    const last = Math.min(tokens.match(open), to);
    if (!tokens.isIdentifier(keyword + 1)) return open + 1;
    const kind = typeKinds.get(tokens.word(keyword))!;
    const inner = this.#builder.add(keyword + 1, kind, container, first, last);
    if (tokens.type(open) !== codes.openBrace) return open + 1;
    if (kind === "enum") this.#enumMembers(open, inner);
    else this.#members(open, inner);
    return last + 1;
  }

  /** Constants first, each perhaps with a body, then members as in a class. */
  #enumMembers(open: number, container: Container): void {
    const tokens = this.#tokens;
    const close = Math.min(tokens.match(open), tokens.count);
    let i = open + 1;
    while (i < close && tokens.type(i) !== codes.semicolon) {
      const name = this.#afterModifiers(i, close);
      const end = this.#builder.find(name, close, codes.comma, codes.semicolon);
      if (tokens.isIdentifier(name)) {
        const inner = this.#builder.add(name, "constant", container, name, end - 1);
        const body = this.#builder.find(name, end, codes.openBrace);
        if (body < end) this.#members(body, inner);
      }
      i = tokens.type(end) === codes.comma ? end + 1 : end;
    }
    for (i++; i < close; ) i = this.#member(i, close, container);
  }

  #methodOrField(i: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const { openParen, openBrace, semicolon, equals, closeBrace } = codes;
    const at = this.#builder.find(i, to, openParen, semicolon, equals, openBrace, closeBrace);
    if (at >= to) return to;
    const name = at - 1;
    const isNamed = at > i && tokens.isIdentifier(name);
    if (tokens.type(at) === openParen && isNamed) return this.#method(name, first, to, container);
    if (tokens.type(at) === openBrace && isNamed)
      return this.#compactConstructor(name, first, at, to, container);
    if (tokens.type(at) !== semicolon && tokens.type(at) !== equals) return at + 1;
    const end = this.#builder.find(at, to, semicolon);
    this.#fields(i, first, end, container);
    this.#body(at, end, container);
    return end + 1;
  }

  #method(name: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const open = this.#builder.find(name, to, codes.openBrace, codes.semicolon);
    const last = Math.min(tokens.match(open), to);
    const inner = this.#builder.add(name, "method", container, first, last);
    if (tokens.type(open) === codes.openBrace) this.#body(open + 1, last, inner);
    return last + 1;
  }

  #compactConstructor(name: number, first: number, open: number, to: number, container: Container): number {
    const last = Math.min(this.#tokens.match(open), to);
    const inner = this.#builder.add(name, "method", container, first, last);
    this.#body(open + 1, last, inner);
    return last + 1;
  }

  /** `Type a = 1, b[];`: names before `=`, `;` or a comma that is outside of type arguments. */
  #fields(i: number, first: number, end: number, container: Container): void {
    const tokens = this.#tokens;
    let angles = 0;
    let isValue = false;
    for (let t = i; t <= end; t = this.#builder.after(t)) {
      const type = tokens.type(t);
      if (type === codes.less) angles++;
      else if (type === codes.greater && !this.#builder.isArrowHead(t)) angles--;
      const ends = type === codes.equals || type === codes.semicolon || type === codes.comma;
      if (!ends || angles > 0) continue;
      let name = t - 1;
      while (tokens.type(name) === codes.closeBracket) name -= 2;
      if (!isValue && name >= i && tokens.isIdentifier(name))
        this.#builder.add(name, "field", container, first, end);
      isValue = type === codes.equals;
    }
  }

  /** Statements: local types, and the bodies of `new Type() {...}`. */
  #body(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      if (tokens.is(i, "new")) i = this.#anonymousClass(i, to, container);
      else if (this.#startsLocalType(i)) i = this.#type(i, i, to, container);
      else i++;
    }
  }

  #startsLocalType(i: number): boolean {
    const tokens = this.#tokens;
    return tokens.isIdentifier(i) && this.#isType(i) && tokens.type(i - 1) !== codes.dot;
  }

  #anonymousClass(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    let at = i + 1;
    while (at < to && (tokens.isIdentifier(at) || tokens.type(at) === codes.dot)) at++;
    at = this.#builder.afterAngles(at, to);
    if (tokens.type(at) !== codes.openParen) return i + 1;
    const open = this.#builder.after(at);
    this.#body(at + 1, Math.min(open - 1, to), container);
    if (tokens.type(open) !== codes.openBrace || tokens.type(open) === tokenTypes.arrow) return open;
    this.#members(open, container);
    return this.#builder.after(open);
  }
}
