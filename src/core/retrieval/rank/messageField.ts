/** Past commit messages as a field of the files they touched. */
import type { WordTerms } from "./pathField.ts";

export interface PastCommit {
  readonly timeMs: number;
  readonly message: string;
  /** Relative to the repository's root, with `/`. */
  readonly paths: readonly string[];
}

const WORD = /[\p{L}\p{N}_$]+/gu;
/** Commits that touch more files say nothing of any of them. */
const MOST_PATHS = 30;
const HALF_LIFE_MS = 365 * 86_400_000;

export class MessageField {
  readonly paths: string[] = [];
  /** By path: terms of all its messages; and changes, those of a year ago counting half. */
  readonly lengths: number[] = [];
  readonly changes: number[] = [];
  readonly commitPaths: number[][] = [];
  readonly #commits = new Map<string, number[]>();

  constructor(commits: readonly PastCommit[], termsOf: WordTerms) {
    const numbers = new Map<string, number>();
    const newest = commits.reduce((max, { timeMs }) => Math.max(max, timeMs), 0);
    for (const { message, timeMs, paths } of commits) {
      if (paths.length === 0 || paths.length > MOST_PATHS) continue;
      const own = paths.map((path) => {
        let number = numbers.get(path);
        if (number === undefined) {
          numbers.set(path, (number = this.paths.push(path) - 1));
          this.lengths.push(0);
          this.changes.push(0);
        }
        return number;
      });
      const commit = this.commitPaths.push(own) - 1;
      const terms = new Set((message.match(WORD) ?? []).flatMap((word) => termsOf(word) as string[]));
      for (const term of terms) {
        const list = this.#commits.get(term);
        if (list) list.push(commit);
        else this.#commits.set(term, [commit]);
      }
      for (const path of own) {
        this.lengths[path]! += terms.size;
        this.changes[path]! += 2 ** ((timeMs - newest) / HALF_LIFE_MS);
      }
    }
  }

  commitsOf(term: string): readonly number[] {
    return this.#commits.get(term) ?? [];
  }
}
