/** What is known of declarations that an open file uses, where they belong to installed packages. */
import type { ApiEntry, InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import { entryOfDeclared } from "../../core/apiDocs/library/entriesOf.ts";
import type { Declared } from "../../core/apiDocs/library/known.ts";
import type { LibraryLoader } from "./libraryLoader.ts";
import { withSourceDoc } from "./stubDocs.ts";

/** Entries of declarations that belong to installed packages. */
export class CursorEntries {
  readonly #loader: LibraryLoader;
  readonly #path: string;

  constructor(loader: LibraryLoader, path: string) {
    this.#loader = loader;
    this.#path = path;
  }

  async of(declared: Declared, name: string | undefined): Promise<ApiEntry | undefined> {
    return (await this.owned(declared, name))?.entry;
  }

  /** With the package that it belongs to. */
  async owned(
    declared: Declared,
    name: string | undefined,
  ): Promise<{ readonly entry: ApiEntry; readonly owner: InstalledPackage } | undefined> {
    const { path } = declared.scope.unit.file;
    if (path === this.#path) return undefined;
    const { ecosystem } = this.#loader;
    const owner = await ecosystem.packageOf(path);
    const own = owner && (await ecosystem.packageOf(this.#path));
    if (owner === undefined || owner.folder === own?.folder) return undefined;
    const module = declared.scope.unit.unit.module ?? moduleIn(owner.folder, path) ?? owner.importNames[0];
    const entry = entryOfDeclared(declared, { package: owner.id, specifier: module ?? owner.id.name }, name);
    return entry && { entry: await withSourceDoc(this.#loader, entry), owner };
  }
}

/** The dotted name of a Python module; of other files nothing is told. */
function moduleIn(folder: string, path: string): string | undefined {
  const inside = /^(.*?)(?:\/__init__)?\.pyi?$/.exec(path.slice(folder.length + 1))?.[1];
  return inside?.replace("-stubs/", "/").replaceAll("/", ".");
}
