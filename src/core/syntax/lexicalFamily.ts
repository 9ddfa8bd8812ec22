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
}

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
  slashes,
  hash,
  php: { ...slashes, lineComments: ["//", "#"] },
  css: { lineComments: [], blockComments: [["/*", "*/"]], quotes: `"'` },
  markup: { lineComments: [], blockComments: [["<!--", "-->"]], quotes: "" },
  lua: { lineComments: ["--"], blockComments: [["--[[", "]]"]], quotes: `"'` },
  sql: { lineComments: ["--"], blockComments: [["/*", "*/"]], quotes: `"'` },
  data: { lineComments: [], blockComments: [], quotes: "" },
} as const satisfies Record<string, LexicalFamily>;

export type LexicalFamilyName = keyof typeof lexicalFamilies;
