/** How languages write comments and strings: all that a lexer must know to find the code between them. */

export interface LexicalFamily {
  readonly lineComments: readonly string[];
  /** Opening and closing marks. */
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  readonly nestedBlockComments?: true;
  /** Each of these characters opens a string that ends on its own line. */
  readonly quotes: string;
  /** Each of these characters, three in a row, opens a string over lines. */
  readonly tripleQuotes?: string;
  /** A backquote opens a string over lines: without escapes, or a template with `${...}` inside. */
  readonly backquote?: "raw" | "template";
  /** `/.../` is a regular expression where a value may stand. */
  readonly regex?: true;
  /** `<a>text</a>` may stand where a value may. */
  readonly jsx?: true;
  /** `'a` is a lifetime, `r#"..."#` a string. */
  readonly rust?: true;
  /** Strings that one mark does not tell: raw, with code inside, over lines. See `findString`. */
  readonly strings?: StringSyntax;
  /** `'a'` is a character, any other apostrophe means nothing. */
  readonly loneApostrophes?: true;
  /** Between backquotes stands an identifier. */
  readonly quotedIdentifiers?: true;
  /** Lines that begin with `#` are for a preprocessor. */
  readonly preprocessor?: true;
  /** `1'000` is a number. */
  readonly digitSeparators?: true;
  /** Code stands between `<?php` and `?>`, and `#[` begins an attribute. */
  readonly php?: true;
  /** Strings and comments of this language's own forms, as `ownLiterals` reads them. */
  readonly literals?: "ruby" | "shell" | "lua";
}

export type StringSyntax = "cpp" | "csharp" | "kotlin" | "swift" | "scala" | "php";

const slashes: LexicalFamily = { lineComments: ["//"], blockComments: [["/*", "*/"]], quotes: `"'` };
const ecma: LexicalFamily = { ...slashes, backquote: "template", regex: true };
const hash: LexicalFamily = { lineComments: ["#"], blockComments: [], quotes: `"'` };

export const lexicalFamilies = {
  python: { ...hash, tripleQuotes: `"'` },
  ecma,
  ecmaJsx: { ...ecma, jsx: true },
  java: { ...slashes, tripleQuotes: `"` },
  go: { ...slashes, backquote: "raw" },
  rust: { ...slashes, nestedBlockComments: true, quotes: `"`, rust: true },
  cpp: { ...slashes, strings: "cpp", preprocessor: true, digitSeparators: true },
  csharp: { ...slashes, strings: "csharp", preprocessor: true },
  kotlin: { ...slashes, nestedBlockComments: true, strings: "kotlin", quotedIdentifiers: true },
  swift: { ...slashes, nestedBlockComments: true, quotes: "", strings: "swift", quotedIdentifiers: true },
  scala: {
    ...slashes,
    nestedBlockComments: true,
    quotes: `"`,
    strings: "scala",
    loneApostrophes: true,
    quotedIdentifiers: true,
  },
  slashes,
  hash,
  php: { ...slashes, lineComments: ["//", "#"], strings: "php", php: true },
  terraform: { ...slashes, lineComments: ["//", "#"] },
  css: { lineComments: [], blockComments: [["/*", "*/"]], quotes: `"'` },
  markup: { lineComments: [], blockComments: [["<!--", "-->"]], quotes: "" },
  ruby: { ...hash, quotes: "", literals: "ruby" },
  shell: { lineComments: [], blockComments: [], quotes: "", literals: "shell" },
  lua: { lineComments: ["--"], blockComments: [], quotes: `"'`, literals: "lua" },
  sql: { lineComments: ["--"], blockComments: [["/*", "*/"]], quotes: `"'` },
  data: { lineComments: [], blockComments: [], quotes: "" },
} as const satisfies Record<string, LexicalFamily>;

export type LexicalFamilyName = keyof typeof lexicalFamilies;
