/** A lexical family as the lexer asks for it: every field is there, and characters are looked up by code. */
import type { LexicalFamily } from "../lexicalFamily.ts";
import { stringPrefixes, stringStarts } from "./findString.ts";

const tables = new Map<LexicalFamily, LexerTable>();

/** The table of a family, made once. */
export function lexerTable(family: LexicalFamily): LexerTable {
  let table = tables.get(family);
  if (!table) tables.set(family, (table = new LexerTable(family)));
  return table;
}

/** Fields as in `LexicalFamily`, in one order for all families, so that code over them is compiled once. */
export class LexerTable {
  readonly family: LexicalFamily;
  readonly lineComments: LexicalFamily["lineComments"];
  readonly blockComments: LexicalFamily["blockComments"];
  readonly nestedBlockComments: boolean;
  readonly tripleQuotes: string;
  readonly backquote: LexicalFamily["backquote"];
  readonly regex: boolean;
  readonly jsx: boolean;
  readonly rust: boolean;
  readonly strings: LexicalFamily["strings"];
  readonly loneApostrophes: boolean;
  readonly quotedIdentifiers: boolean;
  readonly preprocessor: boolean;
  readonly digitSeparators: boolean;
  readonly php: boolean;
  readonly hasStringPrefixes: boolean;
  /** 1 for what may begin a string, a comment, or a string that `findString` knows. */
  readonly quotes: Uint8Array = new Uint8Array(128);
  readonly commentStarts: Uint8Array = new Uint8Array(128);
  readonly stringStarts: Uint8Array = new Uint8Array(128);
  /** 1 for what may be more than punctuation. */
  readonly special: Uint8Array = new Uint8Array(128);

  constructor(family: LexicalFamily) {
    this.family = family;
    this.lineComments = family.lineComments;
    this.blockComments = family.blockComments;
    this.nestedBlockComments = family.nestedBlockComments === true;
    this.tripleQuotes = family.tripleQuotes ?? "";
    this.backquote = family.backquote;
    this.regex = family.regex === true;
    this.jsx = family.jsx === true;
    this.rust = family.rust === true;
    this.strings = family.strings;
    this.loneApostrophes = family.loneApostrophes === true;
    this.quotedIdentifiers = family.quotedIdentifiers === true;
    this.preprocessor = family.preprocessor === true;
    this.digitSeparators = family.digitSeparators === true;
    this.php = family.php === true;
    this.hasStringPrefixes = family.strings !== undefined && stringPrefixes.has(family.strings);
    mark(this.quotes, family.quotes);
    for (const text of family.lineComments) mark(this.commentStarts, text[0]!);
    for (const [open] of family.blockComments) mark(this.commentStarts, open[0]!);
    if (family.strings) mark(this.stringStarts, stringStarts[family.strings]);
    if (family.literals) this.special.fill(1);
    mark(this.special, `}${this.#marks()}`);
    for (let c = 0; c < 128; c++) {
      this.special[c]! |= this.quotes[c]! | this.commentStarts[c]! | this.stringStarts[c]!;
    }
  }

  /** What `Lexer` looks for besides, each for its own reason. */
  #marks(): string {
    return [
      this.backquote || this.quotedIdentifiers ? "`" : "",
      this.regex ? "/" : "",
      this.jsx ? "<" : "",
      this.rust || this.loneApostrophes ? "'" : "",
      this.preprocessor ? "#" : "",
      this.php ? "?" : "",
      this.strings === "swift" ? "()" : "",
    ].join("");
  }
}

function mark(table: Uint8Array, characters: string): void {
  for (const character of characters) table[character.charCodeAt(0)] = 1;
}
