/** Which file was likely meant by a path that is not there. */
import type { FileTexts } from "./fileTexts.ts";

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1).toLowerCase();

/** `; nearest is "src/store.ts"`, or nothing. */
export function nearestPath(path: string, files: FileTexts): string {
  const same = [...files.keys()].filter((other) => nameOf(other) === nameOf(path)).slice(0, 3);
  return same.length === 0 ? "" : `; there is ${same.map((other) => `"${other}"`).join(", ")}`;
}
