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
}

/** UTF-16 units; longer pieces are rarely what is missing elsewhere. */
const longestValue = 60;
const longestStatement = 100;
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

const fileParts = new WeakMap<RepairFile, Pick<Ingredients, "members" | "numbers" | "strings">>();

function readFile(file: RepairFile): Pick<Ingredients, "members" | "numbers" | "strings"> {
  const known = fileParts.get(file);
  if (known) return known;
  const members = new Map<string, number>();
  const numbers = new Set<string>();
  const strings = new Set<string>();
  for (let node = 0; node < file.tree.count; node++) {
    const role = file.role(node);
    if (role === "member") {
      const name = file.textOf(file.grammar.property(file.tree, node));
      members.set(name, (members.get(name) ?? 0) + 1);
    } else if (role === "number") numbers.add(file.textOf(node));
    else if (role === "string" && file.textOf(node).length <= 30 && !file.textOf(node).includes("\n")) {
      strings.add(file.textOf(node));
    }
  }
  const parts = { members, numbers: [...numbers], strings: [...strings] };
  fileParts.set(file, parts);
  return parts;
}
