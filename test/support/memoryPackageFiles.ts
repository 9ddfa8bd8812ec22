/** A disk in memory whose links lead somewhere. */
import type { FileStat } from "../../src/ports/files.ts";
import type { PackageFiles } from "../../src/ports/packageFiles.ts";
import { MemoryFiles } from "./memoryFiles.ts";

const MOST_LINKS = 20;

export class MemoryPackageFiles extends MemoryFiles implements PackageFiles {
  readonly #targets = new Map<string, string>();

  /** Makes a link from `path` to `target`, both absolute; the target need not be there. */
  linkTo(path: string, target: string): void {
    this.link(path);
    this.#targets.set(path, target);
  }

  async realPath(path: string): Promise<string | undefined> {
    const real = this.#resolved(path);
    return real !== undefined && (await super.stat(real)) !== undefined ? real : undefined;
  }

  /** As the system does: links on the way are followed, the last part is not. */
  override async stat(path: string): Promise<FileStat | undefined> {
    const slash = path.lastIndexOf("/");
    const folder = this.#resolved(path.slice(0, slash));
    return folder === undefined ? undefined : super.stat(folder + path.slice(slash));
  }

  #resolved(path: string): string | undefined {
    let real = path;
    for (let count = 0; count <= MOST_LINKS; count++) {
      const link = [...this.#targets.keys()].find((one) => real === one || real.startsWith(`${one}/`));
      if (link === undefined) return real;
      real = this.#targets.get(link)! + real.slice(link.length);
    }
    return undefined;
  }
}
