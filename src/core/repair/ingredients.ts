/** What a function already says: names, values, conditions and statements that a repair may need again. */
import type { Kind } from "./kinds.ts";
import type { Expression, RepairFile } from "./repairFile.ts";

export interface Ingredients {
  /** Names that are seen, those of the function itself first; functions among them. */
  readonly names: readonly Expression[];
  /** Composed values without names and literals, in the order of the text, each text once. */
  readonly values: readonly Expression[];
  /** What stands in conditions, whole and in parts, each text once. */
  readonly conditions: readonly Expression[];
  /** Simple statements of one line, each text once. */
  readonly statements: readonly { readonly text: string; readonly node: number }[];
  /** Names behind dots in the whole file, with how often. */
  readonly members: ReadonlyMap<string, number>;
  /** Numbers and strings of the file as they are written. */
  readonly numbers: readonly string[];
  readonly strings: readonly string[];
  /** Strings by what they belong to: `type` of `x.type === "a"`, of `{ type: "a" }` and of `x.type = "a"`. */
  readonly stringsOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** Conditions of the whole file, each text once. */
  readonly fileConditions: readonly Expression[];
  /** What calls of members in the whole file say behind the value they are called on, with how often. */
  readonly suffixes: ReadonlyMap<string, number>;
  /** Collections of the whole file that hold something, as they are written. */
  readonly collections: readonly string[];
  /** Simple statements of the whole file, each text once. */
  readonly fileStatements: readonly string[];
  /** Paths of the whole file that are read, such as `options.limit` and `this.head.next`, with how often. */
  readonly paths: ReadonlyMap<string, number>;
  /** What the whole file calls, as it is written, by how many values it is given: numbers of calls. */
  readonly callees: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** What calls and objects of the whole file say by name, such as `strict=True` and `limit: 3`: names of the calls, empty for objects. */
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of types: capitalized ones that are read. */
  readonly types: readonly string[];
  /** The sign that most strings of the file stand in. */
  readonly quote: string;
}

/** UTF-16 units; longer pieces are rarely what is missing elsewhere. */
const longestValue = 60;
const longestStatement = 100;
const longestSuffix = 40;
const mostNames = 40;
const mostValues = 120;

/** What the outermost function around a node, or the file, offers. */
export function readIngredients(file: RepairFile, around: number): Ingredients {
  const { tree, grammar } = file;
  const values = new Map<string, Expression>();
  const conditions = new Map<string, Expression>();
  const statements = new Map<string, number>();
  for (let node = around; node < tree.after(around); node++) {
    const role = file.role(node);
    const length = tree.end(node) - tree.start(node);
    if (isValue(file, node) && length <= longestValue) put(values, file, node);
    if (role === "comparison" || role === "boolean" || role === "not") {
      if (length <= longestValue) put(conditions, file, node);
    }
    const condition = ["if", "while", "conditional"].includes(role) ? grammar.condition(tree, node) : -1;
    if (condition >= 0 && file.isExpression(condition)) put(conditions, file, condition);
    if (isSimpleStatement(file, node) && length <= longestStatement) {
      if (!statements.has(file.textOf(node))) statements.set(file.textOf(node), node);
    }
  }
  return {
    names: readNames(file, around),
    values: [...values.values()].slice(0, mostValues),
    conditions: [...conditions.values()],
    statements: [...statements].map(([text, node]) => ({ text, node })),
    ...readFile(file),
  };
}

function put(into: Map<string, Expression>, file: RepairFile, node: number): void {
  const text = file.textOf(node);
  if (!into.has(text) && !text.includes("\n")) into.set(text, file.expression(node));
}

function isValue(file: RepairFile, node: number): boolean {
  const role = file.role(node);
  return ["call", "member", "index", "binary", "comparison", "negate", "opaque"].includes(role);
}

function isSimpleStatement(file: RepairFile, node: number): boolean {
  if (file.role(file.tree.parent(node)) !== "block" || file.textOf(node).includes("\n")) return false;
  const role = file.role(node);
  return role === "expressionStatement" || role === "return" || role === "jump";
}

function readNames(file: RepairFile, around: number): Expression[] {
  const scope = file.scope(around);
  const used = new Set<string>();
  for (let node = around; node < file.tree.after(around); node++) {
    if (file.role(node) === "name") used.add(file.textOf(node));
  }
  const own: [string, Kind][] = [];
  const further: [string, Kind][] = [];
  for (const entry of scope) (used.has(entry[0]) ? own : further).push(entry);
  return [...own, ...further].slice(0, mostNames).map(([text, kind]) => ({ text, kind, binding: 100 }));
}

type FileParts = Omit<Ingredients, "names" | "values" | "conditions" | "statements">;

const fileParts = new WeakMap<RepairFile, FileParts>();

function readFile(file: RepairFile): FileParts {
  const known = fileParts.get(file);
  if (known) return known;
  const members = new Map<string, number>();
  const numbers = new Set<string>();
  const strings = new Set<string>();
  const stringsOf = new Map<string, Set<string>>();
  const conditions = new Map<string, Expression>();
  const suffixes = new Map<string, number>();
  const collections = new Set<string>();
  const statements = new Set<string>();
  const named = new NamedParts();
  for (let node = 0; node < file.tree.count; node++) {
    const role = file.role(node);
    named.note(file, node);
    const condition = conditionAt(file, node);
    if (condition >= 0) put(conditions, file, condition);
    const suffix = role === "call" ? suffixOf(file, node) : "";
    if (suffix) suffixes.set(suffix, (suffixes.get(suffix) ?? 0) + 1);
    if (isFilled(file, node)) collections.add(file.textOf(node));
    if (isSimpleStatement(file, node) && file.textOf(node).length <= longestStatement)
      statements.add(file.textOf(node));
    if (role === "member") {
      const name = file.textOf(file.grammar.property(file.tree, node));
      members.set(name, (members.get(name) ?? 0) + 1);
    } else if (role === "number") numbers.add(file.textOf(node));
    else if (role === "string" && file.textOf(node).length <= 30 && !file.textOf(node).includes("\n")) {
      strings.add(file.textOf(node));
      const owner = ownerOf(file, node);
      if (owner) stringsOf.set(owner, (stringsOf.get(owner) ?? new Set()).add(file.textOf(node)));
    }
  }
  const parts = {
    members,
    numbers: [...numbers],
    strings: [...strings],
    stringsOf,
    fileConditions: [...conditions.values()],
    suffixes,
    collections: [...collections],
    fileStatements: [...statements],
    ...named.read(),
  };
  fileParts.set(file, parts);
  return parts;
}

type Named = Pick<Ingredients, "paths" | "callees" | "entries" | "types" | "quote">;

/** What a file says by names: paths, calls, entries of calls and objects, types. */
class NamedParts {
  readonly #paths = new Map<string, number>();
  readonly #callees = new Map<number, Map<string, number>>();
  readonly #entries = new Map<string, Set<string>>();
  readonly #types = new Set<string>();
  #singleQuotes = 0;

  note(file: RepairFile, node: number): void {
    const { tree, grammar } = file;
    const role = file.role(node);
    if (role === "member") this.#notePath(file, node);
    else if (role === "call") this.#noteCall(file, node);
    else if (role === "name" && file.isExpression(node)) {
      if (/^[A-Z]/.test(tree.textOf(node))) this.#types.add(tree.textOf(node));
    } else if (role === "string") this.#singleQuotes += tree.textOf(node).endsWith("'") ? 1 : -1;
    if (!isEntry(tree.type(node)) || tree.end(node) - tree.start(node) > longestSuffix) return;
    const call = file.nearest(node, "call");
    const isArgument = call >= 0 && tree.parent(tree.parent(node)) === call;
    const owner = isArgument ? lastName(tree.textOf(grammar.callee(tree, call))) : "";
    const text = tree.textOf(node);
    if (!text.includes("\n")) this.#entries.set(owner, (this.#entries.get(owner) ?? new Set()).add(text));
  }

  #notePath(file: RepairFile, node: number): void {
    const text = file.textOf(node);
    const isCalled = file.grammar.callee(file.tree, file.tree.parent(node)) === node;
    if (!isCalled && isPath(text)) this.#paths.set(text, (this.#paths.get(text) ?? 0) + 1);
  }

  #noteCall(file: RepairFile, node: number): void {
    const { tree, grammar } = file;
    const callee = tree.textOf(grammar.callee(tree, node));
    if (callee.length > longestSuffix || !/^[\w$#]+(?:\.[\w$#]+)*$/.test(callee)) return;
    const count = grammar.callArguments(tree, node).length;
    const own = this.#callees.get(count) ?? new Map<string, number>();
    this.#callees.set(count, own.set(callee, (own.get(callee) ?? 0) + 1));
  }

  read(): Named {
    return {
      paths: this.#paths,
      callees: this.#callees,
      entries: this.#entries,
      types: [...this.#types],
      quote: this.#singleQuotes > 0 ? "'" : '"',
    };
  }
}

const isEntry = (type: string): boolean => type === "pair" || type === "keyword_argument";

/** Names with dots between them, two at least. */
export const isPath = (text: string): boolean =>
  text.length <= longestSuffix && /^[\w$#]+(?:\.[\w$#]+)+$/.test(text);

const lastName = (text: string): string => /([\w$]+)\W*$/.exec(text)?.[1] ?? "";

/** The name of what a string is compared with, is kept in or is an argument of; empty for none. */
export function ownerOf(file: RepairFile, node: number): string {
  const { tree, grammar } = file;
  const parent = tree.parent(node);
  const last = (at: number) => lastName(file.textOf(at));
  switch (file.role(parent)) {
    case "comparison": {
      const other = grammar.operands(tree, parent).find((at) => at !== node);
      return other === undefined || file.role(other) === "string" ? "" : last(other);
    }
    case "assign":
      return last(grammar.target(tree, parent));
    default:
  }
  if (tree.type(parent) === "pair") return last(tree.child(parent, "key"));
  const call = tree.parent(parent);
  return file.role(call) === "call" && grammar.callArguments(tree, call).includes(node)
    ? `${last(grammar.callee(tree, call))}()`
    : "";
}

/** The node itself or what it asks, when it is a condition that is short enough; -1 for none. */
function conditionAt(file: RepairFile, node: number): number {
  const { tree, grammar } = file;
  const role = file.role(node);
  const isLong = (at: number) => tree.end(at) - tree.start(at) > longestValue;
  if (role === "comparison" || role === "boolean" || role === "not") return isLong(node) ? -1 : node;
  if (!["if", "while", "for", "conditional"].includes(role)) return -1;
  const condition = grammar.condition(tree, node);
  return condition >= 0 && file.isExpression(condition) && !isLong(condition) ? condition : -1;
}

/** `.trim()` of `name.trim()`; empty where nothing stands before a dot, or it is long. */
function suffixOf(file: RepairFile, call: number): string {
  const { tree, grammar } = file;
  const object = grammar.object(tree, call);
  if (object < 0 || tree.end(call) - tree.end(object) > longestSuffix) return "";
  // Links of a chain may each stand on a line of their own.
  const text = tree.text.slice(tree.end(object), tree.end(call)).trimStart();
  return text.startsWith(".") && !text.includes("\n") ? text : "";
}

/** A list or an object with something in it. Types of nodes, since objects have no role that is changed as a whole. */
function isFilled({ tree }: RepairFile, node: number): boolean {
  const type = tree.type(node);
  if (type !== "array" && type !== "object" && type !== "array_pattern") return false;
  const length = tree.end(node) - tree.start(node);
  return length > 2 && length <= longestValue && !tree.textOf(node).includes("\n");
}
