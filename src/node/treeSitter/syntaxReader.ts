/** Reads facts from texts with tree-sitter, one at a time: no tree outlives the reading of its text. */
import { type Language, Parser, type Tree } from "web-tree-sitter";
import type { SyntaxFacts } from "../../core/syntax/facts/facts.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import type { Log } from "../../ports/log.ts";
import type { SyntaxReader } from "../../ports/syntaxReader.ts";
import type { Trees } from "../../ports/trees.ts";
import { FactsBuilder } from "./factsBuilder.ts";
import { FlatTreeReader } from "./flatTreeReader.ts";
import { type GrammarFiles, Grammars } from "./grammars.ts";
import { parseClock } from "./parseClock.ts";
import { parsedForm } from "./parsedForm.ts";
import { pathsOf } from "./query/queryPaths.ts";
import { parseQuery } from "./query/queryText.ts";
import { TreeAutomaton } from "./query/treeAutomaton.ts";
import { type ParserMemory, RawGrammar } from "./rawGrammar.ts";
import { RawWalk } from "./rawTree.ts";

/** Longer texts are not parsed. UTF-16 units. */
export const LONGEST_PARSED_TEXT = 1 << 20;
/** Nobody waits longer than this for one text's tree, by `parseClock`, */
const PARSE_BUDGET_MS = 250;
/** and for what is in it. */
const QUERY_BUDGET_MS = 100;

/** A grammar with its query, ready to read. */
interface Reading {
  readonly name: string;
  readonly parser: Parser;
  readonly memory: ParserMemory;
  readonly grammar: RawGrammar;
  readonly automaton: TreeAutomaton;
  readonly language: Language;
  /** Made when a tree is first asked for. */
  flat: FlatTreeReader | undefined;
}

export class TreeSitterReader implements SyntaxReader, Pick<Trees, "tree"> {
  readonly #grammars: Grammars;
  readonly #log: Log;
  readonly #readings = new Map<string, Promise<Reading | undefined>>();

  constructor(files: GrammarFiles, log: Log) {
    this.#grammars = new Grammars(files);
    this.#log = log;
  }

  read: SyntaxReader["read"] = async (languageId, text) => {
    const prepared = await this.#readingOf(languageId, text);
    return prepared && read(prepared, text);
  };

  tree: Trees["tree"] = async (languageId, text, budgetMs) => {
    const prepared = await this.#readingOf(languageId, text);
    const tree = prepared && parse(prepared, text, budgetMs);
    if (!tree) return undefined;
    prepared.flat ??= new FlatTreeReader(prepared.language, prepared.memory, prepared.grammar);
    const flat = prepared.flat.read(tree, text);
    tree.delete();
    return flat;
  };

  async #readingOf(languageId: string, text: string): Promise<Reading | undefined> {
    const name = findLanguage(languageId)?.grammar;
    if (name === undefined || text.length > LONGEST_PARSED_TEXT) return undefined;
    let reading = this.#readings.get(name);
    if (!reading) {
      reading = this.#prepare(name);
      this.#readings.set(name, reading);
    }
    return reading;
  }

  async #prepare(name: string): Promise<Reading | undefined> {
    try {
      const [language, memory, query] = await Promise.all([
        this.#grammars.load(name),
        this.#grammars.memory(),
        this.#grammars.query(name),
      ]);
      const grammar = new RawGrammar(language, memory);
      const automaton = new TreeAutomaton(pathsOf(parseQuery(query)), grammar);
      const parser = new Parser();
      parser.setLanguage(language);
      return { name, parser, memory, grammar, automaton, language, flat: undefined };
    } catch (error) {
      this.#log.error(`Cannot load the grammar "${name}": its files are searched without syntax`, error);
      return undefined;
    }
  }
}

function read(reading: Reading, text: string): SyntaxFacts | undefined {
  const tree = parse(reading, text);
  if (!tree) return undefined;
  try {
    const builder = new FactsBuilder(reading.automaton, text, parseClock() + QUERY_BUDGET_MS);
    new RawWalk(reading.memory, reading.grammar, builder).walk(tree);
    return builder.isLate ? undefined : builder.facts();
  } finally {
    tree.delete();
  }
}

function parse({ name, parser }: Reading, text: string, budgetMs = PARSE_BUDGET_MS): Tree | null {
  const deadline = parseClock() + budgetMs;
  const tree = parser.parse(parsedForm(name, text), null, {
    progressCallback: () => parseClock() > deadline,
  });
  if (!tree) parser.reset();
  return tree;
}
