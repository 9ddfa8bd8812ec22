/** Which files imports mean, kept until the files of the repository are others. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { lexicalGroup } from "../../core/retrieval/graph/lexicalGroup.ts";
import { ModuleFiles } from "../../core/retrieval/graph/moduleFiles.ts";
import { decodeText } from "../../core/text/decode.ts";
import type { Files } from "../../ports/files.ts";
import { decodeUtf8 } from "../indexing/readSource.ts";
import { GoModules } from "../search/goModules.ts";

const LONGEST_MANIFEST = 1 << 18;
const MOST_PACKAGES = 500;

export class ModuleMap {
  readonly #index: Pick<RepoIndex, "paths" | "fileLimit" | "numbering" | "importsOf">;
  readonly #go: GoModules;
  #modules: ModuleFiles | undefined;
  #paths = new Set<string>();
  #seen = "";
  /** Modules that files import, and the beginnings of their names. */
  #imported: ReadonlySet<string> | undefined;
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
    const isPackage = lexicalGroup(languageId) === "ecma" && /^(?:@[\w-]|[\w])/.test(module);
    if (!isPackage || files.length === 0) return files;
    const name = packageOf(module);
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

  /** Whether any file imports the module, or another of its package. */
  isImported(module: string): boolean {
    void this.modules;
    this.#imported ??= this.#allImported();
    return this.#imported.has(module) || this.#imported.has(packageOf(module));
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

  #allImported(): ReadonlySet<string> {
    const all = new Set<string>();
    for (const path of this.#paths) {
      for (const { module } of this.#index.importsOf(path)) {
        all.add(module);
        all.add(packageOf(module));
      }
    }
    return all;
  }
}

/** `numpy` of `numpy.linalg`, `@scope/name` of `@scope/name/inner`, `org.junit` of `org.junit.Test`, `host/owner/name` in Go. */
function packageOf(module: string): string {
  if (module.startsWith("@")) return module.split("/").slice(0, 2).join("/");
  if (module.includes("/"))
    return module
      .split("/")
      .slice(0, module.split("/")[0]!.includes(".") ? 3 : 1)
      .join("/");
  const parts = module.split(".");
  return /^(?:com|org|net|io|dev|edu|gov|java|javax|jakarta)$/.test(parts[0]!)
    ? parts.slice(0, 2).join(".")
    : parts[0]!;
}
