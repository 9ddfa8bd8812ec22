/** Names of types that a function is declared to return: `def f() -> Foo`, `func f() *Foo`, `f(): Foo`, `Foo f()`. */
import { Kind, type Vocabulary } from "../../../syntax/tokens/vocabulary.ts";
import { tokenBefore } from "../suffixSort.ts";
import type { View } from "../view.ts";
import type { Marks } from "./receiver.ts";
import { forEachPlace, isTypeName } from "./typeMembers.ts";

/** Tokens of parameters at the most, and tokens after them among which the type stands. */
const LONGEST_PARAMETERS = 120;
const AFTER = 8;
const MOST = 2;

/** Ids of type names, the most frequent first. */
export function returnedTypes(view: View, name: number, marks: Marks): number[] {
  const { vocabulary } = view;
  const counts = new Map<number, number>();
  forEachPlace(view, name, ({ tokens }, position) => {
    if (tokens[position]! >> 1 !== marks.round[0]) return;
    const type =
      typeBefore(tokens, position, marks, vocabulary) ?? typeAfter(tokens, position, marks, vocabulary);
    if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  });
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, MOST)
    .map(([type]) => type);
}

/** `Foo name(`, `Foo<Bar> name(`; not `new Foo` nor `Foo.name(`. */
function typeBefore(
  tokens: Int32Array,
  open: number,
  marks: Marks,
  vocabulary: Vocabulary,
): number | undefined {
  let back = 2;
  const generics = vocabulary.text(tokenBefore(tokens, open, back)) === ">";
  while (generics && back < AFTER && vocabulary.text(tokenBefore(tokens, open, back)) !== "<") back++;
  const type = tokenBefore(tokens, open, generics ? back + 1 : back);
  if (!isTypeName(type, vocabulary) || marks.creators.has(tokenBefore(tokens, open, back + 1)))
    return undefined;
  return type;
}

/** What stands between the parameters of a declared function and its block. */
function typeAfter(
  tokens: Int32Array,
  open: number,
  marks: Marks,
  vocabulary: Vocabulary,
): number | undefined {
  const isDefined = [2, 3, 4, 5, 6, 7].some((back) => marks.definers.has(tokenBefore(tokens, open, back)));
  let depth = 0;
  let at = open;
  for (; at < tokens.length && at - open < LONGEST_PARAMETERS; at++) {
    const id = tokens[at]! >> 1;
    if (id === marks.round[0]) depth++;
    else if (id === marks.round[1] && --depth === 0) break;
  }
  const sign = (tokens[at + 1] ?? 0) >> 1;
  if (!isDefined && sign !== marks.colon) return undefined;
  for (let next = at + 1; next < tokens.length && next - at < AFTER; next++) {
    const id = tokens[next]! >> 1;
    if (vocabulary.kind(id) === Kind.special || vocabulary.text(id) === "{") return undefined;
    if (isTypeName(id, vocabulary) && !WRAPPERS.has(vocabulary.text(id))) return id;
  }
  return undefined;
}

/** Types that hold what is meant. */
const WRAPPERS: ReadonlySet<string> = new Set(["Promise", "Optional", "Awaitable", "Iterator", "Iterable"]);
