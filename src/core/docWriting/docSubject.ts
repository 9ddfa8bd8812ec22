/** What documentation of a symbol is written from, and what of a file's documentation shows how it is written here. */

/** By how comments are written; each has styles of its own. */
export type DocLanguage = "python" | "ecma" | "java" | "go" | "rust";

export interface DocParameter {
  readonly name: string;
  /** As declared; empty when it is not. */
  readonly type: string;
  readonly default?: string;
  /** Takes all the rest: `*` and `**` of Python, `...` of others. */
  readonly rest?: "*" | "**" | "...";
}

export interface DocRaise {
  /** As it is written where it is raised. */
  readonly error: string;
  /** Of the `if` that it stands in; absent where it stands in none, or in its `else`. */
  readonly condition?: string;
}

export interface DocSubject {
  readonly name: string;
  readonly kind: "function" | "class";
  /** 0-based, inclusive; with decorators and the like. */
  readonly startLine: number;
  readonly endLine: number;
  /** Without the receiver. */
  readonly parameters: readonly DocParameter[];
  /** As declared; empty when it is not. */
  readonly returnType: string;
  /** What its own `return` or `yield` statements give, each once, in the order of the text. */
  readonly returned: readonly string[];
  readonly isGenerator: boolean;
  /** What its own statements raise, each error and condition once. */
  readonly raises: readonly DocRaise[];
  /** Functions and methods of its own object that its own statements call by name, each once; none of the language's. */
  readonly calls: readonly string[];
  /** What is there: offsets of whole lines, the end exclusive, and the text without signs of a comment. */
  readonly doc?: { readonly start: number; readonly end: number; readonly text: string };
  /** Start of the line that a new one goes before. */
  readonly offset: number;
  /** What its lines begin with. */
  readonly indent: string;
}

/** One piece of documentation, as an example of how it is done. */
export interface WrittenDoc {
  /** With the signs of a comment. */
  readonly raw: string;
  /** Without these and without indentation. */
  readonly text: string;
  /** How many parameters the symbol has. */
  readonly parameters: number;
}

export interface FileDocs {
  readonly language: DocLanguage;
  /** Undefined where none was asked for, none is there, or it shares its first line with other code. */
  readonly subject: DocSubject | undefined;
  /** Of all other symbols of the file, in the order of the text. */
  readonly docs: readonly WrittenDoc[];
  /** The same for two texts whose code is the same, whatever comments and documentation say. */
  readonly codeKey: string;
}
