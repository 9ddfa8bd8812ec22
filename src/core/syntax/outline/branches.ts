/** Brackets over the branches of `#if`, of which each is written as if the others were not there. */

/** A preprocessor line: its tokens, and what it does to the branches. */
export interface Directive {
  readonly first: number;
  readonly last: number;
  readonly branch: "opens" | "goesOn" | "closes" | undefined;
}

/** Branches deeper than this in brackets or in one another are read as one text. */
const DEEPEST = 32;

/** At each `#else` the open brackets are again those of the `#if`; after `#endif` those of the last branch count. */
export class Branches {
  readonly #types: Uint8Array;
  readonly #open: number[];
  readonly #openOf: Uint32Array;
  readonly #match: Int32Array;
  readonly #starts: (readonly number[] | undefined)[] = [];

  /** All of them are those of the search for brackets and are changed. */
  constructor(types: Uint8Array, open: number[], openOf: Uint32Array, match: Int32Array) {
    this.#types = types;
    this.#open = open;
    this.#openOf = openOf;
    this.#match = match;
  }

  follow(branch: Directive["branch"], at: number): void {
    if (branch === "opens") {
      const isDeep = this.#open.length > DEEPEST || this.#starts.length > DEEPEST;
      this.#starts.push(isDeep ? undefined : this.#open.slice());
    } else if (branch === "goesOn") this.#restore(this.#starts.at(-1), at);
    else if (branch === "closes") this.#starts.pop();
  }

  #restore(start: readonly number[] | undefined, at: number): void {
    if (!start) return;
    const known = new Set(start);
    for (const bracket of this.#open) {
      this.#openOf[this.#types[bracket]!]!--;
      if (!known.has(bracket)) this.#match[bracket] = at - 1;
    }
    this.#open.length = 0;
    for (const bracket of start) {
      this.#open.push(bracket);
      this.#openOf[this.#types[bracket]!]!++;
    }
  }
}
