/** A language with brackets for blocks, from a table of its nodes: what C's descendants differ in is names, not shape. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import type { Kind } from "../kinds.ts";
import {
  type OperatorTable,
  precedence,
  type RepairGrammar,
  type Role,
  type Spelling,
  type Wrapping,
} from "../repairGrammar.ts";
import { binaryRole, none, parts, unaryRole, withinGroup } from "./shared.ts";

export interface CurlyTable {
  readonly spelling: Spelling;
  readonly operators: OperatorTable;
  /** Precedence of operators as they are written. */
  readonly bindings: Readonly<Record<string, number>>;
  readonly symbols: readonly (readonly string[])[];
  readonly wrappings: readonly Wrapping[];
  readonly resultKinds: Readonly<Record<string, Kind>>;
  /** By the type of the node. */
  readonly roles: Readonly<Record<string, Role>>;
  /** Nodes that list values and stand for their one value: `expression_list`. */
  readonly lists: ReadonlySet<string>;
  /** Fields of a `member` and an `index`: what is before the dot or bracket, and the name behind the dot. */
  readonly objectFields: readonly string[];
  readonly propertyField: string;
  /** Fields of an `assign` or `augment`, the first that is there. */
  readonly targetFields: readonly string[];
  readonly valueFields: readonly string[];
  /** Parents whose names are none that are read, and fields that hold such names in others. */
  readonly declaring: ReadonlySet<string>;
  readonly declaredFields: Readonly<Record<string, ReadonlySet<string>>>;
  /** Fields of a parameter. */
  readonly parameterField: string;
  /** Where it differs: a role by more than the type, a condition, the loop over a collection. */
  readonly role?: (tree: FlatTree, node: number) => Role | undefined;
  readonly condition?: (tree: FlatTree, node: number) => number;
  readonly iterated?: (tree: FlatTree, node: number) => number;
  readonly loopTarget?: (tree: FlatTree, node: number) => number;
}

const signs = new Set(["!", "-", "&", "*", "+", "^", "<-", "..", "..="]);

export function curlyGrammar(table: CurlyTable): RepairGrammar {
  const { roles, lists, bindings } = table;
  const fieldOf = (tree: FlatTree, node: number, fields: readonly string[]): number => {
    for (const field of fields) {
      const found = tree.child(node, field);
      if (found >= 0) return found;
    }
    return none;
  };
  /** The value itself where a list holds one alone; none where it holds several. */
  const single = (tree: FlatTree, node: number): number => {
    if (node < 0 || !lists.has(tree.type(node))) return node;
    const values = parts(tree, node);
    return values.length === 1 ? values[0]! : none;
  };
  const operatorOf = (tree: FlatTree, node: number): string => {
    const field = tree.child(node, "operator");
    if (field >= 0) return tree.textOf(field);
    const sign = tree.children(node).find((at) => signs.has(tree.type(at)) || tree.type(at) === "=");
    return sign === undefined ? "" : tree.textOf(sign);
  };
  return {
    spelling: table.spelling,
    operators: table.operators,
    symbols: table.symbols,
    wrappings: table.wrappings,
    resultKinds: table.resultKinds,
    role(tree, node) {
      const special = table.role?.(tree, node);
      if (special !== undefined) return special;
      const type = tree.type(node);
      if (type === "binary_expression") return binaryRole(operatorOf(tree, node));
      if (type === "unary_expression") return unaryRole(operatorOf(tree, node));
      return Object.hasOwn(roles, type) ? roles[type]! : "other";
    },
    binding: (operator) => bindings[operator] ?? precedence.none,
    operatorNodes(tree, node) {
      const one = tree.child(node, "operator");
      if (one >= 0) return [one];
      return tree.children(node).filter((at) => /^(?:\+\+|--|=|\.\.=?)$/.test(tree.type(at)));
    },
    operands(tree, node) {
      const operand = tree.child(node, "operand");
      if (operand >= 0) return [operand];
      const left = tree.child(node, "left");
      if (left >= 0) return [left, tree.child(node, "right")];
      return parts(tree, node).filter((at) => !signs.has(tree.type(at)));
    },
    callee: (tree, node) => tree.child(node, "function"),
    callArguments: (tree, node) => parts(tree, tree.child(node, "arguments")),
    object(tree, node) {
      if (tree.type(node) === "call_expression") {
        const callee = tree.child(node, "function");
        return callee < 0 ? none : fieldOf(tree, callee, table.objectFields);
      }
      const named = fieldOf(tree, node, table.objectFields);
      return named >= 0 ? named : (parts(tree, node)[0] ?? none);
    },
    property: (tree, node) => tree.child(node, table.propertyField),
    indexes(tree, node) {
      const named = tree.childrenIn(node, "index");
      return named.length > 0 ? named : parts(tree, node).slice(1);
    },
    condition(tree, node) {
      const own = table.condition?.(tree, node);
      return own ?? withinGroup(tree, tree.child(node, "condition"));
    },
    target: (tree, node) => single(tree, fieldOf(tree, node, table.targetFields)),
    value: (tree, node) => single(tree, fieldOf(tree, node, table.valueFields)),
    returned(tree, node) {
      const value = parts(tree, node).find((at) => tree.type(at) !== "return");
      return value === undefined ? none : single(tree, value);
    },
    iterated: (tree, node) => table.iterated?.(tree, node) ?? tree.child(node, "value"),
    loopTarget: (tree, node) => table.loopTarget?.(tree, node) ?? tree.child(node, "pattern"),
    statements(tree, node) {
      const all = parts(tree, node);
      const inner = all.find((at) => tree.type(at) === "statement_list");
      return inner === undefined ? all : parts(tree, inner);
    },
    isRead(tree, node) {
      const parent = tree.parent(node);
      const type = tree.type(parent);
      if (table.declaring.has(type)) return false;
      const field = tree.field(lists.has(type) ? parent : node);
      const around = lists.has(type) ? tree.type(tree.parent(parent)) : type;
      return !table.declaredFields[around]?.has(field);
    },
    parameters(tree, functionNode) {
      return parts(tree, tree.child(functionNode, "parameters")).flatMap((at) => {
        const type = tree.textOf(tree.child(at, "type"));
        return tree.childrenIn(at, table.parameterField).map((name) => ({ name: tree.textOf(name), type }));
      });
    },
  };
}
