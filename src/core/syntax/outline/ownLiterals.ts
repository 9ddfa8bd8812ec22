/** Strings and comments that a table of marks cannot tell: of Ruby, shells and Lua. */
import type { LexicalFamily } from "../lexicalFamily.ts";
import { RubyLiterals } from "./rubyLiterals.ts";
import { ShellLiterals } from "./shellLiterals.ts";
import type { Tokens } from "./tokens.ts";

/** Is asked at every character that is no space and starts no identifier and no number. */
export interface OwnLiterals {
  /**
   * @param tokens those before it
   * @returns the offset after the literal or comment at `at`; `at` itself when none is there
   */
  end(at: number, tokens: Tokens): number;
  /** Whether what the last `end` found is no value: a comment, or a character that stands for itself. */
  readonly isBlank: boolean;
  /** Where the here documents announced on this line end, beginning with the next one; 0 when none was. */
  readonly bodyEnd: number;
}

export function ownLiterals(family: LexicalFamily, text: string): OwnLiterals | undefined {
  switch (family.literals) {
    case "ruby":
      return new RubyLiterals(text);
    case "shell":
      return new ShellLiterals(text);
    case "lua":
      return new LuaLiterals(text);
    default:
      return undefined;
  }
}

/** `[[...]]`, `[==[...]==]`, and comments of that form. */
class LuaLiterals implements OwnLiterals {
  readonly bodyEnd = 0;
  isBlank = false;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  end(at: number): number {
    this.isBlank = this.#text.startsWith("--[", at);
    const open = this.isBlank ? at + 2 : at;
    if (this.#text[open] !== "[") return at;
    let inner = open + 1;
    while (this.#text[inner] === "=") inner++;
    if (this.#text[inner] !== "[") return at;
    const mark = `]${"=".repeat(inner - open - 1)}]`;
    const end = this.#text.indexOf(mark, inner + 1);
    return end < 0 ? this.#text.length : end + mark.length;
  }
}
