import { expect, test } from "vitest";
import { withPathsInHunks } from "../../../../src/core/chat/diffHeads.ts";
import { renderExcerpt } from "../../../../src/core/chat/renderAnswer.ts";
import type { FileChange } from "../../../../src/core/patch/fileTexts.ts";
import { renderDiff } from "../../../../src/core/patch/renderDiff.ts";

const changes: readonly FileChange[] = [
  { kind: "changed", path: "src/a.py", before: "one\n", after: "two\n" },
  { kind: "created", path: "b.py", after: "new\n" },
];
const shown = (diff: string) => withPathsInHunks(`Before\n\n${renderExcerpt("diff", diff)}\n\nAfter\n`);

test("each hunk names its file, and no head is left", () => {
  const text = shown(renderDiff(changes));
  expect(text).toMatch(/^Before\n\n`{3,}diff\n@@ -1(?:,1)? \+1(?:,1)? @@ src\/a\.py\n-one\n\+two\n/);
  expect(text).toMatch(/^@@ -0,0 \+1(?:,1)? @@ b\.py\n\+new\n/m);
  expect(text).not.toMatch(/^(?:diff|---|\+\+\+)/m);
  expect(text).toMatch(/\n`{3,}\n+After\n$/);
});

test("other code stays as it is", () => {
  const text = "```python\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n```\n";
  expect(withPathsInHunks(text)).toBe(text);
  expect(shown("+ a line alone\n")).toContain("+ a line alone");
});
