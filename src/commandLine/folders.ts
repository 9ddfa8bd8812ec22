/** The folders of a command: what is read, and where its index is kept. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { nameRoots } from "../features/headless/rootPaths.ts";
import type { Folders } from "../node/cli/arguments.ts";
import { normalizePath } from "../node/files/nodeFiles.ts";
import { cacheFolderOf, librariesFolderOf } from "../node/store/cacheFolder.ts";
import type { EngineRoot } from "../ports/engine.ts";
import { CommandError, usageError } from "./commandError.ts";

export interface Opening {
  readonly roots: readonly EngineRoot[];
  readonly isTrusted: boolean;
  /** Folder for the index on disk; undefined keeps it in memory. */
  readonly storeDirectory: string | undefined;
  /** Folder for what was read of libraries; undefined keeps it in memory. */
  readonly librariesDirectory: string | undefined;
}

function openRoots(paths: readonly string[]): readonly EngineRoot[] {
  const real = paths.map((path) => {
    if (!existsSync(path))
      throw new CommandError(`Cannot open the root "${path}": it does not exist`, usageError);
    if (!statSync(path).isDirectory()) {
      throw new CommandError(`Cannot open the root "${path}": it is not a folder`, usageError);
    }
    return normalizePath(realpathSync(path));
  });
  return nameRoots([...new Set(real)]);
}

/** Own cache files may be written for an untrusted folder too: the program alone decides their names and places. */
export function openFolders({ roots: paths, untrusted, store }: Folders): Opening {
  const roots = openRoots(paths);
  const surroundings = { platform: process.platform, home: homedir(), variables: process.env };
  const cache = () =>
    cacheFolderOf(
      roots.map(({ path }) => path),
      surroundings,
    );
  const storeDirectory = store === false ? undefined : store === undefined ? cache() : resolve(store);
  const librariesDirectory =
    store === false
      ? undefined
      : store === undefined
        ? librariesFolderOf(surroundings)
        : join(resolve(store), "libraries");
  return { roots, isTrusted: !untrusted, storeDirectory, librariesDirectory };
}
