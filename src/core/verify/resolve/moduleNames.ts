/** Names that a file has from other files of the repository: by imports, from the same package, and handed on. */
import type { SymbolHit } from "../../repo/symbolHit.ts";
import { importedModule } from "../../retrieval/graph/fileScope.ts";
import { directoryOf } from "../../retrieval/graph/moduleFiles.ts";
import type { LanguageRules } from "../languages.ts";
import { type FileNames, type Import, wholeExport } from "../names.ts";
import type { LibraryValues } from "./libraryValues.ts";
import { best, DEEPEST, declaredAt, foundIn, foundUnknown, fromLibrary, missing, open } from "./lookups.ts";
import { type Declared, type Lookup, library, unknown, type Value } from "./values.ts";
import type { World } from "./world.ts";

/** What is known of values beyond modules. `depth` counts the steps that led here. */
interface Evaluation {
  valueOf(declared: Declared, depth: number): readonly Value[];
  valuesOf(lookup: Lookup & { state: "found" }, depth: number): readonly Value[];
  step(values: readonly Value[], step: string, depth: number): readonly Value[];
  member(value: Value, name: string, depth: number): Lookup;
}

export class ModuleNames {
  readonly #world: World;
  readonly #rules: LanguageRules;
  readonly #libraries: LibraryValues;
  readonly #evaluation: Evaluation;

  constructor(world: World, rules: LanguageRules, libraries: LibraryValues, evaluation: Evaluation) {
    this.#world = world;
    this.#rules = rules;
    this.#libraries = libraries;
    this.#evaluation = evaluation;
  }

  /** A name of a module, which is in these files. */
  member(module: string, files: readonly string[], name: string, depth: number): Lookup {
    const { language } = this.#rules;
    if (language === "go") return this.#inPackage(files, name);
    const found = best(files.map((path) => this.#exported(path, name, new Set(), depth)));
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

  /** What an import brings. */
  imported(file: FileNames, imported: Import, depth: number): readonly Value[] {
    const { module, name } = imported;
    if (this.#rules.language === "java") return this.#javaImport(file, imported, depth);
    const files = this.#world.resolve(module, file.path, file.languageId);
    if (files.length === 0) {
      // A package that takes its own modules from itself.
      const inner =
        this.#rules.language === "python" && name !== "" ? this.#submodule(module, name, file.path) : [];
      return inner.length > 0
        ? [{ kind: "module", module: importedModule(module, name), files: inner }]
        : this.#libraries.imported(imported, file.path);
    }
    const whole: Value = { kind: "module", module, files };
    if (name === "" || this.#rules.language === "go") return [whole];
    const lookup = best(files.map((path) => this.#exported(path, name, new Set(), depth + 1)));
    if (lookup.state === "found") return this.#evaluation.valuesOf(lookup, depth);
    if (name === wholeExport) return [whole];
    if (name === "default") return this.#interop(files, whole, depth);
    if (this.#rules.language === "python") {
      const inner = this.#submodule(module, name, files[0]!);
      if (inner.length > 0) return [{ kind: "module", module: importedModule(module, name), files: inner }];
    }
    return lookup.state === "library" ? library : unknown;
  }

  /** Where imports of everything may have a name. */
  byStar(name: string, file: FileNames, depth: number): Lookup[] {
    return (file.scopes[0]!.names.get("*") ?? []).map(({ import: imported }): Lookup => {
      const { module, name: how } = imported!;
      if (this.#rules.language === "java") return this.#javaStar(name, file, module, how, depth);
      const files = this.#world.resolve(module, file.path, file.languageId);
      if (files.length === 0) return fromLibrary;
      if (this.#rules.language === "go") return this.#inPackage(files, name);
      return best(files.map((path) => this.#exported(path, name, new Set([file.path]), depth + 1)));
    });
  }

  /** Names of the same package, where these need no import; and what is declared for all files. */
  beside(name: string, file: FileNames): Lookup {
    const { language } = this.#rules;
    const directory = directoryOf(file.path);
    const at = (hits: readonly SymbolHit[]): Lookup =>
      hits.length === 0
        ? missing
        : declaredAt(this.#world, hits, (other) => other.scopes[0]!.names.get(name));
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
    if (language === "ecma" && hits.some(({ path }) => path.endsWith(".d.ts"))) return foundUnknown;
    return missing;
  }

  /** A name that a file offers to others. */
  #exported(path: string, name: string, seen: Set<string>, depth = 0): Lookup {
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
        : best(files.map((other) => this.#exported(other, name, seen, depth + 1)));
    });
    if (this.#isOpenFile(file)) lookups.push(open);
    const whole = exports?.names.get(wholeExport);
    if (whole && name !== wholeExport)
      lookups.push(
        ...whole
          .flatMap((one) => this.#evaluation.valueOf({ file, declaration: one }, depth + 1))
          .map((value) => this.#evaluation.member(value, name, depth + 1)),
      );
    return best(lookups);
  }

  #isOpenFile(file: FileNames): boolean {
    if (this.#rules.language === "ecma") return file.exports ? file.exports.isOpen : true;
    return file.scopes[0]!.isOpen || file.scopes[0]!.names.has("__getattr__");
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
    return declaredAt(this.#world, hits, (file) => file.scopes[0]!.names.get(name));
  }

  /** The default of a module that exports one value, or names, in the older way. */
  #interop(files: readonly string[], whole: Value, depth: number): readonly Value[] {
    const lookup = best(files.map((path) => this.#exported(path, wholeExport, new Set(), depth + 1)));
    if (lookup.state === "found") return this.#evaluation.valuesOf(lookup, depth);
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
        this.#evaluation.valueOf({ file: other, declaration }, depth + 1),
      );
      for (const part of [...parts.slice(at + 1), ...(name === "" ? [] : [name])])
        values = this.#evaluation.step(values, part, depth + 1);
      return values;
    }
    return paths.length === 0 ? library : unknown;
  }

  #javaStar(name: string, file: FileNames, module: string, how: string, depth: number): Lookup {
    const paths = this.#world.resolve(how === "*static" ? module : `${module}.${name}`, file.path, "java");
    if (how === "*static") {
      const type = module.slice(module.lastIndexOf(".") + 1);
      const values = this.#javaImport(file, { module, name: "" }, depth + 1);
      if (!paths.some((path) => path.endsWith(`/${type}.java`))) return fromLibrary;
      return best(values.map((value) => this.#evaluation.member(value, name, depth + 1)));
    }
    const path = paths.find((one) => one.endsWith(`/${name}.java`));
    if (path !== undefined)
      return declaredAt(
        this.#world,
        this.#world.definitions(name).filter((hit) => hit.path === path),
        (other) => other.scopes[0]!.names.get(name),
      );
    return /^[A-Z]/.test(name) && this.#world.resolve(module, file.path, "java").length === 0
      ? fromLibrary
      : missing;
  }
}
