/** Strings and comments that a table of marks cannot tell: of Ruby, shells and Lua. */
import type { LexicalFamily } from "../lexicalFamily.ts";
import type { LiteralReader } from "./literalReader.ts";
import { RubyLiterals } from "./rubyLiterals.ts";
import { ShellLiterals } from "./shellLiterals.ts";

export function ownLiterals(family: LexicalFamily, text: string): LiteralReader | undefined {
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
class LuaLiterals implements LiteralReader {
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
