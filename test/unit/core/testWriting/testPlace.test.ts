import { expect, test } from "vitest";
import { testPlace } from "../../../../src/core/testWriting/testPlace.ts";

test.each([
  ["src/store.py", ["tests/test_items.py", "tests/test_store.py"], "pytest", "tests/test_store.py", false],
  ["src/store.py", ["tests/test_items.py"], "pytest", "tests/test_store.py", true],
  ["app/store.py", ["app/items_test.py"], "pytest", "app/store_test.py", true],
  ["store.py", [], "unittest", "tests/test_store.py", true],
  ["src/a/clamp.ts", ["src/b/other.test.ts"], "vitest", "src/a/clamp.test.ts", true],
  ["src/a/clamp.ts", ["test/other.spec.ts"], "vitest", "test/clamp.spec.ts", true],
  ["src/a/clamp.js", ["src/b/__tests__/other.js"], "jest", "src/a/__tests__/clamp.js", true],
  ["clamp.js", [], "node", "clamp.test.js", true],
  ["lib/a/x.js", ["test/a/x.test.js", "test/b/x.test.js"], "mocha", "test/a/x.test.js", false],
] as const)("tests of %s beside %j", (path, tests, runner, expected, isNew) => {
  expect(testPlace(path, tests, runner)).toMatchObject({ path: expected, isNew });
});
