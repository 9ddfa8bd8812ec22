/** Where a fault probably is and why, in a git repository with a working change; real interpreters and real git. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { fixHandlers } from "../../src/features/headless/fixHandlers.ts";
import { Fixer } from "../../src/features/repair/fixer.ts";
import { flowReader } from "../../src/features/repair/flowReader.ts";
import { repairProposer } from "../../src/features/repair/repairProposer.ts";
import { schemaBuilder } from "../../src/features/repair/schemaBuilder.ts";
import { createPastGit } from "../../src/node/git/pastGit.ts";
import { TreeSitterReader } from "../../src/node/treeSitter/syntaxReader.ts";
import { grammarFiles } from "../support/grammarFiles.ts";
import { quietLog } from "../support/indexerHarness.ts";
import { findTests } from "../support/testing/findTests.ts";
import { makeFolder } from "../support/testing/folders.ts";
import { probed, thisMachine } from "../support/testing/machine.ts";

const temporaryFolder = makeFolder({});
const { copies } = thisMachine({ temporaryFolder });
const reader = new TreeSitterReader(grammarFiles, quietLog);
const made: string[] = [temporaryFolder];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

const today = Date.parse("2026-05-20T12:00:00Z");

function commit(root: string, when: string, message: string): void {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=a@example.org", ...args], {
      cwd: root,
      stdio: "ignore",
      env: {
        ...process.env,
        GIT_AUTHOR_DATE: when,
        GIT_COMMITTER_DATE: when,
        GIT_CONFIG_GLOBAL: "/dev/null",
      },
    });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", message);
}

/** By text of a line what is said of it, best first. */
async function localized(root: string, path: string, unsaved: ReadonlyMap<string, string> = new Map()) {
  const fixer = new Fixer({
    engine: {
      findTests: async () => [await findTests(root)],
      proposeRepairs: repairProposer(reader),
      buildSchema: schemaBuilder(reader),
      dataFlows: flowReader(reader),
      outline: async () => undefined,
    },
    copies,
    isolation: async () => probed.isolation,
    programs: (name) =>
      readFile(fileURLToPath(new URL(`../../media/repair/${name}`, import.meta.url)), "utf8"),
    now: () => performance.now(),
    unsaved: () => unsaved,
    history: { git: createPastGit(process.env), clock: { now: () => today } },
  });
  const roots = [{ path: root, name: "root" }];
  const handlers = fixHandlers({
    fixer,
    roots,
    readText: async () => "",
    begin: async () => undefined,
    tell: () => undefined,
  });
  const found = await handlers.localize({ limit: 50 }, new AbortController().signal);
  expect(found.reason).toBeUndefined();
  const text = unsaved.get(join(root, path)) ?? (await readFile(join(root, path), "utf8"));
  const lines = text.split("\n");
  return found.lines
    .filter((one) => one.path === path)
    .map(({ line, reasons }) => ({ text: lines[line - 1]!.trim(), reasons }));
}

const code = (sum: string, back: string) => `import logging


def total(items, rate, name):
    logging.debug("total of %s", name)
    result = 0
    for price, count in items:
        ${sum}
    if rate < 0:
        raise ValueError(f"Cannot discount {name}: the rate is negative")
    return ${back}
`;
const tests = `import unittest

from prices import total


class TotalTest(unittest.TestCase):
    def test_total(self):
        self.assertEqual(total([(3, 2)], 0, "a"), 6)

    def test_negative(self):
        self.assertEqual(total([], -0.5, "b"), 0)
`;

function repository(): string {
  const root = makeFolder({
    "prices.py": code("result += price * count", "result"),
    "test_prices.py": tests,
  });
  made.push(root);
  commit(root, "2024-01-01T00:00:00Z", "Begin");
  writeFileSync(join(root, "prices.py"), code("result += price * count", "result * (1 - rate)"));
  commit(root, "2026-05-17T00:00:00Z", "Give discounts");
  return root;
}

const fault = "result += price + count";
const reachedBy = "the asserted value comes through here";

test("what is not committed, what was lately, what the value is made of, what is said", {
  timeout: 240_000,
}, async () => {
  const root = repository();
  writeFileSync(join(root, "prices.py"), code(fault, "result * (1 - rate)"));
  const found = await localized(root, "prices.py");
  const reasonsOf = (text: string) => found.find((one) => one.text.startsWith(text))?.reasons;
  expect(reasonsOf(fault)).toEqual([
    "ran in 1 failing test and no passing test",
    "changed, and not committed yet",
    reachedBy,
  ]);
  expect(reasonsOf("return")).toContainEqual(
    expect.stringMatching(/^committed 3 days ago: Give discounts \([0-9a-f]{7}\)$/),
  );
  expect(reasonsOf("result = 0")).toEqual(["ran in 2 failing tests and no passing test", reachedBy]);
  expect(reasonsOf("logging.debug")).toEqual(["ran in 2 failing tests and no passing test"]);
  expect(reasonsOf("raise ValueError")).toContain("the failure mentions “Cannot discount”");
  const at = (text: string) => found.findIndex((one) => one.text.startsWith(text));
  expect(at("result = 0")).toBeLessThan(at("logging.debug"));
});

test("a buffer that is not saved is a change as well", { timeout: 240_000 }, async () => {
  const root = repository();
  const unsaved = new Map([[join(root, "prices.py"), code(fault, "result * (1 - rate)")]]);
  const found = await localized(root, "prices.py", unsaved);
  const changed = found.filter(({ reasons }) => reasons.includes("changed, and not committed yet"));
  expect(changed.map(({ text }) => text)).toEqual([fault]);
});

test("without a repository nothing is said of changes", { timeout: 240_000 }, async () => {
  const root = makeFolder({ "prices.py": code(fault, "result"), "test_prices.py": tests });
  made.push(root);
  const found = await localized(root, "prices.py");
  expect(found.length).toBeGreaterThan(3);
  expect(found.flatMap(({ reasons }) => reasons).filter((one) => /commit/.test(one))).toEqual([]);
});
