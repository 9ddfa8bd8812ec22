/** Regular expressions: flags, anchors, how often a piece may come, which characters a class holds. */
import type { Proposals } from "../proposals.ts";

type PieceKind = "atom" | "class" | "open" | "close" | "quantifier" | "anchor" | "or";

/** Offsets in the expression. */
interface Piece {
  readonly kind: PieceKind;
  readonly start: number;
  readonly end: number;
}

/** UTF-16 units; longer ones are tables that a single change rarely repairs. */
const longestPattern = 200;
const mostAdded = 12;

const flags: readonly (readonly [string, number])[] = [
  ["i", 0.9],
  ["g", 0.5],
  ["m", 0.4],
  ["s", 0.4],
  ["u", 0.3],
];
/** What is written for a quantifier instead. */
const quantifiers: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  "+": [
    ["*", 0.9],
    ["+?", 0.4],
    ["", 0.4],
    ["?", 0.3],
  ],
  "*": [
    ["+", 0.9],
    ["*?", 0.4],
    ["?", 0.3],
    ["", 0.3],
  ],
  "?": [
    ["", 0.6],
    ["*", 0.5],
    ["+", 0.3],
  ],
  "+?": [
    ["+", 0.5],
    ["*?", 0.5],
  ],
  "*?": [
    ["*", 0.5],
    ["+?", 0.5],
  ],
};
const pieceForm =
  /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]+\}|[pP]\{[^}]*\}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:P?<[A-Za-z_$][\w$]*>|<?[=!]|:))?|(?:[*+?]|\{\d+(?:,\d*)?\})\??|[\s\S]/g;
const memberForm = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|[\s\S])|[\s\S]/g;

export function proposePatterns(out: Proposals, node: number): void {
  const { tree, grammar } = out.file;
  const place = grammar.pattern?.(tree, node);
  if (!place || place.end - place.start > longestPattern) return;
  const { start: base, end } = place;
  const source = tree.text.slice(base, end);
  const put = (from: number, to: number, text: string, fit: number) =>
    out.change("pattern", [{ start: base + from, end: base + to, text }], fit, out.nodeScore(node));
  if (place.flagsEnd === undefined) put(0, 0, "(?i)", 0.6);
  else {
    const own = tree.text.slice(end + 1, place.flagsEnd);
    const putFlags = (text: string, fit: number) =>
      put(source.length + 1, source.length + 1 + own.length, text, fit);
    for (const [flag, fit] of flags) {
      if (own.includes(flag)) putFlags(own.replace(flag, ""), fit * 0.6);
      else putFlags(own + flag, fit);
    }
  }
  if (!source.startsWith("^")) put(0, 0, "^", 0.5);
  if (!source.endsWith("$")) put(source.length, source.length, "$", 0.5);
  const pieces = piecesOf(source);
  const dots = pieces.filter(({ start, kind }) => kind === "atom" && source[start] === ".");
  if (dots.length > 1) {
    const edits = dots.map(({ start }) => ({ start: base + start, end: base + start, text: "\\" }));
    out.change("pattern", edits, 0.6, out.nodeScore(node));
  }
  pieces.forEach((piece, at) => {
    const text = source.slice(piece.start, piece.end);
    const isRepeated = pieces[at + 1]?.kind === "quantifier";
    changePiece(piece, text, put);
    if (piece.kind === "class") changeClass(out, piece, text, put);
    if (isRepeated || !["atom", "class", "close"].includes(piece.kind)) return;
    const plain = /^\w$/.test(text) ? 0.5 : 1;
    for (const [quantifier, fit] of [
      ["?", 0.5],
      ["*", 0.4],
      ["+", 0.4],
    ] as const) {
      put(piece.end, piece.end, quantifier, fit * plain);
    }
  });
}

type Put = (from: number, to: number, text: string, fit: number) => void;

function piecesOf(source: string): Piece[] {
  return [...source.matchAll(pieceForm)].map(({ 0: text, index }) => ({
    kind: kindOf(text),
    start: index,
    end: index + text.length,
  }));
}

function kindOf(text: string): PieceKind {
  if (text.startsWith("\\")) return /^\\[bB]$/.test(text) ? "anchor" : "atom";
  if (text.startsWith("[") && text.length > 1) return "class";
  if (text.startsWith("(")) return "open";
  if (/^(?:[*+?]|\{\d)/.test(text)) return "quantifier";
  return text === ")" ? "close" : text === "|" ? "or" : text === "^" || text === "$" ? "anchor" : "atom";
}

function changePiece({ kind, start, end }: Piece, text: string, put: Put): void {
  if (kind === "anchor") put(start, end, "", 0.6);
  if (kind === "open" && text === "(") put(start, end, "(?:", 0.2);
  if (kind === "quantifier") changeQuantifier(start, end, text, put);
  if (kind !== "atom") return;
  if (text === ".") {
    put(start, end, "\\.", 0.6);
    put(start, end, "[\\s\\S]", 0.4);
  } else if (/^\\[dswDSW]$/.test(text)) {
    for (const letter of "dswDSW") {
      if (letter !== text[1])
        put(start, end, `\\${letter}`, letter.toLowerCase() === text[1]!.toLowerCase() ? 0.4 : 0.3);
    }
  }
}

function changeQuantifier(start: number, end: number, text: string, put: Put): void {
  for (const [other, fit] of quantifiers[text] ?? []) put(start, end, other, fit);
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(text) ?? [];
  if (least === undefined) return;
  const write = (a: number, b: string) => put(start, end, `{${a}${b}}`, 0.5);
  if (comma === "") write(Number(least), ",");
  const rest = `${comma}${most}`;
  write(Number(least) + 1, rest);
  if (Number(least) > 0) write(Number(least) - 1, rest);
  if (!most) return;
  write(Number(least), `,${Number(most) + 1}`);
  write(Number(least), ",");
}

/** The class turned to its opposite, a member more or less, an end of a range moved by one. */
function changeClass(out: Proposals, { start, end }: Piece, text: string, put: Put): void {
  const isNegated = text.startsWith("[^");
  const from = isNegated ? 2 : 1;
  put(start, end, isNegated ? `[${text.slice(2)}` : `[^${text.slice(1)}`, 0.4);
  const inner = text.slice(from, -1);
  const members = [...inner.matchAll(memberForm)].map(({ 0: one, index }) => ({
    one,
    at: start + from + index,
  }));
  members.forEach(({ one, at }, rank) => {
    const isRange = members[rank + 1]?.one === "-" || members[rank - 1]?.one === "-";
    if (!isRange && one !== "-") put(at, at + one.length, "", 0.4);
    if (isRange && one !== "-") for (const other of besides(one)) put(at, at + one.length, other, 0.5);
  });
  for (const [rank, one] of added(out).entries()) {
    if (!inner.includes(one)) put(end - 1, end - 1, one, 0.4 / (1 + rank / 8));
  }
}

/** The characters before and behind one, written as it is. */
function besides(character: string): string[] {
  const [, lead = "", digits] = /^(\\[xu])([\da-fA-F]+)$/.exec(character) ?? [];
  const code = digits === undefined ? character.codePointAt(0)! : Number.parseInt(digits, 16);
  if (digits === undefined && !/^\w$/.test(character)) return [];
  return [code - 1, code + 1].flatMap((other) => {
    if (other < 0) return [];
    if (digits === undefined)
      return /^\w$/.test(String.fromCodePoint(other)) ? [String.fromCodePoint(other)] : [];
    const hex = other.toString(16).padStart(digits.length, "0");
    return hex.length > digits.length ? [] : [lead + (/[a-f]/.test(digits) ? hex : hex.toUpperCase())];
  });
}

/** What a class may lack: characters of the values that tests expect, the most frequent first, and kinds of them. */
function added(out: Proposals): string[] {
  const counts = new Map<string, number>();
  for (const literal of out.literals.strings) {
    for (const one of new Set(literal.slice(1, -1).replace(/\\./g, ""))) {
      if (!/^[\w\s"'`]$/.test(one)) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
  }
  const found = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([one]) => (/^[\]\\^\-/]$/.test(one) ? `\\${one}` : one));
  return ["\\s", "\\w", ...found.slice(0, mostAdded), "_", "\\d"];
}
