/**
 * Suggestions by the text around the cursor. While a person types what a suggestion says, its rest is the answer, so
 * that nobody is asked again for each character.
 */

export interface CacheQuery {
  /** What must be equal besides the text, such as path, endpoint, model and format. */
  readonly scope: string;
  readonly prefix: string;
  readonly suffix: string;
}

interface Entry {
  readonly scope: string;
  readonly prefixLength: number;
  readonly prefixEnd: string;
  readonly suffixLength: number;
  readonly suffixStart: string;
  readonly text: string;
}

/** Texts are compared by length and this many units at the cursor: comparing whole files costs, and finds no more. */
const comparedCharacters = 2_000;

export class TypedThroughCache {
  readonly #maxEntries: number;
  /** Least recently used first. */
  #entries: Entry[] = [];

  constructor(maxEntries = 100) {
    this.#maxEntries = maxEntries;
  }

  add({ scope, prefix, suffix }: CacheQuery, text: string): void {
    const entry: Entry = {
      scope,
      prefixLength: prefix.length,
      prefixEnd: prefix.slice(-comparedCharacters),
      suffixLength: suffix.length,
      suffixStart: suffix.slice(0, comparedCharacters),
      text,
    };
    this.#entries = [...this.#entries.filter((other) => !sameKey(other, entry)), entry].slice(
      -this.#maxEntries,
    );
  }

  /** What is left of a suggestion after what was typed since; never empty. The newest that fits. */
  find(query: CacheQuery): string | undefined {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index]!;
      const rest = restOf(entry, query);
      if (rest === undefined) continue;
      this.#entries.splice(index, 1);
      this.#entries.push(entry);
      return rest;
    }
    return undefined;
  }

  clear(): void {
    this.#entries = [];
  }
}

function sameKey(a: Entry, b: Entry): boolean {
  return (
    a.scope === b.scope &&
    a.prefixLength === b.prefixLength &&
    a.suffixLength === b.suffixLength &&
    a.prefixEnd === b.prefixEnd &&
    a.suffixStart === b.suffixStart
  );
}

function restOf(entry: Entry, { scope, prefix, suffix }: CacheQuery): string | undefined {
  const typedLength = prefix.length - entry.prefixLength;
  if (typedLength < 0 || typedLength >= entry.text.length) return undefined;
  if (entry.scope !== scope || entry.suffixLength !== suffix.length) return undefined;
  if (!entry.text.startsWith(prefix.slice(entry.prefixLength))) return undefined;
  if (!suffix.startsWith(entry.suffixStart)) return undefined;
  const end = prefix.slice(entry.prefixLength - entry.prefixEnd.length, entry.prefixLength);
  return end === entry.prefixEnd ? entry.text.slice(typedLength) : undefined;
}
