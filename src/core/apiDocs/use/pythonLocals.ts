/** What Python code above a cursor binds: parameters, assignments, loops, `with` and imports within functions. */
import { codes, type Tokens, tokenTypes } from "../../syntax/outline/tokens.ts";
import { Cursor } from "../cursor.ts";
import { dottedName, readAnnotation } from "../python/annotation.ts";
import { headEnd, type LogicalLine, logicalLines } from "../python/logicalLines.ts";
import { type Expression, readExpression, unknownExpression } from "./expression.ts";
import { Locals } from "./locals.ts";

interface Block {
  readonly column: number;
  readonly kind: "def" | "class";
  /** Dotted name of the class that it is, or is a method of. */
  readonly owner: string;
  readonly self: string;
}

/** @param tokens those of the text before the cursor */
export function pythonLocals(tokens: Tokens): Locals {
  return new PythonLocals(tokens).read();
}

class PythonLocals {
  readonly #tokens: Tokens;
  readonly #locals = new Locals();
  readonly #blocks: Block[] = [];

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  read(): Locals {
    for (const line of logicalLines(this.#tokens)) {
      this.#leaveTo(line.column);
      this.#line(line);
    }
    const { text } = this.#tokens;
    const rest = text.slice(text.lastIndexOf("\n") + 1);
    if (rest.trim() === "" && text !== "" && rest !== "") this.#leaveTo(rest.length);
    this.#locals.owner = this.#blocks.at(-1)?.owner ?? "";
    return this.#locals;
  }

  #leaveTo(column: number): void {
    while (this.#blocks.length > 0 && column <= this.#blocks.at(-1)!.column) {
      this.#blocks.pop();
      this.#locals.leave();
    }
  }

  #line(line: LogicalLine): void {
    const tokens = this.#tokens;
    const first = tokens.is(line.first, "async") ? line.first + 1 : line.first;
    const word = tokens.isIdentifier(first) ? tokens.word(first) : "";
    if (word === "def") this.#function(first, line);
    else if (word === "class") this.#class(first, line);
    else if (word === "for") this.#for(first, line);
    else if (word === "with") this.#with(first, line);
    else if (word === "from" || word === "import") this.#import(first, line, word === "from");
    else if (word === "except") this.#except(first, line);
    else this.#assignment(first, line);
  }

  #function(at: number, line: LogicalLine): void {
    const outer = this.#blocks.at(-1);
    const isMethod = outer?.kind === "class";
    const cursor = new Cursor(this.#tokens, at + 2, line.end);
    if (cursor.type() === codes.openBracket) cursor.skipGroup();
    const parameters = cursor.type() === codes.openParen ? cursor.group() : undefined;
    const self = isMethod && parameters?.isName() ? parameters.word() : (outer?.self ?? "");
    this.#blocks.push({ column: line.column, kind: "def", owner: outer?.owner ?? "", self });
    this.#locals.enter();
    if (parameters === undefined) return;
    if (isMethod && self !== "") {
      const owner = memberPath(outer.owner);
      this.#locals.bind(self, self === "cls" ? owner : { kind: "call", of: owner });
      parameters.at++;
    }
    this.#parameters(parameters);
  }

  #parameters(inside: Cursor): void {
    while (!inside.isDone) {
      const before = inside.at;
      while (inside.skip(codes.star));
      if (inside.isName()) {
        const name = inside.word();
        inside.at++;
        const isTyped = inside.skip(codes.colon);
        this.#locals.bind(name, isTyped ? { kind: "type", type: readAnnotation(inside) } : unknownExpression);
      }
      while (!inside.isDone && inside.type() !== codes.comma) inside.skipGroup();
      inside.skip(codes.comma);
      if (inside.at === before) inside.at++;
    }
  }

  #class(at: number, line: LogicalLine): void {
    const outer = this.#blocks.at(-1);
    const name = this.#tokens.isIdentifier(at + 1) ? this.#tokens.word(at + 1) : "";
    const owner = outer?.kind === "class" ? `${outer.owner}.${name}` : name;
    this.#blocks.push({ column: line.column, kind: "class", owner, self: "" });
    this.#locals.enter();
  }

  #for(at: number, line: LogicalLine): void {
    const tokens = this.#tokens;
    let word = at + 1;
    while (word < line.end && !tokens.is(word, "in")) word = tokens.match(word) + 1;
    const end = headEnd(tokens, { ...line, first: word });
    const over = readExpression(new Cursor(tokens, word + 1, end), "python");
    if (word === at + 2 && tokens.isIdentifier(at + 1))
      this.#locals.bind(tokens.word(at + 1), { kind: "iterated", of: over });
    else this.#unknown(at + 1, word);
  }

  #with(at: number, line: LogicalLine): void {
    const head = headEnd(this.#tokens, line);
    const whole = new Cursor(this.#tokens, at + 1, head);
    const isWrapped = whole.type() === codes.openParen && this.#tokens.match(at + 1) + 1 >= head;
    const cursor = isWrapped ? whole.group() : whole;
    while (!cursor.isDone) {
      const before = cursor.at;
      const value = readExpression(cursor, "python");
      if (cursor.skipWord("as") && cursor.isName()) {
        this.#locals.bind(cursor.word(), { kind: "entered", of: value });
        cursor.at++;
      }
      while (!cursor.isDone && cursor.type() !== codes.comma) cursor.skipGroup();
      cursor.skip(codes.comma);
      if (cursor.at === before) cursor.at++;
    }
  }

  #import(at: number, line: LogicalLine, isFrom: boolean): void {
    const cursor = new Cursor(this.#tokens, at + 1, line.end);
    let module = "";
    if (isFrom) {
      while (!cursor.isDone && !cursor.isWord("import")) module += this.#tokens.word(cursor.at++);
      cursor.at++;
    }
    const names = cursor.type() === codes.openParen ? cursor.group() : cursor;
    while (names.isName()) {
      const name = dottedName(names);
      const isRenamed = names.skipWord("as");
      const local = isRenamed ? names.word() : name.split(".")[0]!;
      if (isRenamed) names.at++;
      const target = isRenamed ? name : local;
      this.#locals.bind(
        local,
        isFrom ? { kind: "imported", module, name } : { kind: "imported", module: target, name: "*" },
      );
      if (!names.skip(codes.comma)) break;
    }
  }

  #except(at: number, line: LogicalLine): void {
    const cursor = new Cursor(this.#tokens, at + 1, headEnd(this.#tokens, line));
    const type = readExpression(cursor, "python");
    if (cursor.skipWord("as") && cursor.isName())
      this.#locals.bind(cursor.word(), { kind: "call", of: type });
  }

  /** `a = b`, `a: T = b`, `self.a = b`; of `a, b = c` nothing is known. */
  #assignment(first: number, { end }: LogicalLine): void {
    const tokens = this.#tokens;
    const cursor = new Cursor(tokens, first, end);
    if (!cursor.isName()) return;
    const block = this.#blocks.at(-1);
    const name = cursor.word();
    const isField = name === block?.self && cursor.type(1) === codes.dot && cursor.isName(2);
    const field = isField ? cursor.word(2) : "";
    cursor.at += isField ? 3 : 1;
    const value = this.#assigned(cursor);
    if (value === undefined) {
      const equals = this.#equalsIn(first, end);
      if (equals > 0) this.#unknown(first, equals);
    } else if (cursor.at === end && this.#tokens.is(end - 1, "None") && this.#isImported(name)) return;
    else if (isField) this.#locals.bindField(block!.owner, field, value);
    else this.#locals.bind(name, value);
  }

  /** `import a` that failed leaves `a = None`: what follows speaks of the module. */
  #isImported(name: string): boolean {
    return this.#locals.find(name, this.#locals.now)?.expression.kind === "imported";
  }

  #assigned(cursor: Cursor): Expression | undefined {
    if (cursor.skip(codes.colon)) return { kind: "type", type: readAnnotation(cursor) };
    if (!cursor.skip(codes.equals)) return undefined;
    const value = readExpression(cursor, "python");
    return cursor.type() === codes.comma ? unknownExpression : value;
  }

  #equalsIn(first: number, end: number): number {
    for (let i = first; i < end; i = this.#tokens.match(i) + 1)
      if (this.#tokens.type(i) === codes.equals) return i;
    return -1;
  }

  /** Targets of several values. */
  #unknown(first: number, end: number): void {
    for (let i = first; i < end; i++) {
      const isMember = i > first && this.#tokens.type(i - 1) === codes.dot;
      const isPart = isMember || this.#tokens.type(i + 1) === codes.dot;
      if (this.#tokens.type(i) === tokenTypes.identifier && !isPart)
        this.#locals.bind(this.#tokens.word(i), unknownExpression);
    }
  }
}

/** The members of a dotted name. */
function memberPath(dotted: string): Expression {
  const [first = "", ...rest] = dotted.split(".");
  return rest.reduce<Expression>((of, name) => ({ kind: "member", of, name }), { kind: "name", name: first });
}
