/** What the templates must know of a language: which node plays which part, and how things are spelled. */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import type { OffsetRange } from "../text/textEdit.ts";
import type { Kind } from "./kinds.ts";

/** The part a node plays, in words that all languages share. `other` plays none. */
export type Role =
  | "binary"
  | "comparison"
  | "boolean"
  | "not"
  | "negate"
  | "call"
  | "member"
  | "index"
  | "slice"
  | "name"
  | "number"
  | "string"
  | "constant"
  | "collection"
  | "conditional"
  | "group"
  | "opaque"
  | "if"
  | "while"
  | "for"
  | "forEach"
  | "return"
  | "assign"
  | "augment"
  | "update"
  | "expressionStatement"
  | "jump"
  | "block"
  | "function"
  | "class"
  | "other";

/** Roles of what has a value. `opaque` has one too, but nothing of it is changed as a whole. */
export const expressionRoles: ReadonlySet<Role> = new Set([
  "binary",
  "comparison",
  "boolean",
  "not",
  "negate",
  "call",
  "member",
  "index",
  "name",
  "number",
  "string",
  "constant",
  "collection",
  "conditional",
  "group",
  "opaque",
]);

/** How tightly an expression binds: a weaker one inside a stronger one needs parentheses. */
export const precedence = { atom: 100, prefix: 90, comparison: 50, not: 40, none: 0 } as const;

/** How one operator may have been meant as another: spelling and weight, unitless, 0 to 1. */
export type OperatorTable = Readonly<Record<string, readonly (readonly [string, number])[]>>;

/** A way around or out of a value, as a call: `pre`, the value, `post`. */
export interface Wrapping {
  readonly pre: string;
  readonly post: string;
  /** What it takes and what comes out. */
  readonly from: Kind;
  readonly to: Kind;
  /** Unitless, 0 to 1. */
  readonly weight: number;
}

export interface Spelling {
  readonly and: string;
  readonly or: string;
  /** Put before an atom. */
  readonly not: string;
  readonly true: string;
  readonly false: string;
  readonly none: string;
  readonly equal: string;
  /** Ends a simple statement: `;` or nothing. */
  readonly end: string;
  /** Blocks are made by indentation, not by brackets. */
  readonly isIndented: boolean;
  /** Goes on only where there is something: `?.`. */
  readonly optional?: string;
  /** Puts all of a value into a collection: `...`. */
  readonly spread?: string;
}

/** Where a regular expression stands between its delimiters. */
export interface PatternPlace extends OffsetRange {
  /** Where its flags end, which begin one character behind it; absent where it has none. */
  readonly flagsEnd?: number;
}

export interface RepairGrammar {
  readonly spelling: Spelling;
  readonly operators: OperatorTable;
  /** Signs in front of a value that are taken for each other; not given: none are. */
  readonly signs?: readonly string[];
  /** What may be asked of a value whose kind is not known, with `$` for it. */
  readonly kindTests?: readonly string[];
  /** Names that are seen everywhere. */
  readonly globals?: ReadonlySet<string>;
  /** Names of functions and members that do nearly the same or the opposite. */
  readonly symbols: readonly (readonly string[])[];
  readonly wrappings: readonly Wrapping[];
  /** Kind of what well-known functions and members give, by bare name. */
  readonly resultKinds: Readonly<Record<string, Kind>>;
  role(tree: FlatTree, node: number): Role;
  /** Precedence of an operator as it is written. */
  binding(operator: string): number;
  /** Operator tokens of a `binary`, `comparison`, `boolean`, `assign`, `augment` or `update` node. */
  operatorNodes(tree: FlatTree, node: number): number[];
  /** Values of a `binary`, `comparison`, `boolean`, `not`, `negate` or `group` node, in order. */
  operands(tree: FlatTree, node: number): number[];
  /** The name or expression that is called, -1 for none. */
  callee(tree: FlatTree, node: number): number;
  /** Positional arguments in order. */
  callArguments(tree: FlatTree, node: number): number[];
  /** What is before the dot or the bracket of a `member`, `index` or call; -1 for none. */
  object(tree: FlatTree, node: number): number;
  /** The name behind the dot of a `member`, -1 for none. */
  property(tree: FlatTree, node: number): number;
  /** What stands in the brackets of an `index`, in order. */
  indexes(tree: FlatTree, node: number): number[];
  /** Condition of an `if`, `while`, `for` or `conditional`, without parentheses; -1 for none. */
  condition(tree: FlatTree, node: number): number;
  /** What an `assign` or `augment` writes to, and the value; -1 for none. */
  target(tree: FlatTree, node: number): number;
  value(tree: FlatTree, node: number): number;
  /** The name that a `for` counts with; empty for none. */
  counter?(tree: FlatTree, node: number): string;
  /** The value of a `return`, -1 for none. */
  returned(tree: FlatTree, node: number): number;
  /** What a `forEach` goes through, and the name it gives. */
  iterated(tree: FlatTree, node: number): number;
  loopTarget(tree: FlatTree, node: number): number;
  /** Statements of a block or of the file, in order, without comments. */
  statements(tree: FlatTree, node: number): number[];
  /** Whether a `name` is read here: neither declared nor a label, a key, a type or behind a dot. */
  isRead(tree: FlatTree, node: number): boolean;
  /** The regular expression that a node is; not given: the language has none of its own. */
  pattern?(tree: FlatTree, node: number): PatternPlace | undefined;
  /** Names of parameters with their annotated types, or an empty one. */
  parameters(tree: FlatTree, functionNode: number): { readonly name: string; readonly type: string }[];
}
