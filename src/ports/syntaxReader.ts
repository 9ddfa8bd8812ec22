/** The second tier: what a real parser says about one text. */
import type { ReferenceRole } from "../core/retrieval/symbolQuery.ts";
import type { SymbolKind } from "../core/syntax/outline/outline.ts";

export interface SyntaxDefinition {
  readonly name: string;
  readonly kind: SymbolKind;
  /** Index of the definition around it, -1 at the top. */
  readonly parent: number;
  /** Name of what it belongs to without standing in its definition: Go's receiver type, Rust's `impl` type; else empty. */
  readonly container: string;
  /** 0-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Place of the name. 0-based; UTF-16 units. */
  readonly nameLine: number;
  readonly nameColumn: number;
}

export interface SyntaxReference {
  readonly name: string;
  readonly role: ReferenceRole;
  readonly line: number;
  readonly column: number;
  /** Index of the innermost definition around it, -1 at the top. */
  readonly within: number;
  /** What stands before the last dot, as written and at most 80 characters: `self`, `http`, `this.store`; empty when nothing does. */
  readonly receiver: string;
}

export interface SyntaxImport {
  readonly module: string;
  /** 0-based. */
  readonly line: number;
  /**
   * Names it binds or exports again: what the module calls them and what they are called here; `*` for all, `default`
   * for its default, an empty name for the module itself. Empty when the module is bound by its own name, or not at all.
   */
  readonly names: readonly { readonly name: string; readonly local: string }[];
}

/** Each list ascending by place. */
export interface SyntaxFacts {
  readonly definitions: readonly SyntaxDefinition[];
  readonly references: readonly SyntaxReference[];
  readonly imports: readonly SyntaxImport[];
}

export interface SyntaxReader {
  /** Undefined for a language without grammar, and when parse (250 ms) or query (100 ms) take too long. Never rejects. */
  read(languageId: string, text: string): Promise<SyntaxFacts | undefined>;
}
