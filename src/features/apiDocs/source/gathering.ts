/** Gathers packages as a manager's files name them, each once. */
import type {
  EcosystemName,
  InstalledPackage,
  PackageRole,
  SkippedPackage,
} from "../../../core/apiDocs/apiPackage.ts";
import type { BoundedFiles } from "../boundedFiles.ts";
import type { Installed } from "../ecosystem.ts";

const MOST_PACKAGES = 3000;

export interface Wanted {
  readonly name: string;
  readonly version: string;
  readonly role: PackageRole;
  readonly importNames: readonly string[];
  /** Where it may be, best first; absolute. */
  readonly folders: readonly string[];
}

export class Gathering {
  readonly #ecosystem: EcosystemName;
  readonly #files: BoundedFiles;
  readonly #packages = new Map<string, InstalledPackage>();
  readonly #skipped = new Map<string, SkippedPackage>();

  constructor(ecosystem: EcosystemName, files: BoundedFiles) {
    this.#ecosystem = ecosystem;
    this.#files = files;
  }

  /** Takes the first of its folders that is there and within the bounds. */
  async add({ name, version, role, importNames, folders }: Wanted): Promise<void> {
    const key = `${name}@${version}`;
    const known = this.#packages.get(key);
    if (known?.role === "private" || (known && role === "indirect") || this.#packages.size >= MOST_PACKAGES)
      return;
    for (const folder of folders) {
      const isThere = isPlain(folder) && (await this.#files.isDirectory(folder));
      const real = isThere ? await this.#files.locate(folder) : undefined;
      if (real === undefined) continue;
      const id = { ecosystem: this.#ecosystem, name, version };
      this.#packages.set(key, { id, folder: real, role, importNames });
      this.#skipped.delete(key);
      return;
    }
    if (known === undefined)
      this.#skipped.set(key, {
        name,
        folder: folders[0] ?? "",
        reason: "It is not installed where it is looked for",
      });
  }

  installed(): Installed {
    return { packages: [...this.#packages.values()], skipped: [...this.#skipped.values()] };
  }
}

/** Names in lock files make up paths: none of them may climb. */
const isPlain = (folder: string) =>
  folder.startsWith("/") ? !folder.split("/").includes("..") : /^[A-Za-z]:\//.test(folder);
