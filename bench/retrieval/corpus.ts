/** The repositories of the benchmark, as the index is to see them. */

import { skipDirectory, skipFileName, skipText } from "../../src/core/repo/fileFilter.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import type { Git } from "../completion/git.ts";

export interface SourceText {
  /** Relative, with `/`. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
}

/** The languages whose files count as source: those in which people write programs. */
const sourceLanguages = new Set(
  "python javascript javascriptreact typescript typescriptreact java go rust c cpp csharp ruby php kotlin swift scala".split(
    " ",
  ),
);

const MOST_BYTES = 1 << 20;

/** Whether a file holds a program, and no rule of the index keeps it out. */
export const isSource = (path: string): boolean =>
  isIndexed(path) && sourceLanguages.has(languageIdOf(path)!);

/** Whether no rule of the index keeps a file out by its name. */
export function isIndexed(path: string): boolean {
  const parts = path.split("/");
  if (parts.slice(0, -1).some((part) => skipDirectory(part) !== undefined)) return false;
  return skipFileName(parts.at(-1)!) === undefined && languageIdOf(path) !== undefined;
}

/** The files of a commit that are wanted, ordered by path. */
export function readSources(git: Git, commit: string, isWanted = isSource): SourceText[] {
  const tree = git.tree(commit);
  const paths = [...tree.keys()].filter(isWanted).sort();
  const texts = git.blobs(paths.map((path) => tree.get(path)!));
  return paths.flatMap((path, i) => {
    const text = texts[i];
    if (text === undefined || text.length > MOST_BYTES || text.includes("\0") || skipText(text)) return [];
    return [{ path, languageId: languageIdOf(path)!, text }];
  });
}
