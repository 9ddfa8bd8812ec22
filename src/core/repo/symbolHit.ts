import type { SymbolKind } from "../syntax/outline/outline.ts";

/** A definition. Lines are 0-based and inclusive. */
export interface SymbolHit {
  readonly path: string;
  readonly name: string;
  readonly kind: SymbolKind;
  /** Names of the symbols around it, outermost first, joined by `.`; empty at the top. */
  readonly container: string;
  readonly startLine: number;
  readonly endLine: number;
}
