/** JavaScript and TypeScript, with JSX. */

import { EcmaBounds } from "./ecmaBounds.ts";
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, nameOf, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const {
  openParen,
  openBrace,
  closeBrace,
  semicolon,
  comma,
  equals,
  dot,
  star,
  colon,
  less,
  at: atSign,
} = codes;
const HASH = 35;
const QUESTION = 63;
const EXCLAMATION = 33;
const AMPERSAND = 38;
const BAR = 124;

const memberModifiers = new Set(
  "public private protected static readonly abstract override declare async accessor get set".split(" "),
);

/** A `{` after one of these words opens a block, after any other word in an expression an object. */
const beforeObject = new Set("return typeof in of case default yield await extends".split(" "));

export function ecmaOutline(tokens: Tokens): Outline {
  return new EcmaReader(tokens).read();
}

class EcmaReader {
  readonly #builder: OutlineBuilder;
  readonly #bounds: EcmaBounds;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
    this.#bounds = new EcmaBounds(this.#builder);
  }

  read(): Outline {
    this.#code(0, this.#tokens.count, "", true);
    return this.#builder.outline();
  }

  /**
   * Statements or an expression.
   *
   * @param isModule whether variables here are symbols: outside of functions
   */
  #code(from: number, to: number, container: Container, isModule: boolean): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      const type = tokens.type(i);
      if (type === tokenTypes.identifier) i = this.#word(i, to, container, isModule);
      else if (type === openBrace) i = this.#brace(i, to, container, isModule);
      else if (type === equals && tokens.type(i - 2) === dot) i = this.#assignment(i, container);
      else i++;
    }
  }

  #brace(i: number, to: number, container: Container, isModule: boolean): number {
    const tokens = this.#tokens;
    const close = Math.min(tokens.match(i), to);
    if (this.#opensObject(i)) this.#object(i + 1, close, container);
    else this.#code(i + 1, close, container, isModule && tokens.type(i - 1) !== tokenTypes.arrow);
    return close + 1;
  }

  #opensObject(i: number): boolean {
    const tokens = this.#tokens;
    const before = tokens.type(i - 1);
    if (before === tokenTypes.identifier) return beforeObject.has(tokens.word(i - 1));
    if (before === colon) return !tokens.is(i - 3, "case") && !tokens.is(i - 2, "default");
    return before !== 0 && "=([,?&|!>".includes(String.fromCharCode(before));
  }

  #word(i: number, to: number, container: Container, isModule: boolean): number {
    const tokens = this.#tokens;
    if (tokens.type(i - 1) === dot) return i + 1;
    switch (tokens.word(i)) {
      case "function":
        return this.#function(i, to, container);
      case "class":
        return this.#class(i, to, container);
      case "interface":
        return this.#interface(i, to, container);
      case "enum":
        return this.#enum(i, to, container);
      case "namespace":
      case "module":
        return this.#namespace(i, to, container);
      case "type":
        return this.#typeAlias(i, to, container);
      case "const":
        // `as const` and `<const T>` declare nothing.
        if (tokens.is(i - 1, "as") || tokens.type(i - 1) === less) return i + 1;
        return this.#variables(i, to, container, isModule);
      case "let":
      case "var":
        return this.#variables(i, to, container, isModule);
      case "import":
      case "export":
        return this.#import(i, to);
      case "require":
        if (tokens.type(i + 1) === openParen) this.#importFrom(i + 2);
        return i + 1;
      default:
        return i + 1;
    }
  }

  #function(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const name = tokens.type(i + 1) === star ? i + 2 : i + 1;
    const isNamed = tokens.isIdentifier(name);
    const params = this.#builder.afterAngles(isNamed ? name + 1 : name, to);
    if (tokens.type(params) !== openParen) return i + 1;
    const body = this.#bounds.bodyAfter(this.#builder.after(params), to);
    const last = body === undefined ? this.#builder.after(params) - 1 : Math.min(tokens.match(body), to);
    const inner = isNamed ? this.#builder.add(name, "function", container, i, last) : container;
    this.#code(params + 1, Math.min(tokens.match(params), to), inner, false);
    if (body !== undefined) this.#code(body + 1, last, inner, false);
    return last + 1;
  }

  #class(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const isNamed =
      tokens.isIdentifier(i + 1) && !tokens.is(i + 1, "extends") && !tokens.is(i + 1, "implements");
    const body = this.#bounds.classBody(i + 1, to);
    if (body === undefined) return i + 1;
    const last = Math.min(tokens.match(body), to);
    const inner = isNamed ? this.#builder.add(i + 1, "class", container, i, last) : container;
    this.#classMembers(body + 1, last, inner);
    return last + 1;
  }

  #classMembers(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      if (tokens.type(i) === semicolon || tokens.type(i) === comma) i++;
      else i = Math.max(i + 1, this.#classMember(i, to, container));
    }
  }

  #classMember(first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    let i = first;
    for (;;) {
      if (tokens.type(i) === atSign) {
        const end = this.#bounds.afterDecorator(i, to);
        this.#code(i + 1, end, container, false);
        i = end;
      } else if (tokens.isIdentifier(i) && memberModifiers.has(tokens.word(i)) && this.#namesMember(i + 1))
        i++;
      else if (tokens.type(i) === star) i++;
      else break;
    }
    if (tokens.type(i) === openBrace) {
      const close = Math.min(tokens.match(i), to);
      this.#code(i + 1, close, container, false);
      return close + 1;
    }
    if (tokens.type(i) === HASH) i++;
    return this.#namedMember(i, first, to, container);
  }

  /** Whether a token can start what a modifier stands before. */
  #namesMember(i: number): boolean {
    const type = this.#tokens.type(i);
    const { identifier, string, number } = tokenTypes;
    const starts = type === identifier || type === string || type === number;
    return starts || type === HASH || type === star || type === codes.openBracket || type === openBrace;
  }

  #namedMember(name: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const isComputed = tokens.type(name) === codes.openBracket;
    let next = isComputed ? this.#builder.after(name) : name + 1;
    if (tokens.type(next) === QUESTION || tokens.type(next) === EXCLAMATION) next++;
    const params = this.#builder.afterAngles(next, to);
    if (tokens.type(params) === openParen)
      return this.#method(name, first, params, to, container, isComputed);
    const isEmpty = tokens.isFirstOfLine(next) && tokens.type(next) !== equals && tokens.type(next) !== colon;
    const end = isEmpty && next > name ? next : this.#bounds.memberEnd(next, to);
    const value = this.#builder.find(next, end, equals);
    const kind: SymbolKind = value < end && this.#bounds.isFunction(value + 1, end) ? "method" : "field";
    const inner = isComputed ? container : this.#builder.add(name, kind, container, first, end - 1);
    this.#code(value + 1, end, inner, false);
    return end;
  }

  #method(
    name: number,
    first: number,
    params: number,
    to: number,
    container: Container,
    isComputed: boolean,
  ): number {
    const tokens = this.#tokens;
    const afterParams = this.#builder.after(params);
    const body = this.#bounds.bodyAfter(afterParams, to);
    const hasType = tokens.type(afterParams) === colon;
    const end = hasType ? this.#bounds.memberEnd(afterParams, to) : afterParams;
    const last = body === undefined ? end - 1 : Math.min(tokens.match(body), to);
    const inner = isComputed ? container : this.#builder.add(name, "method", container, first, last);
    this.#code(params + 1, Math.min(tokens.match(params), to), inner, false);
    if (body !== undefined) this.#code(body + 1, last, inner, false);
    return last + 1;
  }

  #interface(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const body = tokens.isIdentifier(i + 1) ? this.#bounds.classBody(i + 1, to) : undefined;
    if (body === undefined || tokens.line(i) !== tokens.line(i + 1)) return i + 1;
    const last = Math.min(tokens.match(body), to);
    const inner = this.#builder.add(i + 1, "interface", container, i, last);
    this.#signatures(body + 1, last, inner);
    return last + 1;
  }

  /** Members of an interface or of an object type. */
  #signatures(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      const end = this.#bounds.memberEnd(i, to);
      let name = i;
      while (/^(?:readonly|get|set)$/.test(tokens.word(name)) && this.#namesMember(name + 1)) name++;
      const isConstructor = tokens.is(name, "new") && tokens.type(name + 1) === openParen;
      const isNamed =
        (tokens.isIdentifier(name) && !isConstructor) || tokens.type(name) === tokenTypes.string;
      let next = tokens.type(name + 1) === QUESTION ? name + 2 : name + 1;
      const isGeneric = tokens.type(next) === less;
      next = this.#builder.afterAngles(next, end);
      const isMethod = tokens.type(next) === openParen;
      const isField = tokens.type(next) === colon || next >= end;
      if (isNamed && name < end && (isMethod || (isField && !isGeneric))) {
        this.#builder.add(name, isMethod ? "method" : "field", container, i, end - 1);
      }
      i = Math.max(end, i + 1);
      while (tokens.type(i) === semicolon || tokens.type(i) === comma) i++;
    }
  }

  #enum(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const body = i + 2;
    if (!tokens.isIdentifier(i + 1) || tokens.type(body) !== openBrace) return i + 1;
    const last = Math.min(tokens.match(body), to);
    const inner = this.#builder.add(i + 1, "enum", container, i, last);
    for (let at = body + 1; at < last; ) {
      const end = this.#builder.find(at, last, comma);
      this.#builder.add(at, "constant", inner, at, end - 1);
      at = end + 1;
    }
    return last + 1;
  }

  #namespace(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const body = this.#builder.find(i + 1, Math.min(to, i + 12), openBrace);
    const isName = tokens.isIdentifier(i + 1) || tokens.type(i + 1) === tokenTypes.string;
    for (let at = i + 2; at < body; at++)
      if (tokens.type(at) !== dot && !tokens.isIdentifier(at)) return i + 1;
    if (!isName || tokens.type(body) !== openBrace || tokens.line(i) !== tokens.line(body)) return i + 1;
    const last = Math.min(tokens.match(body), to);
    const inner = this.#builder.add(i + 1, "module", container, i, last);
    this.#code(body + 1, last, inner, true);
    return last + 1;
  }

  #typeAlias(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    if (!tokens.isIdentifier(i + 1) || tokens.line(i) !== tokens.line(i + 1)) return i + 1;
    const value = this.#builder.afterAngles(i + 2, to);
    if (tokens.type(value) !== equals) return i + 1;
    const end = this.#bounds.expressionEnd(value + 1, to, false);
    const inner = this.#builder.add(i + 1, "type", container, i, end - 1);
    this.#objectTypes(value + 1, end, inner);
    return Math.max(end, i + 1);
  }

  /** Members of the object types of which a type is a union or an intersection. */
  #objectTypes(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    let startsType = true;
    for (let i = from; i < to; i = this.#builder.after(i)) {
      const type = tokens.type(i);
      if (startsType && type === openBrace) this.#signatures(i + 1, Math.min(tokens.match(i), to), container);
      startsType = type === BAR || type === AMPERSAND;
      if (type === less) i = Math.max(i, this.#builder.afterAngles(i, to) - 1);
      // What a condition chooses is no member.
      if (type === QUESTION || tokens.is(i, "extends") || type === tokenTypes.arrow) return;
    }
  }

  #variables(i: number, to: number, container: Container, isModule: boolean): number {
    const tokens = this.#tokens;
    if (tokens.is(i + 1, "enum")) return i + 1;
    let at = i + 1;
    for (;;) {
      const isPattern = !tokens.isIdentifier(at);
      const afterName = isPattern ? this.#builder.after(at) : at + 1;
      const next = tokens.type(afterName);
      const goesOn = next === equals || next === colon || next === EXCLAMATION;
      const end = goesOn ? this.#bounds.expressionEnd(afterName, to, true) : Math.min(afterName, to);
      const value = this.#builder.find(afterName, end, equals);
      const isFunction = value < end && this.#bounds.isFunction(value + 1, end);
      const kind = isFunction ? "function" : tokens.is(i, "const") ? "constant" : "variable";
      const isOfLoop = tokens.is(afterName, "of") || tokens.is(afterName, "in");
      const isSymbol = !isPattern && !isOfLoop && (isFunction || isModule);
      const inner = isSymbol ? this.#builder.add(at, kind, container, i, end - 1) : container;
      this.#code(value + 1, end, inner, isModule && !isFunction);
      if (tokens.type(end) !== comma || end >= to) return Math.max(end, i + 1);
      at = end + 1;
    }
  }

  /** `a.b = function` names a method. */
  #assignment(i: number, container: Container): number {
    const tokens = this.#tokens;
    const end = this.#bounds.expressionEnd(i + 1, tokens.count, true);
    const isFunction = tokens.isIdentifier(i - 1) && this.#bounds.isFunction(i + 1, end);
    if (isFunction) this.#builder.add(i - 1, "method", container, i - 1, end - 1);
    return i + 1;
  }

  /** Methods of an object; a property that holds a function counts as one. */
  #object(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      let name = i;
      while (/^(?:async|get|set)$/.test(tokens.word(name)) && this.#namesMember(name + 1)) name++;
      if (tokens.type(name) === star) name++;
      const isComputed = tokens.type(name) === codes.openBracket;
      const isNamed = tokens.isIdentifier(name) || tokens.type(name) === tokenTypes.string;
      const next = this.#builder.after(name);
      const params = this.#builder.afterAngles(next, to);
      const isMethod =
        (isNamed || isComputed) && tokens.type(params) === openParen && this.#hasBody(params, to);
      if (isMethod) {
        i = this.#method(name, i, params, to, container, isComputed);
      } else {
        const end = this.#builder.find(i, to, comma);
        const isFunction = isNamed && tokens.type(next) === colon && this.#bounds.isFunction(next + 1, end);
        const inner = isFunction ? this.#builder.add(name, "method", container, i, end - 1) : container;
        this.#code(i, end, inner, false);
        i = end;
      }
      while (i < to && (tokens.type(i) === comma || tokens.type(i) === closeBrace)) i++;
    }
  }

  #hasBody(params: number, to: number): boolean {
    return this.#bounds.bodyAfter(this.#builder.after(params), to) !== undefined;
  }

  #import(i: number, to: number): number {
    const tokens = this.#tokens;
    if (tokens.type(i + 1) === openParen) {
      this.#importFrom(i + 2);
      return i + 1;
    }
    if (tokens.type(i + 1) === tokenTypes.string) this.#importFrom(i + 1);
    const isClause =
      tokens.is(i, "import") || tokens.type(i + 1) === star || tokens.type(i + 1) === openBrace;
    const isTypes =
      tokens.is(i + 1, "type") && (tokens.type(i + 2) === openBrace || tokens.type(i + 2) === star);
    if (!isClause && !isTypes) return i + 1;
    let at = i + 1;
    while (at < to && tokens.type(at) !== semicolon && !tokens.is(at, "from") && tokens.type(at) !== equals) {
      at = this.#builder.after(at);
      if (tokens.line(at) !== tokens.line(i) && tokens.isFirstOfLine(at) && !tokens.is(at, "from")) return at;
    }
    if (tokens.is(at, "from")) this.#importFrom(at + 1);
    return at;
  }

  #importFrom(i: number): void {
    if (this.#tokens.type(i) === tokenTypes.string) this.#builder.addImport(nameOf(this.#tokens, i), i);
  }
}
