/** How much the words of another file count for the file being edited. */
import type { SegmentFile } from "./segment.ts";

function extensionOf(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? "";
}

function foldersOf(path: string): string[] {
  return path.split("/").slice(0, -1);
}

/**
 * Weight of a file's occurrences, at least 0.3: more for the same folder or a near one, less for another language.
 *
 * @param current path of the file being edited
 * @returns a function of the other file, cheap to call for each file of an index
 */
export function affinityTo(current: SegmentFile): (other: SegmentFile) => number {
  const extension = extensionOf(current.path);
  const folders = foldersOf(current.path);
  return (other) => {
    const others = foldersOf(other.path);
    let shared = 0;
    while (shared < folders.length && shared < others.length && folders[shared] === others[shared]) shared++;
    const apart = folders.length - shared + (others.length - shared);
    const near = 1 + 2 / (1 + apart);
    const sameLanguage = other.languageId === current.languageId || extensionOf(other.path) === extension;
    return sameLanguage ? near : near * 0.3;
  };
}
