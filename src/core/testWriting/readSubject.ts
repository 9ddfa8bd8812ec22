/** Reads what tests of a function need to know from the tree of its file. */
import { fasterForms } from "../optimize/fasterForms.ts";
import type { Candidate, TemplateName } from "../repair/candidate.ts";
import { isOddForm } from "../repair/oddForms.ts";
import { Proposals } from "../repair/proposals.ts";
import { RepairFile } from "../repair/repairFile.ts";
import { repairGrammarOf } from "../repair/repairLanguages.ts";
import { proposeConstants, proposeOffByOne } from "../repair/templates/literals.ts";
import { proposeNegation, proposeOperands, proposeOperators } from "../repair/templates/operators.ts";
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import { type CallLanguage, literalCalls, literalsWithin } from "./literalCalls.ts";
import type { SubjectCall, SubjectParameter, TestSubject } from "./testSubject.ts";

export interface SubjectQuestion {
  readonly tree: FlatTree;
  readonly languageId: string;
  readonly name: string;
  /** 0-based, within the function; undefined for the first of the name. */
  readonly line?: number | undefined;
  /** Trees of texts that call it. */
  readonly examples: readonly FlatTree[];
}

/** The changes that show whether a test looks: each is noticed by who tests what the function gives. */
const mutating: ReadonlySet<TemplateName> = new Set([
  "operator",
  "offByOne",
  "constant",
  "negate",
  "dropOperand",
]);
const mostMutants = 40;
const mostOfLine = 6;

const languages: Readonly<Record<string, CallLanguage>> = {
  python: "python",
  javascript: "ecma",
  typescript: "ecma",
  javascriptreact: "ecma",
  typescriptreact: "ecma",
};

const functionTypes: Readonly<Record<CallLanguage, ReadonlySet<string>>> = {
  python: new Set(["function_definition"]),
  ecma: new Set([
    "function_declaration",
    "generator_function_declaration",
    "method_definition",
    "variable_declarator",
  ]),
};
const classTypes = new Set(["class_definition", "class_declaration", "abstract_class_declaration"]);
const valueFunctions = new Set(["arrow_function", "function_expression", "generator_function"]);

/** Whether tests can be written for functions of a language without a model. */
export const hasTestSubjects = (languageId: string): boolean => languageId in languages;

/** @returns undefined for a language that is not read, and where no such function is */
export function readSubject(question: SubjectQuestion): TestSubject | undefined {
  const { tree, languageId, examples } = question;
  const language = languages[languageId];
  const grammar = repairGrammarOf(languageId);
  if (!language || !grammar) return undefined;
  const node = findFunction(question, language);
  if (node < 0) return undefined;
  const code = codeOf(tree, node);
  const containers = containersOf(tree, node);
  const [startLine, endLine] = [lineOf(tree.text, tree.start(node)), lineOf(tree.text, tree.end(node) - 1)];
  const name = tree.textOf(tree.child(node, "name"));
  const exported = exportOf(tree, node, name, language);
  const parameters = parametersOf(tree, code, language);
  const isFree = containers.length === 0 ? isTopLevel(tree, node) : isStatic(tree, node, language);
  return {
    name,
    containers,
    isFree,
    isAsync: /^(?:(?:export|default|static|public|private|protected)\s+)*async\b/.test(tree.textOf(code)),
    isGenerator: isGenerator(tree, code),
    isExported: exported !== undefined,
    exportedAs: exported ?? name,
    parameters: containers.length > 0 && language === "python" ? withoutReceiver(parameters) : parameters,
    startLine,
    endLine,
    literals: literalsWithin(tree, code, language),
    raises: raisedIn(tree, code, language),
    calls: uniqueCalls([tree, ...examples].flatMap((one) => literalCalls(one, language, name))),
    mutants: mutantsOf(question, code, startLine, endLine),
    loopStarts: loopStartsIn(tree, language),
    fasterForms: fasterForms(tree, code, language),
  };
}

function findFunction({ tree, name, line }: SubjectQuestion, language: CallLanguage): number {
  let best = -1;
  for (let node = 0; node < tree.count; node++) {
    if (!functionTypes[language].has(tree.type(node)) || codeOf(tree, node) < 0) continue;
    if (tree.textOf(tree.child(node, "name")) !== name) continue;
    if (line === undefined) return node;
    const start = lineOf(tree.text, tree.start(outermost(tree, node)));
    const end = lineOf(tree.text, tree.end(node) - 1);
    // The innermost one around the line.
    if (start <= line && line <= end) best = node;
  }
  return best;
}

/** The function itself: a declarator holds one as its value; -1 when it holds none. */
function codeOf(tree: FlatTree, node: number): number {
  if (tree.type(node) !== "variable_declarator") return node;
  const value = tree.child(node, "value");
  return valueFunctions.has(tree.type(value)) ? value : -1;
}

function containersOf(tree: FlatTree, node: number): string[] {
  const found: string[] = [];
  for (let at = tree.parent(node); at > 0; at = tree.parent(at)) {
    if (classTypes.has(tree.type(at))) found.unshift(tree.textOf(tree.child(at, "name")));
  }
  return found;
}

const transparent = new Set([
  "decorated_definition",
  "export_statement",
  "lexical_declaration",
  "variable_declaration",
]);

/** With its decorators, `export` and the like. */
function outermost(tree: FlatTree, node: number): number {
  let at = node;
  while (transparent.has(tree.type(tree.parent(at)))) at = tree.parent(at);
  return at;
}

const isTopLevel = (tree: FlatTree, node: number): boolean => tree.parent(outermost(tree, node)) === 0;

function isStatic(tree: FlatTree, node: number, language: CallLanguage): boolean {
  if (language === "ecma") return tree.children(node).some((child) => tree.type(child) === "static");
  const parent = tree.parent(node);
  if (tree.type(parent) !== "decorated_definition") return false;
  return /^@(?:static|class)method\b/m.test(tree.text.slice(tree.start(parent), tree.start(node)));
}

const withoutReceiver = (all: readonly SubjectParameter[]): readonly SubjectParameter[] =>
  all[0] && /^(?:self|cls)$/.test(all[0].name) ? all.slice(1) : all;

/** The name in an import; undefined when nothing says that others may have it. */
function exportOf(tree: FlatTree, node: number, name: string, language: CallLanguage): string | undefined {
  if (language === "python") return name;
  for (let at = node; at > 0; at = tree.parent(at)) {
    if (tree.type(at) !== "export_statement") continue;
    return tree.children(at).some((child) => tree.type(child) === "default") ? "default" : name;
  }
  const outer = containersOf(tree, node)[0] ?? name;
  const listed = new RegExp(
    String.raw`\bexport\s*\{[^}]*\b${outer}\b|\bmodule\.exports\s*=\s*\{[^}]*\b${outer}\b|\bexports\.${outer}\s*=`,
  );
  if (listed.test(tree.text)) return name;
  const isDefault = new RegExp(
    String.raw`\bexport\s+default\s+${outer}\b|\bmodule\.exports\s*=\s*${outer}\b`,
  );
  return isDefault.test(tree.text) ? "default" : undefined;
}

export function parametersOf(tree: FlatTree, code: number, language: CallLanguage): SubjectParameter[] {
  const single = tree.child(code, "parameter");
  if (single >= 0) return [{ name: tree.textOf(single), type: "" }];
  const list = tree.child(code, "parameters");
  const found: SubjectParameter[] = [];
  let isKeywordOnly = false;
  for (const node of tree.children(list)) {
    const type = tree.type(node);
    if (/^[(),]$/.test(type) || type === "comment" || type === "positional_separator") continue;
    if (type === "keyword_separator" || type === "*") {
      isKeywordOnly = true;
      continue;
    }
    const text = tree.textOf(node);
    const isRest = /^(?:\*|\.\.\.)/.test(text);
    const name = /[A-Za-z_$][\w$]*/.exec(text)?.[0] ?? "";
    const annotated = tree.textOf(tree.child(node, "type")).replace(/^:\s*/, "");
    const value = tree.child(
      node,
      language === "python" || type !== "assignment_pattern" ? "value" : "right",
    );
    found.push({
      name,
      type: annotated,
      ...(value >= 0 ? { default: tree.textOf(value) } : {}),
      ...(isKeywordOnly && !isRest ? { isKeywordOnly: true as const } : {}),
      ...(isRest ? { isRest: true as const } : {}),
    });
    if (isRest && !text.startsWith("**")) isKeywordOnly = language === "python";
  }
  return found;
}

function isGenerator(tree: FlatTree, code: number): boolean {
  if (tree.type(code).startsWith("generator_function")) return true;
  for (let at = code + 1; at < tree.after(code); at++) {
    if (tree.type(at) === "yield") return true;
    if (tree.type(at) === "function_definition" || tree.type(at) === "lambda") at = tree.after(at) - 1;
  }
  return false;
}

function raisedIn(tree: FlatTree, code: number, language: CallLanguage): string[] {
  const pattern =
    language === "python" ? /\braise\s+([A-Za-z_][\w.]*)/g : /\bthrow\s+new\s+([A-Za-z_$][\w$.]*)/g;
  return [...new Set([...tree.textOf(code).matchAll(pattern)].map(([, name]) => name!))];
}

function uniqueCalls(calls: readonly SubjectCall[]): SubjectCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** Spread over the lines, so that one long condition does not have them all. */
function mutantsOf(
  { tree, languageId }: SubjectQuestion,
  code: number,
  startLine: number,
  endLine: number,
): Candidate[] {
  const lineScores = new Map<number, number>();
  for (let line = startLine; line <= endLine; line++) lineScores.set(line, 1);
  const body = tree.child(code, "body");
  const grammar = repairGrammarOf(languageId)!;
  const file = new RepairFile(tree, grammar);
  const out = new Proposals(file, lineScores, { numbers: [], strings: [] });
  for (let node = body; node < tree.after(body); node++) proposeAt(out, node);
  const all = out
    .ranked()
    .filter((candidate) => mutating.has(candidate.template) && !isOddForm(file, candidate));
  const ofLine = new Map<number, number>();
  return all
    .filter(({ line }) => {
      const count = (ofLine.get(line) ?? 0) + 1;
      ofLine.set(line, count);
      return count <= mostOfLine;
    })
    .slice(0, mostMutants);
}

/** The templates that every tester of tests uses; those that look for ingredients would take long. */
function proposeAt(out: Proposals, node: number): void {
  const { file } = out;
  const role = file.role(node);
  if (role === "binary" || role === "comparison" || role === "boolean") {
    proposeOperators(out, node);
    proposeOperands(out, node);
  } else if (role === "augment" || role === "update") proposeOperators(out, node);
  if (!file.isExpression(node)) return;
  proposeNegation(out, node);
  proposeOffByOne(out, node);
  proposeConstants(out, node);
}

const loops = new Set(["while_statement", "do_statement", "for_statement", "for_in_statement"]);

/** Python's loops are ended by a signal and need no place. */
function loopStartsIn(tree: FlatTree, language: CallLanguage): number[] | undefined {
  if (language === "python") return [];
  const found: number[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (!loops.has(tree.type(node))) continue;
    const body = tree.child(node, "body");
    if (tree.type(body) !== "statement_block") return undefined;
    found.push(tree.start(body) + 1);
  }
  return found.sort((a, b) => a - b);
}

/** 0-based. */
function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}
