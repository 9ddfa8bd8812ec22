/** Tests and files as another program names them, with the root's name where there are several roots, and as their root knows them. */
import type { EngineRoot } from "../../ports/engine.ts";
import { FixRefused } from "../repair/fix.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";

export interface OwnTests {
  /** Absolute path of the root that has them; undefined for any. */
  readonly root?: string;
  readonly testIds: readonly string[];
  /** Relative to the root. */
  readonly path?: string;
}

/**
 * @throws RpcError of type `invalidPath`
 * @throws FixRefused for tests of several roots: a repair is of one
 */
export function ownTests(
  { testIds, path }: { readonly testIds: readonly string[]; readonly path?: string | undefined },
  roots: readonly EngineRoot[],
): OwnTests {
  const file = path === undefined ? undefined : ownFile(path, roots);
  if (roots.length === 1) return { testIds, ...(file ? { path: file.path } : {}) };
  const named = testIds.map((id) => ({
    id,
    root: roots.find(({ name }) => pathOf(id).startsWith(`${name}/`)),
  }));
  const unknown = named.find(({ root }) => root === undefined);
  if (unknown) {
    const names = roots.map(({ name }) => `"${name}/"`).join(", ");
    throw new FixRefused(
      `Cannot find the test "${unknown.id}": with several roots its path begins with one of ${names}`,
    );
  }
  const used = new Set([...named.map(({ root }) => root!.path), ...(file ? [file.root] : [])]);
  if (used.size > 1) throw new FixRefused("The tests are of several roots: name those of one root at a time");
  const [root] = used;
  return {
    ...(root === undefined ? {} : { root }),
    testIds: named.map(({ id, root: { name } = { name: "" } }) => id.replace(`:${name}/`, ":")),
    ...(file ? { path: file.path } : {}),
  };
}

/** An identifier that a root knows, as another program is told it. @param root absolute */
export function shownTestId(id: string, root: string, roots: readonly EngineRoot[]): string {
  const shown = toRelative(`${root}/${pathOf(id)}`, roots);
  return shown === undefined ? id : `${id.slice(0, id.length - pathOf(id).length)}${shown}`;
}

/** Of `RUNNER:PATH::SUITE::NAME` all behind the runner. */
const pathOf = (id: string): string => id.slice(id.indexOf(":") + 1);

function ownFile(
  path: string,
  roots: readonly EngineRoot[],
): { readonly root: string; readonly path: string } {
  const absolute = toAbsolute(path, roots);
  const above = roots.filter((one) => absolute.startsWith(`${withoutSlash(one.path)}/`));
  const { path: root } = above.sort((a, b) => b.path.length - a.path.length)[0]!;
  return { root, path: absolute.slice(withoutSlash(root).length + 1) };
}

const withoutSlash = (path: string): string => path.replace(/\/$/, "");
