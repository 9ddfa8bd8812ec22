/**
 * What the files of a library declare, in one form for all languages: the stuff that its documentation, look-ups of its
 * members and checks of its use are made of.
 */
import type { ApiSymbol } from "./apiSymbol.ts";

/** A name that comes from another unit. */
export interface ApiImport {
  /** The name here. */
  readonly local: string;
  /** As written: `./parse`, `react`, `..models`. */
  readonly module: string;
  /** The name there; `*` for the module itself, `default` and `=` as in `ApiExport`. */
  readonly name: string;
}

/** A name that a unit gives to others. */
export interface ApiExport {
  /** The name outside; `*` for all names of `module`, `default`, `=` for what the module itself is. */
  readonly name: string;
  /** The name here or, with `module`, there; `*` for the module as a whole. */
  readonly local: string;
  readonly module?: string | undefined;
}

/** Whose rules hold: in Python a class and what it makes share their members, and a call of a class makes one. */
export type ApiDialect = "typescript" | "python";

/** One module as it is written: a file, or a part of one that names another module. */
export interface ApiUnit {
  readonly dialect: ApiDialect;
  /** The module that it speaks of, where that is not its own file: `declare module "fs"`. */
  readonly module?: string | undefined;
  /** It adds to the global scope. */
  readonly isGlobal?: true | undefined;
  readonly symbols: readonly ApiSymbol[];
  readonly imports: readonly ApiImport[];
  readonly exports: readonly ApiExport[];
  /** Members that are given to values from outside of what makes them. */
  readonly assigned?: readonly string[] | undefined;
  /** Further names may exist: made at run time. */
  readonly isOpen?: true | undefined;
  /** Other files that belong to it: by path, by package (`types`) or of the language's own library (`lib`). */
  readonly references?: readonly ApiReference[] | undefined;
}

export interface ApiReference {
  readonly kind: "path" | "types" | "lib";
  readonly name: string;
}

/** All module specifiers of a unit, those of submodules included that an import may mean. */
export function specifiersOf(unit: ApiUnit): readonly string[] {
  const found = new Set<string>();
  for (const { module, name } of unit.imports) {
    found.add(module);
    if (unit.dialect === "python" && name !== "*") found.add(submodule(module, name));
  }
  for (const { module } of unit.exports) if (module !== undefined) found.add(module);
  return [...found];
}

/** `a.b` of `a` and `b`, `.b` of `.` and `b`. */
export const submodule = (module: string, name: string): string =>
  module.endsWith(".") ? module + name : `${module}.${name}`;
