/** Where a project keeps the tests of a file. */
import type { TestRunnerName } from "../testing/testCase.ts";

export interface TestPlace {
  /** Relative to the root. */
  readonly path: string;
  readonly isNew: boolean;
  /** A test file of the project to write like; undefined when there is none. */
  readonly sample: string | undefined;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const stemOf = (path: string): string => nameOf(path).replace(/\.[^.]+$/, "");

/** Bare names of what a test file is about: `test_store.py`, `store_test.py`, `store.test.ts` are about `store`. */
const subjectOf = (path: string): string =>
  stemOf(path)
    .replace(/^test_?/i, "")
    .replace(/(?:[._-](?:test|spec)|_test|Tests?)$/i, "");

/**
 * @param path of the code, relative to the root
 * @param testPaths test files of the project
 */
export function testPlace(path: string, testPaths: readonly string[], runner: TestRunnerName): TestPlace {
  const own = testPaths
    .filter((test) => subjectOf(test) === stemOf(path))
    .sort((a, b) => nearness(b, path) - nearness(a, path))[0];
  if (own !== undefined) return { path: own, isNew: false, sample: own };
  const near = [...testPaths].sort((a, b) => nearness(b, path) - nearness(a, path) || (a < b ? -1 : 1))[0];
  return { path: newPath(path, near, testPaths, runner), isNew: true, sample: near };
}

/** Parts of the folders that two paths share, those behind `src`, `lib` and `tests` included. */
function nearness(test: string, code: string): number {
  const parts = new Set(folderOf(code).split("/"));
  return folderOf(test)
    .split("/")
    .filter((part) => part !== "" && parts.has(part)).length;
}

function newPath(
  path: string,
  near: string | undefined,
  testPaths: readonly string[],
  runner: TestRunnerName,
): string {
  const isPython = runner === "pytest" || runner === "unittest";
  const folder = near === undefined ? (isPython ? "tests" : folderOf(path)) : folderFor(path, near);
  const name = nameLike(path, near, isPython);
  const whole = folder === "" ? name : `${folder}/${name}`;
  // Another file of that name is about something else.
  return testPaths.includes(whole) ? whole.replace(/(\.[^/]*)$/, "_more$1") : whole;
}

/** Tests that stand beside their code do so everywhere; others in the folder of the nearest. */
function folderFor(path: string, near: string): string {
  const isBeside = !/(?:^|\/)(?:tests?|__tests__|specs?)(?:\/|$)/.test(folderOf(near));
  if (isBeside && /[._](?:test|spec)\./.test(nameOf(near))) return folderOf(path);
  if (/(?:^|\/)__tests__$/.test(folderOf(near)))
    return [folderOf(path), "__tests__"].filter(Boolean).join("/");
  return folderOf(near);
}

function nameLike(path: string, near: string | undefined, isPython: boolean): string {
  const stem = stemOf(path);
  const end = /\.[^.]+$/.exec(path)?.[0] ?? "";
  if (isPython) return near !== undefined && /_test\.py$/.test(near) ? `${stem}_test.py` : `test_${stem}.py`;
  const [, word = "test"] = /\.(test|spec)\.[^.]+$/.exec(near ?? "") ?? [];
  const isPlain = near !== undefined && !/\.(?:test|spec)\./.test(near);
  const own = near === undefined ? end : (/\.[^.]+$/.exec(near)?.[0] ?? end);
  return isPlain ? `${stem}${own}` : `${stem}.${word}${own}`;
}
