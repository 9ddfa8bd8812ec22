/** Scala 2 and 3: definitions by their keywords, bodies by braces or by indentation. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

const typeKinds = new Map<string, SymbolKind>([
  ["class", "class"],
  ["object", "module"],
  ["trait", "trait"],
  ["enum", "enum"],
]);

const modifiers = new Set(
  "private protected override abstract final sealed implicit lazy case inline opaque open transparent infix package".split(
    " ",
  ),
);

/** Words at the start of a line that go on with the definition before it. */
const goesOn = new Set("extends with derives else catch finally yield then do".split(" "));

/** Where definitions stand; values in code are local. */
type Place = "file" | "type" | "enum" | "code";

export function scalaOutline(tokens: Tokens): Outline {
  return new ScalaReader(tokens).read();
}

class ScalaReader {
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
    const column = place === "code" ? 0 : this.#columnOfMembers(from, to);
    for (let i = from; i < to; ) {
      const type = tokens.type(i);
      if (type === tokenTypes.identifier) {
        const isHere = place === "code" || mayDeclare(tokens, i);
        const isLocal = place === "code" || (isHere && this.#lineColumn(i) > column);
        i = isHere && mayDeclare(tokens, i) ? this.#word(i, to, container, isLocal ? "code" : place) : i + 1;
      } else if (place !== "code" && (type === codes.openBrace || type === codes.openParen)) {
        this.#scope(i + 1, Math.min(tokens.match(i), to), container, "code");
        i = this.#builder.after(i);
      } else i++;
    }
  }

  /** Column of the first line that begins in a body: what stands deeper in it belongs to a statement. */
  #columnOfMembers(from: number, to: number): number {
    const tokens = this.#tokens;
    for (let i = from; i < to; i++) {
      if (tokens.isFirstOfLine(i) && tokens.type(i) !== codes.closeBrace) return this.#column(i);
      if (tokens.line(i) > tokens.line(from - 1)) break;
    }
    return Number.POSITIVE_INFINITY;
  }

  #column(i: number): number {
    return this.#tokens.start(i) - this.#tokens.lineStarts[this.#tokens.line(i)]!;
  }

  /** Column of the first token of a token's line, at most LONGEST_LINE before it. */
  #lineColumn(i: number): number {
    const tokens = this.#tokens;
    let first = i;
    while (first > i - LONGEST_LINE && !tokens.isFirstOfLine(first)) first--;
    return this.#column(first);
  }

  #word(i: number, to: number, container: Container, place: Place): number {
    const tokens = this.#tokens;
    const before = tokens.type(i - 1);
    if (before === codes.dot || (tokens.is(i - 1, "end") && tokens.isFirstOfLine(i - 1))) return i + 1;
    const word = tokens.word(i);
    switch (word) {
      case "def":
        return this.#function(i, to, container, place);
      case "val":
      case "var":
        return place === "code" ? i + 1 : this.#values(i, to, container, place);
      case "type":
        return this.#alias(i, to, container);
      case "given":
        return this.#given(i, to, container, place);
      case "case":
        return place === "enum" ? this.#cases(i, to, container) : i + 1;
      case "new":
        return this.#anonymous(i, to, container);
      case "import":
        return this.#import(i, to);
      case "package":
        return this.#package(i, to, container);
      default:
        return typeKinds.has(word) ? this.#type(i, to, container) : i + 1;
    }
  }

  #first(i: number): number {
    const tokens = this.#tokens;
    let first = i;
    while (tokens.isIdentifier(first - 1) && modifiers.has(tokens.word(first - 1))) first--;
    return first;
  }

  /** The last token of a definition: before a `;`, or before a line that does not stand deeper than its own. */
  #end(i: number, to: number): number {
    const tokens = this.#tokens;
    const column = this.#lineColumn(i);
    for (let at = i; ; ) {
      const close = Math.min(tokens.match(at), to - 1);
      const next = close + 1;
      if (next >= to || this.#closes(next)) return close;
      if (tokens.isFirstOfLine(next) && this.#column(next) <= column && !this.#goesOn(next, close))
        return close;
      at = next;
    }
  }

  #closes(i: number): boolean {
    const type = this.#tokens.type(i);
    const { semicolon, closeBrace, closeParen, closeBracket } = codes;
    return type === semicolon || type === closeBrace || type === closeParen || type === closeBracket;
  }

  #goesOn(next: number, last: number): boolean {
    const tokens = this.#tokens;
    const type = tokens.type(next);
    if (type === tokenTypes.identifier) return goesOn.has(tokens.word(next));
    const isBrace = type === codes.openBrace && tokens.line(next) === tokens.line(last) + 1;
    return isBrace || type === codes.dot || type === codes.equals;
  }

  /** `import a.b.{C, D => E}, f.*`: paths without what is selected. */
  #import(i: number, to: number): number {
    const tokens = this.#tokens;
    let at = i + 1;
    let module = "";
    for (; at < to && tokens.line(at) === tokens.line(at - 1); at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === codes.semicolon || type === codes.closeBrace) break;
      if (type === codes.comma) {
        this.#builder.addImport(pathOf(module), i);
        module = "";
      } else if (tokens.is(at, "as")) at++;
      else if (type !== codes.openBrace) module += tokens.word(at);
    }
    this.#builder.addImport(pathOf(module), i);
    return at;
  }

  /** `package a.b { ... }`; without braces it says nothing of what is around. */
  #package(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    if (tokens.is(i + 1, "object")) return i + 1;
    let at = i + 1;
    while (at < to && (tokens.isIdentifier(at) || tokens.type(at) === codes.dot) && !tokens.isFirstOfLine(at))
      at++;
    if (tokens.type(at) !== codes.openBrace) return at;
    const close = Math.min(tokens.match(at), to);
    this.#scope(at + 1, close, container, "file");
    return close + 1;
  }

  #type(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const name = i + 1;
    const afterName = this.#afterName(name);
    if (afterName === name) return name;
    const end = this.#end(i, to);
    const body = this.#body(afterName, end + 1);
    const isBraces = tokens.type(body) === codes.openBrace;
    const last = isBraces ? Math.min(tokens.match(body), to) : end;
    const kind = typeKinds.get(tokens.word(i))!;
    const text = this.#nameText(name, afterName);
    const inner = this.#builder.add(name, kind, container, this.#first(i), last, text);
    this.#parameters(afterName, body, tokens.is(i - 1, "case"), inner);
    this.#scope(afterName, body, inner, "code");
    if (body > end) return end + 1;
    this.#scope(body + 1, isBraces ? last : last + 1, inner, kind === "enum" ? "enum" : "type");
    return last + 1;
  }

  /** The `{`, or the `:` or `with` at a line's end, that a body follows; `to` when there is none. */
  #body(from: number, to: number): number {
    const tokens = this.#tokens;
    for (let at = from; at < to; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === codes.openBrace) return at;
      const mayOpen = type === codes.colon || tokens.is(at, "with");
      if (mayOpen && at + 1 < to && tokens.isFirstOfLine(at + 1)) return at;
      if (type === codes.equals) return to;
    }
    return to;
  }

  /** Parameters of a class that are values: with `val` or `var`, and all of the first list of a case class. */
  #parameters(from: number, to: number, isCase: boolean, container: Container): void {
    const tokens = this.#tokens;
    let areAll = isCase;
    for (let at = from; at < to && !tokens.is(at, "extends"); at = this.#builder.after(at)) {
      if (tokens.type(at) !== codes.openParen) continue;
      this.#parameterList(at, areAll, container);
      areAll = false;
    }
  }

  #parameterList(open: number, areAll: boolean, container: Container): void {
    const tokens = this.#tokens;
    const close = Math.min(tokens.match(open), tokens.count);
    const isContext = tokens.is(open + 1, "implicit") || tokens.is(open + 1, "using");
    let isValue = areAll && !isContext;
    let isNamed = false;
    for (let at = open + 1; at < close; at = this.#builder.after(at)) {
      if (tokens.type(at) === codes.comma) {
        isValue = areAll && !isContext;
        isNamed = false;
      } else if (tokens.is(at, "val") || tokens.is(at, "var")) isValue = true;
      else if (!isNamed && tokens.isIdentifier(at) && tokens.type(at + 1) === codes.colon) {
        isNamed = true;
        if (isValue) this.#builder.add(at, "field", container, at, at);
      }
    }
  }

  #function(i: number, to: number, container: Container, place: Place): number {
    const afterName = this.#afterName(i + 1);
    if (afterName === i + 1) return i + 1;
    const end = this.#end(i, to);
    const kind = place === "type" || place === "enum" ? "method" : "function";
    const text = this.#nameText(i + 1, afterName);
    const inner = this.#builder.add(i + 1, kind, container, this.#first(i), end, text);
    this.#scope(afterName, end + 1, inner, "code");
    return end + 1;
  }

  /** After `name`, `unary_!`, `name_=`, `+`: signs belong to a name that they touch and that is one or ends with `_`. */
  #afterName(i: number): number {
    const tokens = this.#tokens;
    if (tokens.isFirstOfLine(i)) return i;
    let at = i;
    if (tokens.isIdentifier(at)) {
      at++;
      if (tokens.text[tokens.end(i) - 1] !== "_" || tokens.start(at) !== tokens.end(i)) return at;
    }
    while (this.#isSign(at) && (at === i || tokens.start(at) === tokens.end(at - 1))) at++;
    return at;
  }

  /** `undefined` for a name that is one word. */
  #nameText(name: number, after: number): string | undefined {
    const tokens = this.#tokens;
    const isWord = after === name + 1 && tokens.isIdentifier(name);
    return isWord ? undefined : tokens.text.slice(tokens.start(name), tokens.end(after - 1));
  }

  #isSign(i: number): boolean {
    const type = this.#tokens.type(i);
    return (
      type === tokenTypes.operator ||
      type === tokenTypes.arrow ||
      (type > 32 && !"()[]{},;.\"'`".includes(String.fromCharCode(type)))
    );
  }

  /** `val a, b = 1`, `val (a, B(c)) = d` */
  #values(i: number, to: number, container: Container, place: Place): number {
    const tokens = this.#tokens;
    const end = this.#end(i, to);
    const kind = place === "file" ? "variable" : "field";
    const first = this.#first(i);
    const afterName = this.#afterName(i + 1);
    let at = i + 1;
    if (afterName > i + 2) {
      this.#builder.add(at, kind, container, first, end, this.#nameText(at, afterName));
      at = afterName;
    }
    for (let close = -1; at <= end; at++) {
      const type = tokens.type(at);
      if (at > close && (type === codes.equals || type === codes.colon)) break;
      if (type === codes.openParen && at > close) close = tokens.match(at);
      if (type === codes.openBracket) at = tokens.match(at);
      if (!tokens.isIdentifier(at)) continue;
      const next = tokens.type(at + 1);
      const isValue = next !== codes.openParen && next !== codes.dot && !tokens.is(at, "_");
      if (isValue && (next === codes.at || this.#isPlain(at, i)))
        this.#builder.add(at, kind, container, first, end);
    }
    for (at = i + 1; at <= end && tokens.type(at) !== codes.equals; ) at = this.#builder.after(at);
    this.#scope(at, end + 1, container, "code");
    return end + 1;
  }

  /** A name of a pattern: a capital begins one only when it stands alone. */
  #isPlain(at: number, keyword: number): boolean {
    const before = this.#tokens.type(at - 1);
    if (at === keyword + 1 || before === codes.comma) return true;
    return before !== codes.dot && before !== codes.colon && /^[a-z_`]/.test(this.#tokens.word(at));
  }

  #alias(i: number, to: number, container: Container): number {
    const afterName = this.#afterName(i + 1);
    if (afterName === i + 1 || this.#tokens.type(i + 1) === codes.colon) return i + 1;
    const end = this.#end(i, to);
    const text = this.#nameText(i + 1, afterName);
    const inner = this.#builder.add(i + 1, "type", container, this.#first(i), end, text);
    this.#scope(afterName, end + 1, inner, "code");
    return end + 1;
  }

  /** `given name: Type with ...`, `given Type = ...` */
  #given(i: number, to: number, container: Container, place: Place): number {
    const tokens = this.#tokens;
    if (!tokens.isIdentifier(i + 1) && tokens.type(i + 1) !== codes.openBracket) return i + 1;
    const end = this.#end(i, to);
    let at = i + 1;
    if (tokens.isIdentifier(at)) at++;
    while (tokens.type(at) === codes.openBracket || tokens.type(at) === codes.openParen)
      at = this.#builder.after(at);
    const isNamed =
      tokens.type(at) === codes.colon && tokens.isIdentifier(i + 1) && !tokens.isFirstOfLine(at + 1);
    const kind = place === "type" ? "field" : "variable";
    const inner = isNamed ? this.#builder.add(i + 1, kind, container, this.#first(i), end) : container;
    const body = this.#body(at + 1, end + 1);
    if (body > end) this.#scope(at, end + 1, inner, "code");
    else {
      const isBraces = tokens.type(body) === codes.openBrace;
      this.#scope(body + 1, isBraces ? Math.min(tokens.match(body), to) : end + 1, inner, "type");
    }
    return end + 1;
  }

  /** `case A, B`, `case C(a: Int) extends D` */
  #cases(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    if (typeKinds.has(tokens.word(i + 1))) return i + 1;
    const end = this.#end(i, to);
    for (let at = i + 1; at <= end && tokens.isIdentifier(at); ) {
      const inner = this.#builder.add(at, "constant", container, i, end);
      let next = at + 1;
      while (tokens.type(next) === codes.openBracket || tokens.type(next) === codes.openParen) {
        if (tokens.type(next) === codes.openParen) this.#parameterList(next, true, inner);
        next = this.#builder.after(next);
      }
      if (tokens.type(next) !== codes.comma) break;
      at = next + 1;
    }
    return end + 1;
  }

  /** `new Type[A](b) with C {...}`, or a `:` at the line's end for the braces */
  #anonymous(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    let at = i + 1;
    while (at < to && (!tokens.isFirstOfLine(at) || this.#isWith(at))) {
      const type = tokens.type(at);
      if (type === tokenTypes.identifier && at > i + 1 && tokens.isIdentifier(at - 1) && !this.#isWith(at))
        break;
      const isPart = type === tokenTypes.identifier || type === codes.dot;
      if (!isPart && type !== codes.openBracket && type !== codes.openParen) break;
      if (type === codes.openParen) this.#scope(at + 1, Math.min(tokens.match(at), to), container, "code");
      at = this.#builder.after(at);
    }
    if (tokens.type(at) === codes.colon && tokens.isFirstOfLine(at + 1) && at + 1 < to) {
      const end = this.#end(i, to);
      this.#scope(at + 1, end + 1, container, "type");
      return end + 1;
    }
    if (tokens.type(at) !== codes.openBrace || at >= to) return Math.max(i + 1, at);
    const close = Math.min(tokens.match(at), to);
    this.#scope(at + 1, close, container, "type");
    return close + 1;
  }

  #isWith(i: number): boolean {
    return this.#tokens.is(i, "with") || this.#tokens.is(i - 1, "with");
  }
}

/** Tokens of one line before a definition in it. */
const LONGEST_LINE = 200;

/** By the first character of the words that declare. */
const firsts = new Uint8Array(128);
for (const c of "dvtgcniope") firsts[c.charCodeAt(0)] = 1;

function mayDeclare(tokens: Tokens, i: number): boolean {
  return firsts[tokens.text.charCodeAt(tokens.start(i))] === 1;
}

/** `a.b._`, `a.b.*`, `a.b.` without what comes after the path. */
function pathOf(module: string): string {
  return module.replace(/\.(?:[*_]|given)?$/, "");
}
