/** What a function takes, gives and raises, by its own text alone: nested functions are others. */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import { parametersOf } from "../testWriting/readSubject.ts";
import type { DocLanguage, DocParameter, DocRaise } from "./docSubject.ts";

export function parametersIn(tree: FlatTree, code: number, language: DocLanguage): readonly DocParameter[] {
  if (language === "python" || language === "ecma") return dynamicParameters(tree, code, language);
  return language === "java" ? javaParameters(tree, code) : systemsParameters(tree, code);
}

function dynamicParameters(tree: FlatTree, code: number, language: "python" | "ecma"): DocParameter[] {
  const found = parametersOf(tree, code, language).map(({ name, type, default: value, isRest }) => ({
    name,
    type,
    ...(value === undefined ? {} : { default: value }),
    ...(isRest ? { rest: restOf(tree, code, name, language) } : {}),
  }));
  const [first] = found;
  const isReceiver = first && (language === "ecma" ? first.name === "this" : isBound(tree, code));
  return found.slice(isReceiver ? 1 : 0).filter(({ name }) => name !== "");
}

const restOf = (tree: FlatTree, code: number, name: string, language: "python" | "ecma") => {
  if (language === "ecma") return "..." as const;
  return tree.textOf(tree.child(code, "parameters")).includes(`**${name}`) ? ("**" as const) : ("*" as const);
};

function isBound(tree: FlatTree, code: number): boolean {
  const outer = tree.type(tree.parent(code)) === "decorated_definition" ? tree.parent(code) : code;
  const isMethod = tree.type(tree.parent(tree.parent(outer))) === "class_definition";
  return isMethod && !/@staticmethod\b/.test(tree.text.slice(tree.start(outer), tree.start(code)));
}

function javaParameters(tree: FlatTree, code: number): DocParameter[] {
  return tree.children(tree.child(code, "parameters")).flatMap((node): DocParameter[] => {
    if (tree.type(node) === "spread_parameter") {
      const name = tree.textOf(tree.child(tree.childOfType(node, "variable_declarator"), "name"));
      return [{ name, type: "", rest: "..." }];
    }
    if (tree.type(node) !== "formal_parameter") return [];
    return [{ name: tree.textOf(tree.child(node, "name")), type: tree.textOf(tree.child(node, "type")) }];
  });
}

/** Of Go and Rust: a declaration may hold several names. */
function systemsParameters(tree: FlatTree, code: number): DocParameter[] {
  return tree.children(tree.child(code, "parameters")).flatMap((node) => {
    const type = tree.textOf(tree.child(node, "type"));
    const names = [...tree.childrenIn(node, "name"), ...tree.childrenIn(node, "pattern")];
    return names.map((one) => ({ name: tree.textOf(one).replace(/^mut /, ""), type }));
  });
}

const typeFields: Readonly<Record<DocLanguage, string>> = {
  python: "return_type",
  ecma: "return_type",
  rust: "return_type",
  java: "type",
  go: "result",
};

export function returnTypeOf(tree: FlatTree, code: number, language: DocLanguage): string {
  const node = tree.child(code, typeFields[language]);
  return tree.textOf(node).replace(/^(?::|->)\s*/, "");
}

const nested = new Set([
  "function_definition",
  "class_definition",
  "lambda",
  "function_declaration",
  "generator_function_declaration",
  "function_expression",
  "generator_function",
  "arrow_function",
  "method_definition",
  "class_declaration",
  "class",
  "lambda_expression",
  "class_body",
]);

/** Nodes of a function's body, in the order of the text. */
function* ownNodes(tree: FlatTree, code: number): Generator<number> {
  const body = tree.child(code, "body");
  for (let node = body; node >= 0 && node < tree.after(body); node++) {
    if (nested.has(tree.type(node)) && node !== body) node = tree.after(node) - 1;
    else yield node;
  }
}

const isSign = (type: string): boolean => /^(?:return|yield|throw|raise|from|;|,|\*)$/.test(type);

const operandOf = (tree: FlatTree, node: number): number =>
  tree.children(node).find((child) => !isSign(tree.type(child)) && !/comment/.test(tree.type(child))) ?? -1;

export function returnedIn(
  tree: FlatTree,
  code: number,
): { readonly returned: readonly string[]; readonly isGenerator: boolean } {
  const body = tree.child(code, "body");
  if (tree.type(code) === "arrow_function" && tree.type(body) !== "statement_block")
    return { returned: [oneLine(tree.textOf(body).replace(/^\(([\s\S]*)\)$/, "$1"))], isGenerator: false };
  const returned = new Set<string>();
  const yielded = new Set<string>();
  let isGenerator = false;
  for (const node of ownNodes(tree, code)) {
    const type = tree.type(node);
    const isYield = (type === "yield" || type === "yield_expression") && tree.firstChild(node) >= 0;
    if (type !== "return_statement" && !isYield) continue;
    const value = operandOf(tree, node);
    isGenerator ||= isYield;
    if (value >= 0) (isYield ? yielded : returned).add(oneLine(tree.textOf(value)));
  }
  return { returned: [...(isGenerator ? yielded : returned)], isGenerator };
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

export function raisedIn(tree: FlatTree, code: number): readonly DocRaise[] {
  const found = new Map<string, DocRaise>();
  const add = (one: DocRaise) => found.set(`${one.error}\n${one.condition ?? ""}`, one);
  for (const node of ownNodes(tree, code)) {
    const type = tree.type(node);
    if (type !== "raise_statement" && type !== "throw_statement") continue;
    const error = errorOf(tree, operandOf(tree, node));
    const condition = conditionOf(tree, node);
    if (error !== "") add(condition === undefined ? { error } : { error, condition });
  }
  const known = new Set([...found.values()].map(({ error }) => error));
  const declared = tree.children(code).find((child) => tree.type(child) === "throws") ?? -1;
  for (const node of tree.children(declared)) {
    const error = tree.textOf(node);
    if (/^[A-Z]/.test(error) && !known.has(error)) add({ error });
  }
  return [...found.values()];
}

/** Of the languages themselves: what calls them is about something else. */
const builtin = new Set(
  `abs all any append bool bytes callable chr close copy delete dict dir divmod enumerate fetch filter float format frozenset getattr
  hasattr hash id input int isinstance issubclass iter len list make map max memoryview min new next object open ord panic parseFloat
  parseInt pow print property range repr require reversed round set setattr setTimeout slice sorted str sum super tuple type vars
  zip Array BigInt Boolean Date Error Map Number Object Promise RegExp Set String Symbol Some Ok Err Box Vec cap recover
  clearTimeout setInterval structuredClone`.split(/\s+/),
);

/** Plain names and methods of the object itself: of other objects it is not known whose they are. */
export function calledIn(tree: FlatTree, code: number, self: string): readonly string[] {
  const found = new Set<string>();
  for (const node of ownNodes(tree, code)) {
    if (!/^(?:call|call_expression)$/.test(tree.type(node))) continue;
    const name = /^(?:(?:self|this|cls)\.)?([A-Za-z_$][\w$]*)$/.exec(
      tree.textOf(tree.child(node, "function")),
    )?.[1];
    if (name === undefined || name === self || builtin.has(name)) continue;
    if (!/(?:Error|Exception|Warning)$/.test(name)) found.add(name);
  }
  return [...found];
}

/** What is constructed; a variable that holds an error has no name for a reader. */
function errorOf(tree: FlatTree, value: number): string {
  switch (tree.type(value)) {
    case "call":
      return tree.textOf(tree.child(value, "function"));
    case "new_expression":
      return tree.textOf(tree.child(value, "constructor"));
    case "object_creation_expression":
      return tree.textOf(tree.child(value, "type"));
    case "identifier":
    case "attribute":
      return /(?:^|\.)[A-Z]\w*$/.test(tree.textOf(value)) ? tree.textOf(value) : "";
    default:
      return "";
  }
}

const LONGEST_CONDITION = 80;

/** Of the `if` whose first branch is or holds the statement alone. */
function conditionOf(tree: FlatTree, statement: number): string | undefined {
  const around = tree.parent(statement);
  const isBlock = /^(?:block|statement_block)$/.test(tree.type(around));
  const branch = isBlock ? around : statement;
  const owner = tree.parent(branch);
  if (tree.type(owner) !== "if_statement" || tree.field(branch) !== "consequence") return undefined;
  const text = oneLine(tree.textOf(tree.child(owner, "condition"))).replace(/^\((.*)\)$/, "$1");
  return text.length > LONGEST_CONDITION ? undefined : text;
}
