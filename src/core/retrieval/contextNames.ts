/** Which names near the cursor may need a definition from elsewhere, and how the definitions are told. */
import { findLanguage } from "../syntax/language.ts";
import { lexicalFamilies } from "../syntax/lexicalFamily.ts";
import { lex } from "../syntax/outline/lexer.ts";
import type { OutlineSymbol } from "../syntax/outline/outline.ts";

export interface CursorPlace {
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
  /** What is likely to be written. */
  readonly draft: string;
}

/** How far around the cursor names count. UTF-16 units. */
const prefixReach = 6_000;
const suffixReach = 1_500;
/** Lines at which a name counts half. */
const halfWeightLines = 12;
const shortestName = 2;
/** What is called as a member of a needed type is worth less than the type. */
const memberShare = 0.6;

/** Weight by name, 0 < weight <= 1: nearest to the cursor most, names of the draft as near as can be. */
export function namesNear({ languageId, prefix, suffix, draft }: CursorPlace): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const family = lexicalFamilies[findLanguage(languageId)?.family ?? "data"];
  const add = (text: string, distance: (line: number, lines: number) => number): void => {
    const tokens = lex(text, family);
    const lines = tokens.lineStarts.length;
    for (let i = 0; i < tokens.count; i++) {
      if (!tokens.isIdentifier(i) || tokens.end(i) - tokens.start(i) < shortestName) continue;
      const weight = halfWeightLines / (halfWeightLines + distance(tokens.line(i), lines));
      const name = tokens.word(i);
      if (weight > (weights.get(name) ?? 0)) weights.set(name, weight);
    }
  };
  add(prefix.slice(-prefixReach), (line, lines) => lines - 1 - line);
  add(suffix.slice(0, suffixReach), (line) => line + 2);
  add(draft, () => 0);
  return weights;
}

/** Kinds whose line tells how they are used. */
const told: ReadonlySet<OutlineSymbol["kind"]> = new Set([
  "class",
  "interface",
  "enum",
  "struct",
  "trait",
  "type",
  "function",
  "method",
  "field",
  "variable",
  "constant",
  "macro",
]);

export interface WeighedSymbol {
  readonly symbol: OutlineSymbol;
  readonly weight: number;
}

/** The symbols of one file that are named near the cursor, and the members of its types that are, in the order of their lines. */
export function neededSymbols(
  symbols: readonly OutlineSymbol[],
  names: ReadonlyMap<string, number>,
): readonly WeighedSymbol[] {
  return symbols.flatMap((symbol): WeighedSymbol[] => {
    if (!told.has(symbol.kind)) return [];
    const own = names.get(symbol.name) ?? 0;
    const type = symbol.container.split(".").at(-1) ?? "";
    // A method alone is named by chance: its type must be near, too.
    const around = type === "" ? own : (names.get(type) ?? 0) * memberShare;
    const weight = type === "" ? own : Math.max(around, own * around);
    return weight > 0 ? [{ symbol, weight }] : [];
  });
}

/** Signatures as an outline: members below the type they belong to. */
export function renderSignatures(symbols: readonly OutlineSymbol[]): string {
  let type = "";
  return symbols
    .flatMap(({ container, kind, name, signature }) => {
      const head = container !== "" && container !== type ? [`${container}:`] : [];
      type = kind === "class" || kind === "interface" || kind === "struct" ? name : container;
      return [...head, `${container === "" ? "" : "    "}${signature}`];
    })
    .join("\n");
}
