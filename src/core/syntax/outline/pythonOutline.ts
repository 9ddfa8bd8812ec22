/** Python: definitions by their keywords, blocks by their indentation. */
import type { Outline } from "./outline.ts";
import { type Container, nameOf, OutlineBuilder } from "./outlineBuilder.ts";
import { codes, type Tokens, tokenTypes } from "./tokens.ts";

/** An open definition: what starts a line at its column or left of it ends it. */
interface Block {
  readonly column: number;
  readonly kind: "class" | "function";
  readonly container: Container;
}

export function pythonOutline(tokens: Tokens): Outline {
  return new PythonReader(tokens).read();
}

class PythonReader {
  readonly #builder: OutlineBuilder;
  readonly #tokens: Tokens;
  readonly #blocks: Block[] = [];
  /** The first decorator before the coming definition. */
  #decorator: number | undefined;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#builder = new OutlineBuilder(tokens);
  }

  read(): Outline {
    const tokens = this.#tokens;
    let statementEnd = 0;
    for (let i = 0; i < tokens.count; i = this.#nextLine(i)) {
      const isDefinition = this.#isDefinition(i);
      if (!isDefinition && i < statementEnd) continue;
      const column = this.#column(i);
      while (this.#blocks.length > 0 && column <= this.#blocks.at(-1)!.column) this.#blocks.pop();
      statementEnd = this.#statement(i, column);
    }
    return this.#builder.outline();
  }

  /** @returns the token after the logical line's brackets */
  #statement(i: number, column: number): number {
    const tokens = this.#tokens;
    const end = this.#logicalEnd(i);
    if (tokens.type(i) === codes.at) {
      this.#decorator ??= i;
      return end;
    }
    if (this.#isDefinition(i)) this.#definition(i, column);
    else if (tokens.is(i, "import") || tokens.is(i, "from")) this.#import(i, end);
    else this.#assignment(i);
    this.#decorator = undefined;
    return end;
  }

  #isDefinition(i: number): boolean {
    const tokens = this.#tokens;
    const at = tokens.is(i, "async") ? i + 1 : i;
    const isKeyword = tokens.is(at, "def") || (tokens.is(at, "class") && at === i);
    return isKeyword && tokens.isIdentifier(at + 1) && tokens.line(at + 1) === tokens.line(at);
  }

  #definition(i: number, column: number): void {
    const tokens = this.#tokens;
    const keyword = tokens.is(i, "async") ? i + 1 : i;
    const isClass = tokens.is(keyword, "class");
    const parent = this.#blocks.at(-1);
    const kind = isClass ? "class" : parent?.kind === "class" ? "method" : "function";
    const last = this.#blockEnd(i, column);
    const container = this.#builder.add(
      keyword + 1,
      kind,
      parent?.container ?? "",
      this.#decorator ?? i,
      last,
    );
    this.#blocks.push({ column, kind: isClass ? "class" : "function", container });
  }

  /** `name = ...` and `name: type = ...` of modules and classes. */
  #assignment(i: number): void {
    const tokens = this.#tokens;
    const parent = this.#blocks.at(-1);
    if (parent?.kind === "function" || !tokens.isIdentifier(i)) return;
    const next = tokens.type(i + 1);
    if (next !== codes.equals && next !== codes.colon) return;
    if (next === codes.colon && (!tokens.isIdentifier(i + 2) || tokens.line(i + 2) !== tokens.line(i)))
      return;
    if (next === codes.colon && /^(?:else|try|finally|lambda)$/.test(tokens.word(i))) return;
    const name = tokens.word(i);
    const kind = parent ? "field" : name === name.toUpperCase() ? "constant" : "variable";
    this.#builder.add(i, kind, parent?.container ?? "", i, this.#logicalEnd(i) - 1);
  }

  #import(i: number, end: number): void {
    const tokens = this.#tokens;
    const isFrom = tokens.is(i, "from");
    let module = "";
    for (let at = i + 1; at < end; at++) {
      if (isFrom && tokens.is(at, "import")) break;
      if (tokens.type(at) === codes.comma) {
        this.#builder.addImport(module, i);
        module = "";
      } else if (tokens.is(at, "as")) at++;
      else module += nameOf(tokens, at);
    }
    this.#builder.addImport(module, i);
  }

  /** The last token of the indented lines after a header. */
  #blockEnd(i: number, column: number): number {
    const tokens = this.#tokens;
    let last = this.#logicalEnd(i) - 1;
    while (last + 1 < tokens.count && this.#column(last + 1) > column) last = this.#lineEnd(last + 1);
    return last;
  }

  #column(i: number): number {
    return this.#tokens.start(i) - this.#tokens.lineStarts[this.#tokens.line(i)]!;
  }

  #nextLine(i: number): number {
    return this.#lineEnd(i) + 1;
  }

  #lineEnd(i: number): number {
    const tokens = this.#tokens;
    let last = i;
    while (last + 1 < tokens.count && !tokens.isFirstOfLine(last + 1)) last++;
    return last;
  }

  /** The token after a line and the brackets that it opens. A bracket left open ends with its line. */
  #logicalEnd(i: number): number {
    const tokens = this.#tokens;
    let at = i;
    for (let isFirst = true; at < tokens.count && (isFirst || !tokens.isFirstOfLine(at)); isFirst = false) {
      const match = tokens.match(at);
      at = match < tokens.count && tokens.type(at) !== tokenTypes.string ? match + 1 : at + 1;
    }
    return at;
  }
}
