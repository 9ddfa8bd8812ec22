/**
 * Suggestions by the text around the cursor. While a person types what a suggestion says, its rest is the answer, so
 * that nobody is asked again for each character. Kept by the line they were made for and by each line they write, in a
 * radix tree from the line's start on.
 */
import { textHash } from "../text/textHash.ts";
import { noBrackets, scanBrackets } from "./brackets.ts";
import { type CursorText, comparedCharacters, type Place, placeOf, samePlace, typedSince } from "./place.ts";
import { RadixTree } from "./radixTree.ts";

export interface CacheQuery extends CursorText {
  /** What must be equal besides the text, such as path, endpoint, model and format. */
  readonly scope: string;
}

interface Entry {
  readonly scope: string;
  readonly place: Place;
  readonly text: string;
  /** Where it hangs: text before a line, and the line from its start on. */
  readonly keys: readonly (readonly [anchor: string, key: string])[];
}

/** Ends before a closer that the editor has put behind the cursor by itself. */
function withoutClosers(rest: string, closers: string): string {
  const [closer] = closers;
  if (closer === undefined) return rest;
  const quote = /["'`]/.test(closer) ? closer : undefined;
  let end = rest.length;
  scanBrackets(rest, { ...noBrackets, quote }, (found, offset) => {
    if (found === closer) end = offset;
    return found === closer;
  });
  return rest.slice(0, end);
}

const anchorOf = (scope: string, text: string, lineStart: number): string =>
  `${scope}\n${lineStart}\n${textHash(text.slice(Math.max(0, lineStart - comparedCharacters), lineStart))}`;

function keysOf({ scope, prefix }: CacheQuery, text: string): Entry["keys"] {
  const whole = prefix + text;
  const starts = [prefix.lastIndexOf("\n") + 1];
  for (let at = text.indexOf("\n"); at >= 0 && at < text.length - 1; at = text.indexOf("\n", at + 1)) {
    starts.push(prefix.length + at + 1);
  }
  return starts.map((start) => [anchorOf(scope, whole, start), whole.slice(start)] as const);
}

export class TypedThroughCache {
  readonly #maxEntries: number;
  /** Least recently used first. */
  #entries: Entry[] = [];
  readonly #trees = new Map<string, RadixTree<Entry>>();

  constructor(maxEntries = 100) {
    this.#maxEntries = maxEntries;
  }

  add(query: CacheQuery, text: string): void {
    const { scope } = query;
    const entry: Entry = { scope, place: placeOf(query), text, keys: keysOf(query, text) };
    const same = this.#entries.find((other) => other.scope === scope && samePlace(other.place, entry.place));
    if (same) this.#remove(same);
    for (const [anchor, key] of entry.keys) {
      const tree = this.#trees.get(anchor) ?? new RadixTree<Entry>();
      tree.add(key, entry);
      this.#trees.set(anchor, tree);
    }
    this.#entries.push(entry);
    if (this.#entries.length > this.#maxEntries) this.#remove(this.#entries[0]!);
  }

  /** What is left of a suggestion after what was typed since; never empty. The newest that fits. */
  find(query: CacheQuery): string | undefined {
    const { scope, prefix } = query;
    const lineStart = prefix.lastIndexOf("\n") + 1;
    const tree = this.#trees.get(anchorOf(scope, prefix, lineStart));
    if (tree === undefined) return undefined;
    const found = [...tree.startingWith(prefix.slice(lineStart))]
      .flatMap(([, entry]) => {
        const rest = restOf(entry, query);
        return rest === undefined ? [] : [{ entry, rest, age: this.#entries.lastIndexOf(entry) }];
      })
      .reduce<{ entry: Entry; rest: string; age: number } | undefined>(
        (best, next) => (best === undefined || next.age > best.age ? next : best),
        undefined,
      );
    if (found === undefined) return undefined;
    this.#entries.splice(found.age, 1);
    this.#entries.push(found.entry);
    return found.rest;
  }

  clear(): void {
    this.#entries = [];
    this.#trees.clear();
  }

  #remove(entry: Entry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
    for (const [anchor, key] of entry.keys) {
      const tree = this.#trees.get(anchor);
      tree?.remove(key, entry);
      if (tree?.isEmpty) this.#trees.delete(anchor);
    }
  }
}

function restOf({ place, text }: Entry, query: CacheQuery): string | undefined {
  const typed = typedSince(place, query);
  if (typed === undefined || typed.text.length >= text.length || !text.startsWith(typed.text))
    return undefined;
  return withoutClosers(text.slice(typed.text.length), typed.closers) || undefined;
}
