/** NuGet: packages that projects of .NET ask for, by the documentation files that lie beside their assemblies. */
import type { ApiEntry, InstalledPackage } from "../../../core/apiDocs/apiPackage.ts";
import { readXmlDocs } from "../../../core/apiDocs/archive/xmlDocs.ts";
import type { LibraryPlaces } from "../../../ports/libraryPlaces.ts";
import { BoundedFiles } from "../boundedFiles.ts";
import type { EntryReader, Installed, PackageReading } from "../ecosystem.ts";
import { Gathering } from "./gathering.ts";
import { type SourceDeps, sourceLimits } from "./sourceFolder.ts";

const LARGEST_DOCS = 24_000_000;
const LARGEST_PROJECT = 2_000_000;
const projectFile = /\.(?:cs|fs|vb)proj$|^Directory\.Packages\.props$/;

const notProjects = /^(?:[._].*|node_modules|vendor|target|bin|obj|build|dist)$/;

interface PackageWanted {
  readonly name: string;
  readonly version: string;
  readonly isDirect: boolean;
}

export class NugetPackages implements EntryReader {
  readonly name = "nuget";
  readonly #deps: SourceDeps;
  readonly #places: LibraryPlaces;

  constructor(deps: SourceDeps, places: LibraryPlaces) {
    this.#deps = deps;
    this.#places = places;
  }

  async findInstalled(roots: readonly string[]): Promise<Installed> {
    const { nugetPackages } = this.#places;
    const files = new BoundedFiles(this.#deps.files, [...roots, ...nugetPackages]);
    const gathering = new Gathering("nuget", files);
    for (const root of roots) {
      for (const { name, version, isDirect } of await wantedBelow(files, root)) {
        const folders = nugetPackages.map((place) => `${place}/${name.toLowerCase()}/${version}`);
        await gathering.add({
          name,
          version,
          role: isDirect ? "direct" : "indirect",
          importNames: [name],
          folders,
        });
      }
    }
    return gathering.installed();
  }

  async readEntries({ folder, id }: InstalledPackage, signal?: AbortSignal): Promise<PackageReading> {
    const files = new BoundedFiles(this.#deps.files, [folder]);
    const docs = await docsIn(files, folder);
    if (docs.length === 0) return { entries: [], reason: "It has no documentation file" };
    const entries: ApiEntry[] = [];
    for (const path of docs) {
      signal?.throwIfAborted();
      const text = await files.text(path, LARGEST_DOCS);
      if (text !== undefined) entries.push(...readXmlDocs(text, path, id));
      await this.#deps.yielder.pause();
    }
    return { entries: entries.slice(0, sourceLimits.entries) };
  }
}

/** Of the newest framework that the package is built for. */
async function docsIn(files: BoundedFiles, folder: string): Promise<readonly string[]> {
  for (const part of ["lib", "ref"]) {
    const frameworks = (await files.list(`${folder}/${part}`)).filter(({ kind }) => kind === "directory");
    const ranked = frameworks.map(({ name }) => name).sort((a, b) => rankOf(b) - rankOf(a));
    for (const name of ranked) {
      const inside = await files.list(`${folder}/${part}/${name}`);
      const docs = inside.filter((one) => one.kind === "file" && one.name.toLowerCase().endsWith(".xml"));
      if (docs.length > 0) return docs.map((one) => `${folder}/${part}/${name}/${one.name}`).slice(0, 20);
    }
  }
  return [];
}

/** `net8.0` before `netstandard2.1` before `net48`. */
function rankOf(framework: string): number {
  const number = Number.parseFloat(/\d+(?:\.\d+)?/.exec(framework)?.[0] ?? "0");
  return framework.startsWith("netstandard")
    ? 100 + number
    : /^net\d+\.\d/.test(framework)
      ? 1000 + number
      : number / 100;
}

/** Of the root's projects and those of folders in it. */
async function wantedBelow(files: BoundedFiles, root: string): Promise<readonly PackageWanted[]> {
  const found = new Map<string, PackageWanted>();
  const inner = async (folder: string) =>
    (await files.list(folder))
      .filter(({ name, kind }) => kind === "directory" && !notProjects.test(name))
      .map(({ name }) => `${folder}/${name}`);
  const first = await inner(root);
  const second = (await Promise.all(first.slice(0, 100).map(inner))).flat();
  for (const folder of [root, ...first, ...second.slice(0, 500)]) {
    const names = (await files.list(folder)).map(({ name }) => name);
    if (!names.some((name) => projectFile.test(name))) continue;
    for (const name of names.filter((one) => projectFile.test(one)))
      for (const one of referencesIn((await files.text(`${folder}/${name}`, LARGEST_PROJECT)) ?? ""))
        found.set(one.name.toLowerCase(), one);
    const assets = await files.json(`${folder}/obj/project.assets.json`);
    const libraries: unknown = assets?.["libraries"];
    for (const key of typeof libraries === "object" && libraries !== null ? Object.keys(libraries) : []) {
      const [name, version] = key.split("/");
      if (name === undefined || version === undefined) continue;
      const isDirect = found.has(name.toLowerCase());
      found.set(name.toLowerCase(), { name, version, isDirect });
    }
  }
  return [...found.values()];
}

function referencesIn(text: string): readonly PackageWanted[] {
  const found: PackageWanted[] = [];
  for (const [, attributes] of text.matchAll(/<Package(?:Reference|Version)\s([^<>]*)>/g)) {
    const name = /\bInclude="([\w.-]+)"/.exec(attributes!)?.[1];
    const version = /\bVersion="\[?([\w.+-]+)/.exec(attributes!)?.[1];
    if (name !== undefined && version !== undefined) found.push({ name, version, isDirect: true });
  }
  return found;
}
