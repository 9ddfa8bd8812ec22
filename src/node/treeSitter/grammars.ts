/** Loads the parser's WebAssembly and its grammars, each once and only when it is needed. */
import { readFile } from "node:fs/promises";
import { Language, Parser } from "web-tree-sitter";
import type { ParserMemory } from "./rawGrammar.ts";

export interface GrammarFiles {
  /** `web-tree-sitter.wasm`. */
  readonly runtime: string;
  /** The file of a grammar by its name, such as `python`. */
  grammar(name: string): string;
  /** The file of a query by its name, mostly that of its grammar. */
  query(name: string): string;
}

/** The library is one for the whole thread, and lets only the first who loads it see its memory. */
let parserMemory: Promise<ParserMemory> | undefined;
/** Grammars by file: a second copy of one would stay in that memory for ever. */
const loadedLanguages = new Map<string, Promise<Language>>();

export class Grammars {
  readonly #files: GrammarFiles;

  constructor(files: GrammarFiles) {
    this.#files = files;
  }

  /** @throws when a file is missing or of the wrong version */
  load(name: string): Promise<Language> {
    const file = this.#files.grammar(name);
    let language = loadedLanguages.get(file);
    if (!language) {
      language = this.memory().then(() => Language.load(file));
      loadedLanguages.set(file, language);
    }
    return language;
  }

  memory(): Promise<ParserMemory> {
    parserMemory ??= loadRuntime(this.#files.runtime);
    return parserMemory;
  }

  /**
   * A query with those it builds on, which its first line names: `; inherits: ecma jsx`.
   *
   * @throws when a file is missing
   */
  async query(name: string): Promise<string> {
    const text = await readFile(this.#files.query(name), "utf8");
    const inherited = /^; inherits: (.+)/.exec(text)?.[1]?.split(" ") ?? [];
    return [...(await Promise.all(inherited.map((other) => this.query(other)))), text].join("\n");
  }
}

async function loadRuntime(file: string): Promise<ParserMemory> {
  // Filled by the library with its own insides.
  const module: Partial<ParserMemory> & { locateFile(): string } = { locateFile: () => file };
  await Parser.init(module);
  return module as ParserMemory;
}
