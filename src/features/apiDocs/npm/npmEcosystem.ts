/** npm, pnpm and yarn with `node_modules`: what is installed, and where a specifier leads. */
import type { InstalledPackage, PackageRole, SkippedPackage } from "../../../core/apiDocs/apiPackage.ts";
import type { ApiReference, ApiUnit } from "../../../core/apiDocs/apiUnit.ts";
import {
  declarationsBeside,
  type PackageManifest,
  packageNameOf,
  typeFilesOf,
  typesPackageOf,
} from "../../../core/apiDocs/npm/packageEntry.ts";
import { readDeclarations } from "../../../core/apiDocs/typescript/declarationReader.ts";
import type { BoundedFiles } from "../boundedFiles.ts";
import type { Ecosystem, Installed, PublicModule } from "../ecosystem.ts";
import { siblingFolders } from "./siblings.ts";

const MOST_PACKAGES = 5000;
/** Of the language's own library: all of the language, nothing of browsers. */
const LIBRARY = "esnext";
const none: ReadonlyMap<string, string> = new Map();

/** A folder with a manifest. */
interface Folder {
  readonly path: string;
  readonly manifest: PackageManifest;
}

export class NpmEcosystem implements Ecosystem {
  readonly name = "npm";
  readonly languages = ["typescript", "typescriptreact", "javascript", "javascriptreact", "vue", "svelte"];
  readonly #files: BoundedFiles;
  readonly #manifests = new Map<string, PackageManifest | undefined>();
  readonly #packages = new Map<string, Folder | undefined>();

  readonly #roots: readonly string[];
  #siblings: Promise<ReadonlyMap<string, Folder>> | undefined;

  /** @param roots of the workspace, whose parts may import one another without being linked */
  constructor(files: BoundedFiles, roots: readonly string[] = []) {
    this.#files = files;
    this.#roots = roots;
  }

  async findInstalled(roots: readonly string[]): Promise<Installed> {
    const packages = new Map<string, InstalledPackage>();
    const skipped: SkippedPackage[] = [];
    const siblings = await this.#siblingsOf(roots);
    for (const folder of [...roots, ...[...siblings.values()].map(({ path }) => path)]) {
      const found = await this.#installedIn(folder, roots);
      skipped.push(...found.skipped);
      for (const one of found.packages)
        if (packages.size < MOST_PACKAGES && !packages.has(one.folder)) packages.set(one.folder, one);
    }
    for (const [name, found] of siblings) {
      if (!packages.has(found.path)) packages.set(found.path, this.#installed(found, name, "private", roots));
    }
    return { packages: [...packages.values()], skipped };
  }

  /** What stands in the `node_modules` of a folder. */
  async #installedIn(folder: string, roots: readonly string[]): Promise<Installed> {
    const packages: InstalledPackage[] = [];
    const skipped: SkippedPackage[] = [];
    const manifest = await this.#manifest(folder);
    const direct = manifest ? dependencyNames(manifest) : new Set<string>();
    for (const name of await this.#namesIn(`${folder}/node_modules`)) {
      const path = `${folder}/node_modules/${name}`;
      const found = await this.#folderAt(path);
      if (found !== undefined) {
        packages.push(this.#installed(found, name, direct.has(name) ? "direct" : "indirect", roots));
        continue;
      }
      const isThere = (await this.#files.locate(path)) === undefined;
      const reason = isThere ? "It leads outside of the workspace" : "It has no package.json";
      skipped.push({ name, folder: path, reason });
    }
    return { packages, skipped };
  }

  /** Of the workspace and its parts, then those that other packages brought along. */
  async copiesOf(name: string, roots: readonly string[]): Promise<readonly InstalledPackage[]> {
    const found = new Map<string, InstalledPackage>();
    const look = async (nodeModules: string): Promise<void> => {
      const folder = await this.#folderAt(`${nodeModules}/${name}`);
      if (folder && !found.has(folder.path))
        found.set(folder.path, this.#installed(folder, name, "indirect", roots));
    };
    const siblings = [...(await this.#siblingsOf(roots)).values()].map(({ path }) => path);
    for (const folder of [...roots, ...siblings]) await look(`${folder}/node_modules`);
    for (const folder of [...roots, ...siblings]) {
      const all = await this.#namesIn(`${folder}/node_modules`);
      for (const other of all.slice(0, MOST_PACKAGES))
        await look(`${folder}/node_modules/${other}/node_modules`);
      const store = `${folder}/node_modules/.pnpm`;
      const start = `${name.replace("/", "+")}@`;
      for (const { name: entry } of await this.#files.list(store))
        if (entry.startsWith(start)) await look(`${store}/${entry}/node_modules`);
    }
    return [...found.values()];
  }

  async resolve(specifier: string, fromFile: string): Promise<string | undefined> {
    if (/^\.\.?(?:\/|$)/.test(specifier)) return this.#firstFile(join(folderOf(fromFile), specifier));
    const builtin = /^(?:node:)?([a-z_]\w*(?:\/\w+)*)$/.exec(specifier)?.[1];
    const ofNode = builtin === undefined ? undefined : await this.#nodeFile(builtin, fromFile);
    if (ofNode !== undefined) return ofNode;
    const wanted = packageNameOf(specifier);
    if (wanted === undefined) return undefined;
    for (const name of [wanted.name, typesPackageOf(wanted.name)]) {
      for (const nodeModules of modulesAbove(fromFile)) {
        const found = await this.#folderAt(`${nodeModules}/${name}`);
        const path = found && (await this.#fileOf(found, wanted.subpath));
        if (path !== undefined) return path;
      }
    }
    this.#siblings ??= this.#siblingsOf(this.#roots);
    const sibling = (await this.#siblings).get(wanted.name);
    return sibling && this.#fileOf(sibling, wanted.subpath);
  }

  /** Parts of the workspace by name. */
  async #siblingsOf(roots: readonly string[]): Promise<ReadonlyMap<string, Folder>> {
    const found = new Map<string, Folder>();
    for (const root of roots) {
      for (const path of await siblingFolders(this.#files, root)) {
        const folder = await this.#folderAt(path);
        const name = folder?.manifest.name;
        if (folder && typeof name === "string" && !found.has(name)) found.set(name, folder);
      }
    }
    return found;
  }

  async resolveReference({ kind, name }: ApiReference, fromFile: string): Promise<string | undefined> {
    if (kind === "path") {
      const path = join(folderOf(fromFile), name);
      return (await this.#files.isFile(path)) ? path : undefined;
    }
    if (kind === "types") return this.resolve(name, fromFile);
    const beside = `${folderOf(fromFile)}/lib.${name}.d.ts`;
    if (await this.#files.isFile(beside)) return beside;
    return this.#languageLibrary(fromFile, name);
  }

  /** What a program in the workspace sees without importing it: the language's library, and Node's. */
  async globalFiles(folder: string): Promise<readonly string[]> {
    const inside = `${folder}/_`;
    const found = [await this.#languageLibrary(inside, LIBRARY), await this.#nodeFile("globals", inside)];
    return found.filter((path) => path !== undefined);
  }

  /** `lib.es2022.d.ts` of the compiler that is installed; since version 7 it stands in a package of its platform. */
  async #languageLibrary(fromFile: string, name: string): Promise<string | undefined> {
    for (const nodeModules of modulesAbove(fromFile)) {
      const platforms = await this.#files.list(`${nodeModules}/@typescript`);
      const folders = ["typescript", ...platforms.map((one) => `@typescript/${one.name}`)];
      for (const folder of folders) {
        const path = `${nodeModules}/${folder}/lib/lib.${name}.d.ts`;
        if (await this.#files.isFile(path)) return this.#files.locate(path);
      }
    }
    return undefined;
  }

  /** A module of the platform, as `@types/node` declares it. */
  async #nodeFile(name: string, fromFile: string): Promise<string | undefined> {
    for (const nodeModules of modulesAbove(fromFile)) {
      const found = await this.#folderAt(`${nodeModules}/@types/node`);
      const path = found && `${found.path}/${name}.d.ts`;
      if (path !== undefined && (await this.#files.isFile(path))) return path;
    }
    return undefined;
  }

  async submodulesOf(): Promise<ReadonlyMap<string, string>> {
    return none;
  }

  async publicModules(installed: InstalledPackage): Promise<readonly PublicModule[]> {
    const { folder } = installed;
    const manifest = await this.#manifest(folder);
    if (manifest === undefined) return [];
    const name = installed.importNames[0] ?? installed.id.name;
    const found: PublicModule[] = [];
    for (const subpath of subpathsOf(manifest)) {
      const path = await this.#fileOf({ path: folder, manifest }, subpath);
      if (path !== undefined && !found.some((one) => one.path === path)) {
        found.push({ specifier: subpath === "." ? name : `${name}${subpath.slice(1)}`, path });
      }
    }
    return found;
  }

  read(text: string, path: string): readonly ApiUnit[] {
    return readDeclarations(text, path);
  }

  async packageOf(path: string): Promise<InstalledPackage | undefined> {
    for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder)) {
      const manifest = await this.#manifest(folder);
      if (typeof manifest?.name !== "string") continue;
      return this.#installed({ path: folder, manifest }, manifest.name, "indirect", this.#roots);
    }
    return undefined;
  }

  #installed(
    { path, manifest }: Folder,
    name: string,
    role: PackageRole,
    roots: readonly string[],
  ): InstalledPackage {
    const isPrivate = !path.includes("/node_modules/") && roots.some((root) => path.startsWith(`${root}/`));
    const version = typeof manifest.version === "string" ? manifest.version : "";
    const importName = name.startsWith("@types/") ? name.slice(7).replace(/^(.+?)__/, "@$1/") : name;
    return {
      id: { ecosystem: "npm", name, version },
      folder: path,
      role: isPrivate ? "private" : role,
      importNames: [importName],
    };
  }

  async #namesIn(nodeModules: string): Promise<readonly string[]> {
    const names: string[] = [];
    for (const { name, kind } of await this.#files.list(nodeModules)) {
      if (name.startsWith(".") || kind === "file") continue;
      if (!name.startsWith("@")) names.push(name);
      else
        for (const inner of await this.#files.list(`${nodeModules}/${name}`))
          names.push(`${name}/${inner.name}`);
    }
    return names.sort();
  }

  /** A package at a path in `node_modules`, where it really is. */
  async #folderAt(path: string): Promise<Folder | undefined> {
    if (this.#packages.has(path)) return this.#packages.get(path);
    const real = (await this.#files.isDirectory(path)) ? await this.#files.locate(path) : undefined;
    const manifest = real === undefined ? undefined : await this.#manifest(real);
    const found = manifest && { path: real!, manifest };
    this.#packages.set(path, found);
    return found;
  }

  async #manifest(folder: string): Promise<PackageManifest | undefined> {
    if (!this.#manifests.has(folder))
      this.#manifests.set(folder, await this.#files.json(`${folder}/package.json`));
    return this.#manifests.get(folder);
  }

  async #fileOf({ path, manifest }: Folder, subpath: string): Promise<string | undefined> {
    for (const file of typeFilesOf(manifest, subpath)) {
      if (await this.#files.isFile(`${path}/${file}`)) return `${path}/${file}`;
    }
    // A part of the workspace that was never built.
    const isOwn = !path.includes("/node_modules/") && subpath === ".";
    for (const file of isOwn ? ["src/index.ts", "src/index.tsx", "index.ts"] : [])
      if (await this.#files.isFile(`${path}/${file}`)) return `${path}/${file}`;
    return undefined;
  }

  async #firstFile(path: string): Promise<string | undefined> {
    for (const file of declarationsBeside(path)) if (await this.#files.isFile(file)) return file;
    return undefined;
  }
}

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** `node_modules` of a file's folder and of those above it. */
function modulesAbove(file: string): readonly string[] {
  const found: string[] = [];
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    if (!folder.endsWith("/node_modules")) found.push(`${folder}/node_modules`);
    if (folder === "") return found;
  }
}

/** A relative path from a folder; `..` above the top stays there. */
function join(folder: string, relative: string): string {
  const parts = folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function dependencyNames(manifest: PackageManifest): ReadonlySet<string> {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
  const all = [dependencies, devDependencies, peerDependencies, optionalDependencies];
  return new Set(all.flatMap((one) => (typeof one === "object" && one !== null ? Object.keys(one) : [])));
}

/** What `exports` lets users import, patterns left out. */
function subpathsOf({ exports }: PackageManifest): readonly string[] {
  if (typeof exports !== "object" || exports === null || Array.isArray(exports)) return ["."];
  const keys = Object.keys(exports).filter(
    (key) => key.startsWith(".") && !key.includes("*") && !key.endsWith(".json"),
  );
  return [".", ...keys.filter((key) => key !== ".")];
}
