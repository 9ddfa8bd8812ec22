/**
 * A text of JavaScript or TypeScript in which many changes of its functions stand side by side, one of them switched on
 * at a time: mutant schemata (Untch, Offutt & Harrold 1993). Counted calls and turns of loops keep it from running on;
 * probes tell which lines ran. Whatever loads the project's files can load it.
 */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import type { Replacement } from "./candidate.ts";
import {
  callPoints,
  editsByFunction,
  type Points,
  type ProbePlace,
  valuePoints,
  type Watchable,
  type WatchedFunction,
  type WatchQuestion,
  watchableAround,
  watchables,
} from "./watch.ts";

export interface Variant {
  /** Above 0. */
  readonly id: number;
  readonly edits: readonly Replacement[];
}

export interface SchemaQuestion {
  readonly tree: FlatTree;
  readonly variants: readonly Variant[];
  /** The number probes tell lines of this file with; undefined: no probes. */
  readonly probeAs?: number | undefined;
  /** Functions to look at while they run; then a change may stand in several functions. */
  readonly watch?: WatchQuestion | undefined;
}

/** A change that stands in the text. */
export interface PlacedVariant {
  readonly id: number;
  /** Offset, in the text as it was, of the body of the function that was changed: what calls are counted by. */
  readonly body: number;
  /** 1-based lines of the new text it stands on, both inclusive. */
  readonly startLine: number;
  readonly endLine: number;
}

export interface Schema {
  readonly text: string;
  /** Changes within one function; others need a text of their own. */
  readonly placed: readonly PlacedVariant[];
  /** By 1-based line that is probed the last line of that statement, or of its head. */
  readonly spans: readonly (readonly [first: number, last: number])[];
  /** In the order of the numbers that they are told with. */
  readonly watched: readonly WatchedFunction[];
}

/** What the process that runs tests must define; without it the text does what it did before. */
export const schemaGlobal = "__touchstone__";
const inert = `globalThis.${schemaGlobal}??={a:0,t(){},l(){},r(){},c(){return{w(){},o(v){return v},x(e){return e}}}};`;

interface Body {
  /** Just behind what must come first: the brace and directives; the expression itself for an arrow's. */
  readonly inner: number;
  readonly start: number;
  readonly end: number;
  readonly isBlock: boolean;
}

const functionTypes = new Set([
  "function_declaration",
  "function_expression",
  "function",
  "generator_function_declaration",
  "generator_function",
  "arrow_function",
  "method_definition",
]);
const loopTypes = new Set(["for_statement", "for_in_statement", "while_statement", "do_statement"]);
const caseTypes = new Set(["switch_case", "switch_default"]);
/** Statements that may not move, or that a probe in front would change. */
const unprobed = new Set([
  "function_declaration",
  "generator_function_declaration",
  "class_declaration",
  "abstract_class_declaration",
  "interface_declaration",
  "type_alias_declaration",
  "empty_statement",
  "comment",
  "import_statement",
  "function_signature",
  "ambient_declaration",
  "import_alias",
  "enum_declaration",
]);

export function buildSchema({ tree, variants: given, probeAs, watch }: SchemaQuestion): Schema {
  const bodies = bodiesOf(tree);
  const counters = countersOf(tree, bodies, probeAs);
  const { variants, hooks, watched } = watch
    ? watchedParts(tree, given, bodies, watch)
    : { variants: given, hooks: [], watched: [] };
  const probes = probeAs === undefined ? { points: [], spans: [] } : probesOf(tree, probeAs);
  const byBody = new Map<Body, Variant[]>();
  for (const variant of variants) {
    const body = bodyAround(bodies, variant.edits);
    if (body) byBody.set(body, [...(byBody.get(body) ?? []), variant]);
  }
  const placed: Variant[] = [];
  const switches: Points[] = [...byBody].map(([body, own]) => {
    placed.push(...own);
    return body.isBlock
      ? blockSwitch(tree, body, own, counters)
      : expressionSwitch(tree, body, own, counters);
  });
  const start: Points = [{ at: prologueEnd(tree), text: inert }];
  // What is inserted first at an offset stands first there.
  const all = [start, ...hooks, ...counters, ...probes.points, ...switches];
  const text = insert(tree.text, 0, tree.text.length, all, []);
  return { text, placed: linesOf(text, placed, byBody), spans: probes.spans, watched };
}

interface WatchedParts {
  /** One for each function that a change stands in. */
  readonly variants: Variant[];
  readonly hooks: Points[];
  readonly watched: WatchedFunction[];
}

function watchedParts(
  tree: FlatTree,
  given: readonly Variant[],
  bodies: readonly Body[],
  { as, lines, what }: WatchQuestion,
): WatchedParts {
  const all = watchables(tree);
  const chosen = new Set<Watchable>();
  const variants: Variant[] = [];
  for (const { id, edits } of given) {
    for (const [one, own] of editsByFunction(tree, all, edits) ?? []) {
      chosen.add(one);
      variants.push({ id, edits: own });
    }
  }
  const offsets = lineStarts(tree.text);
  const lineAt = lineFinder(tree.text);
  for (const line of lines) {
    const start = (offsets[line] ?? 0) + (/^\s*/.exec(tree.text.slice(offsets[line]))?.[0].length ?? 0);
    // A line that a function begins on belongs to it.
    const one =
      all.find(({ node }) => lineAt(tree.start(node)) === line + 1) ??
      watchableAround(tree, all, start, start);
    if (one) chosen.add(one);
  }
  const list = [...chosen];
  const places =
    what === "values" ? placesOf(tree).map((one) => ({ ...one, line: lineAt(tree.start(one.node)) })) : [];
  const hooks = list.flatMap((one, at) => {
    const inner = bodies.find(({ start }) => start === tree.start(one.body))?.inner;
    if (inner === undefined) return [];
    const id = `${as},${at}`;
    return what === "calls"
      ? callPoints(tree, one, inner, id)
      : valuePoints(tree, one, inner, id, places, list);
  });
  return {
    variants,
    hooks,
    watched: list.map(({ name, node }) => ({ name, line: lineAt(tree.start(node)) - 1 })),
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function bodiesOf(tree: FlatTree): Body[] {
  const found: Body[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (!functionTypes.has(tree.type(node))) continue;
    const body = tree.child(node, "body");
    if (body < 0) continue;
    const [start, end] = [tree.start(body), tree.end(body)];
    const isBlock = tree.type(body) === "statement_block";
    if (isBlock && (tree.text[start] !== "{" || tree.text[end - 1] !== "}")) continue;
    found.push({ start, end, isBlock, inner: isBlock ? directivesEnd(tree, body, start + 1) : start });
  }
  return found;
}

/** Behind `"use strict"` and its like. */
function directivesEnd(tree: FlatTree, list: number, otherwise: number): number {
  let end = otherwise;
  for (const child of tree.children(list)) {
    const type = tree.type(child);
    if (type === "{" || type === "comment" || type === "hash_bang_line") continue;
    if (!isDirective(tree, child)) break;
    end = tree.end(child);
  }
  return end;
}

const isDirective = (tree: FlatTree, node: number): boolean =>
  tree.type(node) === "expression_statement" && tree.type(tree.firstChild(node)) === "string";

function prologueEnd(tree: FlatTree): number {
  const bang = tree.childOfType(0, "hash_bang_line");
  const first = bang < 0 ? 0 : Math.min(tree.text.length, tree.end(bang) + 1);
  return directivesEnd(tree, 0, first);
}

/** A semicolon first: a directive may have none. */
const statement = (call: string): string => `;${call};`;

function countersOf(tree: FlatTree, bodies: readonly Body[], file: number | undefined): Points[] {
  const found: Points[] = bodies.map(({ isBlock, inner, start, end }) => {
    const call = `${schemaGlobal}.t(${start}${file === undefined ? "" : `,${file}`})`;
    return isBlock
      ? [{ at: inner, text: statement(call) }]
      : [
          { at: start, text: `(${call},` },
          { at: end, text: ")" },
        ];
  });
  for (let node = 0; node < tree.count; node++) {
    if (!loopTypes.has(tree.type(node))) continue;
    const body = tree.child(node, "body");
    if (body < 0) continue;
    const isBlock = tree.type(body) === "statement_block";
    found.push(
      isBlock
        ? [{ at: tree.start(body) + 1, text: statement(`${schemaGlobal}.t()`) }]
        : // One place, not two around it: a change at the end of the body must not take the counter away.
          [{ at: tree.start(body), text: `if(${schemaGlobal}.t());else ` }],
    );
  }
  return found;
}

const wrapped = (tree: FlatTree, node: number, text: string): Points => [
  { at: tree.start(node), text: `{${text}` },
  { at: tree.end(node), text: "}" },
];

interface Probes {
  readonly points: readonly Points[];
  readonly spans: (readonly [number, number])[];
}

function probesOf(tree: FlatTree, file: number): Probes {
  const lineAt = lineFinder(tree.text);
  const points: Points[] = [];
  const spans: [number, number][] = [];
  for (let node = 1; node < tree.count; node++) {
    if (!isEmptyBody(tree, node)) continue;
    const line = lineAt(tree.start(node));
    spans.push([line, lineAt(tree.end(node))]);
    points.push([{ at: tree.start(node) + 1, text: `${schemaGlobal}.l(${file},${line});` }]);
  }
  for (const { node, kind } of placesOf(tree)) {
    const line = lineAt(tree.start(node));
    const probe = `${schemaGlobal}.l(${file},${line})`;
    spans.push([line, lineAt(headEnd(tree, node))]);
    if (kind === "listed") points.push([{ at: tree.start(node), text: `${probe};` }]);
    else if (kind === "alone") points.push(wrapped(tree, node, `${probe};`));
    else
      points.push([
        { at: tree.start(node), text: `(${probe},` },
        { at: tree.end(node), text: ")" },
      ]);
  }
  return { points, spans };
}

/** Statements, and expressions that are all of an arrow's body, in the order of the text. */
function placesOf(tree: FlatTree): ProbePlace[] {
  const found: ProbePlace[] = [];
  for (let node = 1; node < tree.count; node++) {
    const parent = tree.parent(node);
    const around = tree.type(parent);
    const isListed =
      (around === "statement_block" && tree.type(node) !== "{" && tree.type(node) !== "}") ||
      (caseTypes.has(around) && tree.field(node) === "body") ||
      (parent === 0 && isPlain(tree, node));
    const isAlone = !isListed && standsAlone(tree, node);
    const isArrow = tree.field(node) === "body" && around === "arrow_function";
    if (isListed ? unprobed.has(tree.type(node)) || isDirective(tree, node) : !isAlone && !isArrow) continue;
    if (isArrow && tree.type(node) === "statement_block") continue;
    found.push({ node, kind: isListed ? "listed" : isAlone ? "alone" : "arrow" });
  }
  return found;
}

/** A function that does nothing has no statement that could be probed. */
const isEmptyBody = (tree: FlatTree, node: number): boolean =>
  functionTypes.has(tree.type(tree.parent(node))) && /^\{\s*\}$/.test(tree.textOf(node));

/** Statements of a module that run when it is loaded; exports are left alone. */
const isPlain = (tree: FlatTree, node: number): boolean =>
  /^(?:lexical_declaration|variable_declaration|expression_statement|if_statement|for_statement|for_in_statement|while_statement|try_statement)$/.test(
    tree.type(node),
  ) && !isDirective(tree, node);

/** A statement that is the branch of a condition, without braces. */
function standsAlone(tree: FlatTree, node: number): boolean {
  const type = tree.type(node);
  if (type === "statement_block" || unprobed.has(type) || !type.endsWith("_statement")) return false;
  const parent = tree.parent(node);
  return (
    (tree.type(parent) === "if_statement" && tree.field(node) === "consequence") ||
    (tree.type(parent) === "else_clause" && type !== "if_statement") ||
    (loopTypes.has(tree.type(parent)) && tree.field(node) === "body")
  );
}

/** End of what runs with the statement's first line: all of it, or what stands before its first block. */
function headEnd(tree: FlatTree, node: number): number {
  for (let at = node + 1; at < tree.after(node); at++) {
    const type = tree.type(at);
    if (type === "statement_block" || type === "switch_body" || type === "class_body") return tree.start(at);
  }
  return tree.end(node);
}

function lineFinder(text: string): (offset: number) => number {
  const starts = lineStarts(text);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

/** The innermost function whose body holds all edits. */
function bodyAround(bodies: readonly Body[], edits: readonly Replacement[]): Body | undefined {
  const [start, end] = [edits[0]!.start, edits.at(-1)!.end];
  let found: Body | undefined;
  for (const body of bodies) {
    const last = body.isBlock ? body.end - 1 : body.end;
    if (body.inner <= start && end <= last && (!found || body.start > found.start)) found = body;
  }
  return found;
}

function blockSwitch(
  { text }: FlatTree,
  body: Body,
  variants: readonly Variant[],
  counters: readonly Points[],
): Points {
  // The counter at the function's own head has run by then.
  const within = counters.filter((points) => points[0]!.at > body.inner);
  const cases = variants.map(
    ({ id, edits }) => `case ${id}:{${insert(text, body.inner, body.end - 1, within, edits)}\n}return;`,
  );
  return [{ at: body.inner, text: `switch(${schemaGlobal}.a){${cases.join("")}}` }];
}

function expressionSwitch(
  { text }: FlatTree,
  body: Body,
  variants: readonly Variant[],
  counters: readonly Points[],
): Points {
  const within = counters.filter((points) => points[0]!.at > body.start);
  const cases = variants.map(
    ({ id, edits }) => `${schemaGlobal}.a===${id}?(${insert(text, body.start, body.end, within, edits)}\n):`,
  );
  return [
    { at: body.start, text: `(${cases.join("")}(` },
    { at: body.end, text: "))" },
  ];
}

interface Piece {
  readonly at: number;
  readonly rank: number;
  readonly opened: number;
  readonly order: number;
  readonly end: number;
  readonly text: string;
}

/** The span of the text with edits, and with all insertions that the edits leave a place for. */
function insert(
  text: string,
  from: number,
  to: number,
  insertions: readonly Points[],
  edits: readonly Replacement[],
): string {
  const isLeft = (at: number) =>
    from <= at && at <= to && !edits.some((edit) => edit.start < at && at < edit.end);
  const pieces: Piece[] = [];
  let order = 0;
  for (const points of insertions) {
    if (!points.every(({ at }) => isLeft(at))) continue;
    order++;
    const [open, close] = points;
    pieces.push({ at: open!.at, rank: 1, opened: 0, order, end: open!.at, text: open!.text });
    // What was opened last is closed first, before anything new begins at the same place.
    if (close)
      pieces.push({
        at: close.at,
        rank: 0,
        opened: -open!.at,
        order: -order,
        end: close.at,
        text: close.text,
      });
  }
  for (const { start, end, text } of edits)
    pieces.push({ at: start, rank: 2, opened: 0, order: 0, end, text });
  pieces.sort((a, b) => a.at - b.at || a.rank - b.rank || a.opened - b.opened || a.order - b.order);
  let result = "";
  let at = from;
  for (const piece of pieces) {
    result += text.slice(at, piece.at) + piece.text;
    at = Math.max(at, piece.end);
  }
  return result + text.slice(at, to);
}

function linesOf(
  text: string,
  placed: readonly Variant[],
  byBody: ReadonlyMap<Body, readonly Variant[]>,
): PlacedVariant[] {
  const lineAt = lineFinder(text);
  const bodyOf = new Map([...byBody].flatMap(([body, own]) => own.map(({ id }) => [id, body] as const)));
  return placed.map(({ id }) => {
    const body = bodyOf.get(id)!;
    const head = body.isBlock ? `case ${id}:{` : `${schemaGlobal}.a===${id}?(`;
    const start = text.indexOf(head);
    const end = text.indexOf(body.isBlock ? "\n}return;" : "\n):", start);
    return { id, body: body.start, startLine: lineAt(start), endLine: lineAt(end) };
  });
}
