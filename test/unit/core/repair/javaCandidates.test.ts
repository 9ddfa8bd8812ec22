import { expect, test } from "vitest";
import { applyReplacements, type TemplateName } from "../../../../src/core/repair/candidate.ts";
import { generateCandidates } from "../../../../src/core/repair/generateCandidates.ts";
import { repairGrammarOf } from "../../../../src/core/repair/repairLanguages.ts";
import { errorType } from "../../../../src/core/syntax/tree/flatTree.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

const method = (body: string) =>
  `class C {\n    int size;\n    int f(int[] items, String text, int limit) {\n${body.replace(/^/gm, "        ")}\n    }\n}\n`;

async function candidatesOf(text: string) {
  const tree = await reader.tree("java", text);
  const lineScores = new Map(text.split("\n").map((_, line) => [line, 1] as const));
  const grammar = repairGrammarOf("java")!;
  return generateCandidates({
    tree: tree!,
    grammar,
    lineScores,
    literals: { numbers: ["42"], strings: [] },
    limit: 100_000,
  });
}

/** Whether a method's body becomes another by one candidate, and of which template. */
async function check(before: string, after: string, template: TemplateName): Promise<void> {
  const found = (await candidatesOf(method(before))).filter(
    ({ edits }) => applyReplacements(method(before), edits) === method(after),
  );
  expect(found.map((candidate) => candidate.template)).toContain(template);
}

const repairs: readonly (readonly [string, string, TemplateName])[] = [
  ["return limit >= 3 ? 1 : 0;", "return limit > 3 ? 1 : 0;", "operator"],
  ["return limit - 3;", "return limit + 3;", "operator"],
  ["limit += 2;\nreturn limit;", "limit -= 2;\nreturn limit;", "operator"],
  [
    "for (int i = 0; i < limit; i--) {\n}\nreturn 1;",
    "for (int i = 0; i < limit; i++) {\n}\nreturn 1;",
    "operator",
  ],
  ["return items[limit];", "return items[limit - 1];", "offByOne"],
  ["return 0;", "return 42;", "constant"],
  ["return text.indexOf('a');", "return text.lastIndexOf('a');", "symbol"],
  ["int sum = limit;\nreturn sum - sum;", "int sum = limit;\nreturn sum - limit;", "name"],
  [
    "if (limit > 0 && size > 0) {\n    return 1;\n}\nreturn 2;",
    "if (limit > 0) {\n    return 1;\n}\nreturn 2;",
    "dropOperand",
  ],
  [
    "if (text.isEmpty()) {\n    return 1;\n}\nreturn 2;",
    "if (!text.isEmpty()) {\n    return 1;\n}\nreturn 2;",
    "negate",
  ],
  ["return Math.max(limit, size);", "return Math.max(size, limit);", "swapArguments"],
];

test.each(repairs)("%s becomes %s", (before, after, template) => check(before, after, template));

test("nearly all candidates are Java", async () => {
  const body =
    "int sum = 0;\nfor (int item : items) {\n    if (item > limit) {\n        sum += item;\n    }\n}\nreturn sum;";
  const all = await candidatesOf(method(body));
  let broken = 0;
  for (const { edits } of all.slice(0, 300)) {
    const tree = await reader.tree("java", applyReplacements(method(body), edits));
    if (Array.from({ length: tree!.count }, (_, node) => tree!.type(node)).includes(errorType)) broken++;
  }
  expect(all.length).toBeGreaterThan(100);
  expect(broken).toBeLessThan(10);
});
