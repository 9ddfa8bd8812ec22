/** Which tests may do something else after files were changed, and the rows that show it. */
import type * as vscode from "vscode";
import type { TestCase } from "../../core/testing/testCase.ts";
import { affectedTests } from "../../features/repair/affectedTests.ts";
import type { Engine, EngineRoot } from "../../ports/engine.ts";

export interface KnownTests {
  readonly engine: Pick<Engine, "graph">;
  readonly roots: readonly EngineRoot[];
  /** Those to choose from; with several roots their paths begin with a root's name. */
  readonly tests: readonly TestCase[];
}

/**
 * @param root absolute
 * @param paths of the files, relative to it
 * @returns identifiers; all of the root where the index does not tell
 */
export async function outdatedTests(
  { engine, roots, tests }: KnownTests,
  root: string,
  paths: readonly string[],
): Promise<readonly string[]> {
  const name = roots.find(({ path }) => path === root)?.name;
  const prefix = roots.length > 1 ? `${name}/` : "";
  const known = tests
    .filter(({ path }) => path.startsWith(prefix))
    .map((test) => ({ ...test, path: test.path.slice(prefix.length) }));
  const target = { root, known, testPaths: new Set(known.map(({ path }) => path)) };
  const changes = paths.map((path) => ({ path }));
  const affected = await affectedTests(changes, target, engine, new AbortController().signal);
  return (affected.length > 0 ? affected : known).map(({ id }) => id);
}

/**
 * The fewest rows that stand for tests: one of a file or a class where nothing below it has a result that still counts, since it
 * would go on to look current by itself.
 *
 * @param outdated identifiers
 * @param told those with a result
 */
export function outdatedRows(
  items: vscode.TestItemCollection,
  outdated: ReadonlySet<string>,
  told: ReadonlySet<string>,
): readonly vscode.TestItem[] {
  return [...items].flatMap(([, item]) => {
    const below = outdatedRows(item.children, outdated, told);
    const isOutdated = outdated.has(item.id) || below.length > 0;
    return isOutdated && !hasCurrent(item, outdated, told) ? [item] : below;
  });
}

const hasCurrent = (
  item: vscode.TestItem,
  outdated: ReadonlySet<string>,
  told: ReadonlySet<string>,
): boolean =>
  (told.has(item.id) && !outdated.has(item.id)) ||
  [...item.children].some(([, child]) => hasCurrent(child, outdated, told));
