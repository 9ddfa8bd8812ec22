/** The repository as the check of one suggestion sees it: what is at hand, and a list of what would be needed. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { SymbolHit } from "../../core/repo/symbolHit.ts";
import { lexicalGroup } from "../../core/retrieval/graph/lexicalGroup.ts";
import type { FileNames } from "../../core/verify/names.ts";
import type { InstalledNames } from "../../core/verify/resolve/libraryNames.ts";
import type { World } from "../../core/verify/resolve/world.ts";
import type { Manifests } from "./manifests.ts";
import type { ModuleMap } from "./moduleMap.ts";
import type { NamesCache } from "./namesCache.ts";

export interface RepoWorldDeps {
  readonly index: Pick<RepoIndex, "definitionsOf" | "filesWith" | "pathOf">;
  readonly cache: NamesCache;
  readonly map: ModuleMap;
  readonly manifests: Manifests;
  /** Lists of names that come with the language: `members` and `modules`. */
  readonly lists: { readonly members: ReadonlySet<string>; readonly modules: ReadonlySet<string> };
  /** Whether all files are indexed, so that what is not in the index is nowhere. */
  readonly isComplete: boolean;
  /** Paths that were looked for on disk. */
  readonly existing: ReadonlyMap<string, boolean>;
  readonly installed?: InstalledNames | undefined;
}

export class RepoWorld implements World {
  readonly #deps: RepoWorldDeps;
  readonly #own: FileNames;
  readonly installed: InstalledNames | undefined;
  readonly #resolved = new Map<string, readonly string[]>();
  readonly #definitions = new Map<string, readonly SymbolHit[]>();
  /** Files whose names would be needed, and paths that would have to be looked for. */
  readonly wantedFiles = new Set<string>();
  readonly wantedPaths = new Set<string>();

  /** @param own the file at hand, which the index knows in another state */
  constructor(deps: RepoWorldDeps, own: FileNames) {
    this.installed = deps.installed;
    this.#deps = deps;
    this.#own = own;
  }

  file: World["file"] = (path) => {
    if (path === this.#own.path) return this.#own;
    const found = this.#deps.cache.get(path);
    if (found === undefined) this.wantedFiles.add(path);
    return found === "unreadable" ? undefined : found;
  };

  resolve: World["resolve"] = (module, from, languageId) => {
    const key = `${from} ${module}`;
    let files = this.#resolved.get(key);
    if (!files) {
      files = this.#deps.map.resolve(module, from, languageId);
      this.#resolved.set(key, files);
    }
    return files;
  };

  definitions: World["definitions"] = (name) => {
    let found = this.#definitions.get(name);
    if (!found) {
      found = this.#deps.index.definitionsOf(name).filter(({ path }) => path !== this.#own.path);
      this.#definitions.set(name, found);
    }
    return found;
  };

  holds: World["holds"] = (name) => {
    const { index, isComplete } = this.#deps;
    if (index.filesWith(name).some((file) => index.pathOf(file) !== this.#own.path)) return true;
    return isComplete ? false : undefined;
  };

  isLibrary: World["isLibrary"] = (module, languageId) => {
    const { lists, map, manifests } = this.#deps;
    const group = lexicalGroup(languageId);
    if (group === "python" && lists.modules.has(module.split(".")[0]!)) return true;
    if (group === "go" && lists.modules.has(module)) return true;
    if (group === "jvm" && lists.modules.has(module)) return true;
    if (group === "jvm" && /^(?:jakarta|sun|com\.sun|jdk)\./.test(`${module}.`)) return true;
    if (group === "jvm" && /^java\./.test(module)) return false;
    if (
      group === "ecma" &&
      (/^(?:node|bun|deno|virtual|https?):/.test(module) || lists.modules.has(module.split("/")[0]!))
    )
      return true;
    if (map.isImported(module, this.#own.path)) return true;
    if (group === "go" && !module.split("/")[0]!.includes(".")) return false;
    const name =
      group === "jvm"
        ? module
            .split(".")
            .slice(0, module.startsWith("com.") ? 3 : 2)
            .join(".")
        : group === "python"
          ? module.split(".")[0]!
          : packageName(module);
    if (group !== "jvm" && map.isOwn(module)) return false;
    return manifests.declares(this.#own.path, group === "jvm" ? "java" : group, name);
  };

  isImportedElsewhere: World["isImportedElsewhere"] = (module) =>
    this.#deps.map.isImportedFrom(module, this.#own.path);

  exists: World["exists"] = (path) => {
    const known = this.#deps.existing.get(path);
    if (known === undefined) this.wantedPaths.add(path);
    return known;
  };

  isLibraryMember: World["isLibraryMember"] = (name) => this.#deps.lists.members.has(name);
}

const packageName = (module: string): string =>
  module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : module.split("/")[0]!.includes(".") ? 3 : 1)
    .join("/");
