/** The libraries of one workspace: its package managers, and what they have installed. */
import type { InstalledPackage, SkippedPackage } from "../../core/apiDocs/apiPackage.ts";
import type { Yielder } from "../../ports/files.ts";
import type { PackageFiles } from "../../ports/packageFiles.ts";
import { BoundedFiles } from "./boundedFiles.ts";
import type { Ecosystem } from "./ecosystem.ts";
import { LibraryLoader } from "./libraryLoader.ts";
import { NpmEcosystem } from "./npm/npmEcosystem.ts";
import { PythonEcosystem } from "./python/pythonEcosystem.ts";
import { findPythonPaths } from "./python/pythonPaths.ts";

export interface LibrariesConfig {
  /** Absolute folders. */
  readonly roots: readonly string[];
  /** The Python interpreter that a person chose, absolute. */
  readonly pythonInterpreter?: string | undefined;
}

/** A package with what reads it. */
export interface Readable {
  readonly installed: InstalledPackage;
  readonly ecosystem: Ecosystem;
  readonly files: BoundedFiles;
}

export interface InstalledHere {
  readonly readable: readonly Readable[];
  readonly skipped: readonly SkippedPackage[];
}

const rolesFirst = ["private", "direct", "indirect", "platform"] as const;

export class Libraries {
  readonly ecosystems: readonly { readonly ecosystem: Ecosystem; readonly files: BoundedFiles }[];
  readonly #roots: readonly string[];
  readonly #yielder: Yielder;
  readonly #loaders = new Map<Ecosystem, LibraryLoader>();
  #installed: Promise<InstalledHere> | undefined;

  private constructor(ecosystems: Libraries["ecosystems"], roots: readonly string[], yielder: Yielder) {
    this.ecosystems = ecosystems;
    this.#roots = roots;
    this.#yielder = yielder;
  }

  static async open(
    { roots, pythonInterpreter }: LibrariesConfig,
    files: PackageFiles,
    yielder: Yielder,
  ): Promise<Libraries> {
    const real: string[] = [];
    for (const root of roots) real.push((await files.realPath(root)) ?? root);
    const python = await findPythonPaths(files, real, pythonInterpreter);
    const npmFiles = new BoundedFiles(files, real);
    const pythonFiles = new BoundedFiles(files, [...real, ...python.sites, ...python.standard]);
    const ecosystems = [
      { ecosystem: new NpmEcosystem(npmFiles), files: npmFiles },
      { ecosystem: new PythonEcosystem(pythonFiles, python), files: pythonFiles },
    ];
    return new Libraries(ecosystems, real, yielder);
  }

  /** Installed packages: those of the workspace and those it asks for come first. */
  installed(): Promise<InstalledHere> {
    this.#installed ??= this.#find();
    return this.#installed;
  }

  /** What answers about code in a language; kept from question to question. */
  loaderFor(languageId: string): LibraryLoader | undefined {
    const found = this.ecosystems.find(({ ecosystem }) => ecosystem.languages.includes(languageId));
    if (found === undefined) return undefined;
    let loader = this.#loaders.get(found.ecosystem);
    if (loader === undefined) {
      loader = new LibraryLoader(found.ecosystem, found.files, this.#yielder);
      this.#loaders.set(found.ecosystem, loader);
    }
    return loader;
  }

  /** One that is thrown away with all that it read. */
  loaderOf({ ecosystem, files }: Readable): LibraryLoader {
    return new LibraryLoader(ecosystem, files, this.#yielder);
  }

  async #find(): Promise<InstalledHere> {
    const readable: Readable[] = [];
    const skipped: SkippedPackage[] = [];
    for (const { ecosystem, files } of this.ecosystems) {
      const found = await ecosystem.findInstalled(this.#roots);
      skipped.push(...found.skipped);
      readable.push(...found.packages.map((installed) => ({ installed, ecosystem, files })));
    }
    const rank = ({ installed }: Readable) => rolesFirst.indexOf(installed.role);
    return { readable: readable.sort((a, b) => rank(a) - rank(b)), skipped };
  }
}
