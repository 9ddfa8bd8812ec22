/** Finds tests on the disk as the engine does. */
import type { RootTests } from "../../../src/core/testing/workspaceTests.ts";
import { TestFinder } from "../../../src/features/testing/testFinder.ts";
import { nodeFiles } from "../../../src/node/files/nodeFiles.ts";
import { TreeSitterReader } from "../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../grammarFiles.ts";
import { engineConfig, hastyYielder, quietLog } from "../indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

export async function findTests(root: string): Promise<RootTests> {
  const finder = new TestFinder({
    files: nodeFiles,
    trees: reader,
    yielder: hastyYielder,
    openText: () => undefined,
  });
  finder.configure({ ...engineConfig(), roots: [{ path: root, name: "sample" }] });
  const [found] = await finder.findTests(new AbortController().signal);
  return found!;
}
