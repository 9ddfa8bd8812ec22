/**
 * Reads the part of tree-sitter's query language that our queries are written in: node types, strings for tokens,
 * fields, absent fields, alternatives, `?`, `*` and `+`, captures, the predicate `#any-of?` and comments. Every such query
 * is one of tree-sitter's own and means the same there. Anchors, other predicates and wildcards without parentheses are
 * refused.
 */

export interface QueryNode {
  readonly kind: "node";
  /** `undefined`: any named node. */
  readonly type: string | undefined;
  /** Whether the type is that of a named node and not of a token. */
  readonly isNamed: boolean;
  readonly field: string | undefined;
  readonly children: readonly QueryPart[];
  /** Fields that it must not have. */
  readonly absent: readonly string[];
  /** Texts that captures in it may have. */
  readonly words: readonly WordsOf[];
  readonly captures: readonly string[];
  readonly isOptional: boolean;
}

/** `(#any-of? @capture "a" "b")`. */
export interface WordsOf {
  readonly capture: string;
  readonly words: readonly string[];
}

export interface QueryChoice {
  readonly kind: "choice";
  readonly field: string | undefined;
  readonly options: readonly QueryPart[];
  readonly captures: readonly string[];
  readonly isOptional: boolean;
}

export type QueryPart = QueryNode | QueryChoice;

const tokenPattern = /;[^\n]*|"(?:[^"\\]|\\.)*"|[()[\]?*+]|@[\w.]+|#[\w-]+\?|!\w+|\w+:|\w+|\S/g;

/** The patterns of a query, in their order. @throws when the text is no query of the kind described above */
export function parseQuery(text: string): QueryPart[] {
  const tokens = (text.match(tokenPattern) ?? []).filter((token) => !token.startsWith(";"));
  const reader = new QueryTokens(tokens);
  const patterns: QueryPart[] = [];
  while (!reader.isAtEnd) patterns.push(readPart(reader, undefined));
  return patterns;
}

class QueryTokens {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  get next(): string {
    return this.#tokens[this.#at] ?? "";
  }

  take(): string {
    return this.#tokens[this.#at++] ?? "";
  }

  /** Takes the token when it is the one given. */
  skip(token: string): boolean {
    if (this.next !== token || this.isAtEnd) return false;
    this.#at++;
    return true;
  }

  /** Takes the opening of a predicate. */
  skipPredicate(): boolean {
    if (this.next !== "(" || this.#tokens[this.#at + 1] !== "#any-of?") return false;
    this.#at += 2;
    return true;
  }

  fail(found: string): never {
    throw new Error(`Cannot read the query: "${found}" at token ${this.#at} is not understood`);
  }
}

function readPart(reader: QueryTokens, field: string | undefined): QueryPart {
  const token = reader.take();
  if (token === "[") {
    const options = readBody(reader, "]").children;
    return { kind: "choice", field, options, ...readTail(reader) };
  }
  if (token.startsWith('"')) {
    const type = JSON.parse(token) as string;
    const leaf = { children: [], absent: [], words: [] };
    return { kind: "node", type, isNamed: false, field, ...leaf, ...readTail(reader) };
  }
  if (token !== "(") reader.fail(token);
  const name = reader.take();
  if (!/^\w+$/.test(name)) reader.fail(name);
  const type = name === "_" ? undefined : name;
  return { kind: "node", type, isNamed: true, field, ...readBody(reader, ")"), ...readTail(reader) };
}

function readBody(reader: QueryTokens, close: string) {
  const body = { children: [] as QueryPart[], absent: [] as string[], words: [] as WordsOf[] };
  while (!reader.skip(close)) {
    if (reader.isAtEnd) reader.fail("");
    const { next } = reader;
    if (next.startsWith("!")) body.absent.push(reader.take().slice(1));
    else if (reader.skipPredicate()) body.words.push(readWords(reader));
    else body.children.push(readPart(reader, next.endsWith(":") ? reader.take().slice(0, -1) : undefined));
  }
  return body;
}

/** The rest of a predicate. */
function readWords(reader: QueryTokens): WordsOf {
  const capture = reader.take().slice(1);
  const words: string[] = [];
  while (reader.next.startsWith('"')) words.push(JSON.parse(reader.take()) as string);
  if (!reader.skip(")")) reader.fail(reader.next);
  return { capture, words };
}

/** Quantifier and captures behind a part. */
function readTail(reader: QueryTokens): { captures: string[]; isOptional: boolean } {
  const isOptional = reader.skip("?") || reader.skip("*");
  reader.skip("+");
  const captures: string[] = [];
  while (reader.next.startsWith("@")) captures.push(reader.take().slice(1));
  return { captures, isOptional };
}
