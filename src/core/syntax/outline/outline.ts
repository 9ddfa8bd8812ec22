/** What a file declares, imports and names, found without parsing it. */

export const symbolKinds = [
  "class",
  "interface",
  "enum",
  "struct",
  "trait",
  "type",
  "module",
  "function",
  "method",
  "field",
  "variable",
  "constant",
  "macro",
  /** Of a document. */
  "heading",
  /** Of a data file. */
  "key",
  /** Of markup: one that can be referred to. */
  "element",
  /** Of a style sheet. */
  "rule",
] as const;
export type SymbolKind = (typeof symbolKinds)[number];

export interface OutlineSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** Names of the symbols around it, outermost first, joined by `.`; empty at the top. */
  readonly container: string;
  /** 0-based, `startLine <= endLine` (inclusive). */
  readonly startLine: number;
  readonly endLine: number;
  /** The line on which the name stands, trimmed, at most 160 characters. */
  readonly signature: string;
  /** The first sentence of what is written about it, at most 200 characters; filled by `describeOutline` alone. */
  readonly doc?: string;
}

export interface OutlineImport {
  /** What is imported, as written and without quotes: `django.db`, `./store`, `net/http`, `crate::index`. */
  readonly module: string;
  /** 0-based. */
  readonly line: number;
}

/** Symbols in the order of their first lines. */
export interface Outline {
  readonly symbols: readonly OutlineSymbol[];
  readonly imports: readonly OutlineImport[];
}

const SIGNATURE_LENGTH = 160;
/** Of a line that is one of data no end is looked for. UTF-16 units. */
const LONGEST_INDENTATION = 1000;

/** Cuts a line of a text to what is kept of it as a signature. */
export function signatureOf(text: string, lineStart: number): string {
  const beginning = text.slice(lineStart, lineStart + LONGEST_INDENTATION + SIGNATURE_LENGTH);
  const end = beginning.indexOf("\n");
  return (end < 0 ? beginning : beginning.slice(0, end)).trim().slice(0, SIGNATURE_LENGTH);
}
