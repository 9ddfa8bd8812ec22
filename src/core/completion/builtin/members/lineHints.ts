/** What the line and the one above say of the member to come: names like it, and members of other receivers. */

import { splitName } from "../../../syntax/tokens/subwords.ts";
import { Kind } from "../../../syntax/tokens/vocabulary.ts";
import { lineEnd } from "../lineCompare.ts";
import type { View } from "../view.ts";
import type { Marks } from "./receiver.ts";

export interface LineHints {
  /** Parts of the name that is given a value, lower case; `{ name: x.` and `name=x.` as well. */
  readonly assigned: readonly string[];
  /** Words of the line before the cursor, and names behind its dots. */
  readonly words: ReadonlySet<number>;
  readonly members: ReadonlySet<number>;
  /** Names behind dots of the line above. */
  readonly above: ReadonlySet<number>;
}

export function lineHints(view: View, marks: Marks): LineHints {
  const { current, vocabulary } = view;
  const { file, cursor, typed, line } = current;
  const own = file.tokens.subarray(cursor - typed, cursor - 1);
  const start = line > 0 ? file.lineStarts[line - 1]! : 0;
  const above = file.tokens.subarray(start, line > 0 ? lineEnd(file, line - 1) : 0);
  const isWord = (id: number) => vocabulary.kind(id) === Kind.word;
  const ids = (tokens: Int32Array) => [...tokens].map((token) => token >> 1);
  const membersOf = (all: readonly number[]) =>
    all.filter((id, i) => isWord(id) && marks.dots.has(all[i - 1] ?? 0));
  const words = ids(own);
  return {
    assigned: assignedParts(words, view, marks),
    words: new Set(words.filter(isWord)),
    members: new Set(membersOf(words)),
    above: new Set(membersOf(ids(above))),
  };
}

/** Of the name before the last sign that gives a value. */
function assignedParts(ids: readonly number[], { vocabulary }: View, marks: Marks): string[] {
  for (let at = ids.length - 1; at > 0; at--) {
    const id = ids[at]!;
    if (!marks.equals.has(id) && id !== marks.colon) continue;
    const name = marks.quotes.has(ids[at - 1]!) ? ids[at - 2] : ids[at - 1];
    return name === undefined || vocabulary.kind(name) !== Kind.word ? [] : partsOf(vocabulary.text(name));
  }
  return [];
}

/** Parts of a name that hold letters or digits, lower case. */
export function partsOf(name: string): string[] {
  return splitName(name)
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part) => part.toLowerCase());
}

/** Share of the parts of two names that they have in common, 0..1. */
export function sharedParts(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const common = a.filter((part) => b.includes(part)).length;
  return (2 * common) / (a.length + b.length);
}
