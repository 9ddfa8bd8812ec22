/** PHP: functions and types wherever they stand, anonymous classes too, and the members of types. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens } from "./tokens.ts";

const typeKinds = new Map<string, SymbolKind>([
  ["class", "class"],
  ["interface", "interface"],
  ["trait", "trait"],
  ["enum", "enum"],
]);

const modifiers = new Set("public protected private static abstract final readonly var".split(" "));
const promoting = new Set("public protected private readonly".split(" "));

const HASH = 35;
const DOLLAR = 36;
const AMPERSAND = 38;
const BACKSLASH = 92;

export function phpOutline(tokens: Tokens): Outline {
  return new PhpReader(tokens).read();
}

class PhpReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    this.#statements(0, this.#tokens.count, "", true);
    return this.#builder.outline();
  }

  /** @param isTop whether namespaces, imports and constants may stand here */
  #statements(from: number, to: number, container: Container, isTop: boolean): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      if (!tokens.isIdentifier(i) || tokens.text.charCodeAt(tokens.start(i)) === DOLLAR) i++;
      else i = this.#word(i, to, container, isTop);
    }
  }

  #word(i: number, to: number, container: Container, isTop: boolean): number {
    const tokens = this.#tokens;
    const word = tokens.word(i);
    if (word === "function") return this.#function(i, i, to, container, "function");
    if (word === "new") return this.#new(i, to, container);
    if (isTop && word === "use") return this.#use(i, to);
    if (isTop && word === "namespace" && tokens.type(i + 1) !== BACKSLASH) return this.#namespace(i, to);
    if (isTop && word === "const") return this.#constants(i, i, to, container);
    return typeKinds.has(word) && this.#isType(i) ? this.#type(i, to, container) : i + 1;
  }

  /** Not `A::class`, `$a->class`; `enum` is a name elsewhere. */
  #isType(i: number): boolean {
    const tokens = this.#tokens;
    const before = tokens.type(i - 1);
    if (before === codes.colon || before === codes.greater || !tokens.isIdentifier(i + 1)) return false;
    if (!tokens.is(i, "enum")) return true;
    const after = tokens.type(i + 2);
    return after === codes.openBrace || after === codes.colon || tokens.is(i + 2, "implements");
  }

  #namespace(i: number, to: number): number {
    const tokens = this.#tokens;
    const end = this.#builder.find(i, to, codes.semicolon, codes.openBrace);
    const isBlock = tokens.type(end) === codes.openBrace;
    const next = isBlock ? to : this.#nextNamespace(end, to);
    const last = isBlock ? Math.min(tokens.match(end), to) : next - 1;
    let inner = "";
    for (let at = i + 1; at < end; at += 2) {
      if (at + 1 >= end) inner = this.#builder.add(at, "module", inner, i, last);
      else inner = inner === "" ? tokens.word(at) : `${inner}.${tokens.word(at)}`;
    }
    if (isBlock) {
      this.#statements(end + 1, last, inner, true);
      return last + 1;
    }
    this.#statements(end + 1, next, inner, true);
    return next;
  }

  #nextNamespace(from: number, to: number): number {
    const tokens = this.#tokens;
    let at = from;
    while (at < to && !(tokens.is(at, "namespace") && tokens.type(at - 1) === codes.semicolon))
      at = this.#builder.after(at);
    return Math.min(at, to);
  }

  /** `use A\B as C, D;`, `use function A\f;`, `use A\{B, C};` */
  #use(i: number, to: number): number {
    const tokens = this.#tokens;
    const end = this.#builder.find(i, to, codes.semicolon);
    let at = tokens.is(i + 1, "function") || tokens.is(i + 1, "const") ? i + 2 : i + 1;
    let prefix = "";
    let module = "";
    for (; at < end; at++) {
      const type = tokens.type(at);
      if (type === codes.openBrace) {
        prefix = module;
        module = "";
      } else if (type === codes.comma || type === codes.closeBrace) {
        if (module !== "") this.#builder.addImport(prefix + module, i);
        module = "";
        if (type === codes.closeBrace) prefix = "";
      } else if (tokens.is(at, "as")) at++;
      else module += tokens.word(at);
    }
    if (module !== "") this.#builder.addImport(module, i);
    return end + 1;
  }

  /** `const A = 1, int B = 2;` */
  #constants(i: number, first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const end = this.#builder.find(i, to, codes.semicolon);
    let isValue = false;
    for (let at = i; at < end; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === codes.equals && !isValue && tokens.isIdentifier(at - 1)) {
        this.#builder.add(at - 1, "constant", container, first, end);
        isValue = true;
      } else if (type === codes.comma) isValue = false;
    }
    return end + 1;
  }

  #function(i: number, first: number, to: number, container: Container, kind: SymbolKind): number {
    const tokens = this.#tokens;
    const name = tokens.type(i + 1) === AMPERSAND ? i + 2 : i + 1;
    if (!tokens.isIdentifier(name) || tokens.type(name + 1) !== codes.openParen) return i + 1;
    const open = this.#builder.find(name + 2, to, codes.openBrace, codes.semicolon);
    const last = Math.min(tokens.match(open), to);
    const inner = this.#builder.add(name, kind, container, first, last);
    if (tokens.is(name, "__construct")) this.#promoted(name + 1, container);
    if (tokens.type(open) === codes.openBrace) this.#statements(open + 1, last, inner, false);
    return last + 1;
  }

  /** Parameters of a constructor that are properties. */
  #promoted(open: number, container: Container): void {
    const tokens = this.#tokens;
    const close = Math.min(tokens.match(open), tokens.count);
    let first = -1;
    for (let at = open + 1; at < close; at = this.#builder.after(at)) {
      if (tokens.type(at) === codes.comma) first = -1;
      if (!tokens.isIdentifier(at)) continue;
      if (first < 0 && promoting.has(tokens.word(at))) first = at;
      else if (first >= 0 && this.#isVariable(at)) {
        this.#property(at, container, first, at);
        first = -1;
      }
    }
  }

  #isVariable(i: number): boolean {
    return this.#tokens.isIdentifier(i) && this.#tokens.text.charCodeAt(this.#tokens.start(i)) === DOLLAR;
  }

  #property(i: number, container: Container, first: number, last: number): Container {
    return this.#builder.add(i, "field", container, first, last, this.#tokens.word(i).slice(1));
  }

  #type(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    let first = i;
    while (tokens.isIdentifier(first - 1) && modifiers.has(tokens.word(first - 1))) first--;
    const open = this.#builder.find(i, to, codes.openBrace, codes.semicolon);
    const last = Math.min(tokens.match(open), to);
    const inner = this.#builder.add(i + 1, typeKinds.get(tokens.word(i))!, container, first, last);
    if (tokens.type(open) === codes.openBrace) this.#members(open + 1, last, inner);
    return last + 1;
  }

  /** `new class(...) extends A {...}` */
  #new(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    let at = i + 1;
    while (tokens.type(at) === HASH) at = this.#builder.after(at + 1);
    if (tokens.is(at, "readonly")) at++;
    if (!tokens.is(at, "class")) return i + 1;
    const open = this.#builder.find(at, to, codes.openBrace, codes.semicolon);
    if (tokens.type(open) !== codes.openBrace) return at + 1;
    this.#statements(at + 1, open, container, false);
    const close = Math.min(tokens.match(open), to);
    this.#members(open + 1, close, container);
    return close + 1;
  }

  #members(from: number, to: number, container: Container): void {
    for (let i = from; i < to; ) i = this.#member(i, to, container);
  }

  #member(first: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const i = this.#afterModifiers(first, to);
    if (i >= to) return to;
    if (tokens.is(i, "function")) return this.#function(i, first, to, container, "method");
    if (tokens.is(i, "const")) return this.#constants(i, first, to, container);
    const end = this.#builder.find(i, to, codes.semicolon, codes.openBrace, codes.closeBrace);
    if (tokens.is(i, "case") && tokens.isIdentifier(i + 1)) {
      this.#builder.add(i + 1, "constant", container, first, end);
    } else if (!tokens.is(i, "use")) this.#properties(i, first, end, container);
    if (tokens.type(end) === codes.openBrace) {
      const close = Math.min(tokens.match(end), to);
      this.#statements(end + 1, close, container, false);
      return close + 1;
    }
    return end + 1;
  }

  #afterModifiers(first: number, to: number): number {
    const tokens = this.#tokens;
    let i = first;
    while (i < to) {
      if (tokens.type(i) === HASH) i = this.#builder.after(i + 1);
      else if (tokens.isIdentifier(i) && modifiers.has(tokens.word(i))) i++;
      else return i;
    }
    return i;
  }

  /** `Type $a = 1, $b;` */
  #properties(i: number, first: number, end: number, container: Container): void {
    const tokens = this.#tokens;
    let isValue = false;
    for (let at = i; at < end; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === codes.comma) isValue = false;
      else if (!isValue && this.#isVariable(at)) {
        this.#property(at, container, first, end);
        isValue = true;
      }
    }
  }
}
