import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { sampleRepo, shop } from "./support/sampleRepo.ts";

const program = fileURLToPath(new URL("../../dist/headless.cjs", import.meta.url));
const launcher = fileURLToPath(new URL("../../scripts/touchstone.mjs", import.meta.url));
const repo = sampleRepo({
  ...shop(8),
  "shop/new.py":
    "from shop.registry import register_handler\n\n\ndef load_new(session, identifier):\n    record = session.\n",
});
afterAll(() => repo.remove());

/** Runs the program to its end. `DIR` stands for the sample repository. */
function check(
  line: string,
  expected: { readonly code: number; readonly stdout?: unknown; readonly stderr?: unknown },
  script = program,
): void {
  const args = line.split(" ").map((part) => part.replace("DIR", repo.path));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
  expect({ code: status, stdout, stderr }).toEqual({ stdout: "", stderr: "", ...expected });
}

const version = expect.stringMatching(/^\d+\.\d+\.\d+\n$/);
const help = expect.stringContaining("touchstone rpc --root DIR");

test("--version", () => check("--version", { code: 0, stdout: version }));
test("--version by the launcher", () => check("--version", { code: 0, stdout: version }, launcher));
test("--help", () => check("--help", { code: 0, stdout: help }));
test("rpc --help", () => check("rpc --help", { code: 0, stdout: expect.stringContaining("--untrusted") }));
test("an unknown command", () =>
  check("fly", {
    code: 2,
    stderr: expect.stringMatching(/^touchstone: There is no command "fly"\n\n.*rpc --root/s),
  }));
test("a missing root", () =>
  check("status --root DIR/none", { code: 2, stderr: expect.stringContaining("it does not exist") }));
test("status", () =>
  check("status --root DIR", {
    code: 0,
    stdout: expect.stringMatching(/^Index: ready\n9 files, \d+ lines/),
  }));
test("status as JSON", () =>
  check("status --root DIR --json", { code: 0, stdout: expect.stringContaining('"files":9') }));
test("a completion", () =>
  check("complete --root DIR --at shop/new.py:5:21", {
    code: 0,
    stdout: expect.stringMatching(/^query_by_identifier\(.*\n$/),
  }));
test("a completion as JSON", () =>
  check("complete --root DIR --at shop/new.py:5:21 --json", {
    code: 0,
    stdout: expect.stringMatching(/"provenance":\{"path":"shop\/thing\d\.py","line":5\}/),
  }));
test("a place that is not there", () =>
  check("complete --root DIR --at shop/new.py:99:0", {
    code: 1,
    stderr: expect.stringContaining("it has no line 99"),
  }));
test("a file that is not there", () =>
  check("complete --root DIR --at none.py:1:0", { code: 1, stderr: expect.stringContaining("Cannot read") }));
