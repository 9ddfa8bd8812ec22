/** Macros and included files of C and C++. */
import type { OutlineBuilder } from "./outlineBuilder.ts";
import { tokenTypes } from "./tokens.ts";

export class CDirectives {
  readonly #builder: OutlineBuilder;

  constructor(builder: OutlineBuilder) {
    this.#builder = builder;
  }

  read(): void {
    const { tokens } = this.#builder;
    for (const { first, last } of tokens.directives) {
      const word = tokens.word(first).replace(/^#\s*/, "");
      if (word === "define" && last > first) this.#builder.add(first + 1, "macro", "", first, last);
      const isInclude = word === "include" || word === "include_next" || word === "import";
      if (isInclude && tokens.type(first + 1) === tokenTypes.string) {
        this.#builder.addImport(tokens.word(first + 1).slice(1, -1), first);
      }
    }
  }
}
