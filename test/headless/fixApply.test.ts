/** From the terminal: a red test, a fix that is applied because it is verified, and taken back. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { hashOfTree, makeFolder } from "../support/testing/folders.ts";
import { probed } from "../support/testing/machine.ts";

const program = fileURLToPath(new URL("../../dist/headless.cjs", import.meta.url));
const cache = makeFolder({});
const prices =
  "def total(items):\n    result = 0\n    for price, count in items:\n        result += price + count\n    return result\n";
const root = makeFolder({
  "prices.py": prices,
  "test_prices.py":
    "import unittest\nfrom prices import total\n\n\nclass T(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(total([(3, 4), (10, 1)]), 22)\n",
});
afterAll(() => {
  for (const folder of [cache, root]) rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]): {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const env = { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, "--root", root], {
    encoding: "utf8",
    env,
  });
  return { code: status, stdout, stderr };
}
const sandbox = probed.isolation === "sandbox" ? [] : ["--no-sandbox"];
const text = () => readFileSync(join(root, "prices.py"), "utf8");

test("nothing is taken back where nothing was applied", () => {
  expect(run("undo", "--list")).toMatchObject({
    code: 0,
    stdout: "Nothing was applied in the last seven days\n",
  });
  expect(run("undo")).toMatchObject({ code: 1, stderr: expect.stringContaining("Nothing was applied") });
});

test("suspected lines are told with their reasons, and nothing is changed", { timeout: 240_000 }, () => {
  const before = hashOfTree(root);
  const told = run("localize", "--limit", "3", ...sandbox);
  expect(told).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^prices\.py\n {2}\w+\n {4}prices\.py:\d+ {2}\(1\) /),
  });
  expect(told.stdout).toContain("the asserted value comes through here");
  expect(hashOfTree(root)).toBe(before);
});

test("a verified fix is applied and taken back, and not over what was changed since", {
  timeout: 240_000,
}, () => {
  const before = hashOfTree(root);
  const applied = run("fix", "--apply", ...sandbox);
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("Applied to prices.py") });
  expect(text()).toBe(prices.replace("price + count", "price * count"));
  const [, id = ""] = /touchstone undo ([\w-]+)/.exec(applied.stdout) ?? [];
  expect(run("undo", "--list").stdout).toMatch(new RegExp(`^${id}  .*Fix T > test_total \\(1 file\\)\n$`));

  const fixed = text();
  writeFileSync(join(root, "prices.py"), `${fixed}# mine\n`);
  expect(run("undo")).toMatchObject({ code: 1, stdout: expect.stringContaining("it was changed since") });
  expect(text()).toBe(`${fixed}# mine\n`);
  writeFileSync(join(root, "prices.py"), fixed);

  expect(run("undo", id)).toEqual({ code: 0, stdout: "Taken back in prices.py\n", stderr: "" });
  expect(hashOfTree(root)).toBe(before);
  expect(run("undo", id)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`There is no apply "${id}"`),
  });
});
