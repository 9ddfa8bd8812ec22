import fc from "fast-check";
import { expect, test } from "vitest";
import {
  expandPrompt,
  holdsFor,
  instructionPaths,
  parseProjectFile,
  promptName,
  readPromptCall,
} from "../../../../src/core/chat/projectFiles.ts";

test.each<[string, readonly string[]]>([
  ["globs: src/**/*.ts", ["src/**/*.ts"]],
  ['globs: ["*.py", "*.{ts,tsx}"]', ["*.py", "*.{ts,tsx}"]],
  ["applyTo: 'a/**, b/**'", ["a/**", "b/**"]],
  ["applyTo: a/**,b/**", ["a/**", "b/**"]],
  ["globs:\n  - '*.go'\n  - docs/*", ["*.go", "docs/*"]],
  ["description: Style\nglobs:", []],
])("front matter %j", (front, globs) => {
  const file = parseProjectFile(`---\n${front}\n---\nUse tabs.\n`);
  expect(file.globs).toEqual(globs);
  expect(file.body).toBe("Use tabs.");
});

test("without front matter, with a mark of order, with one that never ends", () => {
  expect(parseProjectFile("\ufeffUse tabs.")).toEqual({ body: "Use tabs.", globs: [], about: "" });
  expect(parseProjectFile("---\r\ndescription: Style\r\n---\r\nTabs.").about).toBe("Style");
  expect(parseProjectFile("---\nglobs: *.py\nUse tabs.").globs).toEqual([]);
});

test("any text is read", () =>
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseProjectFile(`---\n${text}`).globs.length).toBeLessThanOrEqual(50);
      expect(typeof expandPrompt(text, { input: "i", selection: "s", file: "f" })).toBe("string");
    }),
  ));

test.each<[readonly string[], readonly string[], boolean]>([
  [[], [], true],
  [["*.ts"], [], false],
  [["*.ts"], ["src/a.ts"], true],
  [["src/**/*.{ts,tsx}"], ["src/a/b.tsx"], true],
  [["src/**"], ["lib/a.ts", "src/b.ts"], true],
  [["src/**"], ["lib/a.ts"], false],
  [["**"], ["a"], true],
  [["!src/**"], ["src/a"], false],
])("globs %j for %j: %s", (globs, paths, expected) => expect(holdsFor({ globs }, paths)).toBe(expected));

test("instructions are looked for from a file's folder up", () => {
  expect(instructionPaths("a/b/c.py")).toEqual(["a/b/AGENTS.md", "a/AGENTS.md", "AGENTS.md"]);
  expect(instructionPaths("")).toEqual(["AGENTS.md"]);
});

test("variables of a prompt are put in their place once; unknown ones stay", () => {
  const values = { input: "fast", selection: `x = \${file}`, file: "src/a.py" };
  expect(
    expandPrompt(`\${input:how:How?} \${selectedText} in \${file} (\${fileBasename}), \${env}`, values),
  ).toBe(`fast x = \${file} in src/a.py (a.py), \${env}`);
  expect(expandPrompt("Look.", values)).toBe("Look.\n\nfast");
});

test("names of prompts", () => {
  expect(promptName("Audit.prompt.md", ".prompt.md")).toBe("audit");
  expect(promptName("notes.md", ".prompt.md")).toBeUndefined();
  expect(promptName("two words.md", ".md")).toBeUndefined();
  expect(readPromptCall(" /Audit the store\nnow")).toEqual({ name: "audit", input: "the store\nnow" });
  expect(readPromptCall("why /audit")).toBeUndefined();
});
