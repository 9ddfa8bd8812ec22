/**
 * How a folder itself spells a name. Some file systems find a file by a name in other letter case (Windows, macOS) or in
 * another Unicode form (HFS+); as the index knows files by their paths, one file would stand in it twice.
 */
import type { DirectoryEntry, Files } from "../../ports/files.ts";
import type { RootedPath } from "./workspaceRoots.ts";

/** Equal for names that some file system may take for the same. */
export const foldName = (name: string): string => name.normalize("NFC").toLowerCase();

export class PathSpelling {
  readonly #files: Files;
  readonly #lists = new Map<string, Promise<readonly DirectoryEntry[]>>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** The path as its folders list it, when that differs; undefined when it is right, or nothing like it is listed. */
  async find({ root, relative }: RootedPath): Promise<string | undefined> {
    if (relative === "") return undefined;
    let path = root.path;
    for (const part of relative.split("/")) path = `${path}/${await this.#listedName(path, part)}`;
    return path === `${root.path}/${relative}` ? undefined : path;
  }

  /** Lists folders anew from here on. */
  forget(): void {
    this.#lists.clear();
  }

  async #listedName(folder: string, name: string): Promise<string> {
    let list = this.#lists.get(folder);
    if (!list) this.#lists.set(folder, (list = this.#files.list(folder).catch(() => [])));
    const entries = await list;
    if (entries.some((entry) => entry.name === name)) return name;
    const folded = foldName(name);
    return entries.find((entry) => foldName(entry.name) === folded)?.name ?? name;
  }
}
