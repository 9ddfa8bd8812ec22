/**
 * Reads what a Python module defines: sources and stubs. What is defined under a condition counts; a module or class that
 * makes names at run time is open.
 */

import { lexicalFamilies } from "../../syntax/lexicalFamily.ts";
import { lex } from "../../syntax/outline/lexer.ts";
import { codes, type Tokens, TooManyLooks, tokenTypes } from "../../syntax/outline/tokens.ts";
import { type ApiParameter, type ApiSymbol, namedType, type TypeRef } from "../apiSymbol.ts";
import type { ApiExport, ApiImport, ApiUnit } from "../apiUnit.ts";
import { Cursor } from "../cursor.ts";

import { dottedName, expressionType, readAnnotation } from "./annotation.ts";
import { readDocstring } from "./docstring.ts";
import { headEnd, type LogicalLine, logicalLines } from "./logicalLines.ts";

const MINUS = 45;
const SLASH = 47;
const LONGEST_DEFAULT = 80;
const LONGEST_DOC = 40_000;
/** Blocks nest this deep at most. */
const MAX_DEPTH = 30;

const blockWords = new Set("if elif else try except finally with for while match case async".split(" "));
/** Decorators of classes that add no names. */
const plainDecorators =
  /^(?:(?:dataclasses\.)?dataclass|(?:functools\.)?total_ordering|(?:typing\.|typing_extensions\.)?(?:final|runtime_checkable)|(?:enum\.)?unique|implementer|zope\.interface\.implementer|python_2_unicode_compatible|(?:\w+\.)*deprecated|docstring_\w+|set_module|keras_export|tf_export)$/;

/** Bases that add no names but those with two underscores. */
const plainBases =
  /^(?:typing\.|typing_extensions\.|collections\.abc\.|abc\.)?(?:Generic|Protocol|ABC|Awaitable|Hashable|Sized|Callable|Container|Collection|Reversible|(?:Async)?Itera(?:ble|tor))$|^object$/;

/** The unit of a module. */
export function readPythonModule(text: string): ApiUnit {
  const tokens = lex(text, lexicalFamilies.python);
  const reader = new ModuleReader(tokens);
  try {
    tokens.withBoundedLooks(() => reader.read());
  } catch (cause) {
    if (!(cause instanceof TooManyLooks)) throw cause;
    reader.isOpen = true;
  }
  return reader.unit();
}

/** What a block belongs to. */
interface Owner {
  readonly container: string;
  readonly kind: "module" | "class";
}

class ModuleReader {
  readonly symbols: ApiSymbol[] = [];
  readonly imports: ApiImport[] = [];
  readonly exports: ApiExport[] = [];
  readonly assigned = new Set<string>();
  isOpen = false;
  readonly #tokens: Tokens;
  readonly #lines: readonly LogicalLine[];
  readonly #names = new Map<string, number>();
  readonly #openClasses = new Set<string>();
  #decorators: LogicalLine[] = [];

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
    this.#lines = logicalLines(tokens);
  }

  read(): void {
    this.#block(0, this.#lines.length, { container: "", kind: "module" }, 0);
    this.#assignments();
  }

  /** `record.message = ...`, of values other than a method's own. */
  #assignments(): void {
    const tokens = this.#tokens;
    for (let i = 2; i + 1 < tokens.count; i++) {
      if (tokens.type(i) !== codes.equals || tokens.type(i - 2) !== codes.dot) continue;
      if (tokens.type(i + 1) === codes.equals || !tokens.isIdentifier(i - 1)) continue;
      if (tokens.isFirstOfLine(i - 1)) continue;
      if (!tokens.is(i - 3, "self") && !tokens.is(i - 3, "cls")) this.assigned.add(tokens.word(i - 1));
    }
  }

  unit(): ApiUnit {
    const top = this.symbols.filter(({ container }) => container === "").map(({ name }) => name);
    const bound = new Set([...top, ...this.imports.map(({ local }) => local)]);
    const exports: ApiExport[] = [...bound].map((name) => ({ name, local: name }));
    const symbols = this.symbols.map((symbol) =>
      symbol.kind === "class" && this.#openClasses.has(within(symbol.container, symbol.name))
        ? { ...symbol, isOpen: true as const }
        : symbol,
    );
    const unit = {
      dialect: "python" as const,
      symbols,
      imports: this.imports,
      exports: [...exports, ...this.exports],
      ...(this.assigned.size > 0 ? { assigned: [...this.assigned] } : {}),
    };
    return this.isOpen ? { ...unit, isOpen: true } : unit;
  }

  /** Lines `from` up to before `to`, all of one block and its inner ones. */
  #block(from: number, to: number, owner: Owner, depth: number): void {
    for (let i = from; i < to; ) {
      const line = this.#lines[i]!;
      let next = i + 1;
      while (next < to && this.#lines[next]!.column > line.column) next++;
      if (depth < MAX_DEPTH) this.#statement(i, next, owner, depth);
      i = next;
    }
  }

  /** The statement of line `i`, whose inner block ends before line `next`. */
  #statement(i: number, next: number, owner: Owner, depth: number): void {
    const line = this.#lines[i]!;
    const tokens = this.#tokens;
    if (tokens.type(line.first) === codes.at) {
      this.#decorators.push(line);
      return;
    }
    const decorators = this.#decorators;
    this.#decorators = [];
    const word = tokens.isIdentifier(line.first) ? tokens.word(line.first) : "";
    const isAsync = word === "async" && tokens.is(line.first + 1, "def");
    if (word === "def" || isAsync)
      this.#function(i, next, isAsync ? line.first + 1 : line.first, owner, decorators);
    else if (word === "class" && tokens.isIdentifier(line.first + 1))
      this.#class(i, next, owner, decorators, depth);
    else if (word === "import") this.#import(line, owner);
    else if (word === "from") this.#from(line, owner);
    else if (blockWords.has(word) && headEnd(tokens, line) < line.end)
      this.#conditional(i, next, owner, depth);
    else this.#simple(line, owner);
  }

  /** `if x:` and the like: what is inside belongs to the same owner. */
  #conditional(i: number, next: number, owner: Owner, depth: number): void {
    const line = this.#lines[i]!;
    const head = headEnd(this.#tokens, line);
    this.#targets(line, head, owner);
    if (head + 1 < line.end) this.#simple({ ...line, first: head + 1 }, owner);
    this.#block(i + 1, next, owner, depth + 1);
  }

  /** Names that `for a, b in`, `with x as y` and `except E as e` bind; the last two rarely matter outside. */
  #targets({ first }: LogicalLine, head: number, owner: Owner): void {
    const tokens = this.#tokens;
    if (!tokens.is(first, "for")) return;
    for (let i = first + 1; i < head && !tokens.is(i, "in"); i++) {
      if (tokens.isIdentifier(i)) this.#add({ name: tokens.word(i), kind: "variable", line: i }, owner);
    }
  }

  #add(
    one: { name: string; kind: ApiSymbol["kind"]; line: number } & Partial<Omit<ApiSymbol, "line">>,
    { container, kind }: Owner,
  ): void {
    const { line, ...rest } = one;
    const key = `${container}.${one.name}`;
    const known = this.#names.get(key);
    const isFunction = one.kind === "function" || one.kind === "method";
    if (known !== undefined && !isFunction && one.kind !== "class") {
      // A later assignment may tell a type that the first, often `None`, does not.
      const before = this.symbols[known]!;
      if (before.type === undefined && one.type !== undefined && before.parameters === undefined)
        this.symbols[known] = { ...before, type: one.type };
      return;
    }
    if (known === undefined) this.#names.set(key, this.symbols.length);
    const isPrivate = one.name.startsWith("_") && !/^__\w+__$/.test(one.name);
    this.symbols.push({
      container,
      signature: one.name,
      ...rest,
      ...(isPrivate ? { isPrivate } : {}),
      ...(kind === "class" && one.kind === "variable" ? { kind: "field" as const } : {}),
      line: this.#tokens.line(line),
    });
  }

  #import({ first, end }: LogicalLine, owner: Owner): void {
    const cursor = new Cursor(this.#tokens, first + 1, end);
    while (cursor.isName()) {
      const module = dottedName(cursor);
      const isRenamed = cursor.skipWord("as");
      const local = isRenamed ? cursor.word() : module.split(".")[0]!;
      if (isRenamed) cursor.at++;
      if (owner.kind === "module")
        this.imports.push({ local, module: isRenamed ? module : local, name: "*" });
      else this.#add({ name: local, kind: "variable", line: first }, owner);
      if (!cursor.skip(codes.comma)) break;
    }
  }

  #from({ first, end }: LogicalLine, owner: Owner): void {
    const cursor = new Cursor(this.#tokens, first + 1, end);
    let module = "";
    while (!cursor.isDone && !cursor.isWord("import")) module += this.#tokens.word(cursor.at++);
    cursor.at++;
    const names = cursor.type() === codes.openParen ? cursor.group() : cursor;
    while (!names.isDone) {
      if (names.skip(codes.star)) {
        if (owner.kind === "module") this.exports.push({ name: "*", local: "*", module });
        else this.#open(owner);
      } else if (names.isName()) {
        const name = names.word();
        names.at++;
        const isRenamed = names.skipWord("as");
        const local = isRenamed ? names.word() : name;
        if (isRenamed) names.at++;
        if (owner.kind === "module") this.imports.push({ local, module, name });
        else this.#add({ name: local, kind: "variable", line: first }, owner);
      } else names.at++;
      names.skip(codes.comma);
    }
  }

  #open({ container, kind }: Owner): void {
    if (kind === "module") this.isOpen = true;
    else this.#openClasses.add(container);
  }

  #class(i: number, next: number, owner: Owner, decorators: readonly LogicalLine[], depth: number): void {
    const line = this.#lines[i]!;
    const tokens = this.#tokens;
    const cursor = new Cursor(tokens, line.first + 1, line.end);
    const name = cursor.word();
    cursor.at++;
    if (cursor.type() === codes.openBracket) cursor.skipGroup();
    const bases =
      cursor.type() === codes.openParen ? this.#bases(cursor.group()) : { types: [], isOpen: false };
    const own = within(owner.container, name);
    if (bases.isOpen || !decorators.every((one) => this.#isPlain(one))) this.#openClasses.add(own);
    const head = headEnd(tokens, line);
    const doc = this.#docstring(head, line, this.#lines[i + 1], next > i + 1);
    this.#add(
      {
        name,
        kind: "class",
        signature: cursor.textOf(line.first, head),
        ...(bases.types.length === 0 ? {} : { bases: bases.types }),
        ...(doc ? { doc } : {}),
        line: line.first,
      },
      owner,
    );
    const inside: Owner = { container: own, kind: "class" };
    if (head + 1 < line.end) this.#simple({ ...line, first: head + 1 }, inside);
    this.#block(i + 1, next, inside, depth + 1);
  }

  #isPlain({ first, end }: LogicalLine): boolean {
    const cursor = new Cursor(this.#tokens, first + 1, end);
    return cursor.isName() && plainDecorators.test(dottedName(cursor));
  }

  /** Arguments of a class: its bases; a metaclass other than those of abstract classes and enumerations may add names. */
  #bases(inside: Cursor): { readonly types: readonly TypeRef[]; readonly isOpen: boolean } {
    const types: TypeRef[] = [];
    let isOpen = false;
    while (!inside.isDone) {
      const start = inside.at;
      if (inside.isName() && inside.type(1) === codes.equals) {
        isOpen ||=
          inside.isWord("metaclass") &&
          !/^(?:ABCMeta|EnumMeta|type)$/.test(inside.word(inside.type(3) === codes.dot ? 4 : 2));
      } else if (inside.isName()) {
        const base = readAnnotation(inside);
        const isWhole = inside.isDone || inside.type() === codes.comma;
        if (!isWhole) isOpen = true;
        else if (!(base.kind === "name" && plainBases.test(base.name))) types.push(base);
      } else isOpen = true;
      while (!inside.isDone && inside.type() !== codes.comma) inside.skipGroup();
      inside.skip(codes.comma);
      if (inside.at === start) inside.at++;
    }
    return { types, isOpen };
  }

  #function(i: number, next: number, def: number, owner: Owner, decorators: readonly LogicalLine[]): void {
    const line = this.#lines[i]!;
    const tokens = this.#tokens;
    const cursor = new Cursor(tokens, def + 1, line.end);
    if (!cursor.isName()) return;
    const name = cursor.word();
    cursor.at++;
    if (cursor.type() === codes.openBracket) cursor.skipGroup();
    const all = cursor.type() === codes.openParen ? this.#parameters(cursor.group()) : [];
    const isArrow = cursor.type() === MINUS && cursor.type(1) === codes.greater;
    if (isArrow) cursor.at += 2;
    const head = headEnd(tokens, { ...line, first: cursor.at });
    const returns = isArrow ? readAnnotation(new Cursor(tokens, cursor.at, head)) : undefined;
    const marks = decorators.map(({ first, end }) => dottedName(new Cursor(tokens, first + 1, end)));
    const isMethod = owner.kind === "class";
    const isStatic = marks.includes("staticmethod");
    const isProperty = marks.some((mark) =>
      /(?:^|\.|_)(?:cached_)?property$|^(?:reify|hybrid_property)$/.test(mark),
    );
    if (isMethod && name === "__getattr__") this.#open(owner);
    if (isMethod && name === "__getattribute__") this.#open(owner);
    if (!isMethod && name === "__getattr__") this.#lazyNames({ from: i + 1, to: next });
    if (marks.some((mark) => /\.(?:setter|deleter)$/.test(mark))) return;
    const self = isMethod && !isStatic ? all[0]?.name : undefined;
    const body = { from: i + 1, to: next };
    if (isMethod && self !== undefined) this.#attributes(body, self, owner);
    if (owner.kind === "module") this.#globalsOf(body);
    const doc = this.#docstring(head, line, this.#lines[i + 1], next > i + 1);
    const type =
      returns ??
      (marks.length === 0 || isProperty || isStatic || marks[0] === "classmethod"
        ? this.#returned(body, head, self)
        : undefined);
    const isWrapped = marks.length > 0 && !isProperty && !isStatic && marks[0] !== "classmethod";
    const parameters = self === undefined ? all : all.slice(1);
    this.#add(
      {
        name,
        kind: isProperty ? "field" : isMethod ? "method" : "function",
        signature: cursor.textOf(def, head),
        ...(isProperty
          ? {}
          : { parameters: isWrapped && returns === undefined ? withRest(parameters) : parameters }),
        ...(type ? { type } : {}),
        ...(isStatic || marks.includes("classmethod") ? { isStatic: true } : {}),
        ...(doc ? { doc } : {}),
        ...(marks.some((mark) => /(?:^|\.)(?:_?deprecate\w*)$/.test(mark)) && doc === undefined
          ? { doc: { summary: "", text: "", examples: [], deprecated: "" } }
          : {}),
        line: def,
      },
      owner,
    );
  }

  /** A module that makes some of its names when they are asked for, and refuses others, has them in quotes somewhere. */
  #lazyNames({ from, to }: Body): void {
    const tokens = this.#tokens;
    const [first, last] = [this.#lines[from], this.#lines[to - 1]];
    let refuses = false;
    for (let k = first?.first ?? 0; last && k < last.end; k++)
      refuses ||= tokens.is(k, "raise") && tokens.is(k + 1, "AttributeError");
    if (!refuses) this.isOpen = true;
    else
      for (let k = 0; k < tokens.count; k++)
        if (tokens.type(k) === tokenTypes.string) this.assigned.add(tokens.word(k).slice(1, -1));
  }

  #parameters(inside: Cursor): readonly ApiParameter[] {
    const parameters: ApiParameter[] = [];
    let takes: ApiParameter["takes"];
    while (!inside.isDone) {
      const start = inside.at;
      let stars = 0;
      while (inside.skip(codes.star)) stars++;
      if (inside.type() === SLASH) {
        parameters.forEach((one, i) => {
          parameters[i] = { ...one, takes: "positional" };
        });
        inside.at++;
      } else if (inside.isName()) {
        const name = inside.word();
        inside.at++;
        const type = inside.skip(codes.colon) ? readAnnotation(inside) : undefined;
        let initial: string | undefined;
        if (inside.skip(codes.equals)) {
          const from = inside.at;
          while (!inside.isDone && inside.type() !== codes.comma) inside.skipGroup();
          initial = inside.textOf(from, inside.at).slice(0, LONGEST_DEFAULT);
        }
        const kind = stars === 1 ? "rest" : stars === 2 ? "keywords" : takes;
        parameters.push({
          name,
          ...(type ? { type } : {}),
          ...(initial === undefined ? {} : { default: initial }),
          ...(initial !== undefined || stars > 0 ? { isOptional: true as const } : {}),
          ...(kind ? { takes: kind } : {}),
        });
        if (stars === 1) takes = "keyword";
      } else if (stars === 1) takes = "keyword";
      while (!inside.isDone && inside.type() !== codes.comma) inside.skipGroup();
      inside.skip(codes.comma);
      if (inside.at === start) inside.at++;
    }
    return parameters;
  }

  /** `self.name = value` and `self.name: type` in a method. */
  #attributes({ from, to }: Body, self: string, owner: Owner): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; i++) {
      const { first, end } = this.#lines[i]!;
      for (let at = first; at < end; at++) {
        if (tokens.is(at, "setattr") && tokens.is(at + 2, self)) this.#open(owner);
        if (!tokens.is(at, self)) continue;
        if (tokens.type(at + 1) !== codes.dot) continue;
        if (tokens.is(at + 2, "__dict__")) this.#open(owner);
        if (!this.#isTarget(at + 3, end) || !tokens.isIdentifier(at + 2)) continue;
        const isPlain = at === first;
        const type = isPlain ? this.#assigned(at + 3, end) : undefined;
        this.#add({ name: tokens.word(at + 2), kind: "field", line: at, ...(type ? { type } : {}) }, owner);
      }
    }
  }

  /** Whether `=`, an annotation, or a comma of several targets follows. */
  #isTarget(i: number, end: number): boolean {
    const tokens = this.#tokens;
    const type = tokens.type(i);
    if (type === codes.equals || type === codes.colon) return true;
    if (type === tokenTypes.operator) return tokens.word(i) === ":=";
    for (let at = i; at < end; at = tokens.match(at) + 1) {
      const next = tokens.type(at);
      if (next === codes.equals || tokens.is(at, "in")) return true;
      const isList =
        next === codes.comma ||
        next === codes.dot ||
        next === tokenTypes.identifier ||
        next === codes.closeParen ||
        next === codes.star ||
        next === codes.openBracket;
      if (!isList) return false;
    }
    return false;
  }

  /** What follows a target: `= value` or `: type = value`. */
  #assigned(i: number, end: number): TypeRef | undefined {
    const cursor = new Cursor(this.#tokens, i, end);
    if (cursor.skip(codes.colon)) return readAnnotation(cursor);
    return cursor.skip(codes.equals) ? expressionType(cursor) : undefined;
  }

  /** `global name` in functions of the module. */
  #globalsOf({ from, to }: Body): void {
    const tokens = this.#tokens;
    for (let i = from; i < to; i++) {
      const { first, end } = this.#lines[i]!;
      if (!tokens.is(first, "global")) continue;
      for (let at = first + 1; at < end; at++) {
        if (tokens.isIdentifier(at))
          this.#add({ name: tokens.word(at), kind: "variable", line: at }, { container: "", kind: "module" });
      }
    }
  }

  /**
   * What a function gives, told from its `return` statements if they agree.
   *
   * @param head the colon of its own line, behind which a body may stand
   */
  #returned({ from, to }: Body, head: number, self: string | undefined): TypeRef | undefined {
    const tokens = this.#tokens;
    let found: TypeRef | undefined;
    let column = Number.POSITIVE_INFINITY;
    for (let i = from - 1; i < to; i++) {
      const line = this.#lines[i]!;
      if (line.column > column) continue;
      column = Number.POSITIVE_INFINITY;
      const first = i < from ? head + 1 : line.first;
      if (first >= line.end) continue;
      const at = this.#isDefinition(first) ? -1 : this.#returnIn(first, line.end);
      if (at === -1) column = line.column;
      else if (at === undefined) return undefined;
      else if (at < line.end) {
        const isNothing = at + 1 === line.end || (at + 2 === line.end && tokens.is(at + 1, "None"));
        if (isNothing) continue;
        const isSelf = self !== undefined && at + 2 === line.end && tokens.is(at + 1, self);
        const type = isSelf ? namedType("Self") : expressionType(new Cursor(tokens, at + 1, line.end));
        if (type === undefined || type.kind === "valueOf") return undefined;
        if (found !== undefined && JSON.stringify(found) !== JSON.stringify(type)) return undefined;
        found = type;
      }
    }
    return found;
  }

  #isDefinition(i: number): boolean {
    const tokens = this.#tokens;
    return tokens.is(i, "def") || tokens.is(i, "class") || (tokens.is(i, "async") && tokens.is(i + 1, "def"));
  }

  /** The `return` of a line, `end` when there is none; `undefined` in a generator. */
  #returnIn(first: number, end: number): number | undefined {
    const tokens = this.#tokens;
    let found = end;
    for (let i = end - 1; i >= first; i--) {
      if (tokens.is(i, "yield")) return undefined;
      if (tokens.is(i, "return")) found = i;
    }
    return found;
  }

  #docstring(
    head: number,
    line: LogicalLine,
    first: LogicalLine | undefined,
    hasBlock: boolean,
  ): ApiSymbol["doc"] {
    const tokens = this.#tokens;
    const at = head + 1 < line.end ? head + 1 : hasBlock ? first?.first : undefined;
    if (at === undefined) return undefined;
    const isPrefixed =
      tokens.isIdentifier(at) && /^[rRuU]$/.test(tokens.word(at)) && tokens.end(at) === tokens.start(at + 1);
    const string = isPrefixed ? at + 1 : at;
    if (tokens.type(string) !== tokenTypes.string) return undefined;
    const text = tokens.text.slice(
      tokens.start(string),
      Math.min(tokens.end(string), tokens.start(string) + LONGEST_DOC),
    );
    return readDocstring(text.replace(/^(?:"""|'''|["'])|(?:"""|'''|["'])$/g, ""));
  }

  /** Assignments, and calls that make names. */
  #simple(line: LogicalLine, owner: Owner): void {
    const tokens = this.#tokens;
    const { first, end } = line;
    if (tokens.is(first, "__all__")) this.#all(line);
    const word = tokens.isIdentifier(first) ? tokens.word(first) : "";
    // What is set on something else makes no name here.
    const isElsewhere = word === "setattr" && owner.kind === "module" && !tokens.is(first + 2, "sys");
    const isMaker = /^(?:globals|locals|vars|exec|setattr)$/.test(word) && !isElsewhere;
    if (isMaker && tokens.type(first + 1) === codes.openParen) this.#open(owner);
    // Members of an enumeration that become names of the module.
    if (tokens.is(first + 2, "_convert_")) this.#open(owner);
    // A module that is exchanged for something else; `sys.modules[io.__name__]` is another one.
    const exchanged = word === "del" ? first + 1 : first;
    const isOther = tokens.isIdentifier(exchanged + 4) && tokens.is(exchanged + 6, "__name__");
    if (tokens.is(exchanged, "sys") && tokens.is(exchanged + 2, "modules") && !isOther) this.#open(owner);
    const cursor = new Cursor(tokens, first, end);
    if (cursor.isName() && cursor.type(1) === codes.colon) {
      const name = cursor.word();
      const type = readAnnotation(new Cursor(tokens, first + 2, end));
      this.#add(
        { name, kind: constantOr(name), type, signature: cursor.textOf(first, end), line: first },
        owner,
      );
      return;
    }
    const targets: number[] = [];
    let at = first;
    for (let i = first; i < end; i = tokens.match(i) + 1) {
      if (tokens.type(i) !== codes.equals) continue;
      for (let k = at; k < i; k++) {
        const isPart =
          // Behind a line of `...` stands no member.
          (k > first && tokens.type(k - 1) === codes.dot) ||
          tokens.type(k + 1) === codes.dot ||
          tokens.type(k + 1) === codes.openBracket;
        if (tokens.isIdentifier(k) && !isPart) targets.push(k);
      }
      at = i + 1;
    }
    if (at === first) return;
    const isSingle = targets.length === 1 && targets[0] === first;
    const type = isSingle ? expressionType(new Cursor(tokens, at, end)) : undefined;
    for (const target of targets) {
      const name = tokens.word(target);
      this.#add(
        {
          name,
          kind: constantOr(name),
          signature: cursor.textOf(first, end).slice(0, 120),
          ...(type ? { type } : {}),
          line: target,
        },
        owner,
      );
    }
  }

  /** Names in `__all__` that are made elsewhere are there all the same. */
  #all({ first, end }: LogicalLine): void {
    const tokens = this.#tokens;
    for (let i = first; i < end; i++) {
      if (tokens.type(i) !== tokenTypes.string) continue;
      const name = tokens.word(i).slice(1, -1);
      if (/^\w+$/.test(name)) this.exports.push({ name, local: name });
    }
  }
}

interface Body {
  readonly from: number;
  readonly to: number;
}

const within = (container: string, name: string) => (container === "" ? name : `${container}.${name}`);

const constantOr = (name: string): ApiSymbol["kind"] =>
  /^[A-Z][A-Z0-9_]*$/.test(name) ? "constant" : "variable";

/** A decorator may take other arguments than the function below it. */
const withRest = (parameters: readonly ApiParameter[]): readonly ApiParameter[] => [
  ...parameters.map((one) => ({ ...one, isOptional: true as const })),
  { name: "args", isOptional: true, takes: "rest" },
  { name: "kwargs", isOptional: true, takes: "keywords" },
];
