/** Questions whether there is something to go on with, and what stands in where there is nothing. */
import { isPath } from "../ingredients.ts";
import type { Proposals } from "../proposals.ts";
import { nameSimilarity } from "../similarity.ts";
import { isWritten } from "./names.ts";
import { ingredientsOf, isSeenAt } from "./nearby.ts";
import { isDecision } from "./operators.ts";

const mostSubjects = 6;
const mostFallbackNames = 8;
const mostCallees = 24;
const mostAsked = 10;

/** `x && x.y` for `x.y`, `!x || x.y`: each value that a condition takes something of or hands on. */
export function proposeGuards(out: Proposals, node: number): void {
  const { file } = out;
  const { grammar } = file;
  if (!grammar.globals || !isDecision(out, node)) return;
  const { and, or } = grammar.spelling;
  const isPart = file.role(file.tree.parent(node)) === "boolean";
  const own = file.expression(node);
  for (const [rank, subject] of subjectsOf(out, node).entries()) {
    const fit = (isPart ? 0.6 : 1) / (1 + rank / 4);
    for (const { present, absent, weight } of presences(out, subject)) {
      for (const [operator, question] of [
        [and, present],
        [or, absent],
      ] as const) {
        if (own.text === question || own.text.startsWith(`${question} `)) continue;
        const bound = grammar.binding(operator);
        const behind = own.binding < bound ? `(${own.text})` : own.text;
        const text = `${question} ${operator} ${behind}`;
        out.replace("presence", node, { text, binding: bound }, fit * weight * (operator === and ? 1 : 0.7));
      }
    }
  }
}

/** Names and paths below a node that a member, an item or a call is taken of, or that are handed on; outer ones first. */
function subjectsOf(out: Proposals, node: number): string[] {
  const { file } = out;
  const { tree, grammar } = file;
  const found = new Set<string>();
  const put = (at: number) => {
    const text = at < 0 ? "" : file.textOf(at);
    if (/^[\w$#]+$/.test(text) ? file.scope(node).has(text) : isPath(text)) found.add(text);
  };
  for (let at = node; at < tree.after(node); at++) {
    const role = file.role(at);
    if (role === "member" || role === "index" || role === "call") put(grammar.object(tree, at));
    if (role === "call") grammar.callArguments(tree, at).forEach(put);
    if (role === "comparison") grammar.operands(tree, at).forEach(put);
  }
  return [...found].filter((text) => text !== "this" && text !== "self").slice(0, mostSubjects);
}

interface Presence {
  readonly present: string;
  readonly absent: string;
  /** Unitless, 0 to 1. */
  readonly weight: number;
}

function presences(out: Proposals, subject: string): Presence[] {
  const { isIndented } = out.file.grammar.spelling;
  if (isIndented) {
    return [
      { present: subject, absent: `not ${subject}`, weight: 1 },
      { present: `${subject} is not None`, absent: `${subject} is None`, weight: 0.9 },
    ];
  }
  return [
    { present: subject, absent: `!${subject}`, weight: 1 },
    { present: `${subject} != null`, absent: `${subject} == null`, weight: 0.7 },
    { present: `${subject} !== null`, absent: `${subject} === null`, weight: 0.6 },
    { present: `${subject} !== undefined`, absent: `${subject} === undefined`, weight: 0.6 },
  ];
}

/** `a && g(x)` for `a`, with what is asked elsewhere in the file, of the same values and by other functions too. */
export function proposeStronger(out: Proposals, node: number): void {
  const { file } = out;
  const { grammar } = file;
  if (!grammar.globals || !isDecision(out, node)) return;
  const { and, or, not } = grammar.spelling;
  const own = file.expression(node);
  const place = file.role(file.tree.parent(node)) === "boolean" ? 0.6 : 1;
  const add = (question: string, binding: number, fit: number) => {
    if (own.text.includes(question)) return;
    for (const operator of [and, or]) {
      const bound = grammar.binding(operator);
      const before = own.binding < bound ? `(${own.text})` : own.text;
      const behind = binding <= bound ? `(${question})` : question;
      out.replace("stronger", node, { text: `${before} ${operator} ${behind}`, binding: bound }, fit * place);
    }
  };
  const prefix = not === "!" ? 90 : 40;
  for (const { text, fit } of pathsNear(out, node, own.text)) {
    add(text, 100, fit);
    add(not + text, prefix, fit * 0.9);
  }
  for (const condition of ingredientsOf(file, node).fileConditions) {
    if (isSeenAt(file, node, condition.text)) add(condition.text, condition.binding, 0.6);
  }
  for (const { text, fit } of otherCalls(out, node)) {
    add(text, 100, fit);
    add(not + text, prefix, fit * 0.9);
  }
  for (const { text, fit } of askedOf(out, node)) {
    add(text, 100, fit);
    add(not + text, prefix, fit);
  }
  askKinds(out, node, add);
}

const mostSuffixes = 12;

/** What the file asks of other values without giving any, of what this condition is about: `x.done()`. */
function askedOf(out: Proposals, node: number): { text: string; fit: number }[] {
  const { file } = out;
  const own = file.textOf(node);
  const subjects = subjectsOf(out, node).slice(0, 2);
  if (file.role(node) === "name" || isPath(own)) subjects.unshift(own);
  const suffixes = [...ingredientsOf(file, node).suffixes]
    .filter(([suffix]) => suffix.endsWith("()"))
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostSuffixes);
  return subjects.flatMap((subject) =>
    suffixes.map(([suffix], rank) => ({ text: subject + suffix, fit: 0.5 / (1 + rank / 8) })),
  );
}

function askKinds(
  out: Proposals,
  node: number,
  add: (question: string, binding: number, fit: number) => void,
): void {
  const { file } = out;
  const { names } = ingredientsOf(file, node);
  const asked = new Set([
    ...subjectsOf(out, node),
    ...names.filter(({ kind }) => kind === "unknown").map(({ text }) => text),
  ]);
  for (const [rank, subject] of [...asked].slice(0, mostAsked).entries()) {
    for (const test of file.grammar.kindTests ?? []) {
      const binding = test.startsWith("$") || test.startsWith("typeof") ? 48 : 100;
      add(test.replace("$", subject), binding, 0.5 / (1 + rank / 5));
    }
  }
}

/** Paths of the file that are seen here; those of what is asked already first. */
function pathsNear(out: Proposals, node: number, asked: string): { text: string; fit: number }[] {
  const { file } = out;
  const roots = new Set(asked.match(/[\w$]+/g) ?? []);
  return [...ingredientsOf(file, node).paths.keys()]
    .filter((text) => isSeenAt(file, node, text))
    .map((text) => {
      const root = /^[\w$]+/.exec(text)?.[0] ?? "";
      const isNear = root !== "this" && root !== "self" && roots.has(root);
      return { text, fit: isNear ? 0.8 : 0.4 };
    });
}

/** The calls of a condition by other functions that take as many values. */
function otherCalls(out: Proposals, node: number): { text: string; fit: number }[] {
  const { file } = out;
  const { tree, grammar } = file;
  const call = file.role(node) === "not" ? (grammar.operands(tree, node)[0] ?? -1) : node;
  if (call < 0 || file.role(call) !== "call") return [];
  const given = grammar.callArguments(tree, call);
  const callee = file.textOf(grammar.callee(tree, call));
  const written = given.map((at) => file.textOf(at)).join(", ");
  const known = [...(ingredientsOf(file, node).callees.get(given.length)?.keys() ?? [])];
  for (const { text, kind } of ingredientsOf(file, node).names) {
    if (kind === "function" && !known.includes(text)) known.push(text);
  }
  return known
    .filter((other) => other !== callee && isSeenAt(file, node, other))
    .map((other) => ({ text: `${other}(${written})`, fit: 0.4 + 0.4 * nameSimilarity(other, callee) }))
    .sort((a, b) => b.fit - a.fit)
    .slice(0, mostCallees);
}

/** `x || []` for `x`, and `x ? f(x) : y` for `f(x)`. */
export function proposeFallbacks(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  if (!grammar.globals || !["name", "member", "index", "call"].includes(role)) return;
  const parent = tree.parent(node);
  const isTaken = grammar.callee(tree, parent) === node || grammar.object(tree, parent) === node;
  const text = file.textOf(node);
  if (isTaken || isWritten(out, node) || isDecision(out, node) || text.includes("\n")) return;
  const { isIndented, or, none } = grammar.spelling;
  const { quote, names } = ingredientsOf(file, node);
  const near = names
    .filter(({ kind, text: name }) => kind !== "function" && name !== text)
    .map((name) => ({ text: name.text, fit: 0.3 + 0.4 * nameSimilarity(name.text, text) }))
    .sort((a, b) => b.fit - a.fit)
    .slice(0, mostFallbackNames);
  const values = [
    { text: "{}", fit: 0.8 },
    { text: "[]", fit: 0.8 },
    { text: quote + quote, fit: 0.8 },
    { text: "0", fit: 0.5 },
    { text: none, fit: 0.4 },
    ...near,
  ];
  for (const { text: value, fit } of values) {
    for (const operator of isIndented ? [or] : [or, "??"]) {
      const binding = grammar.binding(operator);
      out.replace("fallback", node, { text: `${text} ${operator} ${value}`, binding }, fit);
    }
  }
  chooseBetween(out, node, text);
}

/** A value where there is what it is made of, else something simple. */
function chooseBetween(out: Proposals, node: number, text: string): void {
  const { file } = out;
  const { tree, grammar } = file;
  const { isIndented, none } = grammar.spelling;
  const subjects = subjectsOf(out, node);
  const given = file.role(node) === "call" ? grammar.callArguments(tree, node) : [];
  const others = [none, ...(isIndented ? [] : ["undefined"]), ...given.map((at) => file.textOf(at))];
  for (const subject of subjects.length > 0 ? subjects : [text]) {
    for (const { present, weight } of presences(out, subject)) {
      for (const other of others) {
        const chosen = isIndented ? `${text} if ${present} else ${other}` : `${present} ? ${text} : ${other}`;
        out.replace("fallback", node, { text: chosen, binding: 1 }, 0.5 * weight);
      }
    }
  }
}
