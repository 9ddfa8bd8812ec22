/** A file of a library as it was read, ready for looking up names. */
import type { ApiSymbol } from "../apiSymbol.ts";
import type { ApiExport, ApiUnit } from "../apiUnit.ts";

export interface LibraryFile {
  /** Absolute, with `/`. */
  readonly path: string;
  readonly units: readonly ApiUnit[];
  /** Files that its module specifiers lead to; a specifier that leads nowhere is left out. */
  readonly links: ReadonlyMap<string, string>;
  /** Modules below this one, by name, where the language makes them its members: a package of Python. */
  readonly submodules?: ReadonlyMap<string, string> | undefined;
}

/** A unit with its symbols by place and name. */
export class LibraryUnit {
  readonly file: LibraryFile;
  readonly unit: ApiUnit;
  #byContainer: Map<string, ReadonlyMap<string, readonly ApiSymbol[]>> | undefined;
  #exports: Map<string, ApiExport> | undefined;

  constructor(file: LibraryFile, unit: ApiUnit) {
    this.file = file;
    this.unit = unit;
  }

  /** What it exports under a name. */
  exported(name: string): ApiExport | undefined {
    this.#exports ??= new Map(this.unit.exports.map((one) => [one.name, one]));
    return this.#exports.get(name);
  }

  /** Symbols directly within a container, by name; overloads and merged declarations together. */
  within(container: string): ReadonlyMap<string, readonly ApiSymbol[]> {
    this.#byContainer ??= grouped(this.unit.symbols);
    return this.#byContainer.get(container) ?? none;
  }
}

const none: ReadonlyMap<string, readonly ApiSymbol[]> = new Map();

function grouped(symbols: readonly ApiSymbol[]): Map<string, ReadonlyMap<string, readonly ApiSymbol[]>> {
  const groups = new Map<string, ApiSymbol[]>();
  for (const symbol of symbols) push(groups, symbol.container, symbol);
  return new Map([...groups].map(([container, inside]) => [container, byName(inside)]));
}

/** Symbols by their names, in the order of their first. */
export function byName(symbols: readonly ApiSymbol[]): ReadonlyMap<string, readonly ApiSymbol[]> {
  const names = new Map<string, ApiSymbol[]>();
  for (const symbol of symbols) push(names, symbol.name, symbol);
  return names;
}

function push(groups: Map<string, ApiSymbol[]>, key: string, symbol: ApiSymbol): void {
  const same = groups.get(key);
  if (same === undefined) groups.set(key, [symbol]);
  else same.push(symbol);
}
