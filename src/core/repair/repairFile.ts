/** A file as the templates see it: its functions, the names in them and what kind of value these hold. */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import { type Kind, kindOfType } from "./kinds.ts";
import { expressionRoles, precedence, type RepairGrammar, type Role } from "./repairGrammar.ts";

/** A piece of source that has a value, ready to be put somewhere. */
export interface Expression {
  readonly text: string;
  /** As `precedence`. */
  readonly binding: number;
  readonly kind: Kind;
}

const atom: ReadonlySet<Role> = new Set([
  "name",
  "number",
  "string",
  "constant",
  "call",
  "member",
  "index",
  "collection",
  "group",
]);

export class RepairFile {
  readonly tree: FlatTree;
  readonly grammar: RepairGrammar;
  /** By node its role; read once, since everything asks. */
  readonly #roles: Role[];
  readonly #lineStarts: number[];
  readonly #scopes = new Map<number, ReadonlyMap<string, Kind>>();

  constructor(tree: FlatTree, grammar: RepairGrammar) {
    this.tree = tree;
    this.grammar = grammar;
    this.#roles = Array.from({ length: tree.count }, (_, node) => grammar.role(tree, node));
    this.#lineStarts = [0];
    for (let at = tree.text.indexOf("\n"); at >= 0; at = tree.text.indexOf("\n", at + 1)) {
      this.#lineStarts.push(at + 1);
    }
  }

  role(node: number): Role {
    return this.#roles[node] ?? "other";
  }

  textOf(node: number): string {
    return this.tree.textOf(node);
  }

  /** 0-based. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  lineOf(node: number): number {
    return this.lineAt(this.tree.start(node));
  }

  lineStart(line: number): number {
    return this.#lineStarts[line] ?? this.tree.text.length;
  }

  /** White space before the first character of the line that a node begins on. */
  indentOf(node: number): string {
    const start = this.lineStart(this.lineOf(node));
    return /^[ \t]*/.exec(this.tree.text.slice(start, this.tree.start(node)))?.[0] ?? "";
  }

  /** Whether a node has a value here. */
  isExpression(node: number): boolean {
    const role = this.role(node);
    if (!expressionRoles.has(role) || (role === "group" && this.#isOfStatement(node))) return false;
    return role !== "name" || this.grammar.isRead(this.tree, node);
  }

  /** Brackets around a condition that the statement asks for: no part of the value. */
  #isOfStatement(node: number): boolean {
    const parent = this.tree.parent(node);
    if (this.role(parent) !== "if" && this.role(parent) !== "while") return false;
    return this.tree.parent(this.grammar.condition(this.tree, parent)) === node;
  }

  /** Outermost function around a node, -1 outside of functions. */
  functionAround(node: number): number {
    let found = -1;
    for (let at = node; at > 0; at = this.tree.parent(at)) if (this.role(at) === "function") found = at;
    return found;
  }

  /** The nearest node around with one of the roles, -1 for none. The node itself does not count. */
  nearest(node: number, ...wanted: readonly Role[]): number {
    for (let at = this.tree.parent(node); at >= 0; at = this.tree.parent(at)) {
      if (wanted.includes(this.role(at))) return at;
    }
    return -1;
  }

  /** The statement that a node is part of: the child of the nearest block. */
  statementOf(node: number): number {
    for (let at = node; at > 0; at = this.tree.parent(at)) {
      if (this.role(this.tree.parent(at)) === "block") return at;
    }
    return -1;
  }

  expression(node: number): Expression {
    return { text: this.textOf(node), binding: this.binding(node), kind: this.kind(node) };
  }

  binding(node: number): number {
    const role = this.role(node);
    if (atom.has(role)) return precedence.atom;
    if (role === "negate") return precedence.prefix;
    if (role === "not") return this.grammar.spelling.not === "!" ? precedence.prefix : precedence.not;
    const operator = this.grammar.operatorNodes(this.tree, node)[0];
    return operator === undefined ? precedence.none : this.grammar.binding(this.textOf(operator));
  }

  /** What an expression must bind to stand in the place of a node without parentheses. */
  wantedBinding(node: number): number {
    const parent = this.tree.parent(node);
    const role = this.role(parent);
    if (role === "binary" || role === "comparison" || role === "boolean") {
      const isFirst = this.grammar.operands(this.tree, parent)[0] === node;
      return this.binding(parent) + (isFirst && role !== "comparison" ? 0 : 1);
    }
    if (role === "not") return this.binding(parent);
    // A sign behind a sign would be one token: `--1`.
    if (role === "negate") return this.binding(parent) + 1;
    const grammar = this.grammar;
    if (role === "member" || role === "index" || role === "call") {
      const isInner =
        grammar.object(this.tree, parent) === node || grammar.callee(this.tree, parent) === node;
      return isInner ? precedence.atom : precedence.none;
    }
    return role === "conditional" ? 1 : precedence.none;
  }

  /** Text of an expression as it must be written in the place of a node. */
  inPlaceOf(node: number, expression: Pick<Expression, "text" | "binding">): string {
    return expression.binding < this.wantedBinding(node) ? `(${expression.text})` : expression.text;
  }

  /** Names that are seen in the outermost function around a node, with the kinds of what they hold. */
  scope(node: number): ReadonlyMap<string, Kind> {
    const around = Math.max(this.functionAround(node), 0);
    let scope = this.#scopes.get(around);
    if (!scope) {
      scope = this.#readScope(around);
      this.#scopes.set(around, scope);
    }
    return scope;
  }

  kind(node: number): Kind {
    return this.#kind(node, this.scope(node));
  }

  #kind(node: number, scope: ReadonlyMap<string, Kind>): Kind {
    switch (this.role(node)) {
      case "number":
        return "number";
      case "string":
        return "string";
      case "comparison":
      case "not":
        return "boolean";
      case "negate":
        return "number";
      case "constant":
        return this.#constantKind(this.textOf(node));
      case "name":
        return scope.get(this.textOf(node)) ?? "unknown";
      case "binary":
        return this.#joined(this.grammar.operands(this.tree, node), scope);
      case "boolean":
        return this.#joined(this.grammar.operands(this.tree, node), scope) === "boolean"
          ? "boolean"
          : "unknown";
      case "collection":
        return this.#collectionKind(node);
      case "opaque":
        return this.textOf(node).startsWith("[") ? "list" : "unknown";
      case "group":
        return this.#kind(this.grammar.operands(this.tree, node)[0] ?? -1, scope);
      case "call":
        return this.#callKind(node);
      case "index":
        return this.#indexKind(node, scope);
      default:
        return "unknown";
    }
  }

  #constantKind(text: string): Kind {
    const { true: yes, false: no } = this.grammar.spelling;
    return text === yes || text === no ? "boolean" : "none";
  }

  #collectionKind(node: number): Kind {
    const text = this.textOf(node);
    if (!text.startsWith("{")) return "list";
    return text.includes(":") || /^\{\s*\}$/.test(text) ? "map" : "set";
  }

  #callKind(node: number): Kind {
    const callee = this.grammar.callee(this.tree, node);
    const name = /(\w+)\s*$/.exec(this.textOf(callee))?.[1] ?? "";
    const kinds = this.grammar.resultKinds;
    return Object.hasOwn(kinds, name) ? kinds[name]! : "unknown";
  }

  #indexKind(node: number, scope: ReadonlyMap<string, Kind>): Kind {
    const object = this.#kind(this.grammar.object(this.tree, node), scope);
    if (object === "string") return "string";
    const sliced = this.grammar.indexes(this.tree, node).some((at) => this.role(at) === "slice");
    return sliced ? object : "unknown";
  }

  #joined(nodes: readonly number[], scope: ReadonlyMap<string, Kind>): Kind {
    const kinds = nodes.map((node) => this.#kind(node, scope)).filter((kind) => kind !== "unknown");
    return kinds.includes("list") ? "list" : kinds.includes("string") ? "string" : (kinds[0] ?? "unknown");
  }

  #readScope(around: number): ReadonlyMap<string, Kind> {
    const scope = new Map<string, Kind>();
    const note = (name: string, kind: Kind) => {
      if (name && (kind !== "unknown" || !scope.has(name)) && (scope.get(name) ?? "unknown") === "unknown") {
        scope.set(name, kind);
      }
    };
    for (let node = around; node < this.tree.after(around); node++) {
      if (this.role(node) === "function") this.#noteFunction(node, note);
    }
    // Twice: what a name holds may follow from a name that is assigned further down.
    for (let pass = 0; pass < 2; pass++) {
      for (let node = around; node < this.tree.after(around); node++) this.#noteUse(node, scope, note);
    }
    if (around > 0) {
      for (const node of this.tree.children(0)) this.#noteGlobal(node, note);
    }
    return scope;
  }

  #noteFunction(node: number, note: (name: string, kind: Kind) => void): void {
    note(this.textOf(this.tree.child(node, "name")), "function");
    for (const { name, type } of this.grammar.parameters(this.tree, node)) note(name, kindOfType(type));
  }

  #noteGlobal(node: number, note: (name: string, kind: Kind) => void): void {
    const role = this.role(node);
    if (role === "function" || role === "class") note(this.textOf(this.tree.child(node, "name")), "function");
    for (let at = node; at < this.tree.after(node) && role === "expressionStatement"; at++) {
      if (this.role(at) !== "assign") continue;
      const target = this.grammar.target(this.tree, at);
      if (this.role(target) === "name")
        note(this.textOf(target), this.#kind(this.grammar.value(this.tree, at), new Map()));
    }
  }

  #noteUse(node: number, scope: ReadonlyMap<string, Kind>, note: (name: string, kind: Kind) => void): void {
    const { tree, grammar } = this;
    // A name taken out of an object stands for itself, wherever the pattern is.
    if (tree.type(node) === "shorthand_property_identifier_pattern") note(this.textOf(node), "unknown");
    const nameKind = (at: number, kind: Kind) => {
      if (this.role(at) === "name") note(this.textOf(at), kind);
    };
    switch (this.role(node)) {
      case "assign":
      case "augment":
        nameKind(grammar.target(tree, node), this.#kind(grammar.value(tree, node), scope));
        for (const part of this.#namesIn(grammar.target(tree, node))) note(part, "unknown");
        break;
      case "update":
        for (const part of this.#namesIn(node)) note(part, "number");
        break;
      case "forEach": {
        const over = this.textOf(grammar.iterated(tree, node));
        const names = this.#namesIn(grammar.loopTarget(tree, node));
        if (/^range\(/.test(over)) note(names[0] ?? "", "number");
        else if (/^enumerate\(/.test(over)) note(names[0] ?? "", "number");
        else if (this.#kind(grammar.iterated(tree, node), scope) === "string") note(names[0] ?? "", "string");
        for (const name of names) note(name, "unknown");
        break;
      }
      case "index":
        for (const index of grammar.indexes(tree, node)) {
          if (scope.get(this.textOf(grammar.object(tree, node))) === "list") nameKind(index, "number");
        }
        break;
      case "binary":
        if (grammar.operatorNodes(tree, node).some((at) => /^[-/]/.test(this.textOf(at)))) {
          for (const operand of grammar.operands(tree, node)) nameKind(operand, "number");
        }
        break;
      case "comparison": {
        const operands = grammar.operands(tree, node);
        const kinds = operands.map((at) => this.#kind(at, scope));
        if (kinds.includes("number") && !/\bin\b/.test(this.textOf(node))) {
          for (const operand of operands) nameKind(operand, "number");
        }
        break;
      }
      case "call": {
        const method = /\.(\w+)$/.exec(this.textOf(grammar.callee(tree, node)))?.[1];
        if (method === "append" || method === "push" || method === "sort")
          nameKind(grammar.object(tree, node), "list");
        if (method === "join") for (const at of grammar.callArguments(tree, node)) nameKind(at, "list");
        break;
      }
      default:
    }
  }

  #namesIn(node: number): string[] {
    const names: string[] = [];
    if (node < 0) return names;
    const role = this.role(node);
    if (role === "index" || role === "member") return names;
    for (let at = node; at < this.tree.after(node); at++) {
      if (this.role(at) === "name") names.push(this.textOf(at));
    }
    return names;
  }
}
