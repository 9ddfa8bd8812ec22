/** Statements taken out, moved, repeated with a change, or put in. */
import type { OffsetRange } from "../../text/textEdit.ts";
import { kindFit } from "../kinds.ts";
import type { Proposals } from "../proposals.ts";
import { nameSimilarity } from "../similarity.ts";
import { predicates } from "./conditions.ts";
import { ingredientsOf, isSeenAt } from "./nearby.ts";

/** Longest statement that is moved or repeated. UTF-16 units. */
const longestMoved = 400;

export function proposeStatements(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const block = tree.parent(node);
  if (file.role(block) !== "block" || file.functionAround(node) < 0) return;
  const role = file.role(node);
  if (role === "function" || role === "class") return;
  const siblings = grammar.statements(tree, block);
  if (!siblings.includes(node)) return;
  deleteStatement(out, node, siblings);
  if (tree.end(node) - tree.start(node) <= longestMoved) moveStatement(out, node, siblings);
  if (role === "jump") proposeJumps(out, node);
  repeatStatements(out, node);
  repeatOthers(out, node);
  insertAssignments(out, node);
  insertGuards(out, node);
}

function deleteStatement(out: Proposals, node: number, siblings: readonly number[]): void {
  const { file } = out;
  const { tree, grammar } = file;
  const isOnly = siblings.length === 1;
  const filler = isOnly && grammar.spelling.isIndented ? "pass" : "";
  const fit = file.role(node) === "return" ? 0.4 : 0.8;
  if (filler) out.edit("deleteStatement", node, filler, fit * 0.6);
  else out.change("deleteStatement", [{ ...wholeLines(out, node), text: "" }], fit, out.nodeScore(node));
  if (file.role(node) !== "if" && file.role(node) !== "while" && file.role(node) !== "forEach") return;
  const body = tree.children(node).find((at) => file.role(at) === "block");
  if (body === undefined || tree.children(node).some((at) => tree.field(at) === "alternative")) return;
  const inner = grammar.statements(tree, body);
  const first = inner[0];
  const last = inner.at(-1);
  if (first === undefined || last === undefined) return;
  const text = tree.text.slice(tree.start(first), tree.end(last));
  const shifted = reindent(text, file.indentOf(first), file.indentOf(node));
  if (file.role(node) === "if") out.edit("deleteStatement", node, shifted, 0.5);
}

/** A node with its indentation and line break, when nothing else is on its lines; else the node alone. */
function wholeLines(out: Proposals, node: number): { readonly start: number; readonly end: number } {
  const { file } = out;
  const { text } = file.tree;
  const start = file.lineStart(file.lineOf(node));
  const end = file.lineStart(file.lineAt(file.tree.end(node)) + 1);
  const before = text.slice(start, file.tree.start(node));
  const after = text.slice(file.tree.end(node), end);
  return /^\s*$/.test(before) && /^\s*;?\s*$/.test(after)
    ? { start, end }
    : { start: file.tree.start(node), end: file.tree.end(node) };
}

/** The same text with another indentation on all lines but the first. */
function reindent(text: string, from: string, to: string): string {
  return text
    .split("\n")
    .map((line, at) => (at > 0 && line.startsWith(from) ? to + line.slice(from.length) : line))
    .join("\n");
}

function moveStatement(out: Proposals, node: number, siblings: readonly number[]): void {
  const { file } = out;
  const { tree } = file;
  const next = siblings[siblings.indexOf(node) + 1];
  const score = out.nodeScore(node);
  const own = wholeLines(out, node);
  if (next !== undefined) {
    const other = out.nodeScore(next);
    const edits = [
      { start: tree.start(node), end: tree.end(node), text: file.textOf(next) },
      { start: tree.start(next), end: tree.end(next), text: file.textOf(node) },
    ];
    out.change("moveStatement", edits, 0.8, Math.max(score, other));
  }
  moveOut(out, node, siblings, own);
  moveIn(out, node, siblings, own);
}

/** Behind the statement whose block it ends. */
function moveOut(
  out: Proposals,
  node: number,
  siblings: readonly number[],
  own: { readonly start: number; readonly end: number },
): void {
  const { file } = out;
  const { tree } = file;
  if (siblings.at(-1) !== node || siblings.length === 1) return;
  const around = file.statementOf(tree.parent(node));
  if (around < 0 || file.role(around) === "function" || file.role(around) === "class") return;
  const indent = file.indentOf(around);
  const text = `${indent}${reindent(file.textOf(node), file.indentOf(node), indent)}\n`;
  const at = file.lineStart(file.lineAt(tree.end(around)) + 1);
  if (at < own.end || !tree.text.slice(0, at).endsWith("\n")) return;
  out.change(
    "moveStatement",
    ordered([
      { ...own, text: "" },
      { start: at, end: at, text },
    ]),
    0.7,
    out.nodeScore(node),
  );
}

/** To the end of the block before it. */
function moveIn(
  out: Proposals,
  node: number,
  siblings: readonly number[],
  own: { readonly start: number; readonly end: number },
): void {
  const { file } = out;
  const { tree } = file;
  const previous = siblings[siblings.indexOf(node) - 1];
  if (previous === undefined || !file.grammar.spelling.isIndented) return;
  const role = file.role(previous);
  if (role !== "if" && role !== "while" && role !== "forEach" && role !== "for") return;
  let body = -1;
  for (let at = previous; at < tree.after(previous); at++) if (file.role(at) === "block") body = at;
  const last = file.grammar.statements(tree, body).at(-1);
  if (last === undefined) return;
  const indent = file.indentOf(last);
  const text = `${indent}${reindent(file.textOf(node), file.indentOf(node), indent)}\n`;
  const at = file.lineStart(file.lineAt(tree.end(last)) + 1);
  if (at > own.start) return;
  const edits = ordered([
    { ...own, text: "" },
    { start: at, end: at, text },
  ]);
  out.change("moveStatement", edits, 0.7, Math.max(out.nodeScore(node), out.nodeScore(previous)));
}

function ordered<E extends OffsetRange>(edits: E[]): E[] {
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
}

function proposeJumps(out: Proposals, node: number): void {
  const { file } = out;
  const { end } = file.grammar.spelling;
  const own = file.textOf(node).replace(/;$/, "");
  const others = ["break", "continue", "return"];
  if (file.grammar.spelling.isIndented) others.push("pass");
  for (const other of others) if (other !== own) out.edit("jump", node, other + end, 0.8);
}

/** Puts a statement on a line of its own before or behind another. */
function insert(
  out: Proposals,
  template: "copyStatement" | "insertAssignment" | "guard",
  node: number,
  text: string,
  fit: number,
  isBehind: boolean,
): void {
  const { file } = out;
  if (!out.isWorth(template, fit, out.nodeScore(node))) return;
  const indent = file.indentOf(node);
  const lines = text
    .split("\n")
    .map((line) => `${indent}${line}\n`)
    .join("");
  const line = isBehind ? file.lineAt(file.tree.end(node)) + 1 : file.lineOf(node);
  const at = file.lineStart(line);
  const needsBreak = at > 0 && file.tree.text[at - 1] !== "\n";
  out.change(
    template,
    [{ start: at, end: at, text: needsBreak ? `\n${lines}` : lines }],
    fit,
    out.nodeScore(node),
  );
}

/** Repeats another statement of the function here, as it is or with one name for another. */
function repeatStatements(out: Proposals, node: number): void {
  const { file } = out;
  const { tree } = file;
  const { statements, names } = ingredientsOf(file, node);
  const isJump = file.role(node) === "return" || file.role(node) === "jump";
  for (const { text, node: source } of statements) {
    const role = file.role(source);
    const plain = role === "expressionStatement" ? 1 : 0.3;
    const near = 1 / (1 + Math.abs(file.lineOf(source) - file.lineOf(node)) / 10);
    const put = (by: string, fit: number) => {
      insert(out, "copyStatement", node, by, fit * plain * near, false);
      if (!isJump) insert(out, "copyStatement", node, by, fit * plain * near, true);
    };
    if (source !== node) put(text, 0.8);
    for (let at = source; at < tree.after(source); at++) {
      if (file.role(at) !== "name") continue;
      const own = file.textOf(at);
      const start = tree.start(at) - tree.start(source);
      for (const { text: other, kind } of names) {
        if (other === own) continue;
        const fit = kindFit(file.kind(at), kind) * 0.5 * (0.7 + 0.3 * nameSimilarity(own, other));
        put(text.slice(0, start) + other + text.slice(start + own.length), fit);
      }
    }
  }
}

/** Of the file that are put in one place. */
const mostOthers = 60;

/** Repeats a statement of another function of the file whose names are seen here. */
function repeatOthers(out: Proposals, node: number): void {
  const { file } = out;
  const { fileStatements, statements } = ingredientsOf(file, node);
  const isLast = file.role(node) === "return" || file.role(node) === "jump";
  const own = new Set(statements.map(({ text }) => text));
  const seen = fileStatements.filter((text) => !own.has(text) && isSeenAt(file, node, text));
  for (const text of seen.slice(0, mostOthers)) {
    insert(out, "copyStatement", node, text, 0.35, false);
    if (!isLast) insert(out, "copyStatement", node, text, 0.35, true);
  }
}

/** `v = e` for what the function has. */
function insertAssignments(out: Proposals, node: number): void {
  const { file } = out;
  const { end, isIndented } = file.grammar.spelling;
  const { names } = ingredientsOf(file, node);
  const isLast = file.role(node) === "return" || file.role(node) === "jump";
  for (const target of names) {
    if (target.kind === "function") continue;
    const values: { readonly text: string; readonly fit: number }[] = names
      .filter(({ text, kind }) => text !== target.text && kind !== "function")
      .map(({ text, kind }) => ({ text, fit: kindFit(target.kind, kind) }));
    if (target.kind === "number") {
      for (const text of ["+= 1", "-= 1"]) insertBoth(out, node, `${target.text} ${text}${end}`, 0.7, isLast);
      values.push({ text: "0", fit: 0.4 });
    }
    if (target.kind === "list" && isIndented) {
      insertBoth(out, node, `${target.text} = sorted(${target.text})`, 0.4, isLast);
      insertBoth(out, node, `${target.text}.sort()`, 0.4, isLast);
      values.push({ text: "[]", fit: 0.4 });
      for (const { text, kind } of names) {
        if (text !== target.text && kind !== "function" && kind !== "list") {
          insertBoth(out, node, `${target.text}.append(${text})`, 0.5, isLast);
        }
      }
    }
    for (const { text, fit } of values) insertBoth(out, node, `${target.text} = ${text}${end}`, fit, isLast);
  }
}

function insertBoth(out: Proposals, node: number, text: string, fit: number, isLast: boolean): void {
  insert(out, "insertAssignment", node, text, fit * 0.8, false);
  if (!isLast) insert(out, "insertAssignment", node, text, fit, true);
}

/** `if c: return v` before a statement. */
function insertGuards(out: Proposals, node: number): void {
  const { file } = out;
  const { spelling } = file.grammar;
  const { names, statements } = ingredientsOf(file, node);
  const own = statements.filter(({ node: at }) => file.role(at) === "return").map(({ text }) => text);
  const values = [spelling.none, "0", "1", "-1", spelling.true, spelling.false, "[]", '""'];
  const returns = new Set([
    ...own,
    ...values.map((value) => `return ${value}${spelling.end}`),
    ...names.filter(({ kind }) => kind !== "function").map(({ text }) => `return ${text}${spelling.end}`),
  ]);
  const inLoop = file.nearest(node, "while", "for", "forEach") >= 0;
  const ends = [...returns].slice(0, 16).map((text, rank) => ({ text, fit: 1 / (1 + rank / 6) }));
  if (inLoop) {
    ends.push({ text: `continue${spelling.end}`, fit: 0.9 }, { text: `break${spelling.end}`, fit: 0.9 });
  }
  for (const predicate of predicates(out, node).slice(0, 60)) {
    for (const { text, fit } of ends) {
      const guard = spelling.isIndented
        ? `if ${predicate.text}:\n    ${text}`
        : `if (${predicate.text}) ${text}`;
      insert(out, "guard", node, guard, fit * predicate.fit, false);
    }
  }
}

/** Another place to write to, or a value kept instead of thrown away. */
export function proposeTargets(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const role = file.role(node);
  if (role === "assign" || role === "augment") {
    const target = grammar.target(tree, node);
    if (target < 0 || tree.type(tree.parent(node)).endsWith("declaration")) return;
    const own = file.textOf(target);
    const { names, values } = ingredientsOf(file, node);
    const places = [
      ...names,
      ...values.filter(({ text }) => /[\])\w]$/.test(text) && !/[()+*/ ]/.test(text)),
    ];
    for (const { text, kind } of places) {
      if (text === own || kind === "function") continue;
      out.edit(
        "target",
        target,
        text,
        kindFit(file.kind(target), kind) * (0.5 + 0.5 * nameSimilarity(own, text)),
      );
    }
  }
  if (role === "expressionStatement") keepCall(out, node);
}

function keepCall(out: Proposals, node: number): void {
  const { file } = out;
  const { tree, grammar } = file;
  const call = tree.firstChild(node);
  if (file.role(call) !== "call") return;
  const object = grammar.object(tree, call);
  const { end } = grammar.spelling;
  for (const argument of grammar.callArguments(tree, call)) {
    if (object >= 0) out.edit("target", node, `${file.textOf(object)} = ${file.textOf(argument)}${end}`, 0.6);
  }
  const text = file.textOf(call);
  out.edit("returnValue", node, `return ${text}${end}`, 0.4);
  for (const { text: name, kind } of ingredientsOf(file, node).names) {
    if (kind !== "function") out.edit("target", node, `${name} = ${text}${end}`, 0.3);
  }
}

export function proposeReturns(out: Proposals, node: number): void {
  const { file } = out;
  if (file.role(node) !== "return") return;
  const value = file.grammar.returned(file.tree, node);
  if (value < 0) return;
  const { names } = ingredientsOf(file, node);
  const { spelling } = file.grammar;
  const kind = file.kind(value);
  for (const name of names) {
    if (name.kind !== "function") out.edit("returnValue", value, name.text, kindFit(kind, name.kind) * 0.8);
  }
  for (const [text, of] of [
    ["0", "number"],
    ["1", "number"],
    ["-1", "number"],
    ["[]", "list"],
    ['""', "string"],
    [spelling.true, "boolean"],
    [spelling.false, "boolean"],
    [spelling.none, "none"],
  ] as const) {
    out.edit("returnValue", value, text, kindFit(kind, of) * 0.4);
  }
  out.literals.numbers.forEach((text, rank) => {
    out.edit("returnValue", value, text, (0.3 * kindFit(kind, "number")) / (1 + rank / 4));
  });
  out.literals.strings.forEach((text, rank) => {
    out.edit("returnValue", value, text, (0.3 * kindFit(kind, "string")) / (1 + rank / 4));
  });
}
