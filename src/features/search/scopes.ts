/**
 * What one question about the repository has read so far: scopes of files, and how files and types hang together. Bounded
 * in files and time, so that every question ends.
 */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { type FileScope, fileScope, importedModule } from "../../core/retrieval/graph/fileScope.ts";
import type { Surroundings } from "../../core/retrieval/graph/meanings.ts";
import { ModuleFiles } from "../../core/retrieval/graph/moduleFiles.ts";
import type { Files, Yielder } from "../../ports/files.ts";
import type { FactSource } from "./factSource.ts";
import { GoModules } from "./goModules.ts";

export interface ScopesDeps {
  readonly files: Files;
  readonly yielder: Yielder;
  readonly index: RepoIndex;
  readonly facts: FactSource;
}

/** Files whose facts one question reads, and for how long; what is beyond is told from its words alone. */
const MOST_FILES = 400;
const MOST_MS = 2000;
/** Files on the way from an import to a definition that are looked at. */
const MOST_BETWEEN = 40;
/** Files read between looks for other work. */
const FILES_BETWEEN_PAUSES = 8;
/** Types on the way to one from which another inherits. */
const DEEPEST_INHERITANCE = 8;

export class Scopes implements Surroundings {
  readonly #deps: ScopesDeps;
  readonly #signal: AbortSignal;
  readonly #deadline: number;
  readonly #goModules: GoModules;
  readonly #scopes = new Map<string, FileScope | undefined>();
  readonly #imported = new Map<string, readonly string[]>();
  /** Names of the types that a type names as its bases. */
  readonly #bases = new Map<string, Set<string>>();
  readonly modules: ModuleFiles;

  constructor(deps: ScopesDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
    this.#deadline = deps.yielder.now() + MOST_MS;
    this.#goModules = new GoModules(deps.files);
    this.modules = new ModuleFiles([...deps.index.paths()].sort(), { goModules: this.#goModules.modules });
  }

  /** Undefined when the file has no facts or the question has read enough. @throws the signal's reason */
  async read(path: string): Promise<FileScope | undefined> {
    this.#signal.throwIfAborted();
    if (this.#scopes.has(path)) return this.#scopes.get(path);
    const { index, facts, yielder } = this.#deps;
    if (this.#scopes.size >= MOST_FILES || yielder.now() > this.#deadline) return undefined;
    if (this.#scopes.size % FILES_BETWEEN_PAUSES === FILES_BETWEEN_PAUSES - 1) await yielder.pause();
    const languageId = index.languageIdOf(path) ?? "";
    if (languageId === "go") await this.#goModules.lookAbove(path);
    const found = await facts.read(path);
    const scope = found && fileScope(path, languageId, found, this.modules);
    this.#scopes.set(path, scope);
    if (scope) this.#addBases(scope);
    return scope;
  }

  /** Lets other work in between. @throws the signal's reason */
  async breathe(): Promise<void> {
    await this.#deps.yielder.pause();
    this.#signal.throwIfAborted();
  }

  /** Files that a file imports by the first tier. */
  importedBy(path: string): readonly string[] {
    let files = this.#imported.get(path);
    if (!files) {
      const { index } = this.#deps;
      const languageId = index.languageIdOf(path) ?? "";
      files = index
        .importsOf(path)
        .flatMap(({ module }) => this.modules.resolve(module, path, languageId).slice(0, MOST_BETWEEN));
      this.#imported.set(path, files);
    }
    return files;
  }

  /** Files that a file imports, with the lines on which it does: by its facts when they were read, else by the first tier. */
  importSites(path: string): (readonly [string, number])[] {
    const languageId = this.#deps.index.languageIdOf(path) ?? "";
    const facts = this.#scopes.get(path)?.facts;
    const imports = facts
      ? facts.imports.flatMap(({ module, line, names }) => [
          { module, line },
          ...names.filter(isName).map(({ name }) => ({ module: importedModule(module, name), line })),
        ])
      : this.#deps.index.importsOf(path);
    const sites = new Map<string, readonly [string, number]>();
    for (const { module, line } of imports) {
      for (const to of this.modules.resolve(module, path, languageId)) sites.set(`${line} ${to}`, [to, line]);
    }
    return [...sites.values()];
  }

  /** A quick look whether it is worth resolving what a file imports. */
  mayImport(from: string, path: string): boolean {
    const parts = path.split("/").slice(-2);
    const stem = parts.at(-1)!.replace(/\..*$/, "");
    const names = /^(?:index|__init__|mod|lib|main|init)$/.test(stem) ? [stem, parts[0]!] : [stem];
    if (/\.(?:go|java|kt|scala|groovy)$/.test(path)) names.push(parts[0]!);
    return this.#deps.index
      .importsOf(from)
      .some(({ module }) => /^\.*\/?$/.test(module) || names.some((name) => module.includes(name)));
  }

  /** Whether a file takes names from the package that a module is in. */
  mayTakeFrom(from: string, path: string): boolean {
    const folder = path.split("/").at(-2) ?? "";
    return this.#deps.index
      .importsOf(from)
      .some(({ module }) => /^\.+$/.test(module) || module.split(".").at(-1) === folder);
  }

  handsOn(file: string, definer: string): boolean {
    const direct = this.importedBy(file);
    if (direct.includes(definer)) return true;
    return direct.slice(0, MOST_BETWEEN).some((between) => this.importedBy(between).includes(definer));
  }

  inherits(type: string, from: string): boolean {
    let reached = new Set([type]);
    for (let depth = 0; depth < DEEPEST_INHERITANCE && reached.size > 0; depth++) {
      const next = new Set<string>();
      for (const name of reached) for (const base of this.#bases.get(name) ?? []) next.add(base);
      if (next.has(from)) return true;
      reached = next;
    }
    return false;
  }

  #addBases({ facts }: FileScope): void {
    for (const { role, name, within } of facts.references) {
      const type = role === "inherit" ? facts.definitions[within]?.name : undefined;
      if (type === undefined) continue;
      const bases = this.#bases.get(type) ?? new Set();
      bases.add(name);
      this.#bases.set(type, bases);
    }
  }
}

/** Whether an import binds a name, and not the module or all of it. */
const isName = ({ name }: { readonly name: string }): boolean => name !== "" && name !== "*";
