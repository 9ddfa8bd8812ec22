/** What is known of a value or a type. */

import type { ApiSymbol, TypeRef } from "../apiSymbol.ts";
import type { LibraryUnit } from "./libraryFile.ts";

/** Where names are looked up. */
export interface NameScope {
  readonly unit: LibraryUnit;
  /** Container within the unit. */
  readonly container: string;
  /** What type parameters stand for; one that stands for nothing known is `unknown`. */
  readonly bindings: ReadonlyMap<string, Known>;
}

/** All declarations of one name in one place. */
export interface Declared {
  readonly scope: NameScope;
  readonly name: string;
  readonly symbols: readonly ApiSymbol[];
}

export type Known =
  /** What a class or interface makes, or with `isStatic` the class, enum or namespace itself. */
  | {
      readonly kind: "declared";
      readonly declared: Declared;
      readonly args: readonly Known[];
      readonly isStatic: boolean;
    }
  /** A module: what it exports. */
  | { readonly kind: "module"; readonly units: readonly LibraryUnit[] }
  | {
      readonly kind: "object";
      readonly members: readonly ApiSymbol[];
      readonly isOpen: boolean;
      readonly scope: NameScope;
    }
  | {
      readonly kind: "function";
      readonly returns: TypeRef | undefined;
      /** As of `TypeRef`. */
      readonly takes?: readonly (TypeRef | undefined)[] | undefined;
      readonly scope: NameScope;
    }
  /** One of these, or all of them at once. */
  | { readonly kind: "union" | "intersection"; readonly parts: readonly Known[] }
  /** A type of the language itself whose declaration is not loaded: `string`, `Promise<T>`, `dict`. */
  | { readonly kind: "named"; readonly name: string; readonly args: readonly Known[] }
  /** `null`, `undefined`, `void`. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown" };

export const unknownValue: Known = { kind: "unknown" };
export const nothing: Known = { kind: "nothing" };

/** What a look-up of a member gives. */
export type MemberFound =
  | { readonly kind: "found"; readonly declared?: Declared | undefined; readonly value: Known }
  /** It has no such member; `names` are those that it has. */
  | { readonly kind: "missing"; readonly names: readonly string[] }
  | { readonly kind: "unknown" };
