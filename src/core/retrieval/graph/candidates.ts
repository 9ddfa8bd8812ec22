/** Which definitions are worth weighing against each other, and in which order files are worth reading. */
import type { SymbolHit } from "../../repo/symbolHit.ts";
import type { FileScope } from "./fileScope.ts";
import { directoryOf } from "./moduleFiles.ts";

/** Definitions weighed for one use; of common names there are thousands. */
const MOST_CANDIDATES = 60;

/** Those asked about, and those that are near to a file. */
export function candidatesIn(
  scope: FileScope,
  definitions: readonly SymbolHit[],
  targets: ReadonlySet<SymbolHit>,
): readonly SymbolHit[] {
  if (definitions.length <= MOST_CANDIDATES) return definitions;
  const directory = directoryOf(scope.path);
  const near = (hit: SymbolHit): boolean =>
    targets.has(hit) ||
    hit.path === scope.path ||
    scope.importedFiles.has(hit.path) ||
    directoryOf(hit.path) === directory;
  return definitions.filter(near).slice(0, MOST_CANDIDATES);
}

/** Files of the definitions first, then those beside them, then those that import such a name. */
export function inReadingOrder(
  paths: readonly string[],
  targets: Iterable<SymbolHit>,
  askedIn: string | undefined,
  modulesOf: (path: string) => readonly string[],
): string[] {
  const files = new Set<string>();
  const directories = new Set<string>();
  const names = new Set<string>();
  for (const { path } of targets) {
    files.add(path);
    const directory = directoryOf(path);
    directories.add(directory);
    names.add(path.slice(directory.length + 1).replace(/\..*$/, ""));
    names.add(directory.slice(directory.lastIndexOf("/") + 1));
  }
  const distance = (path: string): number => {
    if (path === askedIn || files.has(path)) return 0;
    if (modulesOf(path).some((module) => names.has(lastPart(module)))) return 1;
    return directories.has(directoryOf(path)) ? 2 : 3;
  };
  const ranked = paths.map((path) => [distance(path), path] as const);
  ranked.sort(([a, x], [b, y]) => a - b || (x < y ? -1 : x > y ? 1 : 0));
  return ranked.map(([, path]) => path);
}

const lastPart = (module: string): string =>
  module
    .replace(/\.(?:[cm]?[jt]sx?|h|hpp|rb|php|sh)$/, "")
    .split(/[./\\:]+/)
    .findLast((part) => part !== "") ?? "";

/** Definitions that a name or dotted name stands for, in one file when a path is given. */
export function definitionsNamed(
  symbol: string,
  definitions: readonly SymbolHit[],
  path: string | undefined,
): readonly SymbolHit[] {
  const around = symbol.slice(0, Math.max(0, symbol.lastIndexOf(".")));
  return definitions.filter(
    (hit) =>
      (path === undefined || hit.path === path) &&
      (around === "" || hit.container === around || hit.container.endsWith(`.${around}`)),
  );
}
