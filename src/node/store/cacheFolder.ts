/** Where the command line keeps an index when nobody says where. */
import { createHash } from "node:crypto";
import { isAbsolute, join } from "node:path";

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The user's folder for what may be lost: XDG Base Directory Specification, and each system's own custom. */
export function userCacheOf({ platform, home, variables }: Surroundings): string {
  const named = platform === "win32" ? variables["LOCALAPPDATA"] : variables["XDG_CACHE_HOME"];
  // The specification has relative paths ignored.
  if (named !== undefined && isAbsolute(named)) return named;
  if (platform === "win32") return join(home, "AppData", "Local");
  return platform === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache");
}

/** What was read of libraries, for all workspaces. */
export const librariesFolderOf = (surroundings: Surroundings): string =>
  join(userCacheOf(surroundings), "touchstone", "libraries");

/**
 * One folder for each set of workspace folders: never inside them, and named by a hash, so that nothing a workspace is
 * called becomes part of a path.
 *
 * @param roots absolute, without links
 */
export function cacheFolderOf(roots: readonly string[], surroundings: Surroundings): string {
  const key = createHash("sha256")
    .update([...roots].sort().join("\0"))
    .digest("hex")
    .slice(0, 24);
  return join(userCacheOf(surroundings), "touchstone", `index-${key}`);
}
