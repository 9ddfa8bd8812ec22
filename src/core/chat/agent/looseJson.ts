/** JSON as models write it: with commas too many, comments, quotes of the wrong kind, line breaks in texts, or without its end. */

/** Longer texts are no arguments. UTF-16 units. */
const LONGEST = 512 * 1024;
/** Deeper ones neither. */
const DEEPEST = 64;

/** @returns undefined for what is no value; never throws */
export function parseLoosely(text: string): unknown {
  if (text.length > LONGEST) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    try {
      return new LooseReader(text).whole();
    } catch (error) {
      if (error instanceof NoValue) return undefined;
      throw error;
    }
  }
}

class NoValue extends Error {}

const names: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  True: true,
  False: false,
  None: null,
};
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

class LooseReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): unknown {
    const value = this.#value();
    this.#skip();
    if (this.#at < this.#text.length) throw new NoValue();
    return value;
  }

  #value(): unknown {
    this.#skip();
    const sign = this.#text[this.#at];
    if (sign === "{") return this.#nested(() => this.#object());
    if (sign === "[") return this.#nested(() => this.#array());
    if (sign === '"' || sign === "'" || sign === "`") return this.#string(sign);
    const [word = ""] = /^[-+.\w]+/.exec(this.#text.slice(this.#at, this.#at + 64)) ?? [];
    if (word === "") throw new NoValue();
    this.#at += word.length;
    if (Object.hasOwn(names, word)) return names[word];
    const number = Number(word);
    if (Number.isNaN(number)) throw new NoValue();
    return number;
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw new NoValue();
    this.#at++;
    const value = read();
    this.#depth--;
    return value;
  }

  /** Ends with its bracket, or where the text ends. */
  #isOver(bracket: string): boolean {
    this.#skip();
    if (this.#text[this.#at] === ",") {
      this.#at++;
      this.#skip();
    }
    if (this.#at >= this.#text.length) return true;
    if (this.#text[this.#at] !== bracket) return false;
    this.#at++;
    return true;
  }

  #object(): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    while (!this.#isOver("}")) {
      const sign = this.#text[this.#at]!;
      const key = /["'`]/.test(sign) ? this.#string(sign) : this.#bareKey();
      this.#skip();
      if (this.#text[this.#at] !== ":") throw new NoValue();
      this.#at++;
      entries.push([key, this.#value()]);
    }
    return Object.fromEntries(entries);
  }

  #bareKey(): string {
    const [key] = /^[\w$-]+/.exec(this.#text.slice(this.#at, this.#at + 128)) ?? [];
    if (key === undefined) throw new NoValue();
    this.#at += key.length;
    return key;
  }

  #array(): readonly unknown[] {
    const values: unknown[] = [];
    while (!this.#isOver("]")) values.push(this.#value());
    return values;
  }

  /** Line breaks in it are taken as they are; one without an end goes to the end of the text. */
  #string(quote: string): string {
    let value = "";
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at]!;
      if (sign === quote) {
        this.#at++;
        return value;
      }
      if (sign !== "\\") {
        value += sign;
        continue;
      }
      const next = this.#text[++this.#at] ?? "";
      const [code] =
        next === "u" ? (/^[\da-fA-F]{4}/.exec(this.#text.slice(this.#at + 1, this.#at + 5)) ?? []) : [];
      if (code !== undefined) {
        value += String.fromCharCode(Number.parseInt(code, 16));
        this.#at += 4;
      } else value += escapes[next] ?? next;
    }
    return value;
  }

  #skip(): void {
    const blanks = /(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y;
    blanks.lastIndex = this.#at;
    blanks.exec(this.#text);
    this.#at = blanks.lastIndex;
  }
}
