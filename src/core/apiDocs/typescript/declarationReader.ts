/**
 * Reads what a TypeScript file declares and exports: a `.d.ts` file, or a source whose bodies are stepped over. A
 * reader of its own and no parser: a library of 400 files has to be known while someone waits for a hint.
 */

import { lexicalFamilies } from "../../syntax/lexicalFamily.ts";
import { lex } from "../../syntax/outline/lexer.ts";
import { codes, TooManyLooks, tokenTypes } from "../../syntax/outline/tokens.ts";
import { type ApiSymbol, namedType, type TypeRef } from "../apiSymbol.ts";
import type { ApiExport, ApiImport, ApiReference, ApiUnit } from "../apiUnit.ts";
import { Cursor } from "../cursor.ts";

import { initialType } from "./initialType.ts";
import { MemberReader } from "./memberReader.ts";
import { skipTo } from "./typeReader.ts";

/** Where references to other files stand. UTF-16 units. */
const HEAD_LENGTH = 20_000;
/** Names nest this deep at most. */
const MAX_DEPTH = 12;

const modifiers = new Set(["declare", "abstract", "async", "default"]);

/**
 * The units of a file: itself first, then the modules and the global scope that it speaks of.
 *
 * @param fileName tells `.d.ts` from sources by its end
 */
export function readDeclarations(text: string, fileName: string): readonly ApiUnit[] {
  const family = /\.[jt]sx$/.test(fileName) ? lexicalFamilies.ecmaJsx : lexicalFamilies.ecma;
  const tokens = lex(text, family);
  const others: Scope[] = [];
  const file = new Scope(undefined, others);
  try {
    tokens.withBoundedLooks(() => file.read(new Cursor(tokens, 0, tokens.count), "", 0));
  } catch (cause) {
    if (!(cause instanceof TooManyLooks)) throw cause;
    // A text that no code is like: what was read until then stands, and is not all.
    file.isOpen = true;
  }
  const isScript = file.imports.length === 0 && file.exports.length === 0;
  const references = referencesOf(text);
  const units = [file, ...others].map((scope) => scope.unit());
  if (references.length > 0) units[0] = { ...units[0]!, references };
  return isScript ? [{ ...units[0]!, isGlobal: true }, ...units.slice(1)] : units;
}

/** `/// <reference path="..." />` at the head of a file. */
function referencesOf(text: string): readonly ApiReference[] {
  const head = /^(?:\s*(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/))*/.exec(text.slice(0, HEAD_LENGTH))?.[0] ?? "";
  const found = head.matchAll(/^\s*\/\/\/\s*<reference\s+(path|types|lib)\s*=\s*["']([^"']+)["']/gm);
  return [...found].map(([, kind, name]) => ({ kind: kind as ApiReference["kind"], name: name! }));
}

class Scope {
  readonly symbols: ApiSymbol[] = [];
  readonly imports: ApiImport[] = [];
  readonly exports: ApiExport[] = [];
  isOpen = false;
  readonly #exported = new Set<string>();
  readonly #module: string | undefined;
  readonly #isGlobal: boolean;
  readonly #others: Scope[];
  readonly #members: MemberReader;

  constructor(module: string | undefined, others: Scope[], isGlobal = false) {
    this.#module = module;
    this.#others = others;
    this.#isGlobal = isGlobal;
    this.#members = new MemberReader();
  }

  unit(): ApiUnit {
    const { symbols, imports } = this;
    const isPlainAmbient = this.#module !== undefined && !this.exports.some(({ name }) => name !== "*");
    const exports = isPlainAmbient ? [...this.exports, ...topNames(symbols)] : this.exports;
    return {
      dialect: "typescript",
      ...(this.#module === undefined ? {} : { module: this.#module }),
      ...(this.#isGlobal ? { isGlobal: true } : {}),
      ...(this.isOpen ? { isOpen: true } : {}),
      symbols,
      imports,
      exports,
    };
  }

  read(cursor: Cursor, container: string, depth: number): void {
    while (!cursor.isDone) {
      const before = cursor.at;
      if (cursor.type() === tokenTypes.identifier) this.#statement(cursor, container, depth);
      else if (cursor.type() === codes.at) this.#decorator(cursor);
      else if ([codes.openBrace, codes.openParen, codes.openBracket].includes(cursor.type() as 123))
        cursor.skipGroup();
      else cursor.at++;
      if (cursor.at === before) cursor.at++;
    }
  }

  #decorator(cursor: Cursor): void {
    cursor.at++;
    while (cursor.isName() || cursor.type() === codes.dot) cursor.at++;
    if (cursor.type() === codes.openParen) cursor.skipGroup();
  }

  #statement(cursor: Cursor, container: string, depth: number): void {
    const first = cursor.at;
    const isExported = cursor.isWord("export");
    if (isExported && this.#exportStatement(cursor, container)) return;
    let isDefault = false;
    while (modifiers.has(cursor.word()) && cursor.isName(1)) {
      isDefault ||= cursor.isWord("default");
      cursor.at++;
    }
    if (cursor.isWord("import") && cursor.type(1) !== codes.openParen && cursor.type(1) !== codes.dot) {
      this.#import(cursor, container, isExported);
      return;
    }
    const names = this.#declaration(cursor, first, container, depth);
    if (container !== "") return;
    if (isDefault) this.#export("default", names[0] ?? "");
    else if (isExported) for (const name of names) this.#export(name, name);
  }

  /** Overloads and merged declarations export a name once. */
  #export(name: string, local: string): void {
    if (this.#exported.has(name)) return;
    this.#exported.add(name);
    this.exports.push({ name, local });
  }

  /** @returns names that were declared; none where nothing is */
  #declaration(cursor: Cursor, first: number, container: string, depth: number): readonly string[] {
    switch (cursor.word()) {
      case "class":
      case "interface":
        if (cursor.isName(1) || cursor.type(1) === codes.openBrace)
          return [this.#type(cursor, first, container)];
        break;
      case "enum":
        if (cursor.isName(1)) return [this.#enum(cursor, first, container)];
        break;
      case "type":
        if (cursor.isName(1) && !cursor.tokens.isFirstOfLine(cursor.at + 1))
          return [this.#typeAlias(cursor, first, container)];
        break;
      case "function":
        return this.#function(cursor, first, container);
      case "const":
        if (cursor.isWord("enum", 1)) {
          cursor.at++;
          return [this.#enum(cursor, first, container)];
        }
        return this.#variables(cursor, first, container);
      case "let":
      case "var":
        return this.#variables(cursor, first, container);
      case "namespace":
      case "module":
        if (cursor.isName(1) || cursor.type(1) === tokenTypes.string)
          return this.#namespace(cursor, first, container, depth);
        break;
      case "global":
        if (cursor.type(1) === codes.openBrace) {
          cursor.at++;
          const scope = new Scope(undefined, this.#others, true);
          this.#others.push(scope);
          scope.read(cursor.group(), "", depth + 1);
          scope.imports.push(...this.imports);
          return [];
        }
        break;
    }
    skipStatement(cursor);
    return [];
  }

  /** @returns whether it was a whole statement; otherwise a declaration follows */
  #exportStatement(cursor: Cursor, container: string): boolean {
    cursor.at++;
    if (cursor.isWord("type") && (cursor.type(1) === codes.openBrace || cursor.type(1) === codes.star))
      cursor.at++;
    const isTop = container === "";
    const add = (one: ApiExport) => void (isTop && this.exports.push(one));
    if (cursor.skip(codes.star)) {
      const name = cursor.skipWord("as") ? this.#exportedName(cursor) : "*";
      const module = this.#from(cursor);
      if (module !== undefined) add({ name, local: "*", module });
      return true;
    }
    if (cursor.type() === codes.openBrace) {
      const line = cursor.tokens.line(cursor.at);
      const inside = cursor.group();
      const module = this.#from(cursor);
      for (const { name, local } of clauses(inside)) {
        if (isTop) add({ name, local, ...(module === undefined ? {} : { module }) });
        else this.#alias(name, container, local, line);
      }
      // `export {}` makes a file a module and exports nothing.
      return true;
    }
    if (cursor.skip(codes.equals)) {
      add({ name: "=", local: dottedName(cursor) });
      skipStatement(cursor);
      return true;
    }
    if (cursor.isWord("as") && cursor.isWord("namespace", 1)) {
      cursor.at += 3;
      skipStatement(cursor);
      return true;
    }
    if (cursor.isWord("default") && !declares(cursor)) {
      cursor.at++;
      const local = cursor.isName() && !cursor.isWord("new") ? dottedName(cursor) : "";
      add({ name: "default", local });
      skipStatement(cursor, local !== "");
      return true;
    }
    return false;
  }

  #exportedName(cursor: Cursor): string {
    if (cursor.type() === tokenTypes.string) return cursor.string();
    const name = cursor.word();
    cursor.at++;
    return name;
  }

  #from(cursor: Cursor): string | undefined {
    if (!cursor.isWord("from") || cursor.type(1) !== tokenTypes.string) return undefined;
    cursor.at++;
    const module = cursor.string();
    if (cursor.isWord("with") || cursor.isWord("assert")) {
      cursor.at++;
      if (cursor.type() === codes.openBrace) cursor.skipGroup();
    }
    cursor.skip(codes.semicolon);
    return module;
  }

  #import(cursor: Cursor, container: string, isExported: boolean): void {
    cursor.at++;
    if (
      cursor.isWord("type") &&
      ((cursor.isName(1) && !cursor.isWord("from", 1)) ||
        cursor.type(1) === codes.openBrace ||
        cursor.type(1) === codes.star)
    )
      cursor.at++;
    if (cursor.type() === tokenTypes.string) {
      skipStatement(cursor);
      return;
    }
    const found: { local: string; name: string }[] = [];
    if (cursor.isName() && cursor.type(1) === codes.equals) {
      this.#importEquals(cursor, container, isExported);
      return;
    }
    if (cursor.isName() && !cursor.isWord("from")) {
      found.push({ local: cursor.word(), name: "default" });
      cursor.at++;
      cursor.skip(codes.comma);
    }
    if (cursor.skip(codes.star)) {
      cursor.skipWord("as");
      found.push({ local: cursor.word(), name: "*" });
      cursor.at++;
    } else if (cursor.type() === codes.openBrace) {
      for (const { name, local } of clauses(cursor.group())) found.push({ local: name, name: local });
    }
    const module = this.#from(cursor);
    if (module === undefined) return;
    for (const one of found) this.imports.push({ ...one, module });
  }

  /** `import a = require("x")`, `import a = b.c`. */
  #importEquals(cursor: Cursor, container: string, isExported: boolean): void {
    const [first, local] = [cursor.at, cursor.word()];
    cursor.at += 2;
    if (cursor.isWord("require") && cursor.type(1) === codes.openParen) {
      cursor.at++;
      const inside = cursor.group();
      if (inside.type() === tokenTypes.string)
        this.imports.push({ local, module: inside.string(), name: "=" });
    } else {
      this.#alias(local, container, dottedName(cursor), cursor.tokens.line(first));
    }
    if (isExported && container === "") this.exports.push({ name: local, local });
    cursor.skip(codes.semicolon);
  }

  /** Another name for what `meant` is. */
  #alias(name: string, container: string, meant: string, line: number): void {
    const type: TypeRef = { kind: "valueOf", name: meant };
    this.symbols.push({
      name,
      container,
      kind: "module",
      signature: `import ${name} = ${meant}`,
      type,
      line,
    });
  }

  #type(cursor: Cursor, first: number, container: string): string {
    const isClass = cursor.isWord("class");
    cursor.at++;
    const isNamed = !cursor.isWord("extends") && !cursor.isWord("implements");
    const name = isNamed ? cursor.word() : "default";
    if (isNamed) cursor.at++;
    const typeParameters = this.#members.types.readParameters(cursor);
    const bases: TypeRef[] = [];
    while (cursor.isWord("extends") || cursor.isWord("implements")) {
      const isExtends = cursor.isWord("extends");
      cursor.at++;
      do {
        const base = this.#base(cursor);
        if (isExtends || !isClass) bases.push(base);
      } while (cursor.skip(codes.comma));
    }
    const header = cursor.at;
    skipTo(cursor, codes.openBrace);
    const inside = within(container, name);
    const body =
      cursor.type() === codes.openBrace ? cursor.group() : new Cursor(cursor.tokens, cursor.at, cursor.at);
    const { members, isOpen } = this.#members.readMembers(body, inside);
    const described = this.#members.describe(cursor.tokens, first);
    this.symbols.push(
      {
        name,
        container,
        kind: isClass ? "class" : "interface",
        signature: cursor.textOf(first, header),
        ...(typeParameters.length === 0 ? {} : { typeParameters }),
        ...(bases.length === 0 ? {} : { bases }),
        ...(isOpen ? { isOpen } : {}),
        ...described,
        line: cursor.tokens.line(first),
      },
      ...members,
    );
    return name;
  }

  /** `extends A<B>`; also `extends mixin(A)`, of which nothing is known. */
  #base(cursor: Cursor): TypeRef {
    const base = this.#members.types.read(cursor);
    if (cursor.type() !== codes.openParen) return base;
    while (
      cursor.type() === codes.openParen ||
      cursor.type() === codes.dot ||
      (cursor.isName() && !cursor.isWord("implements"))
    ) {
      if (cursor.type() === codes.openParen) cursor.skipGroup();
      else cursor.at++;
    }
    return { kind: "unknown" };
  }

  #enum(cursor: Cursor, first: number, container: string): string {
    cursor.at++;
    const name = cursor.word();
    cursor.at++;
    const signature = cursor.textOf(first, cursor.at);
    const line = cursor.tokens.line(first);
    this.symbols.push({
      name,
      container,
      kind: "enum",
      signature,
      ...this.#members.describe(cursor.tokens, first),
      line,
    });
    const inside = cursor.type() === codes.openBrace ? cursor.group() : cursor;
    if (inside === cursor) return name;
    while (!inside.isDone) {
      const at = inside.at;
      const member =
        inside.type() === tokenTypes.string ? inside.tokens.word(at).slice(1, -1) : inside.word();
      inside.at++;
      skipTo(inside, codes.comma);
      this.symbols.push({
        name: member,
        container: within(container, name),
        kind: "constant",
        signature: inside.textOf(at, inside.at),
        type: namedType(name),
        isStatic: true,
        ...this.#members.describe(inside.tokens, at),
        line: inside.tokens.line(at),
      });
      inside.skip(codes.comma);
    }
    return name;
  }

  #typeAlias(cursor: Cursor, first: number, container: string): string {
    cursor.at++;
    const name = cursor.word();
    cursor.at++;
    const typeParameters = this.#members.types.readParameters(cursor);
    const type: TypeRef = cursor.skip(codes.equals) ? this.#members.types.read(cursor) : { kind: "unknown" };
    const signature = cursor.textOf(first, cursor.at);
    cursor.skip(codes.semicolon);
    this.symbols.push({
      name,
      container,
      kind: "type",
      signature,
      type,
      ...(typeParameters.length === 0 ? {} : { typeParameters }),
      ...this.#members.describe(cursor.tokens, first),
      line: cursor.tokens.line(first),
    });
    return name;
  }

  #function(cursor: Cursor, first: number, container: string): readonly string[] {
    cursor.at++;
    cursor.skip(codes.star);
    const name = cursor.isName() ? cursor.word() : "";
    if (name !== "") cursor.at++;
    const { described, ...call } = this.#members.readCall(cursor, first);
    this.symbols.push({
      name: name === "" ? "default" : name,
      container,
      kind: "function",
      ...call,
      ...described,
    });
    return [name === "" ? "default" : name];
  }

  #variables(cursor: Cursor, first: number, container: string): readonly string[] {
    const isConstant = cursor.isWord("const");
    cursor.at++;
    const names: string[] = [];
    while (!cursor.isDone) {
      const start = cursor.at;
      const pattern = cursor.type() === codes.openBrace || cursor.type() === codes.openBracket;
      const declared = pattern ? patternNames(cursor.group()) : [cursor.word()];
      if (!pattern) cursor.at++;
      cursor.skip(33);
      const written = cursor.skip(codes.colon) ? this.#members.types.read(cursor) : undefined;
      const header = cursor.at;
      const initial = cursor.skip(codes.equals) ? initialType(cursor, this.#members) : {};
      const from = names.length === 0 ? first : start;
      for (const name of declared) {
        names.push(name);
        const kind = initial.parameters ? "function" : isConstant ? "constant" : "variable";
        this.symbols.push({
          name,
          container,
          kind: written?.kind === "function" ? "function" : kind,
          signature: cursor.textOf(from, header),
          ...(pattern ? {} : { ...initial, ...(written ? { type: written } : {}) }),
          ...this.#members.describe(cursor.tokens, first),
          line: cursor.tokens.line(start),
        });
      }
      if (!cursor.skip(codes.comma)) break;
    }
    cursor.skip(codes.semicolon);
    return names;
  }

  #namespace(cursor: Cursor, first: number, container: string, depth: number): readonly string[] {
    cursor.at++;
    if (cursor.type() === tokenTypes.string) {
      const module = cursor.string();
      const scope = new Scope(module, this.#others);
      this.#others.push(scope);
      if (cursor.type() === codes.openBrace) scope.read(cursor.group(), "", depth + 1);
      else scope.isOpen = true;
      scope.imports.push(...this.imports);
      return [];
    }
    const name = dottedName(cursor);
    let inside = container;
    for (const part of name.split(".")) {
      this.symbols.push({
        name: part,
        container: inside,
        kind: "module",
        signature: `namespace ${part}`,
        ...this.#members.describe(cursor.tokens, first),
        line: cursor.tokens.line(first),
      });
      inside = within(inside, part);
    }
    if (cursor.type() === codes.openBrace) {
      const body = cursor.group();
      if (depth < MAX_DEPTH) this.read(body, inside, depth + 1);
    }
    return [name.split(".")[0]!];
  }
}

const within = (container: string, name: string) => (container === "" ? name : `${container}.${name}`);

const topNames = (symbols: readonly ApiSymbol[]): ApiExport[] =>
  [...new Set(symbols.filter(({ container }) => container === "").map(({ name }) => name))].map((name) => ({
    name,
    local: name,
  }));

/** Whether a declaration follows `default`. */
function declares(cursor: Cursor): boolean {
  let ahead = 1;
  while (cursor.isWord("abstract", ahead) || cursor.isWord("async", ahead)) ahead++;
  const isFunction = cursor.isWord("function", ahead);
  return (
    isFunction ||
    ((cursor.isWord("class", ahead) || cursor.isWord("interface", ahead)) && cursor.isName(ahead + 1))
  );
}

/** `a`, `type a`, `a as b`, `default as b`: `local` is the first name, `name` the last. */
function clauses(inside: Cursor): { readonly name: string; readonly local: string }[] {
  const found: { name: string; local: string }[] = [];
  while (!inside.isDone) {
    const words: string[] = [];
    while (!inside.isDone && inside.type() !== codes.comma) {
      words.push(
        inside.type() === tokenTypes.string ? inside.tokens.word(inside.at).slice(1, -1) : inside.word(),
      );
      inside.at++;
    }
    inside.skip(codes.comma);
    if (words[0] === "type" && words.length % 2 === 0 && words[1] !== "as") words.shift();
    else if (words[0] === "type" && words.length === 2) words.shift();
    const local = words[0];
    if (local !== undefined) found.push({ local, name: words.at(-1)! });
  }
  return found;
}

function dottedName(cursor: Cursor): string {
  if (!cursor.isName()) return "";
  let name = cursor.word();
  cursor.at++;
  while (cursor.type() === codes.dot && cursor.isName(1)) {
    name += `.${cursor.word(1)}`;
    cursor.at += 2;
  }
  return name;
}

/** Names that `{ a, b: c = 1, ...d }` or `[a, b]` binds, nested ones left out. */
function patternNames(inside: Cursor): string[] {
  const names: string[] = [];
  while (!inside.isDone) {
    while (inside.skip(codes.dot));
    if (inside.isName() && inside.type(1) === codes.colon) inside.at += 2;
    if (inside.isName()) names.push(inside.word());
    skipTo(inside, codes.comma);
    inside.skip(codes.comma);
  }
  return names;
}

/** Words that a statement begins with. */
const starters = new Set(
  "export import declare class interface enum type function const let var namespace module abstract async".split(
    " ",
  ),
);

/** Steps behind the semicolon of a statement, or to a line that starts another. */
function skipStatement(cursor: Cursor, hasBegun = false): void {
  for (let isFirst = !hasBegun; !cursor.isDone; isFirst = false) {
    const type = cursor.type();
    if (cursor.skip(codes.semicolon)) return;
    if (!isFirst && cursor.isOnNewLine && cursor.isName() && starters.has(cursor.word())) return;
    if (type === codes.openBrace || type === codes.openParen || type === codes.openBracket)
      cursor.skipGroup();
    else cursor.at++;
  }
}
