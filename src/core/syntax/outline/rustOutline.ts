/** Rust: items, wherever they stand. */
import type { Outline, SymbolKind } from "./outline.ts";
import { type Container, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens } from "./tokens.ts";

const itemKinds = new Map<string, SymbolKind>([
  ["fn", "function"],
  ["struct", "struct"],
  ["union", "struct"],
  ["enum", "enum"],
  ["trait", "trait"],
  ["type", "type"],
  ["mod", "module"],
  ["const", "constant"],
  ["static", "variable"],
]);

const EXCLAMATION = 33;
const HASH = 35;

export function rustOutline(tokens: Tokens): Outline {
  return new RustReader(tokens).read();
}

class RustReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    this.#items(0, this.#tokens.count, "", false);
    return this.#builder.outline();
  }

  /** @param isImpl whether functions here are methods */
  #items(from: number, to: number, container: Container, isImpl: boolean): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      if (tokens.type(i) === HASH && tokens.type(i + 1) === codes.openBracket) i = this.#builder.after(i + 1);
      else if (tokens.isIdentifier(i)) i = this.#word(i, to, container, isImpl);
      else i++;
    }
  }

  #word(i: number, to: number, container: Container, isImpl: boolean): number {
    const tokens = this.#tokens;
    if (tokens.is(i, "macro_rules")) return this.#macro(i, container);
    if (tokens.type(i + 1) === EXCLAMATION && tokens.type(i + 2) !== codes.equals)
      return this.#builder.after(i + 2);
    if (tokens.is(i, "impl")) return this.#impl(i, to, container);
    if (tokens.is(i, "use")) return this.#use(i, to);
    const kind = itemKinds.get(tokens.word(i));
    if (!kind || !tokens.isIdentifier(i + 1)) return i + 1;
    if (kind === "constant" && (tokens.is(i + 1, "fn") || tokens.is(i + 1, "unsafe"))) return i + 1;
    if (tokens.is(i + 1, "mut")) return i + 1;
    if (tokens.is(i, "union") && tokens.type(i + 2) !== codes.openBrace && tokens.type(i + 2) !== codes.less)
      return i + 1;
    if (tokens.is(i, "const") && tokens.type(i + 2) !== codes.colon) return i + 2;
    return this.#item(i, to, kind, container, isImpl);
  }

  #item(i: number, to: number, kind: SymbolKind, container: Container, isImpl: boolean): number {
    const tokens = this.#tokens;
    const hasBlock = kind !== "constant" && kind !== "variable" && kind !== "type";
    const end = hasBlock
      ? this.#builder.find(i, to, codes.openBrace, codes.semicolon, codes.closeBrace)
      : this.#builder.find(i, to, codes.semicolon, codes.closeBrace);
    const isBlock = tokens.type(end) === codes.openBrace;
    const last = isBlock ? Math.min(tokens.match(end), to) : end;
    const actual = kind === "function" && isImpl ? "method" : kind;
    const inner = this.#builder.add(i + 1, actual, container, i, last);
    if (!isBlock) return kind === "constant" || kind === "variable" ? i + 2 : end + 1;
    if (kind === "struct" || kind === "enum") this.#fields(end + 1, last, inner, kind === "struct");
    else this.#items(end + 1, last, inner, kind === "trait");
    return last + 1;
  }

  /** Members of a struct, variants of an enum. */
  #fields(from: number, to: number, container: Container, isStruct: boolean): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; ) {
      while (tokens.type(i) === HASH) i = this.#builder.after(i + 1);
      if (tokens.is(i, "pub"))
        i = tokens.type(i + 1) === codes.openParen ? this.#builder.after(i + 1) : i + 1;
      const end = this.#comma(i, to);
      const isField = !isStruct || tokens.type(i + 1) === codes.colon;
      if (tokens.isIdentifier(i) && isField && i < to) this.#builder.add(i, "field", container, i, end - 1);
      i = end + 1;
    }
  }

  /** The next comma outside of brackets and type arguments. */
  #comma(i: number, to: number): number {
    const tokens = this.#tokens;
    let angles = 0;
    for (let at = i; at < to; at = this.#builder.after(at)) {
      const type = tokens.type(at);
      if (type === codes.less) angles++;
      else if (type === codes.greater && !this.#builder.isArrowHead(at)) angles--;
      else if (type === codes.comma && angles <= 0) return at;
    }
    return to;
  }

  #impl(i: number, to: number, container: Container): number {
    const tokens = this.#tokens;
    const start = this.#builder.afterAngles(i + 1, to);
    const open = this.#builder.find(start, to, codes.openBrace, codes.semicolon);
    if (tokens.type(open) !== codes.openBrace) return i + 1;
    let name = "";
    for (let at = start; at < open; at++) {
      if (tokens.is(at, "for")) name = "";
      else if (tokens.is(at, "where")) break;
      else if (tokens.type(at) === codes.less) at = Math.max(at, this.#builder.afterAngles(at, open) - 1);
      else if (tokens.isIdentifier(at)) name = tokens.word(at);
    }
    const close = Math.min(tokens.match(open), to);
    this.#items(open + 1, close, container === "" ? name : `${container}.${name}`, true);
    return close + 1;
  }

  #macro(i: number, container: Container): number {
    const tokens = this.#tokens;
    if (tokens.type(i + 1) !== EXCLAMATION || !tokens.isIdentifier(i + 2)) return i + 1;
    this.#builder.add(i + 2, "macro", container, i, tokens.match(i + 3));
    return this.#builder.after(i + 3);
  }

  #use(i: number, to: number): number {
    const tokens = this.#tokens;
    const end = this.#builder.find(i, to, codes.semicolon);
    let module = "";
    for (let at = i + 1; at < end; at++) {
      if (tokens.type(at) === codes.openBrace || tokens.is(at, "as")) break;
      module += tokens.word(at);
    }
    this.#builder.addImport(module.replace(/::\*?$/, ""), i);
    return end + 1;
  }
}
