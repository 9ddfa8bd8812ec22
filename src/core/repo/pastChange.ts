/** What git says about a repository's past, read from its output. */

/** One commit; `paths` are relative to the repository's root, with `/`. */
export interface PastChange {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** As git knows who made it; empty when it does not say. */
  readonly author: string;
  readonly message: string;
  readonly paths: readonly string[];
}

/**
 * For `git log -z --name-only`: one commit is its mark and id, its time in seconds, who made it, its message and its paths,
 * each ended by NUL. No path begins with a slash, so that nothing in a repository can look like the mark.
 */
export const logFormat = "//%H%x00%ct%x00%aN%x00%B%x00";

/** A message may quote a whole discussion; what it is about stands at its beginning. UTF-16 units. */
const LONGEST_MESSAGE = 600;
/** Longer names are no names. UTF-16 units. */
const LONGEST_AUTHOR = 100;
/** A commit that touches more says nothing of any of its files; the first ones tell which it was. */
const MOST_PATHS = 200;

/**
 * Reads the output of `git log` with `logFormat`. Never throws: what is no commit is passed over.
 *
 * @param isWhole false when the output was cut: then the last commit is left out
 */
export function parsePastChanges(output: string, isWhole: boolean): PastChange[] {
  const parts = output.split("\0");
  const changes: PastChange[] = [];
  const known = new PathStrings();
  for (let at = 0; at < parts.length; ) {
    const id = parts[at]!.slice(2);
    const seconds = Number(parts[at + 1]);
    const isCommit = parts[at]!.startsWith("//") && /^[0-9a-f]{40,64}$/.test(id);
    if (!isCommit || at + 4 > parts.length || !Number.isSafeInteger(seconds)) {
      at++;
      continue;
    }
    const author = parts[at + 2]!.trim().slice(0, LONGEST_AUTHOR);
    const message = parts[at + 3]!.trim().slice(0, LONGEST_MESSAGE);
    const paths: string[] = [];
    for (at += 4; at < parts.length && !parts[at]!.startsWith("//"); at++) {
      const path = parts[at]!.replace(/^\n/, "");
      if (path !== "" && paths.length < MOST_PATHS) paths.push(known.of(path));
    }
    changes.push({ id, timeMs: 1000 * seconds, author, message, paths });
  }
  return isWhole ? changes : changes.slice(0, -1);
}

/** One string for each path, whatever number of commits name it. */
export class PathStrings {
  readonly #known = new Map<string, string>();

  of(path: string): string {
    const known = this.#known.get(path);
    if (known === undefined) this.#known.set(path, path);
    return known ?? path;
  }
}
