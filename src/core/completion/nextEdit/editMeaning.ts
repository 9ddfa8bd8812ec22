/** What an edit meant, so far as it can have siblings: another name, an argument more or less, the same words for others. */
import { codes, type Tokens } from "../../syntax/outline/tokens.ts";
import { isKeyword } from "../../syntax/tokens/keywords.ts";
import { type ArgumentList, argumentText, indexOfArgument, listAround } from "./argumentList.ts";
import type { EditBurst } from "./editBurst.ts";
import { type TokenChange, tokenChanges, wordsOf } from "./tokenChange.ts";

/** One name became another, at one place or at several of the same lines. */
export interface RenameMeaning {
  readonly kind: "rename";
  readonly from: string;
  readonly to: string;
  /** Token of the first place, in the base and in the text. */
  readonly oldAt: number;
  readonly at: number;
}

/** A call or definition has one argument or parameter more, or one less. */
export interface ArgumentMeaning {
  readonly kind: "argumentAdded" | "argumentRemoved";
  /** Name of what is called or defined, and its token in the base and in the text. */
  readonly callee: string;
  readonly oldAt: number;
  readonly at: number;
  /** Which argument, from 0, and how many there were before. */
  readonly index: number;
  readonly count: number;
  /** What was added or removed, as written. */
  readonly argument: string;
}

/** Some words became others. */
export interface ReplaceMeaning {
  readonly kind: "replace";
  readonly old: readonly string[];
  readonly now: readonly string[];
  /** As written, without spaces around. */
  readonly text: string;
  /** First token in the base and in the text. */
  readonly oldAt: number;
  readonly at: number;
  /** Words beside the change on its line, nearest last and nearest first. */
  readonly left: readonly string[];
  readonly right: readonly string[];
}

export type EditMeaning = RenameMeaning | ArgumentMeaning | ReplaceMeaning;

/** Words beside a change by which its like is known. */
const CONTEXT = 3;

/** Undefined when nothing changed in the code, or more than one thing did. */
export function editMeaning(burst: EditBurst, base: Tokens, text: Tokens): EditMeaning | undefined {
  const changes = tokenChanges(burst, base, text);
  return changes && meaningOfChanges(changes, base, text);
}

/** The same of changes in tokens, ascending. */
export function meaningOfChanges(
  changes: readonly TokenChange[],
  base: Tokens,
  text: Tokens,
): EditMeaning | undefined {
  const [change] = changes;
  if (!change) return undefined;
  const name = renamed(changes, base, text);
  if (name || changes.length > 1) return name;
  return (
    argumentAdded(change, base, text) ?? argumentRemoved(change, base, text) ?? replaced(change, base, text)
  );
}

/** Whether all that changed is one name, the same everywhere. */
function renamed(changes: readonly TokenChange[], base: Tokens, text: Tokens): RenameMeaning | undefined {
  const { oldFrom, from } = changes[0]!;
  const isName = (tokens: Tokens, i: number) => tokens.isIdentifier(i) && !isKeyword(tokens.word(i));
  if (!isName(base, oldFrom) || !isName(text, from)) return undefined;
  const [old, now] = [base.word(oldFrom), text.word(from)];
  const isSame = changes.every(
    (change) =>
      change.oldTo === change.oldFrom + 1 &&
      change.to === change.from + 1 &&
      base.is(change.oldFrom, old) &&
      text.is(change.from, now),
  );
  return isSame ? { kind: "rename", from: old, to: now, oldAt: oldFrom, at: from } : undefined;
}

function argumentAdded(change: TokenChange, base: Tokens, text: Tokens): ArgumentMeaning | undefined {
  if (change.oldFrom !== change.oldTo) return undefined;
  const one = listOfOne(change.from, change.to, text);
  if (!one) return undefined;
  const { list, index } = one;
  const oldAt = list.callee - (change.from - change.oldFrom);
  if (!base.is(oldAt, text.word(list.callee))) return undefined;
  return {
    kind: "argumentAdded",
    callee: text.word(list.callee),
    oldAt,
    at: list.callee,
    index,
    count: list.items.length - 1,
    argument: argumentText(text, list.items[index]!),
  };
}

function argumentRemoved(change: TokenChange, base: Tokens, text: Tokens): ArgumentMeaning | undefined {
  if (change.from !== change.to) return undefined;
  const one = listOfOne(change.oldFrom, change.oldTo, base);
  if (!one) return undefined;
  const { list, index } = one;
  const at = list.callee + (change.from - change.oldFrom);
  if (!text.is(at, base.word(list.callee))) return undefined;
  return {
    kind: "argumentRemoved",
    callee: base.word(list.callee),
    oldAt: list.callee,
    at,
    index,
    count: list.items.length,
    argument: argumentText(base, list.items[index]!),
  };
}

/** The list in which these tokens are one whole argument with one comma or, when it is the only one, none. */
function listOfOne(
  from: number,
  to: number,
  tokens: Tokens,
): { readonly list: ArgumentList; readonly index: number } | undefined {
  const list = listAround(tokens, from);
  if (!list || list.close < to) return undefined;
  const hasCommaBefore = tokens.type(from) === codes.comma;
  const hasCommaAfter = tokens.type(to - 1) === codes.comma;
  const [first, last] = [hasCommaBefore ? from + 1 : from, hasCommaAfter ? to - 1 : to];
  const index = indexOfArgument(list, first);
  const item = list.items[index];
  const isWhole = item !== undefined && item.from === first && item.to === last;
  const hasOneComma = hasCommaBefore !== hasCommaAfter || list.items.length === 1;
  return isWhole && hasOneComma ? { list, index } : undefined;
}

function replaced(
  { oldFrom, oldTo, from, to }: TokenChange,
  base: Tokens,
  text: Tokens,
): ReplaceMeaning | undefined {
  const old = wordsOf(base, oldFrom, oldTo);
  const now = wordsOf(text, from, to);
  const left = wordsOf(base, firstOnLine(base, oldFrom), oldFrom);
  const right = wordsOf(base, oldTo, afterLine(base, oldTo, base.line(Math.max(0, oldTo - 1))));
  const written = to > from ? text.text.slice(text.start(from), text.end(to - 1)) : "";
  if (written.includes("\n")) return undefined;
  return { kind: "replace", old, now, text: written, oldAt: oldFrom, at: from, left, right };
}

function firstOnLine(tokens: Tokens, at: number): number {
  let first = at;
  while (first > 0 && at - first < CONTEXT && tokens.line(first - 1) === tokens.line(at)) first--;
  return first;
}

function afterLine(tokens: Tokens, at: number, line: number): number {
  let end = at;
  while (end < tokens.count && end - at < CONTEXT && tokens.line(end) === line) end++;
  return end;
}
