import { expect, test } from "vitest";
import { languageIdOf } from "../../../../src/core/syntax/language.ts";
import { testFileKind } from "../../../../src/core/testing/discover/testFiles.ts";
import { TreeSitterReader } from "../../../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../../../support/grammarFiles.ts";
import { quietLog } from "../../../support/indexerHarness.ts";

const reader = new TreeSitterReader(grammarFiles, quietLog);

/** Tests as `first-last suite > test`, lines from 1. */
async function check(path: string, text: string, expected: readonly string[]): Promise<void> {
  const tree = await reader.tree(languageIdOf(path)!, text);
  const found = testFileKind(path)!.find(tree!);
  const lines = found.map(
    ({ range, suites, label }) =>
      `${range.startLine + 1}-${range.endLine + 1} ${[...suites, label].join(" > ")}`,
  );
  expect(lines).toEqual(expected);
}

test("tests of pytest and unittest", () =>
  check(
    "tests/test_sum.py",
    `import pytest, unittest

def test_plain():
    assert True

@pytest.mark.parametrize("n", [1, 2])
async def test_table(n):
    assert n

def helper_test(): pass

class TestGroup:
    def test_method(self): pass
    class TestInner:
        def test_deep(self): pass
    def setup_method(self): pass

class Base(unittest.TestCase):
    pass

class Sums(Base):
    def test_empty(self):
        self.assertEqual(0, 0)

class Ordinary:
    def test_nothing(self): pass

if True:
    def test_conditional(): pass
`,
    [
      "3-4 test_plain",
      "6-8 test_table",
      "13-13 TestGroup > test_method",
      "15-15 TestGroup > TestInner > test_deep",
      "22-23 Sums > test_empty",
      "29-29 test_conditional",
    ],
  ));

test("tests of JavaScript and TypeScript", () =>
  check(
    "src/sum.test.ts",
    `import { describe, it, test } from "vitest";
describe("sum", () => {
  it('adds \\'all\\'', () => {});
  describe.skip(\`of none\`, () => {
    it.only("is zero", async () => {
      expect(sum()).toBe(0);
    });
  });
  it.each([[1], [2]])("takes %i", (n) => {});
});
test("top", function () {});
test.runIf(process.env.CI)("sometimes", () => {});
describe(Sum, () => { it(title, () => {}) });
regex.test("no test");
test(value);
test("parent", async (t) => { await t.test("child", () => {}); });
`,
    [
      "3-3 sum > adds 'all'",
      "5-7 sum > of none > is zero",
      "9-9 sum > takes %i",
      "11-11 top",
      "12-12 sometimes",
      "13-13 Sum > title",
      "16-16 parent",
      "16-16 parent > child",
    ],
  ));

test("tests of Go", () =>
  check(
    "sum/sum_test.go",
    `package sum

import "testing"

func TestSum(t *testing.T) {
	t.Run("of two", func(t *testing.T) {
		t.Run("inner", func(t *testing.T) {})
	})
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {})
	}
}
func Testify(t *testing.T) {}
func TestMain(m *testing.M) {}
func ExampleSum() {
	// Output: 3
}
func ExampleNone() {}
func FuzzSum(f *testing.F) {}
`,
    [
      "5-12 TestSum",
      "6-8 TestSum > of_two",
      "7-7 TestSum > of_two > inner",
      "15-17 ExampleSum",
      "19-19 FuzzSum",
    ],
  ));

test("tests of Rust", () =>
  check(
    "src/lib.rs",
    `fn add() {}
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    #[should_panic]
    fn adds() {}
    mod inner {
        #[tokio::test]
        async fn waits() {}
    }
    fn helper() {}
}
`,
    ["5-7 tests > adds", "9-10 tests > inner > waits"],
  ));

test("tests of Java", () =>
  check(
    "src/test/java/com/acme/SumTest.java",
    `package com.acme;
import org.junit.jupiter.api.*;
class SumTest {
  @Test
  void adds() {}
  @ParameterizedTest @ValueSource(ints = {1})
  void many(int n) {}
  void helper() {}
  @Nested class Inner { @org.junit.jupiter.api.Test void deep() {} }
}
class OldTest extends junit.framework.TestCase {
  public void testOld() {}
}
`,
    [
      "4-5 com.acme.SumTest > adds",
      "6-7 com.acme.SumTest > many",
      "9-9 com.acme.SumTest > Inner > deep",
      "12-12 com.acme.OldTest > testOld",
    ],
  ));

test.each<[path: string, language: string | undefined]>([
  ["test_a.py", "python"],
  ["pkg/a_test.py", "python"],
  ["pkg/contest.py", undefined],
  ["a.test.mts", "ecma"],
  ["src/__tests__/a.tsx", "ecma"],
  ["test/a.js", "ecma"],
  ["test/types.d.ts", undefined],
  ["src/latest.ts", undefined],
  ["a_test.go", "go"],
  ["src/a.rs", "rust"],
  ["src/test/java/A.java", "java"],
  ["app/src/test/java/A.java", "java"],
  ["src/FooTests.java", "java"],
])("%s may hold tests: %s", (path, language) => expect(testFileKind(path)?.language).toBe(language));
