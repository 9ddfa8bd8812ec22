/** Names of types that a name is declared with, as far as tokens tell: `x = Foo(`, `x: Foo`, `Foo x`, `x *Foo`. */

import { indentChange } from "../../../syntax/tokens/newline.ts";
import { Kind, type Vocabulary } from "../../../syntax/tokens/vocabulary.ts";
import { tokenBefore } from "../suffixSort.ts";
import type { View } from "../view.ts";
import type { Marks, Receiver } from "./receiver.ts";
import { returnedTypes } from "./returnedType.ts";
import { forEachPlace, isTypeName } from "./typeMembers.ts";

const MOST = 3;
/** Types of names that are declared in other files, taken where this text says nothing. */
const MOST_ELSEWHERE = 2;
/** Lines above the cursor among which the type around it is looked for. */
const LINES_UP = 1500;

/** Ids of type names, the nearest declaration first. */
export function declaredTypes(view: View, receiver: Receiver, marks: Marks): Set<number> {
  const { vocabulary } = view;
  const { id, form } = receiver;
  if (form === "text" || id === 0) return new Set();
  if (marks.selves.has(id)) return enclosingTypes(view, marks);
  if (isTypeName(id, vocabulary)) return new Set([id]);
  if (form === "call") return new Set(returnedTypes(view, id, marks));
  if (form !== "name") return new Set();
  const here = typesHere(view, receiver, marks);
  return here.size > 0 ? here : typesElsewhere(view, receiver, marks);
}

function typesHere(view: View, { id, isMember }: Receiver, marks: Marks): Set<number> {
  const { current, vocabulary } = view;
  const { tokens } = current.file;
  const types = new Set<number>();
  const calls = new Set<number>();
  const visit = (at: number) => {
    if (tokens[at]! >> 1 !== id || (!isMember && marks.dots.has(tokenBefore(tokens, at, 1)))) return;
    const type = typeBeside(tokens, at, marks, vocabulary);
    if (type !== undefined && types.size < MOST) types.add(type);
    const call = type === undefined ? calledBeside(tokens, at, marks, vocabulary) : undefined;
    if (call !== undefined && calls.size < MOST) calls.add(call);
  };
  for (let at = current.cursor - 1; at > 0; at--) visit(at);
  for (let at = current.cursor + 1; at < tokens.length; at++) visit(at);
  if (types.size > 0) return types;
  return new Set([...calls].flatMap((call) => returnedTypes(view, call, marks)));
}

/** What names like it are declared with in other files: a name is often given to one type. */
function typesElsewhere(view: View, { id, isMember }: Receiver, marks: Marks): Set<number> {
  const { vocabulary, current } = view;
  const counts = new Map<number, number>();
  forEachPlace(view, id, (source, position) => {
    if (source === current.file) return;
    const { tokens } = source;
    if (!isMember && marks.dots.has(tokenBefore(tokens, position, 2))) return;
    const type = typeBeside(tokens, position - 1, marks, vocabulary);
    if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  });
  const best = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return new Set(best.slice(0, MOST_ELSEWHERE).map(([type]) => type));
}

/** The function that a name gets its value from: `x = f(`, `x, err := a.f(`, `x = await f(`. */
function calledBeside(
  tokens: Int32Array,
  at: number,
  marks: Marks,
  vocabulary: Vocabulary,
): number | undefined {
  let next = at + 1;
  while (next - at < 4 && vocabulary.text((tokens[next] ?? 0) >> 1) === ",") next += 2;
  if (!marks.equals.has((tokens[next] ?? 0) >> 1)) return undefined;
  for (next++; next - at < 14; next++) {
    const id = (tokens[next] ?? 0) >> 1;
    const after = (tokens[next + 1] ?? 0) >> 1;
    if (after === marks.round[0]) return vocabulary.kind(id) === Kind.word ? id : undefined;
    if (vocabulary.kind(id) !== Kind.word && !marks.dots.has(id) && !marks.creators.has(id)) return undefined;
  }
  return undefined;
}

function typeBeside(
  tokens: Int32Array,
  at: number,
  marks: Marks,
  vocabulary: Vocabulary,
): number | undefined {
  const before = tokenBefore(tokens, at, 1);
  if (isTypeName(before, vocabulary)) return before;
  let next = at + 1;
  const sign = tokens[next]! >> 1;
  const isDeclared = sign === marks.colon || marks.equals.has(sign);
  if (isDeclared) next++;
  while (next < tokens.length && marks.creators.has(tokens[next]! >> 1)) next++;
  const type = tokens[next] === undefined ? 0 : tokens[next]! >> 1;
  const isPrefix = marks.equals.has(sign) && marks.dots.has((tokens[next + 1] ?? 0) >> 1);
  if (isTypeName(type, vocabulary) && !isPrefix) return type;
  const isQualified = isDeclared && marks.dots.has((tokens[next + 1] ?? 0) >> 1);
  const inner = isQualified ? (tokens[next + 2] ?? 0) >> 1 : 0;
  return isTypeName(inner, vocabulary) ? inner : undefined;
}

/** Names of the types whose blocks the cursor stands in. */
function enclosingTypes({ current, vocabulary }: View, marks: Marks): Set<number> {
  const { file, line } = current;
  const types = new Set<number>();
  let gained = 0;
  let most = 0;
  for (let at = line - 1; at >= 0 && line - at < LINES_UP; at--) {
    gained += indentChange(file.tokens[file.lineStarts[at + 1]! - 1]! >> 1);
    if (gained <= most) continue;
    most = gained;
    for (let token = file.lineStarts[at]!; token < file.lineStarts[at + 1]! - 1; token++) {
      const next = file.tokens[token + 1]! >> 1;
      if (marks.typeDefiners.has(file.tokens[token]! >> 1) && vocabulary.kind(next) === Kind.word)
        types.add(next);
    }
    if (types.size > 0) break;
  }
  return types;
}
