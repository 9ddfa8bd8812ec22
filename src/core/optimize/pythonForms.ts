/** Rewrites of Python that are often faster. */
import type { Replacement } from "../repair/candidate.ts";
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import type { FasterForm } from "./fasterForm.ts";
import { ascending, freshName, lineAfter, replaced, usesOf } from "./localNames.ts";

const unhashable = {
  differs: "For values that cannot be hashed, such as lists, it raises TypeError",
  raises: "TypeError",
};
const constants = new Set(["string", "integer", "float"]);
/** A set of fewer is no faster. */
const LEAST_CONSTANTS = 4;

export function pythonForms(tree: FlatTree, code: number): FasterForm[] {
  const found: FasterForm[] = [];
  for (let node = code; node < tree.after(code); node++) {
    const type = tree.type(node);
    if (type === "comparison_operator") push(found, constantMembers(tree, node));
    else if (type === "call") push(found, earlyEnd(tree, node));
    else if (type === "subscript") push(found, firstOfSorted(tree, node));
    else if (type === "assignment" && tree.textOf(tree.child(node, "right")) === "[]")
      found.push(...listForms(tree, code, node));
  }
  return found;
}

const push = (found: FasterForm[], form: FasterForm | undefined): void => {
  if (form) found.push(form);
};

const itemsOf = (tree: FlatTree, node: number): number[] =>
  tree.children(node).filter((child) => !/^(?:[[\](),]|comment)$/.test(tree.type(child)));

/** `x in [1, 2, 3, 4]`: of constants. */
function constantMembers(tree: FlatTree, node: number): FasterForm | undefined {
  const right = memberList(tree, node);
  if (right < 0 || !/^(?:list|tuple)$/.test(tree.type(right))) return undefined;
  const items = itemsOf(tree, right);
  const isConstant = (item: number) =>
    constants.has(tree.type(item)) && tree.children(item).every((one) => tree.type(one) !== "interpolation");
  if (items.length < LEAST_CONSTANTS || !items.every(isConstant)) return undefined;
  const [start, end] = [tree.start(right), tree.end(right)];
  return {
    about: "The constants that it looks among are a set",
    ...unhashable,
    edits: [
      { start, end: start + 1, text: "{" },
      { start: end - 1, end, text: "}" },
    ],
  };
}

/** What `in` or `not in` looks into; -1 for another comparison. */
function memberList(tree: FlatTree, node: number): number {
  const children = tree.children(node);
  const between = tree.text.slice(tree.end(children[0]!), tree.start(children.at(-1)!)).trim();
  return /^(?:not\s+)?in$/.test(between) ? children.at(-1)! : -1;
}

/** `any([...])` builds all before it looks at one. */
function earlyEnd(tree: FlatTree, node: number): FasterForm | undefined {
  const name = tree.textOf(tree.child(node, "function"));
  const [only, more] = itemsOf(tree, tree.child(node, "arguments"));
  if (!/^(?:any|all)$/.test(name) || only === undefined || more !== undefined) return undefined;
  if (tree.type(only) !== "list_comprehension") return undefined;
  const [start, end] = [tree.start(only), tree.end(only)];
  return {
    about: `${name}() ends at the first value that decides`,
    differs: "Later values are not computed, nor what that would raise or change",
    edits: [
      { start, end: start + 1, text: "" },
      { start: end - 1, end, text: "" },
    ],
  };
}

/** `sorted(x)[0]` is `min(x)`. */
function firstOfSorted(tree: FlatTree, node: number): FasterForm | undefined {
  const call = tree.child(node, "value");
  const which = tree.textOf(tree.child(node, "subscript"));
  const callee = tree.child(call, "function");
  if (tree.type(call) !== "call" || tree.textOf(callee) !== "sorted" || !/^(?:0|-1)$/.test(which))
    return undefined;
  if (tree.textOf(tree.child(call, "arguments")).includes("reverse")) return undefined;
  const name = which === "0" ? "min" : "max";
  return {
    about: `${name}() instead of sorting all`,
    differs:
      which === "0"
        ? "For nothing at all it raises ValueError instead of IndexError"
        : "For nothing at all it raises ValueError instead of IndexError, and of equal values it takes the first",
    raises: "ValueError",
    edits: [replaced(tree, callee, name), { start: tree.end(call), end: tree.end(node), text: "" }],
  };
}

interface ListUses {
  readonly looks: readonly number[];
  /** Statements `name.append(value)`. */
  readonly appends: readonly {
    readonly statement: number;
    readonly method: number;
    readonly value: number;
  }[];
  /** Statements `name = name + [value]`. */
  readonly sums: readonly { readonly statement: number; readonly value: number }[];
  readonly isReturned: boolean;
}

/** Of a list that begins empty in the function. */
function listForms(tree: FlatTree, code: number, assignment: number): FasterForm[] {
  const left = tree.child(assignment, "left");
  if (tree.type(left) !== "identifier" || tree.child(assignment, "type") >= 0) return [];
  const uses = listUses(tree, code, left);
  if (!uses) return [];
  const name = tree.textOf(left);
  if (uses.sums.length > 0) {
    const edits = uses.sums.map(({ statement, value }) =>
      replaced(tree, statement, `${name}.append(${tree.textOf(value)})`),
    );
    return [{ about: `"${name}" grows in place, not by a copy for each value`, edits: ascending(edits) }];
  }
  if (uses.looks.length === 0 || uses.appends.length === 0) return [];
  return uses.isReturned
    ? setBeside(tree, assignment, name, uses)
    : [setInstead(tree, assignment, name, uses)];
}

function listUses(tree: FlatTree, code: number, own: number): ListUses | undefined {
  const looks: number[] = [];
  const appends: ListUses["appends"][number][] = [];
  const sums = new Map<number, ListUses["sums"][number]>();
  let isReturned = false;
  for (const use of usesOf(tree, code, tree.textOf(own))) {
    const parent = tree.parent(use);
    const appended = appendOf(tree, use);
    const sum = sumOf(tree, use);
    if (use === own) continue;
    else if (tree.type(parent) === "comparison_operator" && memberList(tree, parent) === use) looks.push(use);
    else if (appended) appends.push(appended);
    else if (sum) sums.set(sum.statement, sum);
    else if (tree.type(parent) === "return_statement") isReturned = true;
    else return undefined;
  }
  return { looks, appends, sums: [...sums.values()], isReturned };
}

function appendOf(tree: FlatTree, use: number): ListUses["appends"][number] | undefined {
  const member = tree.parent(use);
  const call = tree.parent(member);
  const method = tree.child(member, "attribute");
  const statement = tree.parent(call);
  if (tree.type(call) !== "call" || tree.type(statement) !== "expression_statement") return undefined;
  const [value, more] = itemsOf(tree, tree.child(call, "arguments"));
  const isAppend = tree.textOf(method) === "append" && value !== undefined && more === undefined;
  return isAppend ? { statement, method, value } : undefined;
}

/** `name = name + [value]`, from either use of the name. */
function sumOf(tree: FlatTree, use: number): ListUses["sums"][number] | undefined {
  const parent = tree.parent(use);
  const statement = tree.type(parent) === "binary_operator" ? tree.parent(parent) : parent;
  const sum = tree.child(statement, "right");
  const name = tree.textOf(use);
  if (tree.type(statement) !== "assignment" || tree.type(sum) !== "binary_operator") return undefined;
  const list = tree.child(sum, "right");
  const [value, more] = itemsOf(tree, list);
  const fits =
    tree.textOf(tree.child(statement, "left")) === name &&
    tree.textOf(tree.child(sum, "left")) === name &&
    tree.textOf(tree.child(sum, "operator")) === "+" &&
    tree.type(list) === "list" &&
    value !== undefined &&
    more === undefined;
  return fits ? { statement, value } : undefined;
}

function setInstead(tree: FlatTree, assignment: number, name: string, { appends }: ListUses): FasterForm {
  const edits = appends.map(({ method }) => replaced(tree, method, "add"));
  return {
    about: `"${name}", which is only looked into, is a set`,
    ...unhashable,
    edits: ascending([replaced(tree, tree.child(assignment, "right"), "set()"), ...edits]),
  };
}

function setBeside(
  tree: FlatTree,
  assignment: number,
  name: string,
  { looks, appends }: ListUses,
): FasterForm[] {
  const set = freshName(tree, `seen_${name}`);
  const first = lineAfter(tree, tree.start(assignment), tree.end(assignment), `${set} = set()`);
  const added: (Replacement | undefined)[] = appends.map(({ statement, value }) =>
    tree.type(value) === "identifier"
      ? lineAfter(tree, tree.start(statement), tree.end(statement), `${set}.add(${tree.textOf(value)})`)
      : undefined,
  );
  const lines = [first, ...added].filter((line) => line !== undefined);
  if (lines.length < added.length + 1) return [];
  return [
    {
      about: `What "${name}" has is looked up in a set beside it`,
      ...unhashable,
      edits: ascending([...lines, ...looks.map((look) => replaced(tree, look, set))]),
    },
  ];
}
