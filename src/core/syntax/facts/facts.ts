/** What a real parser says about one text. */
import type { SymbolKind } from "../outline/outline.ts";

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

/** How a name is used, as far as syntax tells. */
export const syntaxRoles = ["call", "type", "import", "inherit", "other"] as const;
export type SyntaxRole = (typeof syntaxRoles)[number];

export interface SyntaxReference {
  readonly name: string;
  readonly role: SyntaxRole;
  /** 0-based. */
  readonly line: number;
  /** 0-based, UTF-16 units. */
  readonly column: number;
  /** Index of the innermost definition around it, -1 at the top. */
  readonly within: number;
  /**
   * What stands before the last dot, as written and at most 80 characters: `self`, `http`, `this.store`; `?` for more
   * than a chain of names on one line, empty when nothing does.
   */
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

/** Each list ascending by place. Plain uses of names, such as arguments, are not among the references. */
export interface SyntaxFacts {
  readonly definitions: readonly SyntaxDefinition[];
  readonly references: readonly SyntaxReference[];
  readonly imports: readonly SyntaxImport[];
}

/** Dotted name of a definition with all that is around it; empty for -1. */
export function definitionName({ definitions }: Pick<SyntaxFacts, "definitions">, index: number): string {
  let name = "";
  for (let at = index; at >= 0; ) {
    const { name: own, container, parent } = definitions[at]!;
    name = name === "" ? own : `${own}.${name}`;
    if (container !== "") return `${container}.${name}`;
    at = parent;
  }
  return name;
}
