/** The folders of the workspace with their ignore rules, which are read from the disk as they are needed. */

import { skipDirectory } from "../../core/repo/fileFilter.ts";
import { type IgnoreFileName, IgnoreRules, ignoreFileNames } from "../../core/repo/ignoreRules.ts";
import type { SkipReason } from "../../core/repo/indexStatus.ts";
import { decodeText } from "../../core/text/decode.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { Files } from "../../ports/files.ts";
import { decodeUtf8 } from "./readSource.ts";

/** An ignore file above this size is taken as empty. Bytes. */
const MAX_IGNORE_FILE_BYTES = 1 << 20;

/** A path and the root it belongs to; `relative` has no slash at either end. */
export interface RootedPath {
  readonly root: WorkspaceRoot;
  readonly relative: string;
}

export interface WorkspaceRoot extends EngineRoot {
  readonly rules: IgnoreRules;
  /** Directories, relative, whose ignore files are in `rules`. */
  readonly known: Set<string>;
  /** Known directories that nothing keeps out by the rules there are now. */
  readonly admitted: Set<string>;
}

/** Why a path is out, and the topmost path that is. */
export interface Exclusion {
  readonly relative: string;
  readonly reason: SkipReason;
}

export class WorkspaceRoots {
  readonly #files: Files;
  #roots: readonly WorkspaceRoot[] = [];
  /** The root that `holds` found last, with a slash: paths come in runs. */
  #lastHeld = "";

  constructor(files: Files) {
    this.#files = files;
  }

  get all(): readonly WorkspaceRoot[] {
    return this.#roots;
  }

  /** Takes new roots, and reads what `.git/info/exclude` of each says. */
  async configure(roots: readonly EngineRoot[], exclude: readonly string[]): Promise<void> {
    this.#lastHeld = "";
    const distinct = [...new Map(roots.map((root) => [root.path, root])).values()];
    this.#roots = await Promise.all(
      distinct.map(async (root) => {
        const infoExclude = await this.#readRules(`${root.path}/.git/info/exclude`);
        return {
          ...root,
          rules: new IgnoreRules(exclude, infoExclude),
          known: new Set<string>(),
          admitted: new Set<string>(),
        };
      }),
    );
  }

  /** Whether a path is a root's or below one. */
  holds(path: string): boolean {
    if (this.#lastHeld !== "" && path.startsWith(this.#lastHeld)) return true;
    for (const { path: root } of this.#roots) {
      if (!path.startsWith(root)) continue;
      if (path.length === root.length) return true;
      if (path[root.length] !== "/") continue;
      this.#lastHeld = `${root}/`;
      return true;
    }
    return false;
  }

  /** The innermost root that holds the path; undefined when none does. */
  find(path: string): RootedPath | undefined {
    let found: WorkspaceRoot | undefined;
    for (const root of this.#roots) {
      if (path !== root.path && !path.startsWith(`${root.path}/`)) continue;
      if (!found || root.path.length > found.path.length) found = root;
    }
    return found && { root: found, relative: path.slice(found.path.length + 1) };
  }

  isRoot(path: string): boolean {
    return this.#roots.some((root) => root.path === path);
  }

  /**
   * Reads the ignore files of a directory again.
   *
   * @param names what is in the directory, where that is known
   */
  async refresh(root: WorkspaceRoot, directory: string, names?: ReadonlySet<string>): Promise<void> {
    const place = directory === "" ? root.path : `${root.path}/${directory}`;
    await Promise.all(
      ignoreFileNames.map(async (name: IgnoreFileName) => {
        const isThere = names?.has(name) ?? true;
        root.rules.setFile(directory, name, isThere ? await this.#readRules(`${place}/${name}`) : undefined);
      }),
    );
    root.known.add(directory);
    root.admitted.clear();
  }

  forget(root: WorkspaceRoot, directory: string): void {
    root.rules.removeDirectory(directory);
    root.admitted.clear();
    for (const known of root.known) {
      if (known === directory || known.startsWith(`${directory}/`)) root.known.delete(known);
    }
  }

  /**
   * Why a path is kept out by ignore files, exclude globs or the name of a directory above it; undefined when it is
   * not. Reads the ignore files above it that were not read yet.
   */
  async findExclusion({ root, relative }: RootedPath, isDirectory: boolean): Promise<Exclusion | undefined> {
    if (relative === "") return undefined;
    const parent = relative.slice(0, Math.max(0, relative.lastIndexOf("/")));
    const parts = relative.split("/");
    const isParentIn = root.known.has(parent) && root.admitted.has(parent);
    for (let i = isParentIn ? parts.length - 1 : 0; i < parts.length; i++) {
      const directory = parts.slice(0, i).join("/");
      if (!root.known.has(directory)) {
        if (await this.#isLink(root, directory)) return { relative: directory, reason: "notRegular" };
        await this.refresh(root, directory);
      }
      const entry = parts.slice(0, i + 1).join("/");
      const entryIsDirectory = isDirectory || i < parts.length - 1;
      if (root.rules.isEntryIgnored(entry, entryIsDirectory)) return { relative: entry, reason: "ignored" };
      const skip = entryIsDirectory ? skipDirectory(parts[i]!) : undefined;
      if (skip) return { relative: entry, reason: skip };
    }
    if (root.known.has(parent)) root.admitted.add(parent);
    return undefined;
  }

  /** The root itself may be a link: a person opened it. */
  async #isLink(root: WorkspaceRoot, directory: string): Promise<boolean> {
    if (directory === "") return false;
    const stat = await this.#files.stat(`${root.path}/${directory}`).catch(() => undefined);
    return stat?.kind === "link";
  }

  async #readRules(path: string): Promise<string | undefined> {
    const stat = await this.#files.stat(path).catch(() => undefined);
    if (stat?.kind !== "file") return undefined;
    const bytes = await this.#files.read(path, MAX_IGNORE_FILE_BYTES).catch(() => undefined);
    const decoded = bytes && decodeText(bytes, decodeUtf8);
    return decoded?.kind === "text" ? decoded.text : undefined;
  }
}
