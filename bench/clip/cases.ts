/** Real functions cut in the middle, and what a model might write there: the true rest, and then more. */
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";
import type { Random } from "../completion/random.ts";

/** Where the cursor stands: behind what opens the body, before a later statement of it, or within one. */
export const cursorKinds = ["body", "statement", "within"] as const;
/** What follows: the rest of the file with the body's end, without it, or nothing. */
export const suffixKinds = ["closed", "open", "end"] as const;
/** What a model adds to the true rest. */
export const runOnKinds = ["nothing", "function", "suffix", "repeats"] as const;

export interface ClipCase {
  readonly cursor: (typeof cursorKinds)[number];
  readonly follows: (typeof suffixKinds)[number];
  readonly runOn: (typeof runOnKinds)[number];
  readonly prefix: string;
  readonly suffix: string;
  readonly truth: string;
  readonly written: string;
}

/** A function with a body of several lines. UTF-16 offsets. */
export interface BodyPlace {
  /** From the beginning of its first line to its end. */
  readonly start: number;
  readonly end: number;
  /** Behind what opens the body. */
  readonly opened: number;
  /** Behind the last statement; `end` where nothing closes the body. */
  readonly contentEnd: number;
  readonly statements: readonly { readonly start: number; readonly end: number }[];
}

const functionType =
  /^(?:function_definition|function_declaration|function_item|method_definition|method_declaration|constructor_declaration|method|singleton_method|generator_function_declaration)$/;
const innerList = /^(?:statement_list|statements|block)$/;
const mostLines = 20;
const runOnLines = 14;

/** Functions of 2 to 20 lines of body, none within another, in the order of the text. */
export function bodiesOf(tree: FlatTree): BodyPlace[] {
  const found: BodyPlace[] = [];
  for (let node = 1; node < tree.count; node++) {
    if (!functionType.test(tree.type(node))) continue;
    const place = bodyOf(tree, node);
    if (place) found.push(place);
    node = tree.after(node) - 1;
  }
  return found;
}

function bodyOf(tree: FlatTree, owner: number): BodyPlace | undefined {
  const { text } = tree;
  const start = text.lastIndexOf("\n", tree.start(owner)) + 1;
  const end = tree.end(owner);
  let body = tree.child(owner, "body");
  if (body < 0) body = tree.children(owner).find((child) => /body|block/.test(tree.type(child))) ?? -1;
  const isBraced = body >= 0 && text[tree.start(body)] === "{";
  const named = (list: number): number[] =>
    tree.children(list).filter((child) => /^\w/.test(tree.type(child)) && tree.type(child) !== "comment");
  let statements = named(body);
  while (statements.length === 1 && innerList.test(tree.type(statements[0]!)))
    statements = named(statements[0]!);
  const last = statements.at(-1);
  if (body < 0 || last === undefined || text.slice(start, tree.start(owner)).trim() !== "") return undefined;
  const opened = isBraced ? tree.start(body) + 1 : text.slice(0, tree.start(body)).trimEnd().length;
  const contentEnd = text.slice(0, tree.end(last)).trimEnd().length;
  const tail = text.slice(contentEnd, end);
  const lines = text.slice(opened, contentEnd).split("\n").length - 1;
  const isPlain = /^\s*(?:[})]*|end)$/.test(tail) && /^[ \t]*\n/.test(text.slice(opened));
  // A comment behind the opener or before the end belongs to the body too; such functions are left out.
  if (
    !isPlain ||
    !/^[ \t]*(?:\n|$)/.test(text.slice(end)) ||
    lines < 2 ||
    lines > mostLines ||
    /\r/.test(text.slice(start, end))
  )
    return undefined;
  const places = statements.map((at) => ({ start: tree.start(at), end: tree.end(at) }));
  return { start, end, opened, contentEnd, statements: places };
}

/** Blanks before the first line of a function. */
export const indentOf = (text: string, { start }: BodyPlace): string =>
  /^[ \t]*/.exec(text.slice(start, start + 200))![0];

/** The cases of one function. @param other the lines of another function of the file, indented alike */
export function casesOf(text: string, body: BodyPlace, other: string, random: Random): ClipCase[] {
  const { opened, contentEnd, end, statements } = body;
  const later = statements.slice(1).filter(({ start }) => isLineStart(text, start));
  const at = later[random.below(Math.max(1, later.length))]?.start;
  const cursors = [
    { cursor: "body", offset: opened, until: contentEnd },
    ...(at === undefined ? [] : [{ cursor: "statement", offset: at, until: contentEnd } as const]),
    ...within(text, statements, random),
  ] as const;
  const closer = text.slice(contentEnd, end);
  const cases: ClipCase[] = [];
  for (const { cursor, offset, until } of cursors)
    for (const follows of closer === "" ? suffixKinds.filter((kind) => kind !== "open") : suffixKinds) {
      const isWithin = cursor === "within";
      const isClosed = follows === "closed";
      const rest = follows === "end" ? "" : text.slice(isClosed ? contentEnd : end);
      const truth = text.slice(offset, isClosed || isWithin ? until : end);
      for (const runOn of runOnKinds) {
        const after = text.slice(offset + truth.length);
        const endsBody = !isClosed && !isWithin;
        const last = endsBody || isWithin ? undefined : lastStatement(text, body);
        const more = runOnOf({ runOn, last, after, other, isClosed: endsBody, closer });
        if (more === undefined) continue;
        const prefix = text.slice(0, offset);
        cases.push({
          cursor,
          follows,
          runOn,
          prefix,
          suffix: rest === "" ? "\n" : rest,
          truth,
          written: truth + more,
        });
      }
    }
  return cases;
}

/** One that says something, on lines of its own. */
function lastStatement(text: string, { statements, contentEnd }: BodyPlace): string | undefined {
  const { start } = statements.at(-1)!;
  const blanks = /(?:\n|^)[ \t]*$/.exec(text.slice(0, start))?.[0];
  const own = text.slice(start, contentEnd);
  return blanks === undefined || own.length < 12 ? undefined : blanks + own;
}

const isLineStart = (text: string, offset: number): boolean => /(?:^|\n)[ \t]*$/.test(text.slice(0, offset));

/** Within a statement: behind one of its tokens. What is left of it is the truth. */
function within(text: string, statements: BodyPlace["statements"], random: Random) {
  const statement = statements[random.below(statements.length)]!;
  const own = text.slice(statement.start, statement.end);
  const firstLine = own.split("\n")[0]!;
  const cuts = [...firstLine.matchAll(/[\w)\]]\s*(?:[=(,.{:]|=>)\s?/g)].map(
    ({ 0: token, index }) => index + token.length,
  );
  const cut = cuts[random.below(Math.max(1, cuts.length))];
  if (cut === undefined || own.slice(cut).trim() === "" || text[statement.end] !== "\n") return [];
  const until = text.slice(0, statement.end).trimEnd().length;
  return [{ cursor: "within", offset: statement.start + cut, until } as const];
}

interface RunOn {
  readonly runOn: ClipCase["runOn"];
  /** The last statement that the truth ends with, with its line break and blanks; undefined where that says nothing. */
  readonly last: string | undefined;
  /** The file behind the truth. */
  readonly after: string;
  readonly other: string;
  /** Whether the truth ends with what closes the body. */
  readonly isClosed: boolean;
  readonly closer: string;
}

const firstLines = (text: string): string => text.split("\n").slice(0, runOnLines).join("\n");

function runOnOf({ runOn, after, other, isClosed, closer, last }: RunOn): string | undefined {
  if (runOn === "nothing") return "";
  if (runOn === "suffix") return after.trim() === "" ? undefined : firstLines(after);
  if (runOn === "function") return `${isClosed ? "" : closer}\n\n${firstLines(other)}`;
  return last === undefined ? undefined : last.repeat(4);
}
