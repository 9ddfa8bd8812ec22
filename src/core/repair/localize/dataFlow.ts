/** What the result of a function depends on: a backward slice over its syntax tree, by names, without types. */
import type { FlatTree } from "../../syntax/tree/flatTree.ts";
import type { RepairGrammar } from "../repairGrammar.ts";

/** Of one function, with those inside it; lines are 0-based, ascending. */
export interface FunctionFlow {
  /** Bare; empty for one without. */
  readonly name: string;
  readonly startLine: number;
  /** Inclusive. */
  readonly endLine: number;
  /** Lines that make what it gives back, raises, or leaves changed. */
  readonly data: readonly number[];
  /** Lines that decide whether those run. */
  readonly control: readonly number[];
  /** Bare names of what these lines call. */
  readonly calls: readonly string[];
}

/**
 * A slice as Weiser's (1981), computed over names: an assignment belongs to it when what it writes is read by a line of it,
 * and so does the condition around such a line. Differs: one name is one variable in the whole function, whatever its scope, so
 * a slice is rather too large than too small; what is only logged or checked stays out.
 *
 * @param raised 0-based lines that a failure went through: what they read counts as a result
 */
export function functionFlows(
  tree: FlatTree,
  grammar: RepairGrammar,
  raised: ReadonlySet<number>,
): FunctionFlow[] {
  const lineOf = lineFinder(tree.text);
  const flows: FunctionFlow[] = [];
  for (let node = 0; node < tree.count; ) {
    if (grammar.role(tree, node) !== "function") {
      node++;
      continue;
    }
    flows.push(new Slice({ tree, grammar, lineOf, raised }, node).flow());
    node = tree.after(node);
  }
  return flows;
}

type LineOf = (offset: number) => number;

interface Surroundings {
  readonly tree: FlatTree;
  readonly grammar: RepairGrammar;
  readonly lineOf: LineOf;
  readonly raised: ReadonlySet<number>;
}

/** A part of a function that writes names, or is a result itself. */
interface Step {
  readonly node: number;
  /** What is read to do it; the node itself when it is all. */
  readonly reads: number;
  /** Names that it gives a value. */
  readonly writes: readonly string[];
  /** Whether it belongs to the slice whatever else does. */
  readonly isResult: boolean;
}

/** Declarations that are no `assign` of the templates, by what grammars call them. */
const declarators = new Set([
  "variable_declarator",
  "let_declaration",
  "let_condition",
  "short_var_declaration",
  "var_spec",
  "const_spec",
  "named_expression",
]);
const targetFields = ["name", "pattern", "left"];
const valueFields = ["value", "right"];
const raising = new Set(["raise_statement", "throw_statement"]);
const choices = new Set([
  "switch_statement",
  "switch_expression",
  "match_statement",
  "match_expression",
  "expression_switch_statement",
  "type_switch_statement",
]);
const selves = new Set(["self", "this", "cls"]);
const selfTypes = new Set(["this", "self"]);
/** Fields of a name behind a dot, or of a named argument. */
const behindDot = new Set(["attribute", "property", "field"]);
/** Calls that tell or check and change nothing. */
const telling =
  /^(?:log\w*|debug\w*|info|warn\w*|error|trace|print\w*|console|fmt|assert\w*|expect\w*|check\w*|validate\w*|ensure\w*|eprintln|dbg)$/i;

class Slice {
  readonly #in: Surroundings;
  readonly #function: number;
  readonly #names = new Set<string>();
  readonly #data = new Set<number>();
  readonly #control = new Set<number>();
  readonly #calls = new Set<string>();

  constructor(surroundings: Surroundings, functionNode: number) {
    this.#in = surroundings;
    this.#function = functionNode;
  }

  flow(): FunctionFlow {
    const { tree, lineOf } = this.#in;
    const node = this.#function;
    let open = this.#steps();
    for (let before = -1; before !== open.length; ) {
      before = open.length;
      open = open.filter((step) => {
        const belongs = step.isResult || step.writes.some((name) => this.#names.has(name));
        if (belongs) this.#take(step);
        return !belongs;
      });
    }
    const ascending = (lines: ReadonlySet<number>) => [...lines].sort((a, b) => a - b);
    for (const line of this.#data) this.#control.delete(line);
    return {
      name: nameOf(tree, node),
      startLine: lineOf(tree.start(node)),
      endLine: lineOf(Math.max(tree.start(node), tree.end(node) - 1)),
      data: ascending(this.#data),
      control: ascending(this.#control),
      calls: [...this.#calls],
    };
  }

  #take({ node, reads }: Step): void {
    const { tree } = this.#in;
    this.#mark(node, this.#data);
    this.#read(reads);
    for (let at = tree.parent(node); at >= 0 && at !== this.#function; at = tree.parent(at)) {
      const condition = this.#deciding(at);
      if (condition < 0 || condition === node) continue;
      this.#mark(condition, this.#control);
      this.#read(condition);
    }
  }

  /** What decides whether the inside of a node runs, -1 for none. */
  #deciding(node: number): number {
    const { tree, grammar } = this.#in;
    const role = grammar.role(tree, node);
    if (role === "forEach") return grammar.iterated(tree, node);
    if (role === "if" || role === "while" || role === "for") return grammar.condition(tree, node);
    if (!choices.has(tree.type(node))) return -1;
    const value = tree.child(node, "value");
    return value >= 0 ? value : tree.child(node, tree.child(node, "subject") >= 0 ? "subject" : "condition");
  }

  /** Marks the lines of a node up to the first block inside it. */
  #mark(node: number, into: Set<number>): void {
    const { tree, grammar, lineOf } = this.#in;
    let end = tree.end(node);
    for (let at = node + 1; at < tree.after(node); at++) {
      if (grammar.role(tree, at) !== "block") continue;
      end = tree.start(at);
      break;
    }
    const last = lineOf(Math.max(tree.start(node), end - 1));
    for (let line = lineOf(tree.start(node)); line <= last; line++) into.add(line);
  }

  /** Names that a node reads, and what it calls. */
  #read(node: number): void {
    const { tree, grammar } = this.#in;
    if (node < 0) return;
    for (let at = node; at < tree.after(node); at++) {
      const name = this.#nameAt(at);
      if (name !== "") this.#names.add(name);
      const type = tree.type(at);
      if (
        grammar.role(tree, at) !== "call" &&
        type !== "new_expression" &&
        type !== "object_creation_expression"
      )
        continue;
      const called = lastName(
        tree,
        type === "new_expression" ? tree.child(at, "constructor") : grammar.callee(tree, at),
      );
      if (called !== "") this.#calls.add(called);
    }
  }

  /** The variable that a node names: a local one, or one of the object itself with a dot; empty for none. */
  #nameAt(node: number): string {
    const { tree, grammar } = this.#in;
    if (grammar.role(tree, node) === "member" || tree.type(node) === "field_expression") {
      const object = grammar.object(tree, node);
      if (!selves.has(tree.textOf(object))) return "";
      return `.${tree.textOf(grammar.property(tree, node))}`;
    }
    if (selfTypes.has(tree.type(node)) || grammar.role(tree, node) !== "name") return "";
    const text = tree.textOf(node);
    if (selves.has(text) || behindDot.has(tree.field(node))) return "";
    return tree.field(node) === "name" && grammar.role(tree, tree.parent(node)) === "call" ? "" : text;
  }

  #steps(): Step[] {
    const { tree } = this.#in;
    const steps: Step[] = [];
    for (let node = this.#function; node < tree.after(this.#function); node++) {
      const step = this.#stepAt(node);
      if (step) steps.push(step);
    }
    return steps;
  }

  #stepAt(node: number): Step | undefined {
    const { tree, grammar } = this.#in;
    const role = grammar.role(tree, node);
    const type = tree.type(node);
    if (role === "return") return { node, reads: node, writes: [], isResult: true };
    if (raising.has(type))
      return this.#isRaised(node) ? { node, reads: node, writes: [], isResult: true } : undefined;
    if (role === "function") {
      const body = tree.child(node, "body");
      const isBlock = grammar.role(tree, body) === "block" || tree.type(body) === "block";
      const result = isBlock ? lastValue(tree, body) : body;
      return result < 0 ? undefined : { node: result, reads: result, writes: [], isResult: true };
    }
    if (role === "assign" || role === "augment" || role === "update") return this.#assignment(node);
    if (role === "forEach") {
      const iterated = grammar.iterated(tree, node);
      const target = grammar.loopTarget(tree, node);
      return { node: iterated, reads: iterated, writes: this.#written(target), isResult: false };
    }
    if (declarators.has(type)) {
      const target = firstField(tree, node, targetFields);
      const value = firstField(tree, node, valueFields);
      return { node, reads: value, writes: this.#written(target), isResult: this.#isRaised(node) };
    }
    if (type === "as_pattern") {
      const alias = tree.child(node, "alias");
      return { node, reads: tree.firstChild(node), writes: this.#written(alias), isResult: false };
    }
    return role === "expressionStatement" ? this.#statement(node) : undefined;
  }

  #assignment(node: number): Step {
    const { tree, grammar } = this.#in;
    const target = grammar.target(tree, node);
    // Several at once have no one target.
    const targets = target >= 0 ? target : firstField(tree, node, targetFields);
    const writes = this.#written(targets >= 0 ? targets : node);
    // What is written behind a dot or into a place of a list outlives the function.
    const role = grammar.role(tree, target);
    const isState = role === "member" || role === "index";
    return { node, reads: node, writes, isResult: isState || this.#isRaised(node) };
  }

  /** A call for its effect: it may change the object that it is called on and what it is given. */
  #statement(node: number): Step | undefined {
    const { tree, grammar } = this.#in;
    const call = tree.children(node).find((one) => {
      const inner = tree.type(one) === "await" || tree.type(one) === "await_expression";
      return inner || grammar.role(tree, one) === "call";
    });
    if (call === undefined) return undefined;
    const callee = grammar.callee(tree, call);
    const isTelling = tree
      .textOf(callee)
      .split(/[.:]+/)
      .some((part) => telling.test(part));
    if (isTelling && !this.#isRaised(node)) return undefined;
    return { node, reads: node, writes: this.#written(call), isResult: this.#isRaised(node) };
  }

  #isRaised(node: number): boolean {
    return this.#in.raised.has(this.#in.lineOf(this.#in.tree.start(node)));
  }

  /** Names below a node. */
  #written(node: number): string[] {
    if (node < 0) return [];
    const found: string[] = [];
    for (let at = node; at < this.#in.tree.after(node); at++) {
      const name = this.#nameAt(at) || patternName(this.#in.tree, at);
      if (name !== "") found.push(name);
    }
    return found;
  }
}

/** Names of patterns that are no `name` of the templates. */
const patternNames = new Set(["shorthand_property_identifier_pattern", "identifier"]);
const patternName = (tree: FlatTree, node: number): string =>
  patternNames.has(tree.type(node)) && !behindDot.has(tree.field(node)) && !selves.has(tree.textOf(node))
    ? tree.textOf(node)
    : "";

const firstField = (tree: FlatTree, node: number, fields: readonly string[]): number =>
  fields.map((field) => tree.child(node, field)).find((child) => child >= 0) ?? -1;

/** The value that a block of Rust ends with, -1 for none. */
function lastValue(tree: FlatTree, body: number): number {
  if (tree.type(body) !== "block" || tree.field(body) !== "body") return -1;
  const last =
    tree
      .children(body)
      .filter((child) => /^[a-z]/.test(tree.type(child)))
      .at(-1) ?? -1;
  const isValue = /(?:_expression|identifier|_literal|macro_invocation)$/.test(tree.type(last));
  return isValue ? last : -1;
}

/** `parse` of `a.b.parse` and `A::parse`. */
function lastName(tree: FlatTree, node: number): string {
  return /([A-Za-z_$][\w$]*)\s*(?:<[^()]*>)?$/.exec(tree.textOf(node))?.[1] ?? "";
}

/** Of a function; of one that has none the variable or key that holds it. */
function nameOf(tree: FlatTree, node: number): string {
  const own = tree.child(node, "name");
  if (own >= 0) return tree.textOf(own);
  const parent = tree.parent(node);
  const holder =
    ["name", "left", "key"].map((field) => tree.child(parent, field)).find((one) => one >= 0) ?? -1;
  return lastName(tree, holder);
}

/** 0-based line of an offset. */
function lineFinder(text: string): LineOf {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}

/** How much of what a test asserts comes through a line. */
export type FlowPart = "data" | "control";

/**
 * Lines that results of tested functions depend on, by path: slices of the functions that tests name, and of what these
 * slices call.
 *
 * @param tested names that the failing tests hold
 * @param steps calls that are followed
 */
export function reachedLines(
  flows: ReadonlyMap<string, readonly FunctionFlow[]>,
  tested: ReadonlySet<string>,
  steps: number,
): ReadonlyMap<string, ReadonlyMap<number, FlowPart>> {
  const all = [...flows].flatMap(([path, own]) => own.map((flow) => ({ path, flow })));
  const named = all.filter(({ flow }) => tested.has(flow.name));
  const reached = new Set(named.length > 0 ? named : all);
  let front = [...reached];
  for (let step = 0; step < steps && front.length > 0; step++) {
    const called = new Set(front.flatMap(({ flow }) => flow.calls));
    front = all.filter((one) => !reached.has(one) && called.has(one.flow.name));
    for (const one of front) reached.add(one);
  }
  const found = new Map<string, Map<number, FlowPart>>();
  for (const { path, flow } of reached) {
    const lines = found.get(path) ?? new Map<number, FlowPart>();
    found.set(path, lines);
    for (const line of flow.control) if (!lines.has(line)) lines.set(line, "control");
    for (const line of flow.data) lines.set(line, "data");
  }
  return found;
}
