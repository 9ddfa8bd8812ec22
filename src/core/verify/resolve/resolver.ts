/**
 * Finds what names and expressions of a file stand for: through scopes, imports, classes and their bases, over as many
 * files as the world has at hand. Types are taken from what is written: annotations, constructors, literals. A variable
 * with several values has all of them.
 */
import { directoryOf } from "../../retrieval/graph/moduleFiles.ts";
import type { LanguageRules } from "../languages.ts";
import { type Declaration, type Expr, type FileNames, steps, type TypeNames } from "../names.ts";
import type { LibraryThing } from "./libraryNames.ts";
import { type LibraryMember, LibraryValues } from "./libraryValues.ts";
import { best, DEEPEST, declaredAt, foundIn, foundUnknown, missing, open } from "./lookups.ts";
import { ModuleNames } from "./moduleNames.ts";
import { type Declared, type Lookup, library, unknown, type Value } from "./values.ts";
import type { World } from "./world.ts";

/** Look-ups for one suggestion; beyond, everything is unknown. */
const MOST_LOOKUPS = 20_000;

export class Resolver {
  /** What libraries say of names. */
  readonly libraries: LibraryValues;
  readonly #world: World;
  readonly #rules: LanguageRules;
  readonly #modules: ModuleNames;
  #lookups = 0;
  /** Look-ups under way, so that names which are defined by each other end. */
  readonly #underWay = new Set<string>();

  constructor(world: World, rules: LanguageRules) {
    this.#world = world;
    this.#rules = rules;
    this.libraries = new LibraryValues(world, rules);
    this.#modules = new ModuleNames(world, rules, this.libraries, this);
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
      values = this.step(values, step, depth);
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
    if (lookup.state === "found") return this.valuesOf(lookup, depth);
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
      return value.kind === "library" ? this.libraries.step(value.thing, steps.instance) : [value];
    });
    const isWhole = parents.length > 0 && !type.isOpen;
    return isWhole ? parents : [...parents, ...unknown];
  }

  /** What a name that was found may stand for. */
  valuesOf(lookup: Lookup & { state: "found" }, depth: number): readonly Value[] {
    if (lookup.values) return lookup.values;
    return lookup.declared.flatMap((one) => this.valueOf(one, depth + 1));
  }

  /** What a declaration gives its name. */
  valueOf({ file, declaration }: Declared, depth = 0): readonly Value[] {
    if (depth > DEEPEST) return unknown;
    const { import: imported, type, signature, value, scope, isProperty } = declaration;
    if (imported) return this.#modules.imported(file, imported, depth);
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

  /** What is had after one step more from any of these. */
  step(values: readonly Value[], step: string, depth: number): readonly Value[] {
    const found = values.flatMap((value) => this.#stepOf(value, step, depth));
    return found.length === 0 ? unknown : found;
  }

  #stepOf(value: Value, step: string, depth: number): readonly Value[] {
    if (value.kind === "library") return this.libraries.step(value.thing, step);
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
    if (lookup.state === "found") return this.valuesOf(lookup, depth);
    return lookup.state === "library" ? library : unknown;
  }

  /**
   * A member that is looked for in a value of a library, or in what a class of the repository has from one; undefined when
   * no library has a say.
   */
  inLibraryValue(value: Value, name: string): LibraryMember | undefined {
    if (this.libraries.names === undefined) return undefined;
    if (value.kind === "library")
      return value.thing && { receiver: value.thing, found: this.libraries.names.member(value.thing, name) };
    if (value.kind !== "instance" && value.kind !== "type") return undefined;
    const lookup = this.member(value, name);
    if (lookup.state === "library" || lookup.state === "open") return undefined;
    if (lookup.state === "found" && lookup.declared.length > 0) return undefined;
    const bases = this.#libraryBases(value.file, value.type, 0);
    const members = bases.map((receiver) => ({
      receiver,
      found: this.libraries.names!.inherited(receiver, name),
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
        return this.libraries.member(value.thing, name, false);
      case "builtin":
      case "builtinType":
        return this.#builtinMember(value.name, name);
      case "module":
        return this.#modules.member(value.module, value.files, name, depth);
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
    return isKnown ? foundUnknown : missing;
  }

  #typeMember(file: FileNames, type: TypeNames, name: string, depth: number): Lookup {
    const own = type.members.get(name);
    if (own) return foundIn(file, own);
    const outside = this.#outsideMember(file, type, name);
    if (outside) return outside;
    if (this.#rules.types.get(this.#rules.rootType)?.has(name)) return foundUnknown;
    if (type.kind === "enum" && this.#rules.types.get("Enum")?.has(name)) return foundUnknown;
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
        if (value.kind === "library") return this.libraries.member(value.thing, name, true);
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
      : declaredAt(this.#world, hits, (other) => other.outside.get(type.name)?.get(name));
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
    const around = [...this.#modules.byStar(name, file, depth), this.#modules.beside(name, file)];
    const found = best(around);
    return found.state === "found" ? found : best([...opens, ...around]);
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
      for (const name of value.thing ? (this.libraries.names?.memberNames(value.thing) ?? []) : []) add(name);
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
