import { expect, test } from "vitest";
import { belongsToTests } from "../../../src/features/repair/targets.ts";
import { calledLines, importedFiles } from "../../../src/features/repair/testedCode.ts";

const files: Readonly<Record<string, string>> = {
  "test/a.test.ts": 'import { f } from "../src/a.js";\nimport x from "pkg";',
  "src/a.ts": 'import { g } from "./b";\nexport const f = (n: number) => g(n);',
  "src/b/index.ts": 'export * from "../c";',
  "src/c.ts": "export const far = 1;",
};

test("what a test imports is found through others, packages and tests are not", async () => {
  const copy = { read: async (path: string) => files[path] };
  const found = await importedFiles(copy, ["test/a.test.ts"], new Set(["test/a.test.ts"]));
  expect([...found.keys()]).toEqual(["src/a.ts", "src/b/index.ts"]);
});

test("helpers of tests are looked through, and what tests name comes first where there are too many", async () => {
  const many = Array.from({ length: 40 }, (_, i) => `import f${i} from "./lib/part${i}";`);
  const texts: Readonly<Record<string, string>> = {
    "test/a.test.js": 'import check from "./check";\nimport { other } from "./check";\ncheck("isLength");',
    "test/check.js": 'import api from "../src/index";\nexport default () => api;',
    "src/index.js": [...many, 'import isLength from "./lib/isLength";'].join("\n"),
    "src/lib/isLength.js": "export default (text) => text.length;",
    ...Object.fromEntries(many.map((_, i) => [`src/lib/part${i}.js`, ""])),
  };
  const copy = { read: async (path: string) => texts[path] };
  const found = await importedFiles(copy, ["test/a.test.js"], new Set(["test/a.test.js"]));
  expect([...found.keys()].slice(0, 2)).toEqual(["src/index.js", "src/lib/isLength.js"]);
  expect([...found.keys()].some((path) => path.startsWith("test/"))).toBe(false);
});

const code = `export function one(a) {
  const inner = (b) => b;
  if (a) {
    return inner(a);
  }
}
const two = () => 2;
class Three {
  four(x) {
    return x;
  }
}`;
for (const [name, lines] of [
  ["one", [1, 2, 3, 4, 5, 6]],
  ["two", [7]],
  ["four", [9, 10, 11, 12]],
] as const) {
  test(`a test that names ${name} is about its lines`, () =>
    expect(calledLines(code, `expect(${name}(1))`)).toEqual(lines));
}
test("a test that names no function is about all lines", () =>
  expect(calledLines("a\nb", "nothing")).toEqual([1, 2]));

for (const [path, is] of [
  ["tests/helpers.py", true],
  ["src/a.test.ts", true],
  ["pkg/conftest.py", true],
  ["pkg/test_x.py", true],
  ["src/contest.py", false],
  ["src/latest.ts", false],
] as const) {
  test(`${path} ${is ? "belongs" : "does not belong"} to tests`, () =>
    expect(belongsToTests(path, new Set())).toBe(is));
}
