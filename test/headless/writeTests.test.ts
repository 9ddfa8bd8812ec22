/** Tests written for real functions, without a model and with a scripted one, by real interpreters; the folder itself stays as it is. */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import type { Reference } from "../../src/core/retrieval/symbolQuery.ts";
import { languageIdOf } from "../../src/core/syntax/language.ts";
import { subjectReader } from "../../src/features/testWriting/subjectReader.ts";
import { TestWriter } from "../../src/features/testWriting/testWriter.ts";
import type { WriteTestsRequest } from "../../src/features/testWriting/writtenTests.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../support/grammarFiles.ts";
import { quietLog } from "../support/indexerHarness.ts";
import { inOrder, ScriptedChatModels, says } from "../support/scriptedChatModels.ts";
import { findTests } from "../support/testing/findTests.ts";
import { hashOfTree, makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";

const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const reader = new TreeSitterReader(grammarFiles, quietLog);
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function folderOf(files: Readonly<Record<string, string>>): string {
  const root = makeFolder(files);
  made.push(root);
  return root;
}

const nobody = new ScriptedChatModels(inOrder(says("")));

async function write(
  root: string,
  path: string,
  rest: Partial<WriteTestsRequest>,
  models = nobody,
  callers: readonly string[] = [],
) {
  const before = hashOfTree(root);
  const writer = new TestWriter({
    engine: {
      findTests: async () => [await findTests(root)],
      ...subjectReader(reader),
      outline: async (file) =>
        ({
          symbols: [],
          imports: [...readFileSync(file, "utf8").matchAll(/from ["']?([\w./-]+)["']?/g)].map(
            ([, module], line) => ({
              module: module!,
              line,
            }),
          ),
        }) as never,
      findReferences: async () =>
        callers.map((file) => ({ path: join(root, file), role: "call" }) as Reference),
    },
    copies,
    isolation: async () => probed.isolation,
    readText: async (file) => readFile(file, "utf8").catch(() => undefined),
    programs: (name) =>
      readFile(fileURLToPath(new URL(`../../media/testWriting/${name}`, import.meta.url)), "utf8"),
    models,
  });
  const request = { path: join(root, path), engine: "builtin", ...rest } as const;
  const written = await writer.write(request, () => {}, new AbortController().signal);
  expect(hashOfTree(root)).toBe(before);
  execFileSync("git", ["apply", "-"], { cwd: root, input: written.diff });
  return written;
}

const clamp = `import random


def clamp(value: int, low: int = 0, high: int = 10) -> int:
    """Keeps a number within bounds."""
    if low > high:
        raise ValueError("low is above high")
    if value < low:
        return low
    if value > high:
        return high
    return value


def draw(count):
    return random.random() + count


class Shelf:
    def size(self):
        return 1

    @staticmethod
    def label(name):
        return name.strip().title() or "None"
`;

test("pytest style beside tests that are there, without a model", { timeout: 300_000 }, async () => {
  const root = folderOf({
    "numbers_/__init__.py": "",
    "numbers_/bounds.py": clamp,
    "tests/test_bounds.py":
      "from numbers_.bounds import clamp\n\n\ndef test_inside():\n    assert clamp(5) == 5\n",
    "pytest.ini": "[pytest]\npythonpath = .\n",
  });
  const written = await write(root, "numbers_/bounds.py", { name: "clamp" }, nobody, [
    "tests/test_bounds.py",
  ]);
  const text = readFileSync(join(root, "tests/test_bounds.py"), "utf8");
  expect(text).toContain("import pytest");
  expect(text).toMatch(/with pytest\.raises\(ValueError\):\n {8}clamp\(/);
  expect(text.match(/^from numbers_\.bounds import clamp$/gm)).toHaveLength(1);
  expect(written.tests.length).toBeGreaterThanOrEqual(4);
  expect(written.mutants!.killed / written.mutants!.tried).toBeGreaterThan(0.6);
  expect(written.changes).toMatchObject([{ kind: "changed", path: "tests/test_bounds.py" }]);
});

test("a static method, and a new file", { timeout: 300_000 }, async () => {
  const root = folderOf({
    "bounds.py": clamp,
    "tests/test_other.py":
      "import unittest\n\nclass OtherTest(unittest.TestCase):\n    def test_one(self):\n        self.assertEqual(1, 1)\n",
    "tests/__init__.py": "",
  });
  const written = await write(root, "bounds.py", { name: "label" });
  const text = readFileSync(join(root, "tests/test_bounds.py"), "utf8");
  expect(text).toMatch(
    /^import unittest\n\nfrom bounds import Shelf\n\n\nclass TestLabel\(unittest\.TestCase\):\n/,
  );
  expect(text).toMatch(/self\.assertEqual\(Shelf\.label\(/);
  expect(written.tests.length).toBeGreaterThanOrEqual(1);
});

test("refuses what no test can say", { timeout: 300_000 }, async () => {
  const root = folderOf({ "bounds.py": clamp });
  await expect(write(root, "bounds.py", { name: "draw" })).rejects.toThrow("something else each time");
  await expect(write(root, "bounds.py", { name: "size" })).rejects.toThrow("needs an object");
  await expect(write(root, "bounds.py", { name: "nowhere" })).rejects.toThrow('no function "nowhere"');
  await expect(
    write(
      root,
      "bounds.py",
      { name: "clamp", engine: "model" },
      new ScriptedChatModels(inOrder({ end: { kind: "unset" } })),
    ),
  ).rejects.toThrow("No model is set up");
});

const slug = `export function slug(title, separator = "-") {
  const words = title.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word.length > 0);
  if (words.length === 0) throw new RangeError("nothing is left");
  let result = words[0];
  for (let at = 1; at < words.length; at++) {
    result += separator + words[at];
  }
  return result;
}
`;

test("node:test, in the style of the project", { timeout: 300_000 }, async () => {
  const root = folderOf({
    "package.json": '{ "type": "module", "scripts": { "test": "node --test" } }',
    "src/slug.js": slug,
    "test/other.test.js":
      'import assert from "node:assert";\nimport { test } from "node:test";\nimport { other } from "../src/other.js";\n\ntest("other", () => {\n  assert.equal(other(), 1);\n});\n',
    "src/other.js": "export const other = () => 1;\n",
  });
  const written = await write(root, "src/slug.js", { name: "slug" });
  const text = readFileSync(join(root, "test/slug.test.js"), "utf8");
  expect(text).toContain('import { slug } from "../src/slug.js";');
  expect(text).toMatch(/assert\.throws\(\(\) => slug\(.*\), RangeError\);/);
  expect(written.mutants!.killed / written.mutants!.tried).toBeGreaterThan(0.6);
  expect(text).toMatch(/^import assert from "node:assert";\nimport \{ test \} from "node:test";\n/);
  execFileSync("node", ["--test", "test/slug.test.js"], { cwd: root });
});

test("what a model wrote is kept where it passes, and mended where it does not", {
  timeout: 300_000,
}, async () => {
  const root = folderOf({ "bounds.py": clamp });
  const answer = (expected: number) =>
    `tests/test_bounds.py\n\`\`\`python\nimport unittest\n\nfrom bounds import clamp\n\n\nclass ClampTest(unittest.TestCase):\n    def test_low(self):\n        self.assertEqual(clamp(-5), ${expected})\n\n    def test_high(self):\n        self.assertEqual(clamp(50), 10)\n\`\`\`\n`;
  const models = new ScriptedChatModels(inOrder(says("No tests today."), says(answer(7)), says(answer(0))));
  const written = await write(root, "bounds.py", { name: "clamp", engine: "model" }, models);
  expect(models.requests).toHaveLength(3);
  expect(written.tests).toEqual([
    "unittest:tests/test_bounds.py::ClampTest::test_low",
    "unittest:tests/test_bounds.py::ClampTest::test_high",
  ]);
  expect(written.mutants!.killed).toBeGreaterThan(0);

  const stubborn = new ScriptedChatModels(inOrder(says(answer(7))));
  const other = folderOf({ "bounds.py": clamp });
  const kept = await write(other, "bounds.py", { name: "clamp", engine: "model" }, stubborn);
  expect(kept.tests).toEqual(["unittest:tests/test_bounds.py::ClampTest::test_high"]);
  expect(kept.dropped).toMatchObject([{ label: "test_low" }]);
  expect(readFileSync(join(other, "tests/test_bounds.py"), "utf8")).not.toContain("test_low");
});

test("a model may change no other file", { timeout: 300_000 }, async () => {
  const root = folderOf({ "bounds.py": clamp });
  const models = new ScriptedChatModels(inOrder(says("bounds.py\n```python\nprint(1)\n```\n")));
  await expect(write(root, "bounds.py", { name: "clamp", engine: "model" }, models)).rejects.toThrow("Only");
  expect(languageIdOf("bounds.py")).toBe("python");
});
