/** Small projects, one for each test runner: some tests pass, one fails, and a corrected file makes it pass. */
import type { TestRunnerName } from "../../../src/core/testing/testCase.ts";
import type { TestStatus } from "../../../src/core/testing/testOutcome.ts";

export interface SampleProject {
  readonly runner: TestRunnerName;
  readonly files: Readonly<Record<string, string>>;
  /** File and text with which all tests pass that failed. */
  readonly fix: readonly [path: string, text: string];
  /** What becomes of each test, by the end of its identifier. */
  readonly outcomes: Readonly<Record<string, TestStatus>>;
  /** Of the one that fails by an assertion. */
  readonly failure: {
    readonly id: string;
    readonly expected: string;
    readonly actual: string;
    /** Calls that must be among those told, `path:line` with lines from 1. */
    readonly frames: readonly string[];
  };
}

const pythonSum = (sign: string) => `def total(a, b):\n    return a ${sign} b\n`;
const jsSum = (sign: string) => `exports.total = (a, b) => a ${sign} b;\n`;
const esSum = (sign: string) => `export const total = (a: number, b: number): number => a ${sign} b;\n`;

const javaSum = (sign: string) => `package sample;

public final class Sum {
    private Sum() {}

    public static int total(int a, int b) {
        return a ${sign} b;
    }
}
`;

const describeIt = (imports: string, check: (actual: string, expected: number) => string) => `${imports}
describe("total", () => {
  it("of nothing", () => {
    ${check("total(0, 0)", 0)}
  });
  describe("of more", () => {
    it("adds (both)", () => {
      ${check("total(1, 2)", 3)}
    });
  });
  it.skip("not now", () => {});
});
`;

export const samples: readonly SampleProject[] = [
  {
    runner: "pytest",
    files: {
      "pyproject.toml": '[project]\nname = "sample"\n[tool.pytest.ini_options]\npythonpath = ["."]\n',
      "total.py": pythonSum("-"),
      "tests/test_total.py": `import pytest
from total import total

def test_nothing():
    assert total(0, 0) == 0

class TestMore:
    def test_both(self):
        assert total(1, 2) == 3

@pytest.mark.parametrize("n", [0, 5])
def test_table(n):
    assert total(n, 0) == n

@pytest.mark.skip(reason="not now")
def test_later(): pass

def test_broken():
    raise ValueError("odd")
`,
    },
    fix: ["total.py", pythonSum("+")],
    outcomes: {
      "test_total.py::test_nothing": "passed",
      "test_total.py::TestMore::test_both": "failed",
      "test_total.py::test_table": "passed",
      "test_total.py::test_table[0]": "passed",
      "test_total.py::test_table[5]": "passed",
      "test_total.py::test_later": "skipped",
      "test_total.py::test_broken": "failed",
    },
    failure: { id: "TestMore::test_both", expected: "3", actual: "-1", frames: ["tests/test_total.py:9"] },
  },
  {
    runner: "unittest",
    files: {
      "total.py": pythonSum("-"),
      "tests/__init__.py": "",
      "tests/test_total.py": `import unittest
from total import total

class Total(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(total(0, 0), 0)

    def test_both(self):
        self.assertEqual(total(1, 2), 3)

    def test_parts(self):
        for n in (0, 1):
            with self.subTest(n=n):
                self.assertEqual(total(n, n), 2 * n)

    @unittest.skip("not now")
    def test_later(self): pass
`,
    },
    fix: ["total.py", pythonSum("+")],
    outcomes: {
      "Total::test_nothing": "passed",
      "Total::test_both": "failed",
      "Total::test_parts": "failed",
      "Total::test_later": "skipped",
    },
    failure: { id: "Total::test_both", expected: "3", actual: "-1", frames: ["tests/test_total.py:9"] },
  },
  {
    runner: "node",
    files: {
      "package.json": '{ "name": "sample", "type": "commonjs", "scripts": { "test": "node --test" } }',
      "total.js": jsSum("-"),
      "test/total.test.js": `const { describe, it, test } = require("node:test");
const assert = require("node:assert");
const { total } = require("../total.js");
describe("total", () => {
  it("of nothing", () => assert.strictEqual(total(0, -0), 0));
  it("of both", () => {
    assert.strictEqual(total(1, 2), 3);
  });
  it.skip("not now", () => {});
});
test("top", async (t) => {
  await t.test("below", () => assert.ok(true));
});
test("breaks", () => null.x);
`,
    },
    fix: ["total.js", jsSum("+")],
    outcomes: {
      "total::of nothing": "passed",
      "total::of both": "failed",
      "total::not now": "skipped",
      "test.js::top": "passed",
      "top::below": "passed",
      "test.js::breaks": "errored",
    },
    failure: { id: "total::of both", expected: "3", actual: "-1", frames: ["test/total.test.js:7"] },
  },
  {
    runner: "vitest",
    files: {
      "package.json": '{ "name": "sample", "type": "module", "devDependencies": { "vitest": "*" } }',
      "src/total.ts": esSum("-"),
      "src/total.test.ts": describeIt(
        'import { describe, expect, it } from "vitest";\nimport { total } from "./total.ts";',
        (actual, expected) => `expect(${actual}).toBe(${expected});`,
      ),
    },
    fix: ["src/total.ts", esSum("+")],
    outcomes: {
      "total::of nothing": "passed",
      "of more::adds (both)": "failed",
      "total::not now": "skipped",
    },
    failure: { id: "of more::adds (both)", expected: "3", actual: "-1", frames: ["src/total.test.ts:9"] },
  },
  {
    runner: "jest",
    files: {
      "package.json": '{ "name": "sample", "devDependencies": { "jest": "*" }, "jest": {} }',
      "total.js": jsSum("-"),
      "total.test.js": describeIt(
        'const { total } = require("./total.js");',
        (actual, expected) => `expect(${actual}).toBe(${expected});`,
      ),
    },
    fix: ["total.js", jsSum("+")],
    outcomes: {
      "total::of nothing": "passed",
      "of more::adds (both)": "failed",
      "total::not now": "skipped",
    },
    failure: { id: "of more::adds (both)", expected: "3", actual: "-1", frames: ["total.test.js:8"] },
  },
  {
    runner: "mocha",
    files: {
      "package.json":
        '{ "name": "sample", "scripts": { "test": "mocha" }, "devDependencies": { "mocha": "*" } }',
      "total.js": jsSum("-"),
      "test/total.js": describeIt(
        'const assert = require("node:assert");\nconst { total } = require("../total.js");',
        (actual, expected) => `assert.strictEqual(${actual}, ${expected});`,
      ),
    },
    fix: ["total.js", jsSum("+")],
    outcomes: {
      "total::of nothing": "passed",
      "of more::adds (both)": "failed",
      "total::not now": "skipped",
    },
    failure: { id: "of more::adds (both)", expected: "3", actual: "-1", frames: ["test/total.js:9"] },
  },
  {
    runner: "go",
    files: {
      "go.mod": "module example.com/sample\n\ngo 1.19\n",
      "sum/sum.go": "package sum\n\nfunc Total(a, b int) int { return a - b }\n",
      "sum/sum_test.go": `package sum

import "testing"

func TestNothing(t *testing.T) {
	if got := Total(0, 0); got != 0 {
		t.Errorf("got %d, want 0", got)
	}
}

func TestMore(t *testing.T) {
	t.Run("of both", func(t *testing.T) {
		if got := Total(1, 2); got != 3 {
			t.Errorf("got %d, want %d", got, 3)
		}
	})
	t.Run("later", func(t *testing.T) { t.Skip("not now") })
}
`,
    },
    fix: ["sum/sum.go", "package sum\n\nfunc Total(a, b int) int { return a + b }\n"],
    outcomes: {
      "sum_test.go::TestNothing": "passed",
      "sum_test.go::TestMore": "failed",
      "TestMore::of_both": "failed",
      "TestMore::later": "skipped",
    },
    failure: { id: "TestMore::of_both", expected: "3", actual: "-1", frames: ["sum/sum_test.go:14"] },
  },
  {
    runner: "cargo",
    files: {
      "Cargo.toml": '[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n',
      "src/lib.rs": "pub mod sum;\n",
      "src/sum.rs": `pub fn total(a: i32, b: i32) -> i32 { a - b }
#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn nothing() { assert_eq!(total(0, 0), 0); }
    #[test]
    fn both() {
        assert_eq!(total(1, 2), 3);
    }
    #[test]
    #[ignore]
    fn later() {}
}
`,
      "tests/whole.rs": "#[test]\nfn whole() { assert!(sample::sum::total(5, 0) == 5); }\n",
    },
    fix: [
      "src/sum.rs",
      "pub fn total(a: i32, b: i32) -> i32 { a + b }\n#[cfg(test)]\nmod tests {\n    use super::*;\n    #[test]\n    fn nothing() { assert_eq!(total(0, 0), 0); }\n    #[test]\n    fn both() { assert_eq!(total(1, 2), 3); }\n}\n",
    ],
    outcomes: {
      "tests::nothing": "passed",
      "tests::both": "failed",
      "tests::later": "skipped",
      "tests/whole.rs::whole": "passed",
    },
    failure: { id: "tests::both", expected: "3", actual: "-1", frames: ["src/sum.rs:9"] },
  },
  {
    runner: "maven",
    files: {
      "pom.xml": `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>sample</groupId>
  <artifactId>sample</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>11</maven.compiler.source>
    <maven.compiler.target>11</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>5.9.2</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.0</version></plugin>
      <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.10.1</version></plugin>
      <plugin><artifactId>maven-surefire-plugin</artifactId><version>2.22.3</version></plugin>
    </plugins>
  </build>
</project>
`,
      // Debian's packages are a repository of their own: nothing is loaded.
      ".mvn/maven.config": "-Dmaven.repo.local=/usr/share/maven-repo\n",
      "src/main/java/sample/Sum.java": javaSum("-"),
      "src/test/java/sample/SumTest.java": `package sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SumTest {
    @Test
    void nothing() {
        assertEquals(0, Sum.total(0, 0));
    }

    @Nested
    class More {
        @Test
        void both() {
            assertEquals(3, Sum.total(1, 2));
        }
    }

    @Test
    @Disabled("not now")
    void later() {}
}
`,
    },
    fix: ["src/main/java/sample/Sum.java", javaSum("+")],
    outcomes: {
      "SumTest::nothing": "passed",
      "More::both": "failed",
      "SumTest::later": "skipped",
    },
    failure: {
      id: "More::both",
      expected: "3",
      actual: "-1",
      frames: ["src/test/java/sample/SumTest.java:19"],
    },
  },
  {
    runner: "gradle",
    files: {
      "settings.gradle": "rootProject.name = 'sample'\n",
      // The libraries of Debian's packages, without a repository.
      "build.gradle": `apply plugin: 'java'
sourceCompatibility = 11
repositories { flatDir { dirs '/usr/share/java' } }
dependencies {
  testCompile name: 'junit4'
  testRuntime name: 'hamcrest'
}
`,
      "src/main/java/sample/Sum.java": javaSum("-"),
      "src/test/java/sample/SumTest.java": `package sample;

import static org.junit.Assert.assertEquals;

import org.junit.Ignore;
import org.junit.Test;

public class SumTest {
    @Test
    public void nothing() {
        assertEquals(0, Sum.total(0, 0));
    }

    @Test
    public void both() {
        assertEquals(3, Sum.total(1, 2));
    }

    @Ignore
    @Test
    public void later() {}
}
`,
    },
    fix: ["src/main/java/sample/Sum.java", javaSum("+")],
    outcomes: {
      "SumTest::nothing": "passed",
      "SumTest::both": "failed",
      "SumTest::later": "skipped",
    },
    failure: {
      id: "SumTest::both",
      expected: "3",
      actual: "-1",
      frames: ["src/test/java/sample/SumTest.java:16"],
    },
  },
];
