/** Copies of packages: how one is read whose imports are followed, and where one is in a folder that a person names. */
import type { InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import type { Yielder } from "../../ports/files.ts";
import type { PackageFiles } from "../../ports/packageFiles.ts";
import { BoundedFiles } from "./boundedFiles.ts";
import type { Ecosystem } from "./ecosystem.ts";
import { LibraryLoader } from "./libraryLoader.ts";
import { NpmEcosystem } from "./npm/npmEcosystem.ts";
import { readPackage } from "./packageReader.ts";
import { PythonEcosystem } from "./python/pythonEcosystem.ts";
import type { Readable } from "./readable.ts";
import { folderPackages } from "./source/folderPackages.ts";
import type { SourceDeps } from "./source/sourceFolder.ts";

/** A manager with the files that it may read. */
export interface BoundEcosystem {
  readonly ecosystem: Ecosystem;
  readonly files: BoundedFiles;
}

export function followed(
  { ecosystem, files }: BoundEcosystem,
  installed: InstalledPackage,
  yielder: Yielder,
): Readable & { readonly load: () => LibraryLoader } {
  const load = () => new LibraryLoader(ecosystem, files, yielder);
  return {
    installed,
    read: async (signal) => ({ entries: await readPackage(load(), installed, signal) }),
    load,
  };
}

type Copy = BoundEcosystem & { readonly installed: InstalledPackage };

/** The package itself, or the `node_modules` of a project, or one itself. */
export async function npmCopy(
  disk: PackageFiles,
  folder: string,
  like: InstalledPackage,
): Promise<Copy | undefined> {
  const files = new BoundedFiles(disk, [folder]);
  const { name } = like.id;
  for (const path of [folder, `${folder}/node_modules/${name}`, `${folder}/${name}`]) {
    const manifest = await files.json(`${path}/package.json`);
    if (manifest?.["name"] !== name) continue;
    const version = typeof manifest["version"] === "string" ? manifest["version"] : "";
    const real = (await files.locate(path)) ?? path;
    return {
      ecosystem: new NpmEcosystem(files),
      files,
      installed: { ...like, id: { ...like.id, version }, folder: real, role: "indirect" },
    };
  }
  return undefined;
}

/** A folder that its modules stand in: of sources, `site-packages`, an environment, or the package itself. */
export async function pythonCopy(
  disk: PackageFiles,
  folder: string,
  like: InstalledPackage,
): Promise<Copy | undefined> {
  const parent = folder.slice(0, folder.lastIndexOf("/"));
  const inside = new BoundedFiles(disk, [folder]);
  const isModule =
    (await inside.isFile(`${folder}/__init__.py`)) || (await inside.isFile(`${folder}/__init__.pyi`));
  const isItself = isModule && like.importNames.includes(folder.slice(folder.lastIndexOf("/") + 1));
  const files = isItself ? new BoundedFiles(disk, [parent]) : inside;
  const sites = [folder, `${folder}/src`, `${folder}/lib`, ...(await environmentSites(files, folder))];
  for (const site of isItself ? [parent] : sites) {
    const real = await files.locate(site);
    if (real === undefined) continue;
    const ecosystem = new PythonEcosystem(files, {
      sources: [],
      sites: [real],
      systemSites: [],
      standard: [],
    });
    const known = (await ecosystem.copiesOf(like.id.name))[0];
    const installed = { ...like, folder: real, role: "indirect" as const };
    const modules = await ecosystem.publicModules(installed);
    if (modules.length === 0) continue;
    const version = known?.id.version ?? (await writtenVersion(files, folder, modules[0]!.path));
    return { ecosystem, files, installed: { ...installed, id: { ...like.id, version } } };
  }
  return undefined;
}

async function environmentSites(files: BoundedFiles, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const base of [folder, `${folder}/.venv`, `${folder}/venv`]) {
    found.push(`${base}/Lib/site-packages`);
    for (const { name } of await files.list(`${base}/lib`))
      if (/^python3/.test(name))
        found.push(`${base}/lib/${name}/site-packages`, `${base}/lib/${name}/dist-packages`);
  }
  return found;
}

/** Of sources that were never installed: in the project's file, or in the module itself. */
async function writtenVersion(files: BoundedFiles, folder: string, module: string): Promise<string> {
  const project = await files.text(`${folder}/pyproject.toml`, 300_000);
  const own = project && /^version[ \t]*=[ \t]*["']([^"'\n]+)["']/m.exec(project)?.[1];
  if (own) return own;
  const beside = [`${module.slice(0, module.lastIndexOf("/"))}/__version__.py`, module];
  for (const path of beside) {
    const text = await files.text(path, 300_000);
    const found = text && /^__version__[ \t]*(?::[^=\n]*)?=[ \t]*["']([^"'\n]+)["']/m.exec(text)?.[1];
    if (found) return found;
  }
  return "";
}

/** Of other languages: all that is declared in the folder. */
export async function folderCopy(
  deps: SourceDeps,
  folder: string,
  like: InstalledPackage,
): Promise<Readable | undefined> {
  const reader = folderPackages(deps, [folder]);
  const found = (await reader.findInstalled([])).packages[0];
  if (found === undefined) return undefined;
  const installed = { ...like, id: { ...like.id, version: "" }, folder: found.folder };
  const read: Readable["read"] = async (signal) => {
    const reading = await reader.readEntries(found, signal);
    return { ...reading, entries: reading.entries.map((entry) => ({ ...entry, package: installed.id })) };
  };
  return { installed, read };
}
