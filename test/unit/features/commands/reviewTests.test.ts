import { expect, test } from "vitest";
import type { TestOutcome } from "../../../../src/core/testing/testOutcome.ts";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import { type TestRunRequest, TestsRefused } from "../../../../src/features/testing/testSession.ts";
import { changedBy, commandFixture, diffOf, never } from "./commandFixture.ts";

const texts = {
  "cart.py": "def total(prices):\n    size = len(prices)\n    return sum(prices[1:])\n",
  "shop.py": "from cart import total\n\n\ndef bill(prices):\n    return total(prices)\n",
  "test_shop.py": "from shop import bill\n\n\ndef test_bill():\n    assert bill([1]) == 1\n",
  "test_other.py": "def test_other():\n    assert True\n",
};
const diff = diffOf("cart.py", [
  " def total(prices):",
  "     size = len(prices)",
  "-    return sum(prices)",
  "+    return sum(prices[1:])",
]);
const idOf = (path: string, label: string) => `pytest:${path}::${label}`;
const caseOf = (path: string, label: string) => ({
  id: idOf(path, label),
  label,
  path,
  suites: [],
  runner: "pytest" as const,
  folder: "",
  range: { startLine: 3, endLine: 4 },
});
const failed: TestOutcome = {
  id: idOf("test_shop.py", "test_bill"),
  status: "failed",
  message: "assert 0 == 1\n + where",
  durationMs: 1,
  stack: [
    { path: "cart.py", line: 2 },
    { path: "shop.py", line: 4 },
  ],
};

interface Given {
  readonly consents?: boolean;
  /** How the test ends without the changes. */
  readonly before?: TestOutcome["status"];
  readonly now?: TestOutcome["status"];
  readonly refuses?: boolean;
  readonly argument?: string;
}

async function check({
  consents = true,
  before = "passed",
  now = "failed",
  refuses,
  argument = "",
}: Given = {}) {
  const runs: TestRunRequest[] = [];
  const session = {
    discover: async () => ({
      projects: [],
      tests: [caseOf("test_shop.py", "test_bill"), caseOf("test_other.py", "test_other")],
      incomplete: [],
    }),
    run: async (request: TestRunRequest) => {
      runs.push(request);
      if (refuses) throw new TestsRefused("Tests do not run: there is no sandbox");
      const outcome = { ...failed, status: request.changes ? before : now };
      return {
        outcomes: [outcome],
        tests: [],
        reports: [],
        isolation: "sandbox" as const,
        leftOut: [],
        unknown: [],
      };
    },
  };
  const { deps } = await commandFixture(texts, {
    git: changedBy(diff),
    consents,
    runs: { tests: async () => session },
  });
  const result = await runSlashCommand(deps, { name: "review", argument }, {}, never);
  return { result, runs, broken: (result.findings ?? []).filter(({ kind }) => kind === "brokenTest") };
}

test("a test that passes without the change and fails with it is an error at the line that it ran through", async () => {
  const { result, runs, broken } = await check();
  expect(runs.map(({ ids, changes }) => [ids, changes?.changes])).toEqual([
    [[failed.id], undefined],
    [
      [failed.id],
      [
        {
          kind: "changed",
          path: "cart.py",
          before: texts["cart.py"],
          after: texts["cart.py"].replace("[1:]", ""),
        },
      ],
    ],
  ]);
  expect(broken).toEqual([
    {
      path: "cart.py",
      line: 2,
      severity: "error",
      kind: "brokenTest",
      message: "test_bill passes without the changes and fails with them: assert 0 == 1",
      places: [{ path: "/w/test_shop.py", line: 3 }],
    },
  ]);
  expect(result.markdown).toContain("0 tests of 1 that the changes can affect pass in a sandboxed copy.");
});

test("one that fails without the change as well is no finding", async () => {
  const { broken, result } = await check({ before: "failed" });
  expect(broken).toEqual([]);
  expect(result.markdown).toContain("1 test fails without the changes as well.");
});

test("passing tests are told, and nothing is run twice", async () => {
  const { runs, result, broken } = await check({ now: "passed" });
  expect(runs).toHaveLength(1);
  expect(broken).toEqual([]);
  expect(result.markdown).toContain("1 test of 1 that the changes can affect pass");
});

test("nothing runs without consent, and what is staged is not what would run", async () => {
  const { runs, result } = await check({ consents: false });
  expect(runs).toEqual([]);
  expect(result.markdown).toContain("1 test can be affected and did not run: nobody allowed it.");
  expect((await check({ argument: "staged" })).runs).toEqual([]);
});

test("a refusal to run is told, and the rest of the review stands", async () => {
  const { result } = await check({ refuses: true });
  expect(result.refused).toBeUndefined();
  expect(result.markdown).toContain("Tests do not run: there is no sandbox.");
});

test("all repositories of the workspace are reviewed, each once", async () => {
  const own = (name: string) => diffOf("a.py", ["+breakpoint()", ` x = "${name}"`]);
  const { deps } = await commandFixture(
    { "one/a.py": 'breakpoint()\nx = "one"\n', "two/a.py": 'breakpoint()\nx = "two"\n' },
    {
      roots: ["one", "two", "two/sub"],
      git: {
        changes: async (directory) => {
          const name = directory.split("/")[2]!;
          return { repository: `/w/${name}`, diff: own(name), isWhole: true };
        },
        untracked: async () => [],
      },
    },
  );
  const result = await runSlashCommand(deps, { name: "review", argument: "" }, {}, never);
  expect(result.findings?.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    "one/a.py debug",
    "two/a.py debug",
  ]);
  expect(result.markdown).toMatch(/### one[\s\S]*### two/);
  expect(result.patches.map(({ root }) => root)).toEqual(["/w/one", "/w/two"]);
});
