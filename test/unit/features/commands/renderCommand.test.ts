import { expect, test } from "vitest";
import { renderCommand } from "../../../../src/features/headless/renderCommand.ts";

const patch = { title: "Document f", root: "/w", diff: "--- a/x\n+++ b/x\n" };

test("a patch is told once, as it can be applied", () => {
  const markdown = "**Documentation**\n\n````diff\n+a\n+```\n````\n\nThat is all.\n";
  const told = renderCommand({ markdown, citations: [], patches: [patch], rules: ["AGENTS.md"] });
  expect(told).toBe(
    "**Documentation**\n\nThat is all.\n\nRules of the project: AGENTS.md\n\nDocument f\n\n--- a/x\n+++ b/x",
  );
});

test("a message stands alone, and code without patches stays", () => {
  expect(renderCommand({ markdown: "x", citations: [], patches: [], message: "Mend" })).toBe("Mend");
  const markdown = "```diff\n+a\n```\n";
  expect(renderCommand({ markdown, citations: [], patches: [] })).toBe("```diff\n+a\n```");
});
