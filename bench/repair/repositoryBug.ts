/** One fault in a real repository, on disk, and how a repair of it is judged. */
import { createHash } from "node:crypto";
import type { FlatTree } from "../../src/core/syntax/tree/flatTree.ts";
import type { Confirmation } from "../../src/ports/trials.ts";
import type { TestName } from "./openWorker.ts";
import type { Repository } from "./repositories.ts";
import { isSameCode } from "./sameCode.ts";

/** `historical`: fixed by a change of one line; `larger`: by one of up to twelve. */
export type BugKind = "seeded" | "historical" | "larger";

export interface RepositoryBug {
  readonly repository: Repository;
  readonly kind: BugKind;
  readonly name: string;
  /** What was changed, for a person. */
  readonly change: string;
  /** Folder of the repository as it is with the fault. */
  readonly root: string;
  /** Absolute, of the one file at fault. */
  readonly path: string;
  readonly faulty: string;
  readonly right: string;
  /** 0-based lines of `faulty` at fault, any of them. */
  readonly lines: readonly number[];
  /** Absolute paths of the files of tests that are run while it is repaired. */
  readonly tests: readonly string[];
  /** Tests to repair; empty for all of these files that fail. */
  readonly failing: readonly TestName[];
  /** Whether texts by absolute path pass every test of the repository that the right code passes. */
  readonly passesAll: (texts: Readonly<Record<string, string>>) => Promise<boolean>;
}

/** Only the half for development was looked at while the engine changed. */
export function halfOf({ name }: RepositoryBug): "development" | "heldOut" {
  return createHash("sha256").update(`half ${name}`).digest()[0]! % 2 === 0 ? "development" : "heldOut";
}

/** Whether no test that passed with the right code fails now. */
export const passesLike = (right: Confirmation, now: Confirmation): boolean =>
  Object.entries(right).every(
    ([id, outcome]) => outcome !== "passed" || now[id] === "passed" || now[id] === "skipped",
  );

/** Without what `isSameCode` looks past. */
const bare = (text: string) => text.replace(/[\s(){};,]+/g, "");

type TreeOf = (path: string, text: string) => Promise<FlatTree | undefined>;

/** Whether a text is the right one up to syntax. */
export async function isRight(
  { path, right }: Pick<RepositoryBug, "path" | "right">,
  text: string,
  treeOf: TreeOf,
): Promise<boolean> {
  if (text === right) return true;
  const [at, ends] = differing(text, right);
  if (bare(text.slice(at, ends[0])) !== bare(right.slice(at, ends[1]))) return false;
  const [a, b] = [await treeOf(path, right), await treeOf(path, text)];
  return a !== undefined && b !== undefined && isSameCode(a, b);
}

/** Where two texts begin to differ, and the end of what differs in each, on bounds of lines. */
function differing(a: string, b: string): readonly [number, readonly [number, number]] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  start = a.lastIndexOf("\n", start - 1) + 1;
  let same = 0;
  const most = Math.min(a.length, b.length) - start;
  while (same < most && a[a.length - 1 - same] === b[b.length - 1 - same]) same++;
  const line = a.indexOf("\n", a.length - same);
  same = line < 0 ? 0 : a.length - line;
  return [start, [a.length - same, b.length - same]];
}
