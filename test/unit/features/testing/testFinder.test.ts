import { rmSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { TestFinder } from "../../../../src/features/testing/testFinder.ts";
import { nodeFiles } from "../../../../src/node/files/nodeFiles.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import type { Trees } from "../../../../src/ports/trees.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { engineConfig, hastyYielder, quietLog } from "../../../support/indexerHarness.ts";
import { makeFolder } from "../../../support/testing/folders.ts";

const root = makeFolder({
  "go.mod": "module example.com/sums\n",
  "sum_test.go": 'package sums\n\nimport "testing"\n\nfunc TestSum(t *testing.T) {}\n',
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
const reader = new TreeSitterReader(grammarFiles, quietLog);

/** Finds with the trees that are given, again and again. */
function finding(tree: Trees["tree"]) {
  const finder = new TestFinder({
    files: nodeFiles,
    trees: { tree },
    yielder: hastyYielder,
    openText: () => undefined,
  });
  finder.configure({ ...engineConfig(), roots: [{ path: root, name: "sums" }] });
  return async () => {
    const [found] = await finder.findTests(new AbortController().signal);
    return { tests: found!.tests.map(({ id }) => id), incomplete: found!.incomplete };
  };
}
const all = { tests: ["go:sum_test.go::TestSum"], incomplete: undefined };

test("a file that takes longer to parse than who types would wait still shows its tests", async () => {
  const typingMs = 250;
  const find = finding(async (languageId, text, budgetMs = typingMs) =>
    budgetMs > typingMs ? reader.tree(languageId, text, budgetMs) : undefined,
  );
  expect(await find()).toEqual(all);
});

test("a file that cannot be parsed in time is named, and read again the next time", async () => {
  let isBusy = true;
  const find = finding(async (...given) => (isBusy ? undefined : reader.tree(...given)));
  expect(await find()).toEqual({
    tests: [],
    incomplete: "Tests of sum_test.go are not here: the text could not be parsed in time",
  });
  isBusy = false;
  expect(await find()).toEqual(all);
});
