/** Python environments: distributions by their metadata, modules by the folders of the search path. */
import type { InstalledPackage, PackageRole, SkippedPackage } from "../../../core/apiDocs/apiPackage.ts";
import type { ApiUnit } from "../../../core/apiDocs/apiUnit.ts";
import { readPythonModule } from "../../../core/apiDocs/python/moduleReader.ts";
import type { BoundedFiles } from "../boundedFiles.ts";
import type { Ecosystem, Installed, PublicModule } from "../ecosystem.ts";
import { declaredPackages, normalName } from "./declaredPackages.ts";

const none: ReadonlyMap<string, string> = new Map();
const moduleName = /^[A-Za-z_]\w*$/;
/** Modules of one package that are listed as importable. */
const MOST_MODULES = 400;

export interface PythonPaths {
  /** Folders of the workspace that imports start from. */
  readonly sources: readonly string[];
  /** `site-packages` and the like, first ones first. */
  readonly sites: readonly string[];
  /** Those of `sites` that belong to the system and not to the workspace. */
  readonly systemSites: readonly string[];
  /** Folders of the standard library. */
  readonly standard: readonly string[];
}

export class PythonEcosystem implements Ecosystem {
  readonly name = "python";
  readonly languages = ["python"];
  readonly #files: BoundedFiles;
  readonly #paths: PythonPaths;
  readonly #folders = new Map<string, ReadonlySet<string>>();
  #declared: ReadonlySet<string> = new Set();
  #installed: Promise<Installed> | undefined;

  readonly #siblings: readonly InstalledPackage[];

  /** @param siblings projects of the workspace that may import one another */
  constructor(files: BoundedFiles, paths: PythonPaths, siblings: readonly InstalledPackage[] = []) {
    this.#files = files;
    this.#paths = { ...paths, sources: [...paths.sources, ...siblings.map(({ folder }) => folder)] };
    this.#siblings = siblings;
  }

  async findInstalled(roots: readonly string[]): Promise<Installed> {
    this.#declared = await declaredPackages(this.#files, roots);
    const packages: InstalledPackage[] = [...this.#siblings];
    const skipped: SkippedPackage[] = [];
    const seen = new Set(packages.map(({ id }) => id.name.toLowerCase()));
    for (const site of this.#paths.sites) {
      for (const { name } of await this.#files.list(site)) {
        const metadata = /^(.+)\.(?:dist|egg)-info$/.exec(name);
        if (metadata === null) continue;
        const found = await this.#distribution(site, name);
        if (found === undefined)
          skipped.push({ name: metadata[1]!, folder: `${site}/${name}`, reason: "It has no metadata" });
        else if (!seen.has(found.id.name.toLowerCase())) {
          seen.add(found.id.name.toLowerCase());
          packages.push(found);
        }
      }
    }
    return { packages, skipped };
  }

  async copiesOf(name: string): Promise<readonly InstalledPackage[]> {
    const found: InstalledPackage[] = [];
    for (const site of this.#paths.sites) {
      for (const { name: entry } of await this.#files.list(site)) {
        const isLikely = /\.(?:dist|egg)-info$/.test(entry) && normalName(entry).startsWith(normalName(name));
        const one = isLikely ? await this.#distribution(site, entry) : undefined;
        if (one && normalName(one.id.name) === normalName(name)) found.push(one);
      }
    }
    return found;
  }

  async resolve(specifier: string, fromFile: string): Promise<string | undefined> {
    const dots = /^\.*/.exec(specifier)![0].length;
    const names = specifier
      .slice(dots)
      .split(".")
      .filter((part) => part !== "");
    if (!names.every((name) => moduleName.test(name))) return undefined;
    if (dots > 0) {
      let folder = folderOf(fromFile);
      for (let up = 1; up < dots; up++) folder = folderOf(folder);
      return this.#moduleIn(folder, names);
    }
    if (names.length === 0) return undefined;
    const { sources, sites, standard } = this.#paths;
    for (const folder of [...sources, ...sites, ...standard]) {
      const stub = await this.#moduleIn(folder, [`${names[0]}-stubs`, ...names.slice(1)]);
      const path = stub ?? (await this.#moduleIn(folder, names));
      if (path !== undefined) return path;
    }
    return undefined;
  }

  async resolveReference(): Promise<undefined> {
    return undefined;
  }

  async globalFiles(): Promise<readonly string[]> {
    return [];
  }

  async submodulesOf(path: string): Promise<ReadonlyMap<string, string>> {
    if (!/\/__init__\.pyi?$/.test(path)) return none;
    const folder = folderOf(path);
    const found = new Map<string, string>();
    for (const entry of await this.#entries(folder)) {
      const [, name, ending = ""] = /^([A-Za-z_]\w*)(\.pyi?|\.(?:[\w-]+\.)*(?:so|pyd))?$/.exec(entry) ?? [];
      if (name === undefined || name === "__init__" || found.has(name)) continue;
      const module = await this.#moduleIn(folder, [name]);
      // What a compiled module has, or a folder that is a package without saying so, is not known.
      const isFolder = ending === "" && module === undefined && name !== "__pycache__";
      const isClosed = /(?:so|pyd)$/.test(ending) || isFolder;
      if (module !== undefined) found.set(name, module);
      else if (isClosed) found.set(name, `${folder}/${entry}`);
    }
    return found;
  }

  async publicModules({ folder, importNames }: InstalledPackage): Promise<readonly PublicModule[]> {
    const found: PublicModule[] = [];
    const walk = async (specifier: string, path: string): Promise<void> => {
      if (found.length >= MOST_MODULES) return;
      found.push({ specifier, path });
      for (const [name, inner] of await this.submodulesOf(path)) {
        const isRead = /\.pyi?$/.test(inner);
        if (isRead && !name.startsWith("_") && !/^(?:tests?|testing|conftest)$/.test(name))
          await walk(`${specifier}.${name}`, inner);
      }
    };
    for (const name of importNames) {
      const path =
        (await this.#moduleIn(folder, [`${name}-stubs`])) ?? (await this.#moduleIn(folder, [name]));
      if (path !== undefined) await walk(name, path);
    }
    return found;
  }

  read(text: string): readonly ApiUnit[] {
    return [readPythonModule(text)];
  }

  async packageOf(path: string): Promise<InstalledPackage | undefined> {
    const site = this.#paths.sites.find((one) => path.startsWith(`${one}/`));
    const first =
      site === undefined
        ? undefined
        : /^[^/.]+/.exec(path.slice(site.length + 1))?.[0].replace(/-stubs$/, "");
    if (first === undefined) return undefined;
    this.#installed ??= this.findInstalled([]);
    return (await this.#installed).packages.find(({ importNames }) => importNames.includes(first));
  }

  /** A module or package of dotted names in a folder: stubs before sources. */
  async #moduleIn(folder: string, names: readonly string[]): Promise<string | undefined> {
    const last = names.at(-1);
    if (last === undefined) return this.#initOf(folder);
    const parent = [folder, ...names.slice(0, -1)].join("/");
    const entries = await this.#entries(parent);
    if (entries.has(last)) {
      const init = await this.#initOf(`${parent}/${last}`);
      if (init !== undefined) return init;
    }
    for (const ending of [".pyi", ".py"]) if (entries.has(last + ending)) return `${parent}/${last}${ending}`;
    return undefined;
  }

  async #initOf(folder: string): Promise<string | undefined> {
    const entries = await this.#entries(folder);
    const name = ["__init__.pyi", "__init__.py"].find((one) => entries.has(one));
    return name && `${folder}/${name}`;
  }

  async #entries(folder: string): Promise<ReadonlySet<string>> {
    let names = this.#folders.get(folder);
    if (names === undefined) {
      names = new Set(
        (await this.#files.isDirectory(folder))
          ? (await this.#files.list(folder)).map(({ name }) => name)
          : [],
      );
      this.#folders.set(folder, names);
    }
    return names;
  }

  async #distribution(site: string, entry: string): Promise<InstalledPackage | undefined> {
    const path = `${site}/${entry}`;
    const isFolder = await this.#files.isDirectory(path);
    const metadata = isFolder
      ? ((await this.#files.text(`${path}/METADATA`)) ?? (await this.#files.text(`${path}/PKG-INFO`)))
      : await this.#files.text(path);
    const name = metadata && /^Name:\s*(\S+)/m.exec(metadata)?.[1];
    if (metadata === undefined || name === undefined || name === "") return undefined;
    const version = /^Version:\s*(\S+)/m.exec(metadata)?.[1] ?? "";
    const importNames = isFolder ? await this.#importNames(path) : [];
    return {
      id: { ecosystem: "python", name, version },
      folder: site,
      role: this.#roleOf(name, site),
      importNames: importNames.length > 0 ? importNames : await this.#likelyNames(site, name),
    };
  }

  #roleOf(name: string, site: string): PackageRole {
    if (this.#declared.has(normalName(name))) return "direct";
    return this.#paths.systemSites.includes(site) ? "platform" : "indirect";
  }

  async #importNames(metadata: string): Promise<readonly string[]> {
    const listed = await this.#files.text(`${metadata}/top_level.txt`);
    const names = listed?.split(/\s+/).filter((name) => moduleName.test(name)) ?? [];
    if (names.length > 0) return names;
    const record = (await this.#files.text(`${metadata}/RECORD`)) ?? "";
    const found = new Set<string>();
    for (const line of record.split("\n")) {
      const first = /^([A-Za-z_]\w*)(?:\/__init__\.pyi?|\.py)[,]/.exec(line)?.[1];
      if (first !== undefined) found.add(first);
    }
    return [...found];
  }

  /** `PyYAML` may be `yaml`; a name that is no module is none. */
  async #likelyNames(site: string, name: string): Promise<readonly string[]> {
    const plain = name.toLowerCase().replace(/[-.]/g, "_");
    const guesses = [plain, plain.replace(/^python_/, ""), plain.replace(/^py/, "")];
    for (const guess of guesses) if ((await this.#moduleIn(site, [guess])) !== undefined) return [guess];
    return [];
  }
}

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
