/** Where git is. Looked up by hand: a program of that name in the folder git is asked about must never be started. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * The first `git` of a search path; entries that are not absolute are passed over.
 *
 * @returns undefined when there is none
 */
export function findGit(
  searchPath: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const name = platform === "win32" ? "git.exe" : "git";
  return searchPath
    .split(delimiter)
    .filter(isAbsolute)
    .map((directory) => join(directory, name))
    .find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
