/** Rewrites of JavaScript and TypeScript that are often faster. */
import type { Replacement } from "../repair/candidate.ts";
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import type { FasterForm } from "./fasterForm.ts";
import { ascending, freshName, lineAfter, replaced, usesOf } from "./localNames.ts";

const nan = "NaN is found in a set, and never by indexOf";
const earlier = "Later values are not looked at, nor what that would throw or change";

export function ecmaForms(tree: FlatTree, code: number): FasterForm[] {
  const found: FasterForm[] = [];
  for (let node = code; node < tree.after(code); node++) {
    const type = tree.type(node);
    const form =
      type === "subscript_expression"
        ? firstOfFiltered(tree, node)
        : type === "binary_expression"
          ? anyOfFiltered(tree, node)
          : undefined;
    if (form) found.push(form);
    else if (type === "variable_declarator" && tree.textOf(tree.child(node, "value")) === "[]")
      found.push(...arrayForms(tree, code, node));
  }
  return found;
}

const argumentsOf = (tree: FlatTree, call: number): number[] =>
  tree
    .children(tree.child(call, "arguments"))
    .filter((child) => !/^(?:[(),]|comment)$/.test(tree.type(child)));

/** The name of the method in a call of one with one argument; -1 for another node. */
function methodOf(tree: FlatTree, call: number, name: string): number {
  const member = tree.child(call, "function");
  const property = tree.child(member, "property");
  const fits =
    tree.type(call) === "call_expression" &&
    tree.type(member) === "member_expression" &&
    tree.textOf(property) === name &&
    argumentsOf(tree, call).length === 1;
  return fits ? property : -1;
}

/** `values.filter(f)[0]` is `values.find(f)`. */
function firstOfFiltered(tree: FlatTree, node: number): FasterForm | undefined {
  const call = tree.child(node, "object");
  const method = methodOf(tree, call, "filter");
  const isTarget =
    tree.field(node) === "left" || /^(?:update|unary)_expression$/.test(tree.type(tree.parent(node)));
  if (method < 0 || isTarget || tree.textOf(tree.child(node, "index")) !== "0") return undefined;
  return {
    about: "find() ends at the first value that fits",
    differs: earlier,
    edits: [replaced(tree, method, "find"), { start: tree.end(call), end: tree.end(node), text: "" }],
  };
}

/** `values.filter(f).length > 0` is `values.some(f)`. */
function anyOfFiltered(tree: FlatTree, node: number): FasterForm | undefined {
  const length = tree.child(node, "left");
  const call = tree.child(length, "object");
  const method = methodOf(tree, call, "filter");
  if (method < 0 || tree.textOf(tree.child(length, "property")) !== "length") return undefined;
  const asked = tree.text.slice(tree.end(length), tree.end(node)).replace(/\s/g, "");
  const isAny = /^(?:>0|!==?0|>=1)$/.test(asked);
  if (!isAny && !/^(?:===?0|<1)$/.test(asked)) return undefined;
  const start = tree.start(node);
  const edits: Replacement[] = [
    replaced(tree, method, "some"),
    { start: tree.end(call), end: tree.end(node), text: "" },
  ];
  return {
    about: "some() ends at the first value that fits",
    differs: earlier,
    edits: isAny ? edits : [{ start, end: start, text: "!" }, ...edits],
  };
}

interface ArrayUses {
  /** What asks whether a value is in it: the whole expression, its value, and whether it asks for absence. */
  readonly looks: readonly { readonly node: number; readonly value: number; readonly isAbsence: boolean }[];
  /** Statements `name.push(value)`. */
  readonly pushes: readonly { readonly statement: number; readonly method: number; readonly value: number }[];
  /** Expressions `name = name.concat([value])` and `name = [...name, value]`. */
  readonly sums: readonly { readonly node: number; readonly value: number }[];
  readonly isReturned: boolean;
}

/** Of an array that begins empty in the function. */
function arrayForms(tree: FlatTree, code: number, declarator: number): FasterForm[] {
  const own = tree.child(declarator, "name");
  if (tree.type(own) !== "identifier") return [];
  const uses = arrayUses(tree, code, own);
  if (!uses) return [];
  const name = tree.textOf(own);
  if (uses.sums.length > 0) {
    const edits = uses.sums.map(({ node, value }) =>
      replaced(tree, node, `${name}.push(${tree.textOf(value)})`),
    );
    return [{ about: `"${name}" grows in place, not by a copy for each value`, edits: ascending(edits) }];
  }
  if (uses.looks.length === 0 || uses.pushes.length === 0) return [];
  return uses.isReturned ? setBeside(tree, declarator, name, uses) : setInstead(tree, declarator, name, uses);
}

function arrayUses(tree: FlatTree, code: number, own: number): ArrayUses | undefined {
  const looks: ArrayUses["looks"][number][] = [];
  const pushes: ArrayUses["pushes"][number][] = [];
  const sums = new Map<number, ArrayUses["sums"][number]>();
  let isReturned = false;
  for (const use of usesOf(tree, code, tree.textOf(own))) {
    if (use === own) continue;
    const call = tree.parent(tree.parent(use));
    const isObject = tree.field(use) === "object";
    const push = isObject ? methodOf(tree, call, "push") : -1;
    const look = isObject ? lookOf(tree, call) : undefined;
    const sum = sumOf(tree, use);
    if (push >= 0 && tree.type(tree.parent(call)) === "expression_statement")
      pushes.push({ statement: tree.parent(call), method: push, value: argumentsOf(tree, call)[0]! });
    else if (look) looks.push(look);
    else if (sum) sums.set(sum.node, sum);
    else if (tree.type(tree.parent(use)) === "return_statement") isReturned = true;
    else return undefined;
  }
  const spread = pushes.some(({ value }) => tree.type(value) === "spread_element");
  return spread ? undefined : { looks, pushes, sums: [...sums.values()], isReturned };
}

/** `name.includes(value)`, or `name.indexOf(value)` compared so that it says as much. */
function lookOf(tree: FlatTree, call: number): ArrayUses["looks"][number] | undefined {
  const [value = -1] = argumentsOf(tree, call);
  if (methodOf(tree, call, "includes") >= 0) return { node: call, value, isAbsence: false };
  const node = tree.parent(call);
  if (methodOf(tree, call, "indexOf") < 0 || tree.type(node) !== "binary_expression") return undefined;
  if (tree.field(call) !== "left") return undefined;
  const asked = tree.text.slice(tree.end(call), tree.end(node)).replace(/\s/g, "");
  if (/^(?:!==?-1|>=0|>-1)$/.test(asked)) return { node, value, isAbsence: false };
  return /^(?:===?-1|<0)$/.test(asked) ? { node, value, isAbsence: true } : undefined;
}

/** From either use of the name. */
function sumOf(tree: FlatTree, use: number): ArrayUses["sums"][number] | undefined {
  let node = tree.parent(use);
  for (let turn = 0; turn < 3 && tree.type(node) !== "assignment_expression"; turn++)
    node = tree.parent(node);
  if (tree.type(node) !== "assignment_expression" || tree.type(tree.parent(node)) !== "expression_statement")
    return undefined;
  const name = tree.textOf(use);
  const right = tree.child(node, "right");
  if (tree.textOf(tree.child(node, "left")) !== name) return undefined;
  const value = tree.type(right) === "array" ? spreadSum(tree, right, name) : concatSum(tree, right, name);
  return value < 0 || usesOf(tree, value, name).length > 0 ? undefined : { node, value };
}

const itemsOf = (tree: FlatTree, array: number): number[] =>
  tree.children(array).filter((child) => !/^(?:[[\],]|comment)$/.test(tree.type(child)));

function spreadSum(tree: FlatTree, array: number, name: string): number {
  const [first = -1, value = -1, more] = itemsOf(tree, array);
  const fits =
    tree.textOf(first) === `...${name}` && tree.type(value) !== "spread_element" && more === undefined;
  return fits ? value : -1;
}

function concatSum(tree: FlatTree, call: number, name: string): number {
  if (methodOf(tree, call, "concat") < 0) return -1;
  const [array = -1] = argumentsOf(tree, call);
  const [value = -1, more] = itemsOf(tree, array);
  const isOwn = tree.textOf(tree.child(tree.child(call, "function"), "object")) === name;
  const fits = isOwn && tree.type(array) === "array" && more === undefined;
  return fits && tree.type(value) !== "spread_element" ? value : -1;
}

const lookDiffers = (tree: FlatTree, { looks }: ArrayUses): Pick<FasterForm, "differs"> =>
  looks.some(({ node }) => /\.indexOf\s*\(/.test(tree.textOf(node))) ? { differs: nan } : {};

const looked = (
  tree: FlatTree,
  { node, value, isAbsence }: ArrayUses["looks"][number],
  set: string,
): Replacement => replaced(tree, node, `${isAbsence ? "!" : ""}${set}.has(${tree.textOf(value)})`);

/** `<string>` of `: string[]`, empty for no annotation; undefined for one that a set has no form of. */
function memberType(tree: FlatTree, declarator: number): string | undefined {
  const type = tree.textOf(tree.child(declarator, "type"));
  if (type === "") return "";
  const [, member] = /^:\s*([\w.]+)\[\]$/.exec(type) ?? [];
  return member === undefined ? undefined : `<${member}>`;
}

function setInstead(tree: FlatTree, declarator: number, name: string, uses: ArrayUses): FasterForm[] {
  const { looks, pushes } = uses;
  const member = memberType(tree, declarator);
  if (member === undefined) return [];
  const start = tree.end(tree.child(declarator, "name"));
  return [
    {
      about: `"${name}", which is only looked into, is a set`,
      ...lookDiffers(tree, uses),
      edits: ascending([
        { start, end: tree.end(declarator), text: ` = new Set${member}()` },
        ...pushes.map(({ method }) => replaced(tree, method, "add")),
        ...looks.map((look) => looked(tree, look, name)),
      ]),
    },
  ];
}

function setBeside(tree: FlatTree, declarator: number, name: string, uses: ArrayUses): FasterForm[] {
  const { looks, pushes } = uses;
  const member = memberType(tree, declarator);
  const declaration = tree.parent(declarator);
  if (
    member === undefined ||
    tree.children(declaration).filter((one) => tree.type(one) === "variable_declarator").length > 1
  )
    return [];
  const set = freshName(tree, `seenIn${name[0]!.toUpperCase()}${name.slice(1)}`);
  const end = tree.textOf(declaration).endsWith(";") ? ";" : "";
  const after = (node: number, line: string) => lineAfter(tree, tree.start(node), tree.end(node), line + end);
  const lines = [
    after(declaration, `const ${set} = new Set${member}()`),
    ...pushes.map(({ statement, value }) =>
      tree.type(value) === "identifier" && tree.type(tree.parent(statement)) === "statement_block"
        ? after(statement, `${set}.add(${tree.textOf(value)})`)
        : undefined,
    ),
  ].filter((line) => line !== undefined);
  if (lines.length < pushes.length + 1) return [];
  return [
    {
      about: `What "${name}" has is looked up in a set beside it`,
      ...lookDiffers(tree, uses),
      edits: ascending([...lines, ...looks.map((look) => looked(tree, look, set))]),
    },
  ];
}
