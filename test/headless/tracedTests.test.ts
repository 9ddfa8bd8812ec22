/** Lines of Go and Rust are suspected by what each test ran of them, where names tell nothing apart. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { findLlvmTools } from "../../src/core/testing/coverage/llvmTools.ts";
import { Fixer } from "../../src/features/repair/fixer.ts";
import { repairProposer } from "../../src/features/repair/repairProposer.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../support/grammarFiles.ts";
import { quietLog } from "../support/indexerHarness.ts";
import { findTests } from "../support/testing/findTests.ts";
import { hashOfTree, makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";
import { samplesHere } from "../support/testing/runnersHere.ts";

const never = new AbortController().signal;
const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const reader = new TreeSitterReader(grammarFiles, quietLog);
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

interface Sample {
  readonly runner: "go" | "cargo";
  readonly files: Readonly<Record<string, string>>;
  /** Where the fault stands, its line from 1. */
  readonly fault: readonly [path: string, line: number];
}

/** Each test calls the same function; one branch is wrong. */
const samples: readonly Sample[] = [
  {
    runner: "go",
    files: {
      "go.mod": "module example.com/sample\n\ngo 1.19\n",
      "grade/grade.go": `package grade

func Of(score int) int {
	if score >= 90 {
		return 1
	}
	if score >= 50 {
		return score - score + 3
	}
	return 5
}
`,
      "grade/grade_test.go": `package grade

import "testing"

func check(t *testing.T, score, want int) {
	if got := Of(score); got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

func TestTop(t *testing.T)    { check(t, 95, 1) }
func TestMiddle(t *testing.T) { check(t, 60, 4) }
func TestLow(t *testing.T)    { check(t, 10, 5) }
`,
    },
    fault: ["grade/grade.go", 8],
  },
  {
    runner: "cargo",
    files: {
      "Cargo.toml": '[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n',
      "src/lib.rs": `pub fn grade(score: i32) -> i32 {
    if score >= 90 {
        return 1;
    }
    if score >= 50 {
        return score - score + 3;
    }
    5
}

#[cfg(test)]
mod tests {
    use super::grade;
    #[test]
    fn top() { assert_eq!(grade(95), 1); }
    #[test]
    fn middle() { assert_eq!(grade(60), 4); }
    #[test]
    fn low() { assert_eq!(grade(10), 5); }
}
`,
    },
    fault: ["src/lib.rs", 6],
  },
];

const ask = async ([program, ...args]: readonly [string, ...string[]]) => {
  try {
    return {
      stdout: execFileSync(program, args, { encoding: "utf8", input: "", stdio: "pipe" }),
      stderr: "",
      code: 0,
    };
  } catch (error) {
    return { stdout: "", stderr: String(error), code: 1 };
  }
};
const tools = await findLlvmTools(ask);
const runnersHere = new Set(samplesHere().map(({ runner }) => runner));
const here = samples.filter(({ runner }) => {
  if (!runnersHere.has(runner)) return false;
  if (runner !== "cargo" || typeof tools !== "string") return true;
  console.warn(`NOT TRIED HERE: lines of Rust. ${tools}`);
  return false;
});

const fixerOf = (root: string): Fixer =>
  new Fixer({
    engine: {
      findTests: async () => [await findTests(root)],
      proposeRepairs: repairProposer(reader),
      buildSchema: schemaBuilder(reader),
      outline: async () => undefined,
    },
    copies,
    isolation: async () => probed.isolation,
    programs: (name) =>
      readFile(fileURLToPath(new URL(`../../media/repair/${name}`, import.meta.url)), "utf8"),
    now: () => performance.now(),
  });

describe.each(here)("$runner", ({ files, fault: [path, line] }) => {
  test("the line that only the failing test runs comes first, and is repaired", {
    timeout: 400_000,
  }, async () => {
    const root = makeFolder(files);
    made.push(root);
    const whole = hashOfTree(root);
    const found = await fixerOf(root).localize({ testIds: [], limit: 20 }, never);
    expect(found.failing).toHaveLength(1);
    expect(found.lines[0]).toMatchObject({ path, line: line - 1 });
    expect(found.lines[0]!.reasons).toContainEqual({ kind: "ran", failing: 1, passing: 0 });
    const shared = found.lines.find((one) => one.path === path && one.line === line - 5);
    expect(shared?.reasons).toContainEqual({ kind: "ran", failing: 1, passing: 2 });

    const { patches, reason } = await fixerOf(root).fix(
      { testIds: found.failing, budgetMs: 120_000, maxPatches: 1 },
      () => {},
      never,
    );
    expect(reason).toBeUndefined();
    expect(patches[0]).toMatchObject({ verdict: "verified", evidence: { line: line - 1, broken: [] } });
    expect(hashOfTree(root)).toBe(whole);
  });
});
