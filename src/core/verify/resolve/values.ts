/** What an expression may stand for, as far as names tell. */

import type { Declaration, FileNames, TypeNames } from "../names.ts";
import type { LibraryThing } from "./libraryNames.ts";

export type Value =
  | { readonly kind: "unknown" }
  /** From code outside of the repository; what, as far as the installed libraries tell. */
  | { readonly kind: "library"; readonly thing?: LibraryThing | undefined }
  /** Of a built-in type; the element of a list may be known. */
  | { readonly kind: "builtin"; readonly name: string; readonly element?: readonly Value[] }
  | { readonly kind: "builtinType"; readonly name: string }
  | { readonly kind: "module"; readonly module: string; readonly files: readonly string[] }
  | { readonly kind: "type"; readonly file: FileNames; readonly type: TypeNames }
  | { readonly kind: "instance"; readonly file: FileNames; readonly type: TypeNames }
  | { readonly kind: "function"; readonly file: FileNames; readonly declaration: Declaration }
  | { readonly kind: "results"; readonly values: readonly (readonly Value[])[] };

/** A declaration with the file it stands in. */
export interface Declared {
  readonly file: FileNames;
  readonly declaration: Declaration;
}

/**
 * Where a name was looked for: `found`; `missing`, all that could have it was seen; `open`, something of the repository
 * that could not be seen, or has names that are not written down; `library`, code from outside may have it.
 */
export type Lookup =
  | { readonly state: "found"; readonly declared: readonly Declared[]; readonly values?: readonly Value[] }
  | { readonly state: "missing" | "open" | "library" };

export const unknown: readonly Value[] = [{ kind: "unknown" }];
export const library: readonly Value[] = [{ kind: "library" }];
