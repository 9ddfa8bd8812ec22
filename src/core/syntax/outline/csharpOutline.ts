/** C#: namespaces, types, their members, and local functions. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const typeKinds = new Map<string, SymbolKind>([
  ["class", "class"],
  ["interface", "interface"],
  ["enum", "enum"],
  ["struct", "struct"],
  ["record", "class"],
]);

const modifiers = new Set(
  "public protected private internal static abstract sealed virtual override readonly extern unsafe volatile new partial async const required file ref fixed implicit explicit".split(
    " ",
  ),
);

/** Words that stand before a bracket or a name and are neither a type nor a function. */
const noNames = new Set(
  "if while for foreach switch lock using catch fixed when return await async static new throw yield delegate nameof typeof sizeof default checked unchecked stackalloc is as in or and not case else do select where from let orderby operator base this with out goto".split(
    " ",
  ),
);

const TILDE = 126;
/** Type arguments before a local function's bracket. Tokens. */
const LONGEST_TYPE_PARAMETERS = 100;

export function csharpOutline(tokens: Tokens): Outline {
  return new CsharpReader(tokens).read();
}

class CsharpReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    this.#declarations(0, this.#tokens.count, "");
    return this.#builder.outline();
  }

  /** Namespaces and types; statements of a program between them. */
  #declarations(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    for (let first = from; first < to; ) {
      const i = this.#afterModifiers(first, to);
      if (tokens.type(first) === tokenTypes.directive) first = this.#builder.after(first);
      else if (this.#isType(i)) first = this.#type(i, first, to, container);
      else if (tokens.is(i, "delegate")) first = this.#delegate(i, first, to, container);
      else if (tokens.is(i, "namespace")) first = this.#namespace(i, to, container);
      else if (this.#isUsing(i)) first = this.#using(i, to);
      else {
        const end = Math.max(this.#builder.find(i, to, codes.semicolon, codes.openBrace), first);
        const last = Math.min(tokens.match(end), to);
        this.#body(first, last, container);
        first = last + 1;
      }
    }
  }

  #namespace(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const open = this.#builder.find(i, to, codes.openBrace, codes.semicolon);
    const name = open - 1;
    if (!tokens.isIdentifier(name) || name === i) return i + 1;
    let outer = container;
    for (let at = i + 1; at < name; at += 2)
      outer = outer === "" ? tokens.word(at) : `${outer}.${tokens.word(at)}`;
    const last = tokens.type(open) === codes.openBrace ? Math.min(tokens.match(open), to) : to - 1;
    const inner = this.#builder.add(name, "module", outer, i, last);
    this.#declarations(open + 1, Math.min(last + 1, to), inner);
    return last + 1;
  }

  /** `using A.B;`, `global using static A;`, `using X = A.B;`, not `using (...)` and `using var x = ...;`. */
  #isUsing(i: number): boolean {
    const tokens = this.#tokens;
    const at = tokens.is(i, "global") ? i + 1 : i;
    if (!tokens.is(at, "using") || !tokens.isIdentifier(at + 1)) return false;
    return tokens.is(at + 1, "static") || !tokens.isIdentifier(at + 2);
  }

  #using(i: number, to: number): number {
    const tokens = this.#tokens;
    const end = this.#builder.find(i, to, codes.semicolon);
    const equals = this.#builder.find(i, end, codes.equals);
    let from = equals < end ? equals + 1 : i + (tokens.is(i, "global") ? 2 : 1);
    if (tokens.is(from, "static")) from++;
    let module = "";
    for (let at = from; at < end; at++) module += tokens.word(at);
    this.#builder.addImport(module, i);
    return end + 1;
  }

  #afterModifiers(first: number, to: number): number {
    const tokens = this.#tokens;
    let i = first;
    while (i < to) {
      const type = tokens.type(i);
      if (type === codes.openBracket || type === tokenTypes.directive) i = this.#builder.after(i);
      else if (type === tokenTypes.identifier && modifiers.has(tokens.word(i))) i++;
      else return i;
    }
    return i;
  }

  /** `record` is a name elsewhere. */
  #isType(i: number): boolean {
    const tokens = this.#tokens;
    if (!tokens.isIdentifier(i) || !typeKinds.has(tokens.word(i)) || !tokens.isIdentifier(i + 1))
      return false;
    if (!tokens.is(i, "record") || tokens.is(i + 1, "class") || tokens.is(i + 1, "struct")) return true;
    const type = tokens.type(i + 2);
    return type !== codes.equals && type !== codes.comma && tokens.type(i + 2) !== tokenTypes.arrow;
  }

  #type(i: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const isStruct = tokens.is(i + 1, "struct");
    const name = isStruct || tokens.is(i + 1, "class") ? i + 2 : i + 1;
    const open = this.#builder.find(name, to, codes.openBrace, codes.semicolon);
    const last = Math.min(tokens.match(open), to);
    const kind = isStruct ? "struct" : typeKinds.get(tokens.word(i))!;
    const inner = this.#builder.add(name, kind, container, first, last);
    if (tokens.type(open) !== codes.openBrace) return open + 1;
    if (kind === "enum") this.#constants(open, last, inner);
    else for (let at = open + 1; at < last; ) at = this.#member(at, last, inner);
    return last + 1;
  }

  #constants(open: number, close: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = open + 1; i < close; ) {
      const name = this.#afterModifiers(i, close);
      const end = this.#builder.find(name, close, codes.comma);
      if (name < close && tokens.isIdentifier(name)) {
        this.#builder.add(name, "constant", container, i, end - 1);
      }
      i = end + 1;
    }
  }

  #delegate(i: number, first: number, to: number, container: Container): number {
    const end = this.#builder.find(i, to, codes.semicolon);
    for (let at = i; at < end; at++) {
      const open = this.#builder.afterAngles(at + 1, end);
      if (this.#tokens.type(open) === codes.openParen && this.#tokens.isIdentifier(at) && at > i + 1) {
        this.#builder.add(at, "type", container, first, end);
        break;
      }
      if (open > at + 1) at = open - 1;
    }
    return end + 1;
  }

  /** One member of a type, from its attributes on; gives the token after it. */
  #member(first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    if (tokens.type(first) === tokenTypes.directive) return this.#builder.after(first);
    const i = this.#afterModifiers(first, to);
    if (i >= to) return to;
    if (this.#isType(i)) return this.#type(i, first, to, container);
    if (tokens.is(i, "delegate") && tokens.isIdentifier(i + 1)) {
      return this.#delegate(i, first, to, container);
    }
    let name = -1;
    for (let at = i; at < to; ) {
      const type = tokens.type(at);
      if (type === tokenTypes.identifier) {
        if (tokens.is(at, "operator")) return this.#operator(at, first, to, container);
        name = at++;
      } else if (type === codes.less) at = Math.max(this.#builder.afterAngles(at, to), at + 1);
      else if (type === codes.openParen && this.#belongsTo(name, at)) {
        return this.#callable(name, at, first, to, container);
      } else if (type === codes.openBracket && tokens.is(at - 1, "this")) {
        return this.#property(-1, this.#builder.after(at), first, to, container);
      } else if (type === codes.openBrace || type === tokenTypes.arrow) {
        return this.#property(name, at, first, to, container);
      } else if (type === codes.equals || type === codes.semicolon || type === codes.comma) {
        return this.#fields(name, at, first, to, container);
      } else if (type === codes.closeBrace) return at + 1;
      else at = this.#builder.after(at);
    }
    return to;
  }

  /** Only type parameters between a name and the bracket of its parameters. */
  #belongsTo(name: number, open: number): boolean {
    return name >= 0 && this.#builder.afterAngles(name + 1, open + 1) === open;
  }

  #callable(name: number, open: number, first: number, to: number, container: Container): number {
    const isDestructor = this.#tokens.type(name - 1) === TILDE;
    const text = isDestructor ? `~${this.#tokens.word(name)}` : undefined;
    return this.#function(name, "method", open, first, to, container, text);
  }

  #operator(i: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const open = this.#builder.find(i, to, codes.openParen, codes.openBrace, codes.semicolon);
    if (tokens.type(open) !== codes.openParen) return open + 1;
    let text = "";
    for (let at = i + 1; at < open; at++) text += tokens.word(at);
    const name = `operator${/^\w/.test(text) ? " " : ""}${text}`;
    return this.#function(i, "method", open, first, to, container, name);
  }

  #function(
    name: number,
    kind: SymbolKind,
    open: number,
    first: number,
    to: number,
    container: Container,
    text?: string,
  ): number {
    const tokens = this.#tokens;
    const at = this.#builder.find(open, to, codes.openBrace, codes.semicolon, tokenTypes.arrow);
    const isExpression = tokens.type(at) === tokenTypes.arrow;
    const last = isExpression
      ? this.#builder.find(at, to, codes.semicolon, codes.closeBrace)
      : Math.min(tokens.match(at), to);
    const inner = this.#builder.add(name, kind, container, first, last, text);
    this.#body(at + 1, last, inner);
    return last + 1;
  }

  /** @param name -1 for an indexer, which has none */
  #property(name: number, at: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    let last = at;
    if (tokens.type(at) === codes.openBrace) {
      last = Math.min(tokens.match(at), to);
      if (tokens.type(last + 1) === codes.equals) last = this.#builder.find(last + 1, to, codes.semicolon);
    } else last = this.#builder.find(at, to, codes.semicolon);
    const inner = name < 0 ? container : this.#builder.add(name, "field", container, first, last);
    this.#body(at + 1, last, inner);
    return last + 1;
  }

  /** `Type a = 1, b;` from what follows the first name on. */
  #fields(firstName: number, from: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const end = this.#builder.find(from, to, codes.semicolon);
    let name = firstName;
    for (let at = from; at <= end; ) {
      const type = tokens.type(at);
      const ends = type === codes.equals || type === codes.comma || type === codes.semicolon;
      if (ends && name >= 0) this.#builder.add(name, "field", container, first, end);
      if (type === codes.equals) name = -1;
      if (type === codes.comma) name = tokens.isIdentifier(at + 1) ? at + 1 : -1;
      at =
        type === codes.less ? Math.max(this.#builder.afterAngles(at, end), at + 1) : this.#builder.after(at);
    }
    this.#body(from, end, container);
    return end + 1;
  }

  /** Local functions. */
  #body(from: number, to: number, container: Container): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; i++) {
      if (tokens.type(i) !== codes.openParen) continue;
      const name = this.#localFunction(i);
      if (name < 0) continue;
      i = this.#function(name, "function", i, name, to, container) - 1;
    }
  }

  /** Name of the function whose parameters open at a bracket: a type stands before it, and a body follows; or -1. */
  #localFunction(open: number): number {
    const tokens = this.#tokens;
    const next = this.#builder.after(open);
    const type = tokens.type(next);
    if (type !== codes.openBrace && type !== tokenTypes.arrow && !tokens.is(next, "where")) return -1;
    const name = tokens.type(open - 1) === codes.greater ? this.#beforeAngles(open - 1) : open - 1;
    if (!tokens.isIdentifier(name) || noNames.has(tokens.word(name))) return -1;
    const before = tokens.type(name - 1);
    if (before === tokenTypes.identifier) return noNames.has(tokens.word(name - 1)) ? -1 : name;
    const endsType = before === codes.greater || before === codes.closeBracket || before === codes.closeParen;
    return endsType || (before === QUESTION && !this.#isSpaced(name - 1)) || before === codes.star
      ? name
      : -1;
  }

  /** `a ? b`, not `a? b`. */
  #isSpaced(i: number): boolean {
    return this.#tokens.end(i - 1) !== this.#tokens.start(i);
  }

  #beforeAngles(close: number): number {
    const tokens = this.#tokens;
    let depth = 0;
    for (let at = close; at > close - LONGEST_TYPE_PARAMETERS && at > 0; at--) {
      const type = tokens.type(at);
      if (type === codes.greater) depth++;
      else if (type === codes.less && --depth === 0) return at - 1;
      else if (type === codes.semicolon) return -1;
    }
    return -1;
  }
}

const QUESTION = 63;
