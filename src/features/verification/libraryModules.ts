/** Libraries of a workspace as the check of names sees them: what is loaded, and a list of what would have to be. */
import type { ApiLibrary } from "../../core/apiDocs/library/apiLibrary.ts";
import type { InstalledNames } from "../../core/verify/resolve/libraryNames.ts";
import type { LibraryLoader } from "../apiDocs/libraryLoader.ts";

/** Where specifiers lead, by the folder that they are written in; undefined for one that leads to no library. */
export type SpecifierPaths = Map<string, string | undefined>;

interface Wanted {
  readonly specifier: string;
  readonly from: string;
}

export class LibraryModules implements InstalledNames {
  readonly #loader: LibraryLoader;
  readonly #paths: SpecifierPaths;
  /** Whether a file is one of the repository, which is read in another way. */
  readonly #isOwn: (path: string) => boolean;
  readonly #wanted = new Map<string, Wanted>();

  constructor(loader: LibraryLoader, paths: SpecifierPaths, isOwn: (path: string) => boolean) {
    this.#loader = loader;
    this.#paths = paths;
    this.#isOwn = isOwn;
  }

  get library(): ApiLibrary {
    return this.#loader.library;
  }

  module: InstalledNames["module"] = (specifier, from) => {
    const key = keyOf(specifier, from);
    if (!this.#paths.has(key)) {
      this.#wanted.set(key, { specifier, from });
      return undefined;
    }
    const path = this.#paths.get(key);
    const module =
      path === undefined ? this.library.ambientModule(specifier) : this.library.module(path, specifier);
    return module?.kind === "module" ? module : undefined;
  };

  /**
   * Reads what answers since the last call would have needed, in the order in which it is known.
   *
   * @param mayGoOn asked before each file
   * @returns whether there was anything to read
   */
  async bring(mayGoOn: () => boolean): Promise<boolean> {
    const specifiers = [...this.#wanted];
    this.#wanted.clear();
    const files = this.library.takeWanted();
    for (const [key, { specifier, from }] of specifiers) {
      if (!mayGoOn()) return true;
      const path = await this.#loader.ecosystem.resolve(specifier, from);
      this.#paths.set(key, path === undefined || this.#isOwn(path) ? undefined : path);
    }
    for (const path of files) {
      if (!mayGoOn()) return true;
      await this.#loader.load(path);
    }
    return specifiers.length > 0 || files.length > 0;
  }
}

const keyOf = (specifier: string, from: string): string =>
  `${from.slice(0, from.lastIndexOf("/"))} ${specifier}`;
