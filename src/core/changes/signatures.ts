/** Functions whose parameters a change made others, and names that it took away. */
import { findLanguage } from "../syntax/language.ts";
import { lexicalFamilies } from "../syntax/lexicalFamily.ts";
import { lex } from "../syntax/outline/lexer.ts";
import type { OutlineSymbol } from "../syntax/outline/outline.ts";
import { readOutline } from "../syntax/outline/readOutline.ts";
import { codes, type Tokens, tokenTypes } from "../syntax/outline/tokens.ts";

export interface Taken {
  readonly name: string;
  readonly isOptional: boolean;
  /** It takes all further arguments. */
  readonly isRest: boolean;
}

/** A function as a text has it. */
export interface WrittenFunction {
  readonly symbol: OutlineSymbol;
  readonly parameters: readonly Taken[];
}

export interface ChangedSignature {
  readonly before: WrittenFunction;
  readonly after: WrittenFunction;
  /** What calls that were right may lack now, or have too much of. */
  readonly reason: string;
}

export interface SymbolChanges {
  readonly signatures: readonly ChangedSignature[];
  /** Functions and types that are gone, and no other of the name is there. */
  readonly removed: readonly OutlineSymbol[];
  readonly added: readonly OutlineSymbol[];
  /** Whose text differs, new ones included; the innermost. */
  readonly touched: readonly OutlineSymbol[];
}

const defined = new Set<OutlineSymbol["kind"]>([
  "class",
  "interface",
  "enum",
  "struct",
  "trait",
  "type",
  "function",
  "method",
  "constant",
]);
const callable = new Set<OutlineSymbol["kind"]>(["function", "method"]);
const keyOf = ({ container, name, kind }: OutlineSymbol): string =>
  `${container}\n${name}\n${callable.has(kind)}`;

/** Nothing for a language without an outline. */
export function symbolChanges(languageId: string, before: string, after: string): SymbolChanges {
  const [old, now] = [readSymbols(languageId, before), readSymbols(languageId, after)];
  const [oldByKey, nowByKey] = [byKey(old), byKey(now)];
  const signatures: ChangedSignature[] = [];
  for (const [key, [one, ...others]] of oldByKey) {
    const [same, ...more] = nowByKey.get(key) ?? [];
    // Overloads are told apart by nothing here.
    if (one === undefined || same === undefined || others.length > 0 || more.length > 0) continue;
    if (!callable.has(one.symbol.kind) || one.parameters === undefined || same.parameters === undefined)
      continue;
    const [a, b] = [
      { symbol: one.symbol, parameters: one.parameters },
      { symbol: same.symbol, parameters: same.parameters },
    ];
    const reason = breakOf(a.parameters, b.parameters, languageId === "python");
    if (reason !== undefined) signatures.push({ before: a, after: b, reason });
  }
  const nowNames = new Set(now.map(({ symbol }) => symbol.name));
  const oldKeys = new Set(oldByKey.keys());
  const oldTexts = new Set(old.map(({ text, symbol }) => `${keyOf(symbol)}\n${text}`));
  return {
    signatures,
    removed: old
      .filter(({ symbol }) => !nowNames.has(symbol.name) && defined.has(symbol.kind))
      .map(({ symbol }) => symbol),
    added: now
      .filter(({ symbol }) => !oldKeys.has(keyOf(symbol)) && defined.has(symbol.kind))
      .map(({ symbol }) => symbol),
    touched: now
      .filter(({ text, symbol }) => callable.has(symbol.kind) && !oldTexts.has(`${keyOf(symbol)}\n${text}`))
      .map(({ symbol }) => symbol),
  };
}

interface ReadSymbol {
  readonly symbol: OutlineSymbol;
  readonly text: string;
  readonly parameters: readonly Taken[] | undefined;
}

function readSymbols(languageId: string, text: string): readonly ReadSymbol[] {
  const language = findLanguage(languageId);
  if (language?.outline === undefined) return [];
  const tokens = lex(text, lexicalFamilies[language.family]);
  const lines = text.split("\n");
  return readOutline(tokens, language.outline).symbols.map((symbol) => ({
    symbol,
    text: lines
      .slice(symbol.startLine, symbol.endLine + 1)
      .map((line) => line.trim())
      .join("\n"),
    parameters: callable.has(symbol.kind) ? parametersOf(tokens, symbol, languageId === "go") : undefined,
  }));
}

function byKey(symbols: readonly ReadSymbol[]): ReadonlyMap<string, readonly ReadSymbol[]> {
  const found = new Map<string, ReadSymbol[]>();
  for (const one of symbols) {
    const key = keyOf(one.symbol);
    const same = found.get(key);
    if (same) same.push(one);
    else found.set(key, [one]);
  }
  return found;
}

/**
 * What stands in parentheses behind the name; undefined where nothing does.
 *
 * @param isNameFirst a parameter's name stands before its type without a sign between, as in Go
 */
export function parametersOf(
  tokens: Tokens,
  { name, startLine, endLine }: OutlineSymbol,
  isNameFirst = false,
): readonly Taken[] | undefined {
  for (let i = 0; i < tokens.count; i++) {
    const line = tokens.line(i);
    if (line < startLine) continue;
    if (line > endLine) return undefined;
    if (!tokens.is(i, name)) continue;
    let open = i + 1;
    if (tokens.type(open) === codes.openBracket) open = tokens.match(open) + 1;
    if (tokens.type(open) === codes.less)
      while (open < tokens.count && tokens.type(open) !== codes.openParen) open++;
    // `name = (a, b) =>` and `name = function (a, b)`.
    else if (tokens.type(open) === codes.equals || tokens.type(open) === codes.colon)
      while (open < tokens.count && tokens.line(open) === line && tokens.type(open) !== codes.openParen)
        open++;
    if (tokens.type(open) !== codes.openParen || tokens.match(open) <= open) continue;
    return readParameters(tokens, open + 1, tokens.match(open), isNameFirst);
  }
  return undefined;
}

function readParameters(tokens: Tokens, from: number, to: number, isNameFirst: boolean): readonly Taken[] {
  const found: Taken[] = [];
  for (let at = from; at < to; ) {
    let end = at;
    let angles = 0;
    while (end < to && (tokens.type(end) !== codes.comma || angles > 0)) {
      if (tokens.type(end) === codes.less) angles++;
      if (tokens.type(end) === codes.greater && tokens.type(end - 1) !== codes.equals)
        angles = Math.max(0, angles - 1);
      const match = tokens.match(end);
      end = match > end && match < to ? match + 1 : end + 1;
    }
    const one = readParameter(tokens, at, end, isNameFirst);
    if (one) found.push(one);
    at = end + 1;
  }
  return found;
}

const modifiers = new Set(
  "public private protected readonly override final const val var mut this vararg".split(" "),
);

function readParameter(tokens: Tokens, from: number, to: number, isNameFirst: boolean): Taken | undefined {
  let at = from;
  let isRest = false;
  for (; at < to && !tokens.isIdentifier(at); at++)
    isRest ||= tokens.type(at) === codes.star || tokens.type(at) === codes.dot;
  while (at + 1 < to && modifiers.has(tokens.word(at)) && tokens.isIdentifier(at + 1)) at++;
  if (at >= to) return undefined;
  // `int count`: the last name before a default is the parameter's.
  let name = tokens.word(at);
  let isOptional = false;
  let isTyped = false;
  for (let i = at; i < to; i++) {
    const type = tokens.type(i);
    if (type === codes.equals || tokens.text[tokens.start(i)] === "?") isOptional = true;
    if (type === codes.colon) isTyped = true;
    if (type === codes.equals) break;
    if (type === codes.dot && tokens.type(i + 1) === codes.dot) isRest = true;
    if (type === tokenTypes.identifier && !isTyped && !isNameFirst) name = tokens.word(i);
  }
  const isColonTyped = tokens.type(at + 1) === codes.colon || tokens.text[tokens.start(at + 1)] === "?";
  return { name: isColonTyped || isTyped ? tokens.word(at) : name, isOptional: isOptional || isRest, isRest };
}

/** In a few words why calls that were right may be wrong; undefined when all stay right. */
function breakOf(before: readonly Taken[], after: readonly Taken[], isByName: boolean): string | undefined {
  const required = (all: readonly Taken[]) => all.filter(({ isOptional }) => !isOptional);
  const names = new Set(before.map(({ name }) => name));
  const isNew = required(after).filter(({ name }) => !names.has(name));
  const gone = before.filter(({ name }) => !after.some((one) => one.name === name));
  const isLonger = required(after).length > required(before).length;
  if (isLonger)
    return `it needs ${quotedNames(isNew.length > 0 ? isNew : required(after).slice(required(before).length))} now`;
  if (after.some(({ isRest }) => isRest)) return undefined;
  if (after.length < before.length)
    return `it takes no ${quotedNames(gone.length > 0 ? gone : before.slice(after.length))} any more`;
  if (isByName && gone.length > 0) return `${quotedNames(gone)} is called otherwise now`;
  const kept = before.filter(({ name }) => after.some((one) => one.name === name)).map(({ name }) => name);
  const order = after.filter(({ name }) => names.has(name)).map(({ name }) => name);
  return kept.join("\n") === order.join("\n") ? undefined : "its parameters stand in another order";
}

const quotedNames = (taken: readonly Taken[]): string => taken.map(({ name }) => `"${name}"`).join(", ");
