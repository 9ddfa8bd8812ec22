/** Which files are worth knowing first: those that many others import. */
import { directoryOf } from "./moduleFiles.ts";

/**
 * Paths ordered by how many imports name the file or its directory, most first; equal ones as given. Judged by names
 * alone: whether an import means just this file is found out when it is asked for.
 */
export function mostUsedFirst(
  paths: readonly string[],
  modulesOf: (path: string) => readonly string[],
): string[] {
  const uses = new Map<string, number>();
  for (const path of paths) {
    for (const module of new Set(modulesOf(path))) {
      for (const part of module.split(/[./\\:]+/).slice(-2)) uses.set(part, (uses.get(part) ?? 0) + 1);
    }
  }
  const usesOf = (path: string): number => {
    const directory = directoryOf(path);
    const stem = path.slice(directory.length + 1).replace(/\..*$/, "");
    return (uses.get(stem) ?? 0) + (uses.get(directory.slice(directory.lastIndexOf("/") + 1)) ?? 0) / 4;
  };
  const ranked = paths.map((path, at) => [usesOf(path), at, path] as const);
  ranked.sort(([a, i], [b, j]) => b - a || i - j);
  return ranked.map(([, , path]) => path);
}
