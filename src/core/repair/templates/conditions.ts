/** Conditions made stronger, weaker, or out of something else that the function says. */
import type { Ingredients } from "../ingredients.ts";
import type { Proposals } from "../proposals.ts";
import type { Expression } from "../repairFile.ts";
import { ingredientsOf, isSeenAt } from "./nearby.ts";
import { isDecision } from "./operators.ts";

interface Weighed extends Expression {
  /** Unitless, 0 to 1. */
  readonly fit: number;
}

/** What may be asked in a function: its own conditions, whether a name holds something, two names compared. */
export function predicates(out: Proposals, node: number): Weighed[] {
  const { file } = out;
  const { not } = file.grammar.spelling;
  const ingredients = ingredientsOf(file, node);
  const found: Weighed[] = ingredients.conditions.map((condition) => ({ ...condition, fit: 0.7 }));
  for (const name of ingredients.names) {
    if (name.kind === "function") continue;
    const fit = name.kind === "boolean" ? 0.9 : name.kind === "number" ? 0.25 : 0.55;
    found.push({ ...name, fit });
    found.push({ text: not + name.text, binding: not === "!" ? 90 : 40, kind: "boolean", fit: fit * 0.85 });
    if (name.kind === "unknown") found.push(...absence(out, name.text));
  }
  found.push(...comparisons(out, ingredients));
  return found;
}

/** Whether a name holds nothing at all. */
function absence(out: Proposals, name: string): Weighed[] {
  const { isIndented, none } = out.file.grammar.spelling;
  const [is, isNot] = isIndented ? ["is", "is not"] : ["==", "!="];
  const made = { binding: out.file.grammar.binding("=="), kind: "boolean", fit: 0.6 } as const;
  return [
    { text: `${name} ${is} ${none}`, ...made },
    { text: `${name} ${isNot} ${none}`, ...made },
  ];
}

function comparisons(out: Proposals, { names, values }: Ingredients): Weighed[] {
  const { spelling } = out.file.grammar;
  const binding = out.file.grammar.binding("<");
  const found: Weighed[] = [];
  const add = (text: string, fit: number) => found.push({ text, binding, kind: "boolean", fit });
  const numeric = names.filter(({ kind }) => kind === "number");
  const others = names.filter(({ kind }) => kind === "unknown");
  for (const { text } of [
    ...numeric,
    ...values.filter((value) => value.kind === "number" && value.binding === 100),
  ]) {
    for (const [operator, number, fit] of [
      [spelling.equal, "0", 0.6],
      [">", "0", 0.4],
      ["<", "0", 0.4],
      [spelling.equal, "1", 0.4],
      ["<=", "1", 0.2],
      [">", "1", 0.2],
    ] as const) {
      add(`${text} ${operator} ${number}`, fit);
    }
  }
  for (const a of numeric) {
    for (const b of numeric) {
      if (a === b) continue;
      add(`${a.text} < ${b.text}`, 0.35);
      add(`${a.text} <= ${b.text}`, 0.25);
      if (a.text < b.text) add(`${a.text} ${spelling.equal} ${b.text}`, 0.35);
    }
  }
  for (const a of others) {
    for (const b of others) {
      if (a.text < b.text) add(`${a.text} ${spelling.equal} ${b.text}`, 0.25);
    }
  }
  return [...found, ...memberships(out, names)];
}

function memberships(out: Proposals, names: readonly Expression[]): Weighed[] {
  if (!out.file.grammar.spelling.isIndented) return [];
  const found: Weighed[] = [];
  for (const a of names) {
    if (a.kind !== "unknown" && a.kind !== "number" && a.kind !== "string") continue;
    for (const b of names) {
      const fit =
        b.kind === "set" || b.kind === "list" || b.kind === "map" ? 0.3 : b.kind === "unknown" ? 0.12 : 0;
      if (a === b || fit === 0) continue;
      found.push({ text: `${a.text} in ${b.text}`, binding: 50, kind: "boolean", fit });
      found.push({ text: `${a.text} not in ${b.text}`, binding: 50, kind: "boolean", fit });
    }
  }
  return found;
}

/** What may be asked besides, where nothing is asked at all. */
function furtherPredicates(out: Proposals, node: number): Weighed[] {
  const { file } = out;
  const { grammar } = file;
  const { names, values, fileConditions } = ingredientsOf(file, node);
  const found: Weighed[] = bounds(out, node);
  for (const condition of fileConditions) {
    if (isSeenAt(file, node, condition.text)) found.push({ ...condition, fit: 0.55 });
  }
  for (const value of values) {
    const isPlace = /^[\w$.[\]?]+$/.test(value.text) || value.kind === "boolean";
    if (!isPlace || value.binding < 100) continue;
    found.push({ ...value, fit: 0.4 });
    found.push({ text: grammar.spelling.not + value.text, binding: 90, kind: "boolean", fit: 0.3 });
  }
  const asked = names.filter(({ kind }) => kind === "unknown").slice(0, 12);
  for (const test of grammar.kindTests ?? []) {
    for (const { text } of asked) {
      const binding = test.startsWith("$") || test.startsWith("typeof") ? grammar.binding("===") : 100;
      found.push({ text: test.replace("$", text), binding, kind: "boolean", fit: 0.3 });
    }
  }
  return found;
}

/** How far a counting loop goes: to a number, or to the end of a list. */
function bounds(out: Proposals, node: number): Weighed[] {
  const { file } = out;
  const { tree, grammar } = file;
  const loop = tree.parent(node);
  if (file.role(loop) !== "for" || grammar.condition(tree, loop) !== node) return [];
  const counter = grammar.counter?.(tree, loop) ?? "";
  if (counter === "") return [];
  const found: Weighed[] = [];
  const add = (text: string, fit: number) =>
    found.push({ text: `${counter} ${text}`, binding: grammar.binding("<"), kind: "boolean", fit });
  for (const { text, kind } of ingredientsOf(file, node).names) {
    if (text === counter || kind === "function" || kind === "boolean") continue;
    const isNumber = kind === "number";
    if (kind !== "number") add(`< ${text}.length`, kind === "unknown" ? 0.7 : 0.9);
    if (isNumber || kind === "unknown") {
      add(`< ${text}`, isNumber ? 0.9 : 0.6);
      add(`<= ${text}`, isNumber ? 0.6 : 0.4);
      add(`>= ${text}`, 0.25);
    }
  }
  add(">= 0", 0.6);
  add("> 0", 0.4);
  return found;
}

/** The name a simple question is about. */
function subjectOf(predicate: string): string | undefined {
  return /^(?:not |!)?([A-Za-z_]\w*)(?: (?:is|is not|==|!=) (?:None|null))?$/.exec(predicate)?.[1];
}

export function proposeConditions(out: Proposals, node: number): void {
  const { file } = out;
  const { spelling, binding } = file.grammar;
  const role = file.role(node);
  const isConstant = role === "constant" && file.kind(node) === "boolean";
  if (isConstant) {
    for (const predicate of [...predicates(out, node), ...furtherPredicates(out, node)])
      out.replace("predicate", node, predicate, predicate.fit);
  }
  if (!isDecision(out, node) || isConstant) return;
  proposePresence(out, node);
  const parent = file.role(file.tree.parent(node));
  const text = file.textOf(node);
  const inBoolean = parent === "boolean" ? 0.4 : 1;
  for (const predicate of predicates(out, node)) {
    if (predicate.text === text || text.includes(predicate.text)) continue;
    out.replace("condition", node, predicate, predicate.fit * 0.5 * inBoolean);
    for (const operator of [spelling.and, spelling.or]) {
      const bound = binding(operator);
      const own = file.binding(node) < bound ? `(${text})` : text;
      const other = predicate.binding <= bound ? `(${predicate.text})` : predicate.text;
      out.replace(
        "condition",
        node,
        { text: `${own} ${operator} ${other}`, binding: bound },
        predicate.fit * inBoolean,
      );
      const asked = subjectOf(predicate.text);
      // What fails on nothing must come behind the question whether there is something.
      if (asked === undefined || !new RegExp(`\\b${asked}[.[]`).test(text)) continue;
      const behind = file.binding(node) <= bound ? `(${text})` : text;
      const first = predicate.binding < bound ? `(${predicate.text})` : predicate.text;
      const guarded = { text: `${first} ${operator} ${behind}`, binding: bound };
      out.replace("condition", node, guarded, Math.min(1, predicate.fit * 1.6));
    }
  }
  out.replace("condition", node, { text: spelling.true, binding: 100 }, 0.25 * inBoolean);
  out.replace("condition", node, { text: spelling.false, binding: 100 }, 0.25 * inBoolean);
}

/** `x is not None` for `x`, `x is None` for `not x`: zero and what is empty are values too. */
function proposePresence(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const isAbsence = file.role(node) === "not";
  const subject = isAbsence ? (grammar.operands(tree, node)[0] ?? -1) : node;
  // Inside of `not` the whole of it is asked for.
  if (!isAbsence && file.role(tree.parent(node)) === "not") return;
  if (!["name", "member", "index", "call"].includes(file.role(subject))) return;
  if (file.kind(subject) === "boolean") return;
  const text = file.textOf(subject);
  const forms: readonly (readonly [string, number])[] = grammar.spelling.isIndented
    ? [[isAbsence ? `${text} is None` : `${text} is not None`, 0.7]]
    : [
        [isAbsence ? `${text} === undefined` : `${text} !== undefined`, 0.6],
        [isAbsence ? `${text} == null` : `${text} != null`, 0.5],
        [isAbsence ? `typeof ${text} === "undefined"` : `typeof ${text} !== "undefined"`, 0.5],
      ];
  const binding = grammar.binding("==");
  if (grammar.kindTests)
    for (const [by, fit] of forms) out.replace("predicate", node, { text: by, binding }, fit);
}
