/** Which tests can notice a change, by who imports whom: they run first, since they are the most likely to fail. */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { Engine } from "../../ports/engine.ts";
import type { TargetTests } from "./targets.ts";

const mostFiles = 200;
const limit = 100;

/** Empty when the index does not tell. */
export async function affectedTests(
  changes: readonly Pick<FileChange, "path">[],
  { root, known, testPaths }: Pick<TargetTests, "root" | "known" | "testPaths">,
  engine: Pick<Engine, "graph">,
  signal: AbortSignal,
): Promise<readonly TestCase[]> {
  const seen = new Set(changes.map(({ path }) => `${root}/${path}`));
  // A set grows while it is walked: files that import, and those that import these.
  for (const path of seen) {
    if (seen.size > mostFiles) break;
    const edges = await engine.graph({ symbol: path, relation: "importedBy", limit }, signal).catch(() => []);
    for (const edge of edges) seen.add(edge.path);
  }
  const beside = new Set(changes.map(({ path }) => packageOf(path)));
  return known.filter(
    ({ path }) => testPaths.has(path) && (seen.has(`${root}/${path}`) || beside.has(packageOf(path) ?? "")),
  );
}

/** What sees a file without importing it: Go's folder, Java's package, Rust's crate; undefined for other languages. */
function packageOf(path: string): string | undefined {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  if (path.endsWith(".go")) return `go ${folder}`;
  if (path.endsWith(".java")) return `java ${folder.replace(/(^|\/)src\/(?:main|test)\/java\//, "$1")}`;
  if (path.endsWith(".rs"))
    return `rust ${folder.replace(/(?:^|(?<=\/))(?:src|tests|benches|examples)\/.*$/, "")}`;
  return undefined;
}
