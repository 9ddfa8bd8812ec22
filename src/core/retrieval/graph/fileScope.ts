/** What names mean in one file, as far as its own facts and the paths of the repository tell. */
import type { SyntaxFacts } from "../../syntax/facts/facts.ts";
import { bindsModules } from "./lexicalGroup.ts";
import type { ModuleFiles } from "./moduleFiles.ts";

export interface Binding {
  /** What the module calls it; `*` and the empty name for the module itself. */
  readonly name: string;
  /** Files it may come from; none when it is from outside. */
  readonly files: ReadonlySet<string>;
}

export interface FileScope {
  readonly path: string;
  readonly languageId: string;
  readonly facts: SyntaxFacts;
  /** By the name in this file. */
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Files all of whose names are here. */
  readonly wholeFiles: ReadonlySet<string>;
  /** All files that are imported in some way. */
  readonly importedFiles: ReadonlySet<string>;
}

export function fileScope(
  path: string,
  languageId: string,
  facts: SyntaxFacts,
  modules: ModuleFiles,
): FileScope {
  const bindings = new Map<string, Binding>();
  const wholeFiles = new Set<string>();
  const importedFiles = new Set<string>();
  for (const { module, names } of facts.imports) {
    const files = new Set(modules.resolve(module, path, languageId));
    for (const file of files) importedFiles.add(file);
    if (names.length === 0) {
      bindings.set(ownName(module), { name: "", files });
      if (!bindsModules(languageId)) for (const file of files) wholeFiles.add(file);
    }
    for (const { name, local } of names) {
      if (name === "*") {
        for (const file of files) wholeFiles.add(file);
        continue;
      }
      const submodule = name === "" ? [] : modules.resolve(importedModule(module, name), path, languageId);
      for (const file of submodule) importedFiles.add(file);
      bindings.set(local, { name, files: new Set([...files, ...submodule]) });
    }
  }
  return { path, languageId, facts, bindings, wholeFiles, importedFiles };
}

/** What a module is called where it is imported without another name. */
const ownName = (module: string): string =>
  module.split(/[./\\:]+/).findLast((part) => part !== "") ?? module;

/** What a name that is imported is called if it is a module itself. */
export function importedModule(module: string, name: string): string {
  if (module.includes("::") || /^(?:crate|self|super)$/.test(module)) return `${module}::${name}`;
  if (module.includes("\\")) return `${module}\\${name}`;
  if (module.includes("/")) return `${module}/${name}`;
  return module.endsWith(".") ? module + name : `${module}.${name}`;
}
