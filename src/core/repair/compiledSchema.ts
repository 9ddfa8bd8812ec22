/**
 * A text of Go or Rust in which many changes of its functions stand side by side, so that one compilation serves them all:
 * mutant schemata (Untch, Offutt & Harrold 1993). A variable of the environment switches one of them on.
 */
import type { FlatTree } from "../syntax/tree/flatTree.ts";
import { applyReplacements, type Replacement } from "./candidate.ts";
import type { PlacedVariant, Schema, Variant } from "./schema.ts";

/** Holds the number of the variant that is to run; without it the text does what it did before. */
export const variantVariable = "TOUCHSTONE_VARIANT";

interface Language {
  /** Types of functions whose body is a block, and that block's fields. */
  readonly functions: ReadonlySet<string>;
  /** Whether changes of a function can stand beside it. */
  isFit(tree: FlatTree, node: number): boolean;
  /** What stands at the begin of a changed function, before its variants. @param mark tells the file from others */
  head(mark: number): string;
  /** One changed body, without its braces. @param node the function */
  variant(tree: FlatTree, node: number, body: string, id: number, mark: number): string;
  /** What the file as a whole needs: insertions without line breaks, and text behind its end. */
  around(tree: FlatTree, mark: number): { readonly points: readonly Replacement[]; readonly end: string };
}

const go: Language = {
  functions: new Set(["function_declaration", "method_declaration"]),
  // Two labels of one name may not stand in one function.
  isFit: (tree, node) => !holds(tree, node, "labeled_statement"),
  head: () => "",
  variant: (tree, node, body, id, mark) => {
    const end = tree.child(node, "result") < 0 ? "return" : 'panic("a changed function came to its end")';
    return `if touchstone${mark} == "${id}" {${body}\n${end}}\n`;
  },
  around: (tree, mark) => {
    const at = tree.end(tree.childOfType(0, "package_clause"));
    const text = `;import touchstoneOs${mark} "os"`;
    const variable = `touchstoneOs${mark}.Getenv("${variantVariable}")`;
    return { points: [{ start: at, end: at, text }], end: `\nvar touchstone${mark} = ${variable}\n` };
  },
};

const readVariant = [
  "fn touchstone_variant() -> u32 {",
  "extern crate std as touchstone_std;",
  "use touchstone_std::sync::atomic::{AtomicU32, Ordering};",
  "static VARIANT: AtomicU32 = AtomicU32::new(u32::MAX);",
  "let known = VARIANT.load(Ordering::Relaxed);",
  "if known != u32::MAX { return known; }",
  `let told = touchstone_std::env::var("${variantVariable}").ok().and_then(|text| text.parse().ok()).unwrap_or(0);`,
  "VARIANT.store(told, Ordering::Relaxed);",
  "told }",
].join(" ");

const rust: Language = {
  functions: new Set(["function_item"]),
  // What is evaluated by the compiler reads no environment, and all values of `impl` have one type.
  isFit: (tree, node) => {
    const modifiers = tree.childOfType(node, "function_modifiers");
    const result = tree.textOf(tree.child(node, "return_type"));
    return !/\bconst\b/.test(tree.textOf(modifiers)) && !/\bimpl\b/.test(result);
  },
  head: () => readVariant,
  variant: (_tree, _node, body, id) => `if touchstone_variant() == ${id} { return {${body}\n}; }\n`,
  around: () => ({ points: [], end: "" }),
};

const languages: Readonly<Record<string, Language>> = { go, rust };

export const hasCompiledSchema = (languageId: string): boolean => Object.hasOwn(languages, languageId);

interface ChangedFunction {
  readonly node: number;
  /** Just behind the brace, and the place of the closing one. */
  readonly inner: number;
  readonly end: number;
  readonly variants: Variant[];
}

/** @throws Error for a language without */
export function buildCompiledSchema(
  tree: FlatTree,
  languageId: string,
  variants: readonly Variant[],
): Schema {
  const language = languages[languageId];
  if (!language)
    throw new Error(`Cannot put changes of "${languageId}" side by side: there is no table for it`);
  const changed = changedFunctions(tree, language, variants);
  const mark = variants[0]?.id ?? 0;
  const { points, end } = language.around(tree, mark);
  const placed: {
    readonly id: number;
    readonly body: number;
    readonly at: number;
    readonly length: number;
  }[] = [];
  const insertions = [...points];
  for (const one of changed) {
    let text = language.head(mark);
    for (const { id, edits } of one.variants) {
      const body = changedBody(tree.text, one, edits);
      const variant = language.variant(tree, one.node, body, id, mark);
      placed.push({ id, body: one.inner - 1, at: text.length, length: variant.length });
      text += variant;
    }
    insertions.push({ start: one.inner, end: one.inner, text });
  }
  insertions.sort((a, b) => a.start - b.start);
  const text = applyReplacements(tree.text, insertions) + end;
  return { text, placed: linesOf(text, placed, insertions), spans: [], watched: [] };
}

function changedFunctions(
  tree: FlatTree,
  language: Language,
  variants: readonly Variant[],
): readonly ChangedFunction[] {
  const functions: ChangedFunction[] = [];
  for (let node = 0; node < tree.count; node++) {
    if (!language.functions.has(tree.type(node))) continue;
    const body = tree.child(node, "body");
    if (body < 0 || tree.text[tree.start(body)] !== "{" || tree.text[tree.end(body) - 1] !== "}") continue;
    functions.push({ node, inner: tree.start(body) + 1, end: tree.end(body) - 1, variants: [] });
  }
  for (const variant of variants) {
    const [start, end] = [variant.edits[0]!.start, variant.edits.at(-1)!.end];
    const around = functions.findLast((one) => one.inner <= start && end <= one.end);
    if (around && language.isFit(tree, around.node)) around.variants.push(variant);
  }
  // A copy of what stands around holds the function as it was: one of both is changed at a time.
  return functions.filter(
    ({ variants: own, inner, end }) =>
      own.length > 0 &&
      !functions.some((other) => other.variants.length > 0 && other.inner < inner && end < other.end),
  );
}

const changedBody = (text: string, { inner, end }: ChangedFunction, edits: readonly Replacement[]): string =>
  applyReplacements(
    text.slice(inner, end),
    edits.map((edit) => ({ ...edit, start: edit.start - inner, end: edit.end - inner })),
  );

function holds(tree: FlatTree, node: number, type: string): boolean {
  for (let at = node + 1; at < tree.after(node); at++) if (tree.type(at) === type) return true;
  return false;
}

function linesOf(
  text: string,
  placed: readonly {
    readonly id: number;
    readonly body: number;
    readonly at: number;
    readonly length: number;
  }[],
  insertions: readonly Replacement[],
): readonly PlacedVariant[] {
  const lineAt = (offset: number) => text.slice(0, offset).split("\n").length;
  let moved = 0;
  const starts = new Map<number, number>();
  for (const { start, text: inserted } of insertions) {
    starts.set(start, start + moved);
    moved += inserted.length;
  }
  return placed.map(({ id, body, at, length }) => {
    const start = starts.get(body + 1)! + at;
    // The line break at the end belongs to what follows.
    return { id, body, startLine: lineAt(start), endLine: lineAt(start + length - 1) };
  });
}
