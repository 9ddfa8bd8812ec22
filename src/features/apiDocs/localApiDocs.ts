/** Answers about libraries, in the engine's thread. */
import { type ApiEntry, type InstalledPackage, packageKey } from "../../core/apiDocs/apiPackage.ts";
import type { PackedApis } from "../../core/apiDocs/search/packedApis.ts";
import { searchApis } from "../../core/apiDocs/search/searchApis.ts";
import type { ApiDocs, PromptApi } from "../../ports/apiDocs.ts";
import type { EngineConfig } from "../../ports/engine.ts";
import type { Yielder } from "../../ports/files.ts";
import type { IndexStore, OpenIndexStore } from "../../ports/indexStore.ts";
import type { Inflate } from "../../ports/inflate.ts";
import type { LibraryPlaces } from "../../ports/libraryPlaces.ts";
import type { Log } from "../../ports/log.ts";
import type { PackageFiles } from "../../ports/packageFiles.ts";
import { findApiNamed, findModuleNamed, type NamedModule } from "./apiNamedAt.ts";
import { ApiShelf } from "./apiShelf.ts";
import { findApisAt } from "./apisAt.ts";
import { findApisForDiagnostic } from "./apisForDiagnostic.ts";
import { findApisForPrompt } from "./apisForPrompt.ts";
import { ApiUses, type WorkspaceUses } from "./apiUses.ts";
import { compareVersions, versionsOf } from "./compare/compareVersions.ts";
import { Libraries } from "./libraries.ts";
import type { Readable } from "./readable.ts";

export interface LocalApiDocsDeps {
  readonly files: PackageFiles;
  readonly yielder: Yielder;
  readonly log: Log;
  readonly openStore?: OpenIndexStore | undefined;
  /** Where package managers keep what they load for all workspaces. */
  readonly places?: LibraryPlaces | undefined;
  /** Without it no jar is read. */
  readonly inflate?: Inflate | undefined;
  /** Where the workspace's own uses are found; without it there are none. */
  readonly workspace?: WorkspaceUses | undefined;
}

/** A person waits no longer than this for packages that were never read. Milliseconds. */
const MOST_WAIT_MS = 8000;

type Workspace = Pick<EngineConfig, "roots" | "librariesDirectory" | "libraryFolders" | "pythonInterpreter">;

/** Entries of one answer that get examples of the workspace's own use. */
const MOST_USED = 3;
const USES_SHOWN = 3;

/** Files by which managers say what a workspace asks for, or has. */
const tellsPackages =
  /\/(?:package\.json|\.?package-lock\.json|pnpm-(?:lock|workspace)\.yaml|yarn\.lock|pyproject\.toml|requirements[^/]*\.txt|METADATA|go\.(?:mod|sum|work)|Cargo\.(?:toml|lock)|Gemfile\.lock|composer\.(?:json|lock)|installed\.json|pom\.xml|build\.gradle(?:\.kts)?|gradle\.lockfile|libs\.versions\.toml|[^/]+\.(?:cs|fs|vb)proj|project\.assets\.json)$/;

/** What libraries that are asked for count more than those that these bring with them. */
const ROLE_BOOST = { private: 1.15, direct: 1.15, indirect: 1, platform: 0.8 } as const;

export class LocalApiDocs implements ApiDocs {
  readonly #deps: LocalApiDocsDeps;
  readonly #shelf: ApiShelf;
  readonly #uses: ApiUses;
  #config: Workspace = { roots: [] };
  #libraries: Promise<Libraries> | undefined;
  #isClosed = false;
  #store: { readonly directory: string; readonly store: IndexStore } | undefined;

  constructor(deps: LocalApiDocsDeps) {
    this.#deps = deps;
    this.#uses = new ApiUses(deps.workspace, deps.yielder);
    this.#shelf = new ApiShelf(() => this.#openStore(), deps.log);
  }

  configure(config: EngineConfig): void {
    const identity = ({ roots, pythonInterpreter, libraryFolders }: Workspace) =>
      JSON.stringify([roots, pythonInterpreter, libraryFolders]);
    if (identity(config) !== identity(this.#config)) this.#libraries = undefined;
    if (config.librariesDirectory !== this.#config.librariesDirectory) this.#closeStore();
    this.#config = config;
  }

  /** Packages were installed or removed. */
  forget(): void {
    this.#libraries = undefined;
  }

  /**
   * Files of the workspace changed: its own parts are read anew, and after an installation so is what is installed.
   *
   * @param paths absolute
   * @returns whether packages may have been installed or removed
   */
  filesChanged(paths: readonly string[]): boolean {
    const isInstallation = paths.some((path) => tellsPackages.test(path));
    if (isInstallation) this.forget();
    this.#shelf.drop(paths);
    return isInstallation;
  }

  libraries(): Promise<Libraries> {
    const { files, yielder, places, inflate } = this.#deps;
    const { roots, pythonInterpreter, libraryFolders: folders } = this.#config;
    this.#libraries ??= Libraries.open(
      { roots: roots.map(({ path }) => path), pythonInterpreter, places, inflate, folders },
      files,
      yielder,
    );
    return this.#libraries;
  }

  apiPackages: ApiDocs["apiPackages"] = async (signal) => {
    const { readable, skipped } = await (await this.libraries()).installed();
    signal.throwIfAborted();
    const packages = readable.map(({ installed }) => installed);
    return { packages, skipped: [...skipped, ...this.#shelf.incomplete(packages)] };
  };

  searchApis: ApiDocs["searchApis"] = async ({ query, package: name, limit }, signal) => {
    const { packages, roles } = await this.#take(name, signal);
    const boost = (entry: ApiEntry) => ROLE_BOOST[roles.get(entry.package.name) ?? "indirect"];
    return searchApis(packages, { text: query, limit, boost });
  };

  apisAt: ApiDocs["apisAt"] = async (query, signal) =>
    findApisAt(query, await this.libraries(), this.#shelf, signal);

  apisForPrompt: ApiDocs["apisForPrompt"] = async (query, signal) => {
    const libraries = await this.libraries();
    const found = await findApisForPrompt(query, libraries, signal);
    const options = { near: query.path, isNearLeftOut: true, limit: 2 };
    const told: PromptApi[] = [];
    for (const { entry, owner, reason } of found) {
      const known = await this.#withTexts(entry, owner, libraries);
      told.push({ reason, entry: await this.#uses.added(known, owner, libraries, options, signal) });
    }
    return told;
  };

  apiNamed: ApiDocs["apiNamed"] = async (query, signal) => {
    const libraries = await this.libraries();
    const loader = libraries.loaderFor(query.languageId);
    if (loader === undefined) return undefined;
    const module = await findModuleNamed(loader, query);
    if (module) return this.#whole(module, libraries);
    const found = await findApiNamed(loader, query, signal);
    if (found === undefined || found === "other") return undefined;
    const { entry, owner } = found;
    const options = { near: query.path, isNearLeftOut: true, limit: 1 };
    const known = await this.#withTexts(entry, owner, libraries);
    return this.#uses.added(known, owner, libraries, options, signal);
  };

  /** A package as a whole: what its README says, once it was read. */
  async #whole({ owner, specifier, path }: NamedModule, libraries: Libraries): Promise<ApiEntry> {
    const { readable } = await libraries.installed();
    const one = readable.find(({ installed }) => installed.folder === owner.folder);
    const apis = one && this.#shelf.peek(one);
    const hits = apis ? searchApis([apis], { text: specifier, limit: 20, read: 40 }) : [];
    const known = hits.find(({ entry }) => entry.kind === "module" && entry.module === specifier);
    const nothing = { kind: "module", signatures: [], summary: "", doc: "", examples: [], line: 0 } as const;
    return known?.entry ?? { package: owner.id, module: specifier, name: specifier, path, ...nothing };
  }

  /** With examples that the package's README and guides have, where these were read already. */
  async #withTexts(entry: ApiEntry, { folder }: InstalledPackage, libraries: Libraries): Promise<ApiEntry> {
    if (entry.examples.length > 0) return entry;
    const { readable } = await libraries.installed();
    const whole = readable.find(({ installed }) => installed.folder === folder);
    const apis = whole && this.#shelf.peek(whole);
    const hits = apis ? searchApis([apis], { text: entry.name, limit: 8, read: 8 }) : [];
    const same = hits.find(({ entry: one }) => one.name === entry.name && one.examples.length > 0);
    return same === undefined ? entry : { ...entry, examples: same.entry.examples };
  }

  showApis: ApiDocs["showApis"] = async ({ name, package: wanted, limit }, signal) => {
    const { packages } = await this.#take(wanted, signal);
    const hits = searchApis(packages, { text: name, limit: 200 }).map(({ entry }) => entry);
    const shown = hits
      .map((entry) => ({ entry, fit: fitOf(entry, name) }))
      .filter(({ fit }) => fit > 0)
      .sort((a, b) => b.fit - a.fit)
      .slice(0, limit)
      .map(({ entry }) => entry);
    const libraries = await this.libraries();
    const { readable } = await libraries.installed();
    const used: ApiEntry[] = [];
    for (const entry of shown) {
      const owner = readable.find(({ installed: { id } }) => packageKey(id) === packageKey(entry.package));
      const isAsked = owner !== undefined && used.length < MOST_USED;
      const options = { limit: USES_SHOWN };
      used.push(isAsked ? await this.#uses.added(entry, owner.installed, libraries, options, signal) : entry);
    }
    return used;
  };

  /** For reading ahead: what is installed, and how one is read. */
  async readables(): Promise<readonly Readable[]> {
    return (await (await this.libraries()).installed()).readable;
  }

  /** Reads a package and holds it. */
  take(readable: Readable): Promise<unknown> {
    return this.#shelf.take(readable);
  }

  /** Reads a package for later; false when nothing can be kept. */
  keep(readable: Readable): Promise<boolean> {
    return this.#shelf.keep(readable);
  }

  apisForDiagnostic: ApiDocs["apisForDiagnostic"] = async (query, signal) =>
    findApisForDiagnostic(query, await this.libraries(), this.#shelf, signal);

  apiVersions: ApiDocs["apiVersions"] = async ({ package: name }) =>
    versionsOf(name, { libraries: await this.libraries(), shelf: this.#shelf });

  compareApis: ApiDocs["compareApis"] = async (query, signal) => {
    const { yielder, workspace } = this.#deps;
    const deps = {
      libraries: await this.libraries(),
      shelf: this.#shelf,
      yielder,
      workspace,
    };
    return compareVersions(query, deps, signal);
  };

  close(): void {
    this.#isClosed = true;
    this.#closeStore();
  }

  #closeStore(): void {
    this.#store?.store.close();
    this.#store = undefined;
  }

  /**
   * Packages that are read, after a while those that are read by then; the others follow for the next question.
   */
  async #take(name: string | undefined, signal: AbortSignal) {
    const { yielder } = this.#deps;
    const libraries = await this.libraries();
    const { readable } = await libraries.installed();
    const wanted = readable.filter(({ installed }) => name === undefined || isNamed(installed, name));
    const packages: PackedApis[] = [];
    const reading = async (): Promise<void> => {
      for (const one of wanted) {
        if (this.#isClosed) return;
        packages.push(await this.#shelf.take(one));
        await yielder.pause();
      }
    };
    await Promise.race([reading(), yielder.sleep(MOST_WAIT_MS)]);
    signal.throwIfAborted();
    const roles = new Map(wanted.map(({ installed }) => [installed.id.name, installed.role] as const));
    return { packages: [...packages], roles };
  }

  #openStore(): IndexStore | undefined {
    const directory = this.#config.librariesDirectory;
    const { openStore } = this.#deps;
    if (directory === undefined || openStore === undefined || this.#isClosed) return undefined;
    this.#store ??= { directory, store: openStore(directory) };
    return this.#store.store;
  }
}

const isNamed = ({ id, importNames }: Readable["installed"], name: string): boolean =>
  id.name.toLowerCase() === name.toLowerCase() || importNames.includes(name);

/** How exactly an entry is what a name says: with its module, as a whole, by its last parts, by case alone. */
function fitOf({ module, name }: ApiEntry, written: string): number {
  // As Ruby, Rust and PHP write it.
  const asked = written.replace(/::|->|\\/g, ".");
  const full = `${module}.${name}`;
  if (full === asked || `${module}#${name}` === asked) return 5;
  if (name === asked) return 4;
  if (full.endsWith(`.${asked}`)) return 3;
  const lower = asked.toLowerCase();
  if (name.toLowerCase() === lower) return 2;
  return full.toLowerCase().endsWith(`.${lower}`) ? 1 : 0;
}
