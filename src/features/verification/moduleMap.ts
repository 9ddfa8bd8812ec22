/** Which files imports mean, kept until the files of the repository are others. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { lexicalGroup } from "../../core/retrieval/graph/lexicalGroup.ts";
import { ModuleFiles } from "../../core/retrieval/graph/moduleFiles.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import { decodeText } from "../../core/text/decode.ts";
import type { Files } from "../../ports/files.ts";
import { decodeUtf8 } from "../indexing/readSource.ts";
import { GoModules } from "../search/goModules.ts";

const LONGEST_MANIFEST = 1 << 18;
const MOST_PACKAGES = 500;
const several = "";

export class ModuleMap {
  readonly #index: Pick<RepoIndex, "paths" | "fileLimit" | "numbering" | "importsOf" | "languageIdOf">;
  readonly #go: GoModules;
  #modules: ModuleFiles | undefined;
  #paths = new Set<string>();
  #seen = "";
  /** Modules that files import, and the beginnings of their names. */
  #imported: ReadonlyMap<string, string> | undefined;
  #goCount = 0;
  readonly #files: Files;
  #packages: ReadonlyMap<string, string> = new Map();
  /** Paths among which the packages were looked for. */
  #packagesOf: ReadonlySet<string> | undefined;

  constructor(index: RepoIndex, files: Files) {
    this.#index = index;
    this.#files = files;
    this.#go = new GoModules(files);
  }

  /** Learns what must be read from disk to resolve the imports of a file. */
  async prepare(path: string, languageId: string): Promise<void> {
    if (languageId === "go") await this.#go.lookAbove(path);
    else if (lexicalGroup(languageId) === "ecma") await this.#readPackages();
  }

  /** As `ModuleFiles.resolve`; a package counts as the repository's own only when it says it is called so. */
  resolve(module: string, from: string, languageId: string): readonly string[] {
    const files = this.modules.resolve(module, from, languageId);
    if (languageId === "python" && !module.startsWith("."))
      return files.filter((file) => !this.#isInPackage(file, module));
    const isPackage = lexicalGroup(languageId) === "ecma" && /^(?:@[\w-]|[\w])/.test(module);
    if (!isPackage || files.length === 0) return files;
    const name = packageOf(module, languageId);
    const directories = [...this.#packages]
      .filter(([, own]) => own === name)
      .map(([directory]) => `${directory}/`);
    return files.filter((file) => directories.some((directory) => file.startsWith(directory)));
  }

  /** Names of the packages of the repository, by their directories. */
  async #readPackages(): Promise<void> {
    void this.modules;
    if (this.#packagesOf === this.#paths) return;
    this.#packagesOf = this.#paths;
    const manifests = [...this.#paths]
      .filter((path) => path.endsWith("/package.json"))
      .slice(0, MOST_PACKAGES);
    const names = await Promise.all(manifests.map((path) => this.#packageName(path)));
    this.#packages = new Map(
      manifests.map((path, i) => [path.slice(0, path.lastIndexOf("/")), names[i] ?? ""]),
    );
  }

  async #packageName(path: string): Promise<string | undefined> {
    const bytes = await this.#files.read(path, LONGEST_MANIFEST).catch(() => undefined);
    const decoded = bytes && decodeText(bytes, decodeUtf8);
    return decoded?.kind === "text" ? /"name"\s*:\s*"([^"]+)"/.exec(decoded.text)?.[1] : undefined;
  }

  get modules(): ModuleFiles {
    const { fileLimit, numbering } = this.#index;
    const seen = `${fileLimit} ${numbering}`;
    if (this.#seen !== seen || !this.#modules || this.#goCount !== this.#go.modules.size) this.#refresh(seen);
    return this.#modules!;
  }

  /** Whether a file other than `from` imports the module, or another of its package if that is not the repository's. */
  isImported(module: string, from: string): boolean {
    void this.modules;
    const imported = (this.#imported ??= this.#allImported());
    const isElsewhere = (name: string): boolean => (imported.get(name) ?? from) !== from;
    const name = packageOf(module, languageIdOf(from) ?? "");
    return isElsewhere(module) || (!this.isOwn(module) && isElsewhere(name));
  }

  /** Whether what would be a module of its own is part of a package, and goes by a longer name. */
  #isInPackage(file: string, module: string): boolean {
    const at = file.lastIndexOf(`/${module.replaceAll(".", "/")}`);
    return at > 0 && this.#paths.has(`${file.slice(0, at)}/__init__.py`);
  }

  /** Whether a file other than `from` imports the module, or something that goes by its name and a further part. */
  isImportedFrom(module: string, from: string): boolean {
    void this.modules;
    for (const [name, path] of (this.#imported ??= this.#allImported()))
      if (path !== from && (name === module || name.startsWith(`${module}.`))) return true;
    return false;
  }

  /** Whether the module is of a package of the repository. */
  isOwn(module: string): boolean {
    for (const name of this.#go.modules.values())
      if (module === name || module.startsWith(`${name}/`)) return true;
    return this.#isOwnPackage(packageOf(module, "javascript"));
  }

  #isOwnPackage(name: string): boolean {
    return [...this.#packages.values()].includes(name);
  }

  #refresh(seen: string): void {
    this.#seen = seen;
    const paths = [...this.#index.paths()];
    const isSame = paths.length === this.#paths.size && paths.every((path) => this.#paths.has(path));
    if (isSame && this.#modules && this.#goCount === this.#go.modules.size) return;
    this.#goCount = this.#go.modules.size;
    this.#paths = new Set(paths);
    this.#modules = new ModuleFiles(paths.sort(), { goModules: this.#go.modules });
    this.#imported = undefined;
  }

  /** By module the file that imports it; the empty path where several do. */
  #allImported(): ReadonlyMap<string, string> {
    const all = new Map<string, string>();
    for (const path of this.#paths) {
      const languageId = this.#index.languageIdOf(path) ?? "";
      for (const { module } of this.#index.importsOf(path))
        for (const name of [module, packageOf(module, languageId)])
          all.set(name, (all.get(name) ?? path) === path ? path : several);
    }
    return all;
  }
}

/** `numpy` of `numpy.linalg`, `@scope/name` of `@scope/name/inner`, `org.junit.rules` of `org.junit.rules.Timeout`, `host/owner/name` in Go. */
function packageOf(module: string, languageId: string): string {
  if (languageId === "go" && !module.split("/")[0]!.includes(".")) return module;
  if (module.startsWith("@")) return module.split("/").slice(0, 2).join("/");
  if (module.includes("/"))
    return module
      .split("/")
      .slice(0, module.split("/")[0]!.includes(".") ? 3 : 1)
      .join("/");
  const parts = module.split(".");
  if (lexicalGroup(languageId) !== "jvm") return parts[0]!;
  const packages = parts.filter((part) => !/^[A-Z]/.test(part));
  return packages.slice(0, 3).join(".");
}
