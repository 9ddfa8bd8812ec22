/**
 * The libraries that a program uses, as far as they are loaded: which names a module gives, and what these have. Nothing is
 * read here: what would have to be is noted in `takeWanted`, and unknown until `add` brings it.
 */
import { type ApiSymbol, type TypeRef, takenType } from "../apiSymbol.ts";
import { type ApiExport, submodule } from "../apiUnit.ts";

import { type Declared, type Known, type NameScope, nothing, unknownValue } from "./known.ts";
import { type LibraryFile, LibraryUnit } from "./libraryFile.ts";

/** Aliases and re-exports are followed this far. */
const MAX_DEPTH = 24;
/** Parts of a type that are looked at for one answer. */
const MOST_STEPS = 5000;

const empty: ReadonlyMap<string, Known> = new Map();

/** Names of types that are written small, and the interface of the language's library that has their members. */
const wrappers: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  boolean: "Boolean",
  bigint: "BigInt",
  symbol: "Symbol",
};
const nothings = new Set(["void", "undefined", "null", "never", "None"]);
const anything = new Set(["any", "unknown", "object", "Object", "Function", "Any"]);
/** Types of the languages themselves. */
const ownTypes = new Set(
  [
    "string number boolean bigint symbol Array ReadonlyArray Promise PromiseLike Map Set WeakMap WeakSet Date RegExp Error",
    "str bytes int float bool complex list dict set frozenset tuple",
  ].flatMap((names) => names.split(" ")),
);
/** Types that have all members of what they are given; of `Pick` and `Omit` no more than these are known. */
const transparent = new Set(["Partial", "Readonly", "Required", "NonNullable", "Awaited", "Pick", "Omit"]);

export type Target = readonly LibraryUnit[] | undefined;

export class ApiLibrary {
  readonly #files = new Map<string, readonly LibraryUnit[]>();
  /** Units that speak of a module by its name, and those of the global scope. */
  readonly #ambient = new Map<string, LibraryUnit[]>();
  readonly #globals: LibraryUnit[] = [];
  /** Those units by the names of their interfaces, which may add members to interfaces of the modules. */
  readonly #adding = new Map<string, LibraryUnit[]>();
  readonly #wanted = new Set<string>();
  /** Aliases that are being evaluated. */
  readonly #expanding = new Set<ApiSymbol>();
  #steps = 0;

  add(file: LibraryFile): void {
    if (this.#files.has(file.path)) return;
    const units = file.units.map((unit) => new LibraryUnit(file, unit));
    this.#files.set(file.path, units);
    this.#wanted.delete(file.path);
    for (const one of units) {
      if (one.unit.isGlobal) this.#globals.push(one);
      if (one.unit.module === undefined) continue;
      for (const [name, symbols] of one.within(""))
        if (symbols.some(({ kind }) => kind === "interface")) push(this.#adding, name, one);
      push(this.#ambient, one.unit.module, one);
    }
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Files that an answer since the last call would have needed. */
  takeWanted(): readonly string[] {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    return wanted;
  }

  /**
   * The module that a specifier means which leads to a file. `undefined` when that is not loaded, and then wanted.
   */
  module(path: string, specifier: string): Known | undefined {
    const units = this.#unitsOf(path);
    return units && { kind: "module", units: [...units, ...(this.#ambient.get(specifier) ?? [])] };
  }

  /** A module that is declared by name, such as one of the platform. */
  ambientModule(name: string): Known | undefined {
    const units = this.#ambient.get(name);
    return units && { kind: "module", units };
  }

  /** Names of all modules that are declared by name. */
  ambientNames(): Iterable<string> {
    return this.#ambient.keys();
  }

  /** A name of the global scope. */
  global(name: string): Declared | undefined {
    const found = this.#globals.flatMap((unit) => {
      const symbols = unit.within("").get(name);
      return symbols ? [{ unit, symbols }] : [];
    });
    const first = found[0];
    return (
      first && {
        scope: { unit: first.unit, container: "", bindings: empty },
        name,
        symbols: found.flatMap(({ symbols }) => symbols),
      }
    );
  }

  /** Units of the global scope, which may add members to each other's interfaces. */
  get globals(): readonly LibraryUnit[] {
    return this.#globals;
  }

  /** Units that speak of modules by name and have an interface of a name there. */
  addingTo(name: string): readonly LibraryUnit[] {
    return this.#adding.get(name) ?? [];
  }

  /**
   * What a module exports under a name.
   *
   * @returns `missing` when all that it exports is known, and this is not
   */
  exported(
    units: readonly LibraryUnit[],
    name: string,
    depth = 0,
    seen: Set<LibraryUnit> = new Set(),
  ): Known | Declared | "missing" | "unknown" {
    if (depth > MAX_DEPTH) return "unknown";
    for (const one of units) {
      const entry = one.exported(name);
      if (entry) return this.#exportedAs(one, entry, depth + 1);
    }
    let isOpen = false;
    for (const one of units) {
      if (seen.has(one)) continue;
      seen.add(one);
      isOpen ||= one.unit.isOpen === true;
      const whole = one.exported("=");
      const inside = whole ? this.#insideOf(one, whole.local, name, depth + 1) : "missing";
      if (inside !== "missing") return inside;
      if (name === "default") continue;
      for (const target of this.#starTargets(one)) {
        const found = target ? this.exported(target, name, depth + 1, seen) : "unknown";
        if (found === "unknown") isOpen = true;
        else if (found !== "missing") return found;
      }
    }
    return isOpen ? "unknown" : "missing";
  }

  /** All names that a module exports; `isOpen` when there may be more. */
  exportedNames(
    units: readonly LibraryUnit[],
    seen: Set<LibraryUnit> = new Set(),
  ): { names: Set<string>; isOpen: boolean } {
    const names = new Set<string>();
    let isOpen = false;
    for (const one of units) {
      if (seen.has(one)) continue;
      seen.add(one);
      isOpen ||= one.unit.isOpen === true;
      for (const { name, local } of one.unit.exports) {
        if (name === "=") {
          names.add("default");
          for (const inner of one.within(local).keys()) names.add(inner);
          isOpen ||= !isDeclared(this.#equalsOf(one, local, 1));
        } else if (name !== "*") names.add(name);
      }
      for (const target of this.#starTargets(one)) {
        const inner = target && this.exportedNames(target, seen);
        isOpen ||= inner?.isOpen ?? true;
        for (const name of inner?.names ?? []) if (name !== "default") names.add(name);
      }
    }
    return { names, isOpen };
  }

  /** What `export * from` leads to; `undefined` for what is not known. */
  #starTargets(one: LibraryUnit): Target[] {
    return one.unit.exports.flatMap(({ name, module }) =>
      name === "*" && module !== undefined ? [this.target(one, module)] : [],
    );
  }

  /** The units that a module specifier in a unit leads to; `undefined` when they are not known. */
  target(from: LibraryUnit, specifier: string): Target {
    const path = from.file.links.get(specifier);
    const units = path === undefined ? undefined : this.#unitsOf(path);
    const named = this.#ambient.get(specifier) ?? this.#ambient.get(specifier.replace(/^node:/, ""));
    if (units === undefined) return path === undefined ? named : undefined;
    return named ? [...units, ...named] : units;
  }

  /** What a dotted name means in a scope, as a declaration or as what a name stands for. */
  lookUp(scope: NameScope, dotted: string, depth = 0): Known | Declared | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const [first = "", ...rest] = dotted.split(".");
    let found = this.#firstName(scope, first, depth + 1);
    for (const name of rest) {
      if (found === undefined) return undefined;
      found = this.inside(found, name, depth + 1);
    }
    return found;
  }

  /** A name in a namespace, enum or module. */
  inside(outer: Known | Declared, name: string, depth = 0): Known | Declared | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (isDeclared(outer)) {
      const container = within(outer.scope.container, outer.name);
      for (const unit of [outer.scope.unit, ...this.#globals]) {
        const symbols = unit.within(container).get(name);
        if (symbols) return { scope: { ...outer.scope, unit, container }, name, symbols };
      }
      const meant = this.#meantBy(outer, depth + 1);
      return meant && this.inside(meant, name, depth + 1);
    }
    if (outer.kind === "module") {
      const found = this.exported(outer.units, name, depth + 1);
      return found === "missing" || found === "unknown" ? undefined : found;
    }
    return outer.kind === "declared" ? this.inside(outer.declared, name, depth + 1) : undefined;
  }

  /** What another name stands for; `undefined` for a declaration of its own. */
  #meantBy({ name, scope, symbols }: Declared, depth: number): Known | Declared | undefined {
    const alias = symbols.find(({ kind, type }) => kind === "module" && type?.kind === "valueOf")?.type;
    if (alias?.kind !== "valueOf") return undefined;
    const isOwnName = alias.name.split(".")[0] === name;
    const container = isOwnName ? outerOf(scope.container) : scope.container;
    return container === undefined ? undefined : this.lookUp({ ...scope, container }, alias.name, depth);
  }

  #firstName(scope: NameScope, name: string, depth: number): Known | Declared | undefined {
    const bound = scope.bindings.get(name);
    if (bound) return bound;
    for (
      let container: string | undefined = scope.container;
      container !== undefined;
      container = outerOf(container)
    ) {
      const symbols = scope.unit.within(container).get(name);
      if (symbols) return { scope: { ...scope, container }, name, symbols };
    }
    const imported = scope.unit.unit.imports.find(({ local }) => local === name);
    if (imported) return this.imported(scope.unit, imported.module, imported.name, depth);
    return this.global(name);
  }

  /** What an import brings. */
  imported(from: LibraryUnit, module: string, name: string, depth = 0): Known | Declared | undefined {
    const inner =
      from.unit.dialect === "python" && name !== "*" ? this.target(from, submodule(module, name)) : undefined;
    if (inner) return { kind: "module", units: inner };
    const target = this.target(from, module);
    return target && this.importedFrom(target, name, depth);
  }

  /** A module below another. `undefined`: there is none; `unknown`: it is not loaded. */
  submodule(units: readonly LibraryUnit[], name: string): Known | undefined {
    for (const { file } of units) {
      const path = file.submodules?.get(name);
      if (path !== undefined) return this.module(path, name) ?? unknownValue;
    }
    return undefined;
  }

  /** The same of the units of the module. `undefined`: missing or not known. */
  importedFrom(target: readonly LibraryUnit[], name: string, depth = 0): Known | Declared | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const unit = target.find((one) => one.exported("="));
    const equals = () => unit && this.#equalsOf(unit, unit.exported("=")!.local, depth + 1);
    if (name === "=") return equals() ?? { kind: "module", units: target };
    if (name === "*") return { kind: "module", units: target };
    const found = this.exported(target, name, depth + 1);
    if (found !== "missing" && found !== "unknown") return found;
    return name === "default" ? equals() : undefined;
  }

  #exportedAs(unit: LibraryUnit, { local, module }: ApiExport, depth: number): Known | Declared | "unknown" {
    if (module !== undefined) {
      const target = this.target(unit, module);
      if (target === undefined) return "unknown";
      return this.importedFrom(target, local, depth) ?? "unknown";
    }
    return this.lookUp({ unit, container: "", bindings: empty }, local, depth) ?? "unknown";
  }

  #equalsOf(unit: LibraryUnit, local: string, depth: number): Known | Declared {
    return this.lookUp({ unit, container: "", bindings: empty }, local, depth) ?? unknownValue;
  }

  /** A name of what a module is as a whole: `export = React` and `React.useState`. */
  #insideOf(
    unit: LibraryUnit,
    local: string,
    name: string,
    depth: number,
  ): Known | Declared | "missing" | "unknown" {
    const whole = this.lookUp({ unit, container: "", bindings: empty }, local, depth);
    if (whole === undefined) return "unknown";
    const inside = this.inside(whole, name, depth);
    if (inside) return inside;
    if (!isDeclared(whole)) return "unknown";
    // The members of a value that is exported as a whole are for `memberOf`, which knows types.
    return whole.symbols.every(({ kind }) => kind === "module" || kind === "function")
      ? "missing"
      : "unknown";
  }

  #unitsOf(path: string): readonly LibraryUnit[] | undefined {
    const units = this.#files.get(path);
    if (units === undefined) this.#wanted.add(path);
    return units?.filter(
      ({ unit }) => unit.module === undefined && !(unit.isGlobal && units[0]!.unit !== unit),
    );
  }

  /** What a type is, as far as it can be told; of a type made of itself, and of one too large, no more is told. */
  evaluate(type: TypeRef | undefined, scope: NameScope, depth = 0): Known {
    if (depth === 0) this.#steps = 0;
    if (type === undefined || depth > MAX_DEPTH || ++this.#steps > MOST_STEPS) return unknownValue;
    const inner = (one: TypeRef) => this.evaluate(one, scope, depth + 1);
    switch (type.kind) {
      case "name":
        return this.#named(type.name, (type.args ?? []).map(inner), scope, depth + 1);
      case "import": {
        const target = this.target(scope.unit, type.module);
        if (target === undefined) return unknownValue;
        if (type.name === "") return { kind: "module", units: target };
        const found = this.inside({ kind: "module", units: target }, type.name.split(".")[0]!, depth + 1);
        const rest = type.name.split(".").slice(1);
        const last = rest.reduce<Known | Declared | undefined>(
          (one, name) => one && this.inside(one, name),
          found,
        );
        return this.#asType(last, (type.args ?? []).map(inner), depth + 1);
      }
      case "union":
      case "intersection":
        return { kind: type.kind, parts: type.parts.map(inner) };
      case "array":
        return this.#named("Array", [inner(type.of)], scope, depth + 1);
      case "tuple":
        return this.#named("Array", [{ kind: "union", parts: type.of.map(inner) }], scope, depth + 1);
      case "object":
        return { kind: "object", members: type.members, isOpen: type.isOpen === true, scope };
      case "function":
        return { kind: "function", returns: type.returns, takes: type.takes, scope };
      case "literal":
        return this.#named(type.of, [], scope, depth + 1);
      case "valueOf":
        return this.valueOf(this.lookUp(scope, type.name, depth + 1), depth + 1);
      case "resultOf":
        return this.#resultOf(this.lookUp(scope, type.name, depth + 1), depth + 1);
      case "member":
      case "unknown":
        return unknownValue;
    }
  }

  /** What a call of a class or function gives where calls make instances. */
  #resultOf(found: Known | Declared | undefined, depth: number): Known {
    if (found === undefined || !isDeclared(found)) return unknownValue;
    if (found.symbols.some(({ kind }) => kind === "class"))
      return { kind: "declared", declared: found, args: [], isStatic: false };
    const made = found.symbols.find(({ parameters }) => parameters !== undefined);
    return this.evaluate(made?.type, found.scope, depth);
  }

  #named(name: string, args: readonly Known[], scope: NameScope, depth: number): Known {
    if (nothings.has(name)) return nothing;
    if (name === "this" || name === "Self") return scope.bindings.get("this") ?? unknownValue;
    if (anything.has(name)) return unknownValue;
    if (transparent.has(name) && args.length > 0) return args[0]!;
    const wrapper = wrappers[name];
    const found = wrapper === undefined ? this.lookUp(scope, name, depth) : this.global(wrapper);
    if (found === undefined && ownTypes.has(name)) return { kind: "named", name, args };
    return this.#asType(found, args, depth);
  }

  /** What a declaration means where a type stands. */
  #asType(found: Known | Declared | undefined, args: readonly Known[], depth: number): Known {
    if (found === undefined) return unknownValue;
    if (!isDeclared(found)) return found.kind === "module" ? unknownValue : found;
    const alias = found.symbols.find(({ kind }) => kind === "type");
    if (alias) {
      if (this.#expanding.has(alias)) return unknownValue;
      const bindings = bind(found.scope.bindings, alias.typeParameters, args);
      this.#expanding.add(alias);
      const meant = this.evaluate(alias.type, { ...found.scope, bindings }, depth + 1);
      this.#expanding.delete(alias);
      return meant;
    }
    if (found.symbols.some(({ kind }) => kind === "class" || kind === "interface")) {
      return { kind: "declared", declared: found, args, isStatic: false };
    }
    const meant = this.#meantBy(found, depth + 1);
    return meant ? this.#asType(meant, args, depth + 1) : unknownValue;
  }

  /** What has the type that a declaration is. */
  typeOf(found: Declared): Known {
    return this.#asType(found, [], 0);
  }

  /** What a declaration is where a value stands. */
  valueOf(found: Known | Declared | undefined, depth = 0): Known {
    if (found === undefined || depth > MAX_DEPTH) return unknownValue;
    if (!isDeclared(found)) return found;
    const meant = this.#meantBy(found, depth + 1);
    if (meant) return this.valueOf(meant, depth + 1);
    const { symbols, scope } = found;
    const functions = symbols.filter(({ kind }) => kind === "function" || kind === "method");
    const whole: Known[] = [];
    if (symbols.some(({ kind }) => kind === "class" || kind === "enum" || kind === "module"))
      whole.push({ kind: "declared", declared: found, args: [], isStatic: true });
    for (const { parameters, typeParameters, type } of functions) {
      const bindings = bind(scope.bindings, typeParameters, []);
      if (parameters === undefined) whole.push(this.evaluate(type, scope, depth + 1));
      else
        whole.push({
          kind: "function",
          returns: type,
          takes: parameters.map(takenType),
          scope: { ...scope, bindings },
        });
    }
    for (const { kind, type } of symbols) {
      if (kind === "constant" || kind === "variable" || kind === "field")
        whole.push(this.evaluate(type, scope, depth + 1));
    }
    if (whole.length === 0) return unknownValue;
    return whole.length === 1 ? whole[0]! : { kind: "intersection", parts: whole };
  }
}

function push(units: Map<string, LibraryUnit[]>, key: string, one: LibraryUnit): void {
  const same = units.get(key);
  if (same === undefined) units.set(key, [one]);
  else same.push(one);
}

export const isDeclared = (one: Known | Declared): one is Declared => !("kind" in one);

const within = (container: string, name: string) => (container === "" ? name : `${container}.${name}`);

function outerOf(container: string): string | undefined {
  if (container === "") return undefined;
  const dot = container.lastIndexOf(".");
  return dot < 0 ? "" : container.slice(0, dot);
}

/** Type parameters bound to what is given; what is not given is unknown. */
export function bind(
  outer: ReadonlyMap<string, Known>,
  names: readonly string[] | undefined,
  args: readonly Known[],
): ReadonlyMap<string, Known> {
  if (names === undefined || names.length === 0) return outer;
  return new Map([...outer, ...names.map((name, i) => [name, args[i] ?? unknownValue] as const)]);
}
