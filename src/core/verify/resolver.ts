/**
 * Finds what names and expressions of a file stand for: through scopes, imports, classes and their bases, over as many
 * files as the world has at hand. Types are taken from what is written: annotations, constructors, literals. A variable
 * with several values has all of them.
 */

import type { Known, MemberFound } from "../apiDocs/library/known.ts";
import type { SymbolHit } from "../repo/symbolHit.ts";
import { importedModule } from "../retrieval/graph/fileScope.ts";
import { directoryOf } from "../retrieval/graph/moduleFiles.ts";
import { pythonSpecialNames } from "./data/pythonTypes.ts";
import type { LanguageRules } from "./languages.ts";
import { LibraryNames, type LibraryThing } from "./libraryNames.ts";
import {
  type Declaration,
  type Expr,
  type FileNames,
  type Import,
  steps,
  type TypeNames,
  type Use,
  wholeExport,
} from "./names.ts";
import { type Declared, type Lookup, library, unknown, type Value } from "./values.ts";
import type { World } from "./world.ts";

/** Steps from one expression to the next before a value counts as unknown. */
const DEEPEST = 14;
/** Look-ups for one suggestion; beyond, everything is unknown. */
const MOST_LOOKUPS = 20_000;

const missing: Lookup = { state: "missing" };
const open: Lookup = { state: "open" };
const fromLibrary: Lookup = { state: "library" };

/** Of several places that may have a name: where it is, else the one that says least. */
function best(lookups: readonly Lookup[]): Lookup {
  const found = lookups.filter((lookup) => lookup.state === "found");
  if (found.length > 0) {
    const values = found.flatMap((lookup) => lookup.values ?? []);
    const declared = found.flatMap((lookup) => lookup.declared);
    return { state: "found", declared, ...(values.length > 0 ? { values } : {}) };
  }
  return (
    lookups.find(({ state }) => state === "library") ??
    lookups.find(({ state }) => state === "open") ??
    missing
  );
}

export class Resolver {
  readonly #world: World;
  readonly #rules: LanguageRules;
  readonly #libraries: LibraryNames | undefined;
  #lookups = 0;
  /** Look-ups under way, so that names which are defined by each other end. */
  readonly #underWay = new Set<string>();

  constructor(world: World, rules: LanguageRules) {
    this.#world = world;
    this.#rules = rules;
    this.#libraries = world.installed && new LibraryNames(world.installed);
  }

  /** For one more answer that may take as many look-ups. */
  renew(): void {
    this.#lookups = 0;
  }

  /** All that an expression may stand for; unknown when nothing is known. */
  evaluate(expr: Expr, file: FileNames, scope: number, depth = 0): readonly Value[] {
    const [first, ...rest] = expr;
    if (first === undefined || depth > DEEPEST || ++this.#lookups > MOST_LOOKUPS) return unknown;
    let values = this.#first(first, file, scope, depth);
    let written = first;
    for (const step of rest) {
      if (this.#isNarrowed(file, scope, written)) return unknown;
      values = this.#step(values, step, depth);
      written += /^[\w$]+$/.test(step) ? `.${step}` : step;
    }
    return this.#isNarrowed(file, scope, written) ? unknown : values;
  }

  #isNarrowed(file: FileNames, scope: number, written: string): boolean {
    for (let at = scope; at >= 0; at = file.scopes[at]!.parent)
      if (file.scopes[at]!.narrowed.has(written)) return true;
    return false;
  }

  #first(first: string, file: FileNames, scope: number, depth: number): readonly Value[] {
    if (first.startsWith("'")) return first === "'None" ? [] : [{ kind: "builtin", name: first.slice(1) }];
    const type = file.scopes[scope]?.type;
    if (first === steps.self) return type ? [{ kind: "instance", file, type }] : unknown;
    if (first === steps.selfClass) return type ? [{ kind: "type", file, type }] : unknown;
    if (first === steps.parent) return type ? this.#parents(file, type, depth) : unknown;
    const lookup = this.lookUp(first, file, scope, depth);
    if (lookup.state === "found") return this.#valuesOf(lookup, depth);
    if (lookup.state === "library") return library;
    if (lookup.state === "open") return unknown;
    if (!this.#rules.globals.has(first)) return unknown;
    const name = this.#rules.types.has(`${first}Constructor`) ? `${first}Constructor` : first;
    return this.#rules.types.has(name) ? [{ kind: "builtinType", name }] : unknown;
  }

  #parents(file: FileNames, type: TypeNames, depth: number): readonly Value[] {
    const found = type.bases.flatMap((base) => this.evaluate(base, file, type.scope, depth + 1));
    const parents = found.flatMap((value): readonly Value[] => {
      if (value.kind === "type") return [{ ...value, kind: "instance" }];
      return value.kind === "library" ? this.#libraryStep(value.thing, steps.instance) : [value];
    });
    const isWhole = parents.length > 0 && !type.isOpen;
    return isWhole ? parents : [...parents, ...unknown];
  }

  #valuesOf(lookup: Lookup & { state: "found" }, depth: number): readonly Value[] {
    if (lookup.values) return lookup.values;
    return lookup.declared.flatMap((one) => this.valueOf(one, depth + 1));
  }

  /** What a declaration gives its name. */
  valueOf({ file, declaration }: Declared, depth = 0): readonly Value[] {
    if (depth > DEEPEST) return unknown;
    const { import: imported, type, signature, value, scope, isProperty } = declaration;
    if (imported) return this.#imported(file, imported, depth);
    if (type)
      return type.kind === "object" ? [{ kind: "instance", file, type }] : [{ kind: "type", file, type }];
    if (signature && !isProperty) return [{ kind: "function", file, declaration }];
    const expr = isProperty ? (signature?.returns[0] ?? []) : value;
    const key = `${file.path} ${declaration.start} ${declaration.name}`;
    if (expr.length === 0 || this.#underWay.has(key)) return unknown;
    this.#underWay.add(key);
    const values = this.evaluate(expr, file, isProperty ? signature!.scope : scope, depth + 1);
    this.#underWay.delete(key);
    return values;
  }

  #step(values: readonly Value[], step: string, depth: number): readonly Value[] {
    const found = values.flatMap((value) => this.#stepOf(value, step, depth));
    return found.length === 0 ? unknown : found;
  }

  #stepOf(value: Value, step: string, depth: number): readonly Value[] {
    if (value.kind === "library") return this.#libraryStep(value.thing, step);
    if (value.kind === "unknown" && !step.startsWith("%of")) return unknown;
    switch (step) {
      case steps.call:
      case steps.make:
        return this.#called(value, depth);
      case steps.await:
        // A call of what is `async` counts as what it gives in the end.
        return value.kind === "instance" || this.#rules.language === "python" ? [value] : unknown;
      case steps.enter:
        return unknown;
      case steps.instance:
        return instanceOf(value);
      case steps.index:
      case steps.each:
        return value.kind === "builtin" && value.element ? value.element : unknown;
    }
    if (step.startsWith("%of ")) return [{ kind: "builtin", name: step.slice(4), element: [value] }];
    if (step.startsWith("%given ")) return unknown;
    if (step.startsWith("#")) {
      const place = Number(step.slice(1));
      return value.kind === "results" ? (value.values[place] ?? unknown) : unknown;
    }
    const lookup = this.member(value, step, depth + 1);
    if (lookup.state === "found") return this.#valuesOf(lookup, depth);
    return lookup.state === "library" ? library : unknown;
  }

  #libraryStep(thing: LibraryThing | undefined, step: string): readonly Value[] {
    // What such a step gives need not be of the library: where it is not told, nothing is known of it.
    const none =
      /^%(?:given|await|enter)|^\*$/.test(step) && !isPythonLoop(this.#rules, step) ? unknown : library;
    if (thing === undefined || this.#libraries === undefined) return none;
    if (step.startsWith("%of ")) return [{ kind: "builtin", name: step.slice(4), element: ofLibrary(thing) }];
    if (!/^[\p{L}_$]/u.test(step) || step === steps.make) {
      const given = this.#libraries.step(thing, step);
      return given === undefined ? none : this.#fromLibrary(given);
    }
    const found = this.#libraries.member(thing, step);
    return found.kind === "found" ? this.#fromLibrary(found) : library;
  }

  /** A value of a library, or one of the language's own. */
  #fromLibrary(thing: LibraryThing | undefined): readonly Value[] {
    const own = thing && this.#builtinOf(thing.value);
    return own ? [own] : ofLibrary(thing);
  }

  #builtinOf(value: Known): Value | undefined {
    if (value.kind !== "named") return undefined;
    const name = this.#rules.language === "ecma" ? (ecmaNames[value.name] ?? value.name) : value.name;
    if (name === "Promise" || !this.#rules.types.has(name)) return undefined;
    const [element, ...others] = value.args;
    const isList = element !== undefined && others.length === 0 && element.kind !== "unknown";
    return { kind: "builtin", name, ...(isList ? { element: this.#fromLibrary({ value: element }) } : {}) };
  }

  /** A name that is looked for in what a module of a library has. */
  inLibraryModule(module: string, name: string, from: string): LibraryMember | undefined {
    const receiver = this.#libraries?.module(module, from);
    return receiver && { receiver, found: this.#libraries!.inModule(module, name, from) };
  }

  /** Whether a module of a library is there. */
  hasModule(module: string, from: string): boolean {
    return this.#libraries?.module(module, from) !== undefined;
  }

  /** Whether an installed package surely lacks a module. */
  lacksModule(module: string, from: string): boolean {
    return this.#libraries?.lacksModule(module, from) === true;
  }

  /**
   * A member that is looked for in a value of a library, or in what a class of the repository has from one; undefined when
   * no library has a say.
   */
  inLibraryValue(value: Value, name: string): LibraryMember | undefined {
    if (this.#libraries === undefined) return undefined;
    if (value.kind === "library")
      return value.thing && { receiver: value.thing, found: this.#libraries.member(value.thing, name) };
    if (value.kind !== "instance" && value.kind !== "type") return undefined;
    const lookup = this.member(value, name);
    if (lookup.state === "library" || lookup.state === "open") return undefined;
    if (lookup.state === "found" && lookup.declared.length > 0) return undefined;
    const bases = this.#libraryBases(value.file, value.type, 0);
    const members = bases.map((receiver) => ({
      receiver,
      found: this.#libraries!.inherited(receiver, name),
    }));
    return (
      members.find(({ found }) => found.kind === "found") ??
      (lookup.state === "missing" ? members[0] : undefined)
    );
  }

  /** Classes of libraries that a class is made of, over classes of the repository. */
  #libraryBases(file: FileNames, type: TypeNames, depth: number): readonly LibraryThing[] {
    if (depth > DEEPEST) return [];
    const values = type.bases.flatMap((base) => this.evaluate(base, file, type.scope, depth + 1));
    return values.flatMap((value) => {
      if (value.kind === "library") return value.thing ?? [];
      return value.kind === "type" ? this.#libraryBases(value.file, value.type, depth + 1) : [];
    });
  }

  /** Whether what a library's declarations lack may be there all the same: it is tried, tested, or given from outside. */
  mayBeAdded(members: readonly LibraryMember[], use: Use, file: FileNames): boolean {
    const { name, isTried } = use;
    if (isTried || file.assigned.has(name)) return true;
    if (this.#rules.language === "python" && pythonSpecialNames.has(name)) return true;
    const ending = `.${name}`;
    if ([...file.tested].some((text) => text.endsWith(ending))) return true;
    if (this.#rules.language !== "ecma") return false;
    // Declarations of the repository that add to those of the library.
    const owners = new Set(members.flatMap(({ receiver }) => ownerNames(receiver.value)));
    return this.#world
      .definitions(name)
      .some(
        ({ container, path }) =>
          path.endsWith(".d.ts") || owners.has(container.slice(container.lastIndexOf(".") + 1)),
      );
  }

  #libraryMember(thing: LibraryThing | undefined, name: string, isInherited: boolean): Lookup {
    if (thing === undefined || this.#libraries === undefined) return fromLibrary;
    const found = isInherited ? this.#libraries.inherited(thing, name) : this.#libraries.member(thing, name);
    if (found.kind === "found") return { state: "found", declared: [], values: this.#fromLibrary(found) };
    return found.kind === "missing" ? missing : fromLibrary;
  }

  #called(value: Value, depth: number): readonly Value[] {
    if (value.kind === "type" || value.kind === "builtinType") return instanceOf(value);
    if (value.kind !== "function") return unknown;
    const { returns, scope } = value.declaration.signature!;
    const results = returns.map((expr) => this.evaluate(expr, value.file, scope, depth + 1));
    if (results.length === 0) return unknown;
    return results.length === 1 ? results[0]! : [{ kind: "results", values: results }];
  }

  /** A member of a value by its name. */
  member(value: Value, name: string, depth = 0): Lookup {
    if (depth > DEEPEST || ++this.#lookups > MOST_LOOKUPS) return open;
    switch (value.kind) {
      case "library":
        return this.#libraryMember(value.thing, name, false);
      case "builtin":
      case "builtinType":
        return this.#builtinMember(value.name, name);
      case "module":
        return this.#moduleMember(value.module, value.files, name, depth);
      case "type":
      case "instance":
        return this.#typeMember(value.file, value.type, name, depth);
      default:
        return open;
    }
  }

  #builtinMember(type: string, name: string): Lookup {
    const members = this.#rules.types.get(type);
    if (!members) return open;
    const isKnown = members.has(name) || this.#rules.types.get(this.#rules.rootType)?.has(name);
    return isKnown ? { state: "found", declared: [], values: unknown } : missing;
  }

  #typeMember(file: FileNames, type: TypeNames, name: string, depth: number): Lookup {
    const own = type.members.get(name);
    if (own) return foundIn(file, own);
    const outside = this.#outsideMember(file, type, name);
    if (outside) return outside;
    if (this.#rules.types.get(this.#rules.rootType)?.has(name))
      return { state: "found", declared: [], values: unknown };
    if (type.kind === "enum" && this.#rules.types.get("Enum")?.has(name))
      return { state: "found", declared: [], values: unknown };
    const key = `${file.path} ${type.name} ${type.scope}.${name}`;
    if (this.#underWay.has(key) || depth > DEEPEST) return missing;
    this.#underWay.add(key);
    const lookups: Lookup[] = type.bases.map((base) => this.#baseMember(base, file, type, name, depth));
    this.#underWay.delete(key);
    if (type.isOpen) lookups.push(open);
    return best(lookups);
  }

  #baseMember(base: Expr, file: FileNames, type: TypeNames, name: string, depth: number): Lookup {
    const values = this.evaluate(base, file, type.scope, depth + 1);
    return best(
      values.map((value) => {
        if (value.kind === "library") return this.#libraryMember(value.thing, name, true);
        return value.kind === "unknown" ? open : this.member(value, name, depth + 1);
      }),
    );
  }

  /** Methods that stand outside of their type. */
  #outsideMember(file: FileNames, type: TypeNames, name: string): Lookup | undefined {
    const here = file.outside.get(type.name)?.get(name);
    if (here) return foundIn(file, here);
    if (this.#rules.language !== "go") return undefined;
    const directory = directoryOf(file.path);
    const hits = this.#world
      .definitions(name)
      .filter((hit) => hit.container === type.name && directoryOf(hit.path) === directory);
    return hits.length === 0
      ? undefined
      : this.#atHits(hits, (other) => other.outside.get(type.name)?.get(name));
  }

  /** Definitions of the first tier with what their files say of them. */
  #atHits(hits: readonly SymbolHit[], pick: (file: FileNames) => readonly Declaration[] | undefined): Lookup {
    const declared = [...new Set(hits.map(({ path }) => path))].flatMap((path) => {
      const file = this.#world.file(path);
      return file ? (pick(file) ?? []).map((declaration) => ({ file, declaration })) : [];
    });
    return declared.length > 0
      ? { state: "found", declared }
      : { state: "found", declared: [], values: unknown };
  }

  #moduleMember(module: string, files: readonly string[], name: string, depth: number): Lookup {
    const { language } = this.#rules;
    if (language === "go") return this.#inPackage(files, name);
    const found = best(files.map((path) => this.exported(path, name, new Set(), depth)));
    if (found.state === "found" || language !== "python") return found;
    const from = files[0] ?? "";
    const inner = this.#submodule(module, name, from);
    return inner.length > 0
      ? {
          state: "found",
          declared: [],
          values: [{ kind: "module", module: `${module}.${name}`, files: inner }],
        }
      : found;
  }

  /** A module in a package, which is beside or below the package's own file. */
  #submodule(module: string, name: string, from: string): readonly string[] {
    const direct = this.#world.resolve(importedModule(module, name), from, "python");
    const isPackage = /\/__init__\.pyi?$/.test(from);
    return direct.length > 0 || !isPackage ? direct : this.#world.resolve(`.${name}`, from, "python");
  }

  /** A name on the top level of a Go package. */
  #inPackage(files: readonly string[], name: string): Lookup {
    const wanted = new Set(files);
    const hits = this.#world.definitions(name).filter((hit) => hit.container === "" && wanted.has(hit.path));
    if (hits.length === 0) return files.length === 0 ? fromLibrary : missing;
    return this.#atHits(hits, (file) => file.scopes[0]!.names.get(name));
  }

  /** A name that a file offers to others. */
  exported(path: string, name: string, seen: Set<string>, depth = 0): Lookup {
    if (seen.has(path)) return missing;
    seen.add(path);
    const file = this.#world.file(path);
    if (!file || depth > DEEPEST) return open;
    const { exports } = file;
    const own = (exports ? exports.names : file.scopes[0]!.names).get(name);
    if (own) return foundIn(file, own);
    const lookups = file.handsOn.map((module): Lookup => {
      if (name === "default") return missing;
      const files = this.#world.resolve(module, path, file.languageId);
      return files.length === 0
        ? fromLibrary
        : best(files.map((other) => this.exported(other, name, seen, depth + 1)));
    });
    if (this.#isOpenFile(file)) lookups.push(open);
    const whole = exports?.names.get(wholeExport);
    if (whole && name !== wholeExport)
      lookups.push(
        ...whole
          .flatMap((one) => this.valueOf({ file, declaration: one }, depth + 1))
          .map((value) => this.member(value, name, depth + 1)),
      );
    return best(lookups);
  }

  #isOpenFile(file: FileNames): boolean {
    if (this.#rules.language === "ecma") return file.exports ? file.exports.isOpen : true;
    return file.scopes[0]!.isOpen || file.scopes[0]!.names.has("__getattr__");
  }

  #imported(file: FileNames, imported: Import, depth: number): readonly Value[] {
    const { module, name } = imported;
    if (this.#rules.language === "java") return this.#javaImport(file, imported, depth);
    const files = this.#world.resolve(module, file.path, file.languageId);
    if (files.length === 0) {
      // A package that takes its own modules from itself.
      const inner =
        this.#rules.language === "python" && name !== "" ? this.#submodule(module, name, file.path) : [];
      return inner.length > 0
        ? [{ kind: "module", module: importedModule(module, name), files: inner }]
        : this.#fromLibrary(this.#libraries?.imported(imported, file.path));
    }
    const whole: Value = { kind: "module", module, files };
    if (name === "" || this.#rules.language === "go") return [whole];
    const lookup = best(files.map((path) => this.exported(path, name, new Set(), depth + 1)));
    if (lookup.state === "found") return this.#valuesOf(lookup, depth);
    if (name === wholeExport) return [whole];
    if (name === "default") return this.#interop(files, whole, depth);
    if (this.#rules.language === "python") {
      const inner = this.#submodule(module, name, files[0]!);
      if (inner.length > 0) return [{ kind: "module", module: importedModule(module, name), files: inner }];
    }
    return lookup.state === "library" ? library : unknown;
  }

  /** The default of a module that exports one value, or names, in the older way. */
  #interop(files: readonly string[], whole: Value, depth: number): readonly Value[] {
    const lookup = best(files.map((path) => this.exported(path, wholeExport, new Set(), depth + 1)));
    if (lookup.state === "found") return this.#valuesOf(lookup, depth);
    return files.some((path) => /\.[cm]?js$/.test(path)) ? [whole] : unknown;
  }

  /** Files of the repository have the name of their class. */
  #javaImport(file: FileNames, { module, name }: Import, depth: number): readonly Value[] {
    const parts = module.split(".");
    const paths = this.#world.resolve(module, file.path, "java");
    for (let at = parts.length - 1; at >= 0; at--) {
      const path = paths.find((one) => one.endsWith(`/${parts[at]}.java`));
      if (path === undefined) continue;
      const other = this.#world.file(path);
      const types = other?.scopes[0]?.names.get(parts[at]!);
      if (!other || !types) return unknown;
      let values: readonly Value[] = types.flatMap((declaration) =>
        this.valueOf({ file: other, declaration }, depth + 1),
      );
      for (const part of [...parts.slice(at + 1), ...(name === "" ? [] : [name])])
        values = this.#step(values, part, depth + 1);
      return values;
    }
    return paths.length === 0 ? library : unknown;
  }

  /** A name as it is seen from a scope of a file. */
  lookUp(name: string, file: FileNames, scope: number, depth = 0): Lookup {
    const opens: Lookup[] = [];
    for (let at = scope; at >= 0; at = file.scopes[at]!.parent) {
      const { kind, names, isOpen, type } = file.scopes[at]!;
      if (
        kind === "class" &&
        at !== scope &&
        this.#rules.hidesClassScope &&
        !isTypeParameter(names.get(name))
      )
        continue;
      const own = names.get(name);
      if (own) return foundIn(file, own);
      if (kind === "class" && type && this.#rules.hasImplicitSelf) {
        const lookup = this.#typeMember(file, type, name, depth + 1);
        if (lookup.state === "found") return lookup;
        opens.push(lookup);
      }
      if (isOpen) opens.push(open);
    }
    const around = [...this.#starImports(name, file, depth), this.#beside(name, file)];
    const found = best(around);
    return found.state === "found" ? found : best([...opens, ...around]);
  }

  #starImports(name: string, file: FileNames, depth: number): Lookup[] {
    return (file.scopes[0]!.names.get("*") ?? []).map(({ import: imported }): Lookup => {
      const { module, name: how } = imported!;
      if (this.#rules.language === "java") return this.#javaStar(name, file, module, how, depth);
      const files = this.#world.resolve(module, file.path, file.languageId);
      if (files.length === 0) return fromLibrary;
      if (this.#rules.language === "go") return this.#inPackage(files, name);
      return best(files.map((path) => this.exported(path, name, new Set([file.path]), depth + 1)));
    });
  }

  #javaStar(name: string, file: FileNames, module: string, how: string, depth: number): Lookup {
    const paths = this.#world.resolve(how === "*static" ? module : `${module}.${name}`, file.path, "java");
    if (how === "*static") {
      const type = module.slice(module.lastIndexOf(".") + 1);
      const values = this.#javaImport(file, { module, name: "" }, depth + 1);
      if (!paths.some((path) => path.endsWith(`/${type}.java`))) return fromLibrary;
      return best(values.map((value) => this.member(value, name, depth + 1)));
    }
    const path = paths.find((one) => one.endsWith(`/${name}.java`));
    if (path !== undefined)
      return this.#atHits(
        this.#world.definitions(name).filter((hit) => hit.path === path),
        (other) => other.scopes[0]!.names.get(name),
      );
    return /^[A-Z]/.test(name) && this.#world.resolve(module, file.path, "java").length === 0
      ? fromLibrary
      : missing;
  }

  /** Names of the same package, where these need no import; and what is declared for all files. */
  #beside(name: string, file: FileNames): Lookup {
    const { language } = this.#rules;
    const directory = directoryOf(file.path);
    const at = (hits: readonly SymbolHit[]): Lookup =>
      hits.length === 0 ? missing : this.#atHits(hits, (other) => other.scopes[0]!.names.get(name));
    const hits = this.#world.definitions(name).filter(({ container }) => container === "");
    if (language === "go") return at(hits.filter(({ path }) => directoryOf(path) === directory));
    if (language === "java") {
      const ending = `/${file.packageName.replaceAll(".", "/")}`;
      return at(
        hits.filter(
          ({ path }) =>
            path.endsWith(".java") && (directoryOf(path) === directory || directoryOf(path).endsWith(ending)),
        ),
      );
    }
    if (language === "ecma" && hits.some(({ path }) => path.endsWith(".d.ts")))
      return { state: "found", declared: [], values: unknown };
    return missing;
  }

  /** Names of a value's members, those nearest to its type first; the declaration of each. */
  membersOf(value: Value, depth = 0): Map<string, Declared | undefined> {
    const found = new Map<string, Declared | undefined>();
    const add = (name: string, file?: FileNames, declaration?: Declaration): void => {
      if (!found.has(name)) found.set(name, file && declaration ? { file, declaration } : undefined);
    };
    if (depth > DEEPEST) return found;
    if (value.kind === "builtin" || value.kind === "builtinType") {
      for (const name of this.#rules.types.get(value.name) ?? []) add(name);
    } else if (value.kind === "type" || value.kind === "instance") {
      const { file, type } = value;
      for (const [name, [one]] of type.members) add(name, file, one);
      for (const [name, [one]] of file.outside.get(type.name) ?? []) add(name, file, one);
      for (const base of type.bases)
        for (const parent of this.evaluate(base, file, type.scope, depth + 1))
          for (const [name, one] of this.membersOf(parent, depth + 1))
            if (!found.has(name)) found.set(name, one);
      if (type.kind === "enum") for (const name of this.#rules.types.get("Enum") ?? []) add(name);
    } else if (value.kind === "library") {
      for (const name of value.thing ? (this.#libraries?.memberNames(value.thing) ?? []) : []) add(name);
    } else if (value.kind === "module") {
      for (const path of value.files) {
        const file = this.#world.file(path);
        const names = file?.exports ? file.exports.names : file?.scopes[0]?.names;
        for (const [name, [one]] of names ?? [])
          if (one?.kind !== "import" || file?.exports) add(name, file, one);
        for (const [name, [one]] of names ?? []) add(name, file, one);
      }
    }
    return found;
  }
}

const foundIn = (file: FileNames, declarations: readonly Declaration[]): Lookup => ({
  state: "found",
  declared: declarations.map((declaration) => ({ file, declaration })),
});

const isTypeParameter = (declarations: readonly Declaration[] | undefined): boolean =>
  declarations?.some(({ kind, type, value }) => kind === "type" && !type && value.length === 0) === true;

function instanceOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case "type":
      return [{ ...value, kind: "instance" }];
    case "builtinType":
      return [{ kind: "builtin", name: value.name }];
    default:
      return unknown;
  }
}

const ofLibrary = (thing: LibraryThing | undefined): readonly Value[] =>
  thing === undefined ? library : [{ kind: "library", thing }];

function ownerNames(value: Known): readonly string[] {
  if (value.kind === "declared") return [value.declared.name];
  return value.kind === "union" || value.kind === "intersection" ? value.parts.flatMap(ownerNames) : [];
}

/** A name looked for in something of a library. */
export interface LibraryMember {
  readonly receiver: LibraryThing;
  readonly found: MemberFound;
}

const isPythonLoop = ({ language }: LanguageRules, step: string): boolean =>
  language === "python" && (step === steps.each || step === steps.await);

const ecmaNames: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  boolean: "Boolean",
};
