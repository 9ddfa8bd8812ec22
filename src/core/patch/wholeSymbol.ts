/** A function, class or other symbol written anew, in place of the one of its name. */
import { findLanguage, languageIdOf } from "../syntax/language.ts";
import { lexicalFamilies } from "../syntax/lexicalFamily.ts";
import { lex } from "../syntax/outline/lexer.ts";
import type { OutlineSymbol } from "../syntax/outline/outline.ts";
import { readOutline } from "../syntax/outline/readOutline.ts";
import { elisionsIn } from "./elision.ts";
import { learnIndentation } from "./match/indentation.ts";
import { indentOf, isBlank } from "./match/lineKeys.ts";
import type { Placement } from "./match/placement.ts";
import { type LineEdit, splitLines } from "./textLines.ts";
import { wholeFileFault } from "./wholeFileFault.ts";

const qualified = ({ container, name }: OutlineSymbol): string =>
  container === "" ? name : `${container}.${name}`;

/** Empty for a language without outlines. */
export function symbolsOf(path: string, text: string): readonly OutlineSymbol[] {
  const language = findLanguage(languageIdOf(path) ?? "");
  return language ? readOutline(lex(text, lexicalFamilies[language.family]), language.outline).symbols : [];
}

/** Lines before a definition that belong to it. */
const belongs = /^\s*(?:@|#\[|\/\/\/|\/\*\*|\*|\*\/)/;

/** First line of a symbol with its decorators, if the new text has some too. */
function startOf(lines: readonly string[], symbol: OutlineSymbol, withDecorators: boolean): number {
  let start = symbol.startLine;
  while (withDecorators && start > 0 && belongs.test(lines[start - 1]!)) start--;
  return start;
}

/** Where the symbol of this name is, and the new lines indented as it is. */
export function locateSymbol(
  path: string,
  before: string,
  edit: { readonly name: string; readonly lines: readonly string[] },
): Placement {
  const all = symbolsOf(path, before);
  const found = all.filter(
    (symbol) => qualified(symbol) === edit.name || (!edit.name.includes(".") && symbol.name === edit.name),
  );
  if (found.length === 0) return { kind: "refused", reason: `the file has no symbol "${edit.name}"` };
  if (found.length > 1) {
    const lines = found.map(({ startLine }) => startLine + 1).join(", ");
    return { kind: "refused", reason: `"${edit.name}" is defined ${found.length} times: lines ${lines}` };
  }
  const [symbol] = found;
  const last = edit.name.slice(edit.name.lastIndexOf(".") + 1);
  const written = symbolsOf(path, edit.lines.join("\n"));
  if (!written.some(({ name }) => name === last))
    return { kind: "refused", reason: `the new text does not define "${last}"` };
  const old = splitLines(before).lines;
  const [left] = elisionsIn(edit.lines).filter((index) => !old.includes(edit.lines[index]!));
  if (left !== undefined) {
    return { kind: "refused", reason: `it leaves out text that "${edit.lines[left]!.trim()}" stands for` };
  }
  const lineEdit = editFor(old, symbol!, edit.lines);
  if (!lineEdit) return { kind: "refused", reason: "its lines are indented unlike those of the file" };
  const fault = wholeFileFault(path, old.slice(lineEdit.start, lineEdit.end), lineEdit.lines, true);
  if (fault !== undefined) return { kind: "refused", reason: `${fault} ("${edit.name}" taken for the file)` };
  return {
    kind: "placed",
    layer: "exact",
    place: { start: lineEdit.start, end: lineEdit.end, edits: [lineEdit] },
  };
}

function editFor(
  old: readonly string[],
  symbol: OutlineSymbol,
  written: readonly string[],
): LineEdit | undefined {
  const from = written.findIndex((line) => !isBlank(line));
  const to = written.findLastIndex((line) => !isBlank(line)) + 1;
  const lines = written.slice(from, to);
  const reindent = learnIndentation(
    [{ block: `${indentOf(lines[0]!)}x`, file: `${indentOf(old[symbol.startLine]!)}x` }],
    old,
    lines,
  );
  const indented = lines.map((line) => reindent?.(line));
  if (indented.some((line) => line === undefined)) return undefined;
  const start = startOf(old, symbol, belongs.test(lines[0]!));
  return { start, end: symbol.endLine + 1, lines: indented as string[] };
}

/**
 * A text that is no whole file but consists of whole symbols, each of which the file has exactly once.
 *
 * @returns the edits that replace these; undefined when the text holds anything else
 */
export function symbolsAsHunks(
  path: string,
  before: string,
  written: readonly string[],
): readonly LineEdit[] | undefined {
  const old = splitLines(before).lines;
  const all = symbolsOf(path, before);
  const tops = topsOf(symbolsOf(path, written.join("\n")));
  const edits: LineEdit[] = [];
  let at = 0;
  for (const symbol of tops) {
    const start = startOf(written, symbol, true);
    if (!written.slice(at, start).every(isBlank)) return undefined;
    const found = all.filter(({ name, kind }) => name === symbol.name && kind === symbol.kind);
    const edit =
      found.length === 1 && definitions.has(symbol.kind)
        ? editFor(old, found[0]!, written.slice(start, symbol.endLine + 1))
        : undefined;
    if (!edit || wholeFileFault(path, old.slice(edit.start, edit.end), edit.lines, true)) return undefined;
    edits.push(edit);
    at = symbol.endLine + 1;
  }
  if (tops.length === 0 || !written.slice(at).every(isBlank)) return undefined;
  edits.sort((a, b) => a.start - b.start);
  return edits.some((edit, index) => index > 0 && edit.start < edits[index - 1]!.end) ? undefined : edits;
}

/** What is written as a whole. A line that sets a variable is too little to tell an excerpt from a file cut short. */
const definitions: ReadonlySet<string> = new Set([
  "class",
  "interface",
  "enum",
  "struct",
  "trait",
  "function",
  "method",
]);

function topsOf(symbols: readonly OutlineSymbol[]): readonly OutlineSymbol[] {
  const tops: OutlineSymbol[] = [];
  for (const symbol of symbols) if (symbol.startLine > (tops.at(-1)?.endLine ?? -1)) tops.push(symbol);
  return tops;
}
