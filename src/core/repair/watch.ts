/**
 * Functions of JavaScript and TypeScript that are looked at while they run: what they are called with, so that they can be called
 * again, and what their variables hold, line by line. Says what to put where; `schema.ts` puts it there.
 */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import type { Replacement } from "./candidate.ts";

export interface WatchQuestion {
  /** The number that the functions of this file are told with. */
  readonly as: number;
  /** 0-based: the functions around them are watched, besides those that a change stands in. */
  readonly lines: readonly number[];
  /** `calls`: what they are called with; `values`: what their variables hold. */
  readonly what: "calls" | "values";
}

/** A function that is told by its place in the list. */
export interface WatchedFunction {
  /** With the class before a dot, as a person names it. */
  readonly name: string;
  /** 0-based. */
  readonly line: number;
}

/** A function that has a name to call it by while it runs. */
export interface Watchable {
  readonly node: number;
  readonly body: number;
  readonly name: string;
  /** Gives the function itself, inside of it. */
  readonly reference: string;
  readonly isArrow: boolean;
}

/** One insertion, or two that stand or fall together. */
export type Points = readonly { readonly at: number; readonly text: string }[];

const hook = "__touchstone__";
const frame = "__touchstoneFrame__";
const declarations = new Set(["function_declaration", "generator_function_declaration"]);
const expressions = new Set(["function_expression", "function", "generator_function", "arrow_function"]);
const plainName = /^[A-Za-z_$][\w$]*$/;
const plainPlace = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
/** Variables that are told at one line; the nearest ones. */
const mostVariables = 12;

export function watchables(tree: FlatTree): Watchable[] {
  const found: Watchable[] = [];
  for (let node = 0; node < tree.count; node++) {
    const body = tree.child(node, "body");
    if (body < 0) continue;
    const called = calledAs(tree, node);
    if (called) found.push({ node, body, ...called, isArrow: tree.type(node) === "arrow_function" });
  }
  return found;
}

function calledAs(tree: FlatTree, node: number): Pick<Watchable, "name" | "reference"> | undefined {
  const type = tree.type(node);
  const own = tree.textOf(tree.child(node, "name"));
  if (declarations.has(type)) return plainName.test(own) ? { name: own, reference: own } : undefined;
  if (type === "method_definition") return method(tree, node, own);
  if (!expressions.has(type)) return undefined;
  if (plainName.test(own)) return { name: own, reference: own };
  const parent = tree.parent(node);
  const isArrow = type === "arrow_function";
  switch (tree.type(parent)) {
    case "variable_declarator": {
      const name = tree.textOf(tree.child(parent, "name"));
      return plainName.test(name) ? { name, reference: name } : undefined;
    }
    case "assignment_expression": {
      const place = tree.textOf(tree.child(parent, "left"));
      if (!plainPlace.test(place) || (isArrow && place.startsWith("this."))) return undefined;
      const name = place.slice(place.lastIndexOf(".") + 1);
      return { name: /^(\w+)\.prototype\./.exec(place)?.[1]?.concat(".", name) ?? name, reference: place };
    }
    case "pair": {
      const key = tree.textOf(tree.child(parent, "key"));
      return plainName.test(key) && !isArrow ? { name: key, reference: `this.${key}` } : undefined;
    }
    default:
      return undefined;
  }
}

function method(
  tree: FlatTree,
  node: number,
  name: string,
): Pick<Watchable, "name" | "reference"> | undefined {
  const isAccessor = tree.children(node).some((at) => ["get", "set"].includes(tree.type(at)));
  if (isAccessor || name === "constructor" || !/^#?[A-Za-z_$][\w$]*$/.test(name)) return undefined;
  const owner = tree.textOf(tree.child(tree.parent(tree.parent(node)), "name"));
  const isClass = tree.type(tree.parent(node)) === "class_body" && owner !== "";
  return { name: isClass ? `${owner}.${name}` : name, reference: `this.${name}` };
}

const holds = (tree: FlatTree, outer: number, start: number, end: number): boolean =>
  tree.start(outer) <= start && end <= tree.end(outer);

/** The innermost that holds a span in its body. */
export function watchableAround(
  tree: FlatTree,
  all: readonly Watchable[],
  start: number,
  end: number,
): Watchable | undefined {
  return all.findLast(({ body }) => holds(tree, body, start, end));
}

/**
 * Edits by the functions they stand in; a function that lies in another one with edits counts as part of it.
 *
 * @returns undefined when some stand in none
 */
export function editsByFunction(
  tree: FlatTree,
  all: readonly Watchable[],
  edits: readonly Replacement[],
): ReadonlyMap<Watchable, readonly Replacement[]> | undefined {
  const around = edits.map(({ start, end }) => watchableAround(tree, all, start, end));
  if (around.includes(undefined)) return undefined;
  const outermost = (inner: Watchable) =>
    around.find((one) => holds(tree, one!.body, tree.start(inner.node), tree.end(inner.node))) ?? inner;
  const found = new Map<Watchable, Replacement[]>();
  edits.forEach((edit, at) => {
    const own = outermost(around[at]!);
    found.set(own, [...(found.get(own) ?? []), edit]);
  });
  return found;
}

/** @param inner where statements of the body begin, behind directives */
export function callPoints(tree: FlatTree, one: Watchable, inner: number, id: string): Points[] {
  const given = one.isArrow ? arrowArguments(tree, one.node) : "arguments";
  if (given === undefined) return [];
  const call = `${hook}.r(${id},()=>${one.reference},${one.isArrow ? "undefined" : "this"},${given})`;
  if (isBlock(tree, one)) return [[{ at: inner, text: `;${call};` }]];
  return [
    [
      { at: tree.start(one.body), text: `(${call},` },
      { at: tree.end(one.body), text: ")" },
    ],
  ];
}

const isBlock = (tree: FlatTree, { body }: Watchable): boolean => tree.type(body) === "statement_block";

/** What an arrow was called with, as far as its parameters say; undefined where they take it apart. */
function arrowArguments(tree: FlatTree, node: number): string | undefined {
  const single = tree.child(node, "parameter");
  if (single >= 0) return `[${tree.textOf(single)}]`;
  const names: string[] = [];
  for (const at of tree.children(tree.child(node, "parameters"))) {
    const type = tree.type(at);
    if (["(", ")", ",", "comment"].includes(type)) continue;
    const name = parameterName(tree, at);
    if (name === undefined) return undefined;
    names.push(name);
  }
  return `[${names.join(",")}]`;
}

function parameterName(tree: FlatTree, node: number): string | undefined {
  const type = tree.type(node);
  if (type === "identifier") return tree.textOf(node);
  if (type === "assignment_pattern") return parameterName(tree, tree.child(node, "left"));
  if (type === "required_parameter" || type === "optional_parameter")
    return parameterName(tree, tree.child(node, "pattern"));
  if (type !== "rest_pattern") return undefined;
  const inner = tree.children(node).find((at) => tree.type(at) === "identifier");
  return inner === undefined ? undefined : `...${tree.textOf(inner)}`;
}

/** A place in the text where a statement may be put, or an expression wrapped. */
export interface ProbePlace {
  readonly node: number;
  readonly kind: "listed" | "alone" | "arrow";
}

/** What variables hold before each statement, what is returned and what is raised. */
export function valuePoints(
  tree: FlatTree,
  one: Watchable,
  inner: number,
  id: string,
  places: readonly (ProbePlace & { readonly line: number })[],
  nested: readonly Watchable[],
): Points[] {
  const variables = variablesOf(tree, one);
  const start = `const ${frame}=${hook}.c(${id},${seen(variables, tree.start(one.body), one, tree)});try{`;
  const end = `}catch(e){throw ${frame}.x(e)}`;
  const isInner = (node: number) =>
    nested.some(
      ({ node: other }) => other !== one.node && holds(tree, other, tree.start(node), tree.end(node)),
    );
  const points: Points[] = isBlock(tree, one)
    ? [
        [
          { at: inner, text: `;${start}` },
          { at: tree.end(one.body) - 1, text: end },
        ],
      ]
    : [
        [
          { at: tree.start(one.body), text: `{${start}return ${frame}.o(` },
          { at: tree.end(one.body), text: `)${end}}` },
        ],
      ];
  for (const { node, kind, line } of places) {
    const isOwn = node > one.body && node < tree.after(one.body) && !isInner(node);
    if (!isOwn || kind === "arrow") continue;
    const call = `${frame}.w(${line},${seen(variables, tree.start(node), one, tree)});`;
    points.push(
      kind === "listed"
        ? [{ at: tree.start(node), text: call }]
        : [
            { at: tree.start(node), text: `{${call}` },
            { at: tree.end(node), text: "}" },
          ],
    );
  }
  for (let node = one.body; node < tree.after(one.body); node++) {
    if (tree.type(node) !== "return_statement" || functionAround(tree, node) !== one.node) continue;
    const value = tree.children(node).find((at) => !["return", ";", "comment"].includes(tree.type(at)));
    if (value === undefined) continue;
    points.push([
      { at: tree.start(value), text: `${frame}.o(` },
      { at: tree.end(value), text: ")" },
    ]);
  }
  return points;
}

function functionAround(tree: FlatTree, node: number): number {
  for (let at = tree.parent(node); at > 0; at = tree.parent(at)) {
    const type = tree.type(at);
    if (declarations.has(type) || expressions.has(type) || type === "method_definition") return at;
  }
  return -1;
}

interface Variable {
  readonly name: string;
  /** Where it is seen. */
  readonly start: number;
  readonly end: number;
}

const scopes = new Set([
  "statement_block",
  "for_statement",
  "for_in_statement",
  "switch_body",
  "arrow_function",
  "function_expression",
  "function_declaration",
  "method_definition",
]);

/** Parameters and variables that a function declares, in the order of its text. */
function variablesOf(tree: FlatTree, { node }: Watchable): Variable[] {
  const found: Variable[] = [];
  for (let at = node; at < tree.after(node); at++) {
    const type = tree.type(at);
    const isName = type === "identifier" || type === "shorthand_property_identifier_pattern";
    const declaring = isName ? declarationOf(tree, at) : -1;
    if (declaring < 0) continue;
    const isVar = tree.type(tree.parent(declaring)) === "variable_declaration";
    let scope = declaring;
    while (scope > node && (isVar || !scopes.has(tree.type(scope)))) scope = tree.parent(scope);
    found.push({ name: tree.textOf(at), start: tree.start(scope), end: tree.end(scope) });
  }
  return found;
}

/** The declarator, loop or list of parameters that an identifier is declared by; -1 for a use. */
function declarationOf(tree: FlatTree, node: number): number {
  let child = node;
  for (let at = tree.parent(node); at > 0; child = at, at = tree.parent(at)) {
    const type = tree.type(at);
    if (type === "formal_parameters") return at;
    if (type === "arrow_function") return tree.field(child) === "parameter" ? at : -1;
    if (type === "variable_declarator") return tree.field(child) === "name" ? at : -1;
    if (type === "for_in_statement")
      return tree.field(child) === "left" && tree.child(at, "kind") >= 0 ? at : -1;
    if (type === "assignment_pattern" && tree.field(child) !== "left") return -1;
    if (type === "pair_pattern" && tree.field(child) !== "value") return -1;
    const isPattern =
      /_pattern$/.test(type) || type === "required_parameter" || type === "optional_parameter";
    if (!isPattern || tree.field(child) === "type" || tree.field(child) === "value") {
      if (type !== "pair_pattern") return -1;
    }
  }
  return -1;
}

/** A function that gives names with functions that give what they hold: some cannot be read yet. */
function seen(variables: readonly Variable[], at: number, one: Watchable, tree: FlatTree): string {
  const isParameter = ({ start }: Variable) => start === tree.start(one.node);
  const names = variables
    .filter((variable) => isParameter(variable) || (variable.start <= at && at < variable.end))
    .map(({ name }) => name);
  const kept = [...new Set(names.reverse())].slice(0, mostVariables).reverse();
  const self = one.reference.startsWith("this.") ? ["this", ...kept] : kept;
  return `()=>[${self.map((name) => `[${JSON.stringify(name)},()=>${name}]`).join(",")}]`;
}
