/** Loads the parser's WebAssembly and its grammars, each once and only when it is needed. */
import { Language, Parser } from "web-tree-sitter";

export interface GrammarFiles {
  /** `web-tree-sitter.wasm`. */
  readonly runtime: string;
  /** The file of a grammar by its name, such as `python`. */
  grammar(name: string): string;
}

export class Grammars {
  readonly #files: GrammarFiles;
  #runtime: Promise<void> | undefined;
  readonly #languages = new Map<string, Promise<Language>>();

  constructor(files: GrammarFiles) {
    this.#files = files;
  }

  /** @throws when a file is missing or of the wrong version */
  load(name: string): Promise<Language> {
    let language = this.#languages.get(name);
    if (!language) {
      language = this.#loadRuntime().then(() => Language.load(this.#files.grammar(name)));
      this.#languages.set(name, language);
    }
    return language;
  }

  #loadRuntime(): Promise<void> {
    this.#runtime ??= Parser.init({ locateFile: () => this.#files.runtime });
    return this.#runtime;
  }
}
