/** The libraries of one workspace: its package managers, and what they have installed. */
import type { InstalledPackage, SkippedPackage } from "../../core/apiDocs/apiPackage.ts";
import { withTexts } from "../../core/apiDocs/readme.ts";
import type { Yielder } from "../../ports/files.ts";
import type { Inflate } from "../../ports/inflate.ts";
import { type LibraryPlaces, noPlaces } from "../../ports/libraryPlaces.ts";
import type { PackageFiles } from "../../ports/packageFiles.ts";
import { BoundedFiles } from "./boundedFiles.ts";
import type { Ecosystem, EntryReader } from "./ecosystem.ts";
import { LibraryLoader } from "./libraryLoader.ts";
import { NpmEcosystem } from "./npm/npmEcosystem.ts";
import { type BoundEcosystem, folderCopy, followed, npmCopy, pythonCopy } from "./packageCopies.ts";
import { packageTexts } from "./packageTexts.ts";
import { PythonEcosystem } from "./python/pythonEcosystem.ts";
import { findPythonPaths } from "./python/pythonPaths.ts";
import { siblingProjects } from "./python/siblingProjects.ts";
import type { Readable } from "./readable.ts";
import { cargoPackages } from "./source/cargoPackages.ts";
import { composerPackages } from "./source/composerPackages.ts";
import { folderPackages } from "./source/folderPackages.ts";
import { gemPackages } from "./source/gemPackages.ts";
import { goPackages } from "./source/goPackages.ts";
import { JarPackages } from "./source/jarPackages.ts";
import { NugetPackages } from "./source/nugetPackages.ts";
import type { SourceDeps } from "./source/sourceFolder.ts";

export interface LibrariesConfig {
  /** Absolute folders. */
  readonly roots: readonly string[];
  /** The Python interpreter that a person chose, absolute. */
  readonly pythonInterpreter?: string | undefined;
  /** Where managers keep what is shared by all workspaces. */
  readonly places?: LibraryPlaces | undefined;
  /** Libraries that a person added, absolute. */
  readonly folders?: readonly string[] | undefined;
  /** Without it no jar is read. */
  readonly inflate?: Inflate | undefined;
}

export interface InstalledHere {
  readonly readable: readonly Readable[];
  readonly skipped: readonly SkippedPackage[];
}

const rolesFirst = ["private", "direct", "indirect", "platform"] as const;

export class Libraries {
  readonly ecosystems: readonly BoundEcosystem[];
  readonly #readers: readonly EntryReader[];
  readonly #roots: readonly string[];
  readonly #deps: SourceDeps;
  readonly #loaders = new Map<Ecosystem, LibraryLoader>();
  #installed: Promise<InstalledHere> | undefined;

  private constructor(
    ecosystems: Libraries["ecosystems"],
    readers: readonly EntryReader[],
    roots: readonly string[],
    deps: SourceDeps,
  ) {
    this.ecosystems = ecosystems;
    this.#readers = readers;
    this.#roots = roots;
    this.#deps = deps;
  }

  static async open(
    { roots, pythonInterpreter, places = noPlaces, inflate, folders = [] }: LibrariesConfig,
    files: PackageFiles,
    yielder: Yielder,
  ): Promise<Libraries> {
    const real: string[] = [];
    for (const root of roots) real.push((await files.realPath(root)) ?? root);
    const python = await findPythonPaths(files, real, pythonInterpreter);
    const npmFiles = new BoundedFiles(files, real);
    const pythonFiles = new BoundedFiles(files, [...real, ...python.sites, ...python.standard]);
    const siblings = await siblingProjects(pythonFiles, real);
    const ecosystems = [
      { ecosystem: new NpmEcosystem(npmFiles, real), files: npmFiles },
      { ecosystem: new PythonEcosystem(pythonFiles, python, siblings), files: pythonFiles },
    ];
    const deps = { files, yielder };
    const readers = [
      folderPackages(deps, folders),
      goPackages(deps, places),
      cargoPackages(deps, places),
      gemPackages(deps, places),
      composerPackages(deps),
      new NugetPackages(deps, places),
      ...(inflate ? [new JarPackages({ ...deps, inflate }, places)] : []),
    ];
    return new Libraries(ecosystems, readers, real, deps);
  }

  /** Installed packages: those of the workspace and those it asks for come first. */
  installed(): Promise<InstalledHere> {
    this.#installed ??= this.#find();
    return this.#installed;
  }

  /** Whether a file is the workspace's own code, by its real path. */
  isOwn(path: string): boolean {
    const root = this.#roots.find((one) => path.startsWith(`${one}/`));
    return (
      root !== undefined && !/\/(?:node_modules|site-packages|dist-packages)\//.test(path.slice(root.length))
    );
  }

  /** What answers about code in a language; kept from question to question. */
  loaderFor(languageId: string): LibraryLoader | undefined {
    const found = this.ecosystems.find(({ ecosystem }) => ecosystem.languages.includes(languageId));
    if (found === undefined) return undefined;
    let loader = this.#loaders.get(found.ecosystem);
    if (loader === undefined) {
      loader = new LibraryLoader(found.ecosystem, found.files, this.#deps.yielder);
      this.#loaders.set(found.ecosystem, loader);
    }
    return loader;
  }

  /** All copies of a package in the workspace, the one that is taken for it first. */
  async copiesOf(one: Readable): Promise<readonly Readable[]> {
    const { id, folder } = one.installed;
    const found = this.ecosystems.find(({ ecosystem }) => ecosystem.name === id.ecosystem);
    const copies = found ? await found.ecosystem.copiesOf(id.name, this.#roots) : [];
    const others = copies.filter((copy) => copy.folder !== folder || copy.id.version !== id.version);
    return [one, ...others.map((installed) => this.#followed(found!, installed))];
  }

  /**
   * A copy of a package in a folder that a person names: the package itself, a project that has it installed, an
   * environment of Python, a work tree of its sources.
   */
  async copyIn(folder: string, { installed, load }: Readable): Promise<Readable | undefined> {
    const { files, yielder } = this.#deps;
    const real = await files.realPath(folder).catch(() => undefined);
    if (real === undefined || real === "/") return undefined;
    if (load === undefined) return folderCopy(this.#deps, real, installed);
    const found =
      installed.id.ecosystem === "python"
        ? await pythonCopy(files, real, installed)
        : await npmCopy(files, real, installed);
    return found && followed(found, found.installed, yielder);
  }

  #followed(bound: BoundEcosystem, installed: InstalledPackage): Readable {
    const one = followed(bound, installed, this.#deps.yielder);
    return { ...this.#withTexts(installed, one.read), load: one.load };
  }

  /** With what the package's README and guides add. */
  #withTexts(installed: InstalledPackage, read: Readable["read"]): Readable {
    return {
      installed,
      read: async (signal) => {
        const reading = await read(signal);
        const texts = await packageTexts(this.#deps.files, installed);
        return { ...reading, entries: withTexts(reading.entries, texts, installed) };
      },
    };
  }

  async #find(): Promise<InstalledHere> {
    const readable: Readable[] = [];
    const skipped: SkippedPackage[] = [];
    for (const { ecosystem, files } of this.ecosystems) {
      const found = await ecosystem.findInstalled(this.#roots);
      skipped.push(...found.skipped);
      for (const installed of found.packages) readable.push(this.#followed({ ecosystem, files }, installed));
    }
    for (const reader of this.#readers) {
      const found = await reader.findInstalled(this.#roots);
      skipped.push(...found.skipped);
      for (const installed of found.packages)
        readable.push(this.#withTexts(installed, (signal) => reader.readEntries(installed, signal)));
    }
    const rank = ({ installed }: Readable) => rolesFirst.indexOf(installed.role);
    return { readable: readable.sort((a, b) => rank(a) - rank(b)), skipped };
  }
}
