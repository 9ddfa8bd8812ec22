/** Names of types that a name is declared with, as far as tokens tell: `x = Foo(`, `x: Foo`, `Foo x`, `x *Foo`. */

import { indentChange } from "../../../syntax/tokens/newline.ts";
import { Kind, type Vocabulary } from "../../../syntax/tokens/vocabulary.ts";
import { tokenBefore } from "../suffixSort.ts";
import type { View } from "../view.ts";
import type { Marks, Receiver } from "./receiver.ts";

const MOST = 3;
const TYPE_NAME = /^_*\p{Lu}/u;
/** Lines above the cursor among which the type around it is looked for. */
const LINES_UP = 1500;

/** Ids of type names, the nearest declaration first. */
export function declaredTypes(view: View, receiver: Receiver, marks: Marks): Set<number> {
  const { vocabulary, current } = view;
  const types = new Set<number>();
  if (receiver.form === "text" || receiver.id === 0) return types;
  if (marks.selves.has(receiver.id)) return enclosingTypes(view, marks);
  if (receiver.form !== "name") {
    if (receiver.form === "call" && isType(receiver.id, vocabulary)) types.add(receiver.id);
    return types;
  }
  if (isType(receiver.id, vocabulary)) types.add(receiver.id);
  const { tokens } = current.file;
  const visit = (at: number) => {
    if (tokens[at]! >> 1 !== receiver.id || marks.dots.has(tokenBefore(tokens, at, 1))) return;
    const type = typeBeside(tokens, at, marks, vocabulary);
    if (type !== undefined && types.size < MOST) types.add(type);
  };
  for (let at = current.cursor - 1; at > 0; at--) visit(at);
  for (let at = current.cursor + 1; at < tokens.length; at++) visit(at);
  return types;
}

function isType(id: number, vocabulary: Vocabulary): boolean {
  return vocabulary.kind(id) === Kind.word && TYPE_NAME.test(vocabulary.text(id));
}

function typeBeside(
  tokens: Int32Array,
  at: number,
  marks: Marks,
  vocabulary: Vocabulary,
): number | undefined {
  const before = tokenBefore(tokens, at, 1);
  if (isType(before, vocabulary)) return before;
  let next = at + 1;
  const sign = tokens[next]! >> 1;
  const isDeclared = sign === marks.colon || marks.equals.has(sign);
  if (isDeclared) next++;
  while (next < tokens.length && marks.creators.has(tokens[next]! >> 1)) next++;
  const type = tokens[next] === undefined ? 0 : tokens[next]! >> 1;
  if (isType(type, vocabulary)) return type;
  const isQualified = isDeclared && marks.dots.has((tokens[next + 1] ?? 0) >> 1);
  const inner = isQualified ? (tokens[next + 2] ?? 0) >> 1 : 0;
  return isType(inner, vocabulary) ? inner : undefined;
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
