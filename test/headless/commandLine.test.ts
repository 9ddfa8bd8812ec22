import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { wireLibrary } from "../support/wireLibrary.ts";
import { sampleRepo, shop } from "./support/sampleRepo.ts";

const program = fileURLToPath(new URL("../../dist/headless.cjs", import.meta.url));
const launcher = fileURLToPath(new URL("../../scripts/touchstone.mjs", import.meta.url));
const repo = sampleRepo({
  ...shop(8),
  "shop/new.py":
    "from shop.registry import register_handler\n\n\ndef load_new(session, identifier):\n    record = session.\n",
});
/** A workspace with a library installed that its code was written for another version of. */
const drift = sampleRepo({
  ...wireLibrary,
  "app.ts":
    'import { connect } from "wire";\n\nconnect({ retries: 1 }).sned("");\nconnect({ retries: 1 }).end();\n',
  "fine.ts": 'import { connect } from "wire";\nconnect({ retries: 1 }).close();\n',
});
/** Where the index is kept when no flag says so: not in the cache of who runs the tests. */
const cache = sampleRepo({});
const env = { ...process.env, XDG_CACHE_HOME: cache.path, LOCALAPPDATA: cache.path, HOME: cache.path };
afterAll(() => {
  repo.remove();
  drift.remove();
  cache.remove();
});

/** Runs the program to its end. `DIR` stands for the sample repository, `DRIFT` for the other. */
function check(
  line: string,
  expected: { readonly code: number; readonly stdout?: unknown; readonly stderr?: unknown },
  script = program,
): void {
  const args = line.split(" ").map((part) => part.replace("DRIFT", drift.path).replace("DIR", repo.path));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: "utf8",
    env,
  });
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
test("index", () =>
  check("index --root DIR", {
    code: 0,
    stdout: expect.stringMatching(/^Index: ready\n9 files, .*\n {2}9 {2}Python\nStore: .*\n(.*\n)*Time: \d/),
  }));
test("index as JSON", () =>
  check("index --root DIR --json --skipped", {
    code: 0,
    stdout: expect.stringMatching(/^\{.*"files":9.*"elapsedMs":\d+,"skippedFiles":\[\]\}\n$/),
  }));
test("the index is kept in the user's cache, nothing in the folder, and read by the next", () => {
  const report = (...flags: string[]) => {
    const args = ["index", "--root", repo.path, "--json", ...flags];
    const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8", env });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };
  const before = readdirSync(repo.path, { recursive: true });
  const { store } = report();
  expect(store).toMatchObject({ access: "write", directory: expect.stringContaining("touchstone") });
  expect(store.sizeBytes).toBeGreaterThan(1000);
  expect(readdirSync(store.directory)).toContain("index.db");
  const segments = () => readdirSync(store.directory).filter((name) => name.startsWith("segment-"));
  const kept = segments();
  expect(report().status.files).toBe(9);
  expect(segments()).toEqual(kept);
  expect(report("--no-store").store).toMatchObject({ access: "none", sizeBytes: 0 });
  const elsewhere = join(cache.path, "else");
  expect(report("--store", elsewhere, "--untrusted").store).toMatchObject({
    access: "write",
    directory: elsewhere,
  });
  expect(readdirSync(repo.path, { recursive: true })).toEqual(before);
});
test("search", () =>
  check("search --root DIR --target symbol --limit 1 load_thing3", {
    code: 0,
    stdout: expect.stringMatching(/shop\/thing3\.py:4 +\d+\.\d\d +function +load_thing3\n$/),
  }));
test("search as JSON", () =>
  check("search --root DIR load_thing3 --json", {
    code: 0,
    stdout: expect.stringMatching(/^\[\{"path":"shop\/thing3\.py".*\]\n$|^\[\{.*"path":"shop\/thing3\.py"/),
  }));
test("a search that finds nothing", () =>
  check("search --root DIR zebra", { code: 0, stderr: "Nothing found\n" }));
test("symbols", () =>
  check("symbols --root DIR load_thing3", {
    code: 0,
    stdout: expect.stringMatching(/shop\/thing3\.py:4 +function +load_thing3\n$/),
  }));
test("references", () =>
  check("references --root DIR load_thing3", {
    code: 0,
    stdout: expect.stringMatching(/shop\/thing3\.py:4:5 +definition .*def load_thing3/),
  }));
test("outline", () =>
  check("outline --root DIR shop/thing3.py", {
    code: 0,
    stdout: expect.stringMatching(/thing3\.py:1 +import .*\n.*thing3\.py:4 +function +def load_thing3/),
  }));
test("outline of what is not indexed", () =>
  check("outline --root DIR none.py", {
    code: 1,
    stderr: expect.stringContaining("it is not in the index"),
  }));
test("map", () => check("map --root DIR", { code: 0, stdout: expect.stringContaining("shop/thing0.py") }));
test("a question, with places that a terminal can open", () =>
  check("ask --root DIR who calls load_thing3", { code: 0, stdout: expect.stringContaining("load_thing3") }));
test("a choice that is none", () =>
  check("search --root DIR --target line x", {
    code: 2,
    stderr: expect.stringContaining('--target must be one of file, symbol, chunk, not "line"'),
  }));
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

test("docs check of all files", () =>
  check("docs check --root DRIFT", {
    code: 1,
    stdout: expect.stringMatching(
      /app\.ts:3:25: missing: "Session\.sned" does not exist in wire 1\.2\.0; there is "send"\n[\s\S]*app\.ts:4:25: deprecated: "Session\.end" is deprecated in wire 1\.2\.0; use "close"\n\d+ files?, \d+ names of libraries judged: 1 missing, 1 deprecated\n$/,
    ),
  }));
test("docs check of one file that is as it should be", () =>
  check("docs check --root DRIFT DRIFT/fine.ts", {
    code: 0,
    stdout: "1 file, 2 names of libraries judged: 0 missing, 0 deprecated\n",
  }));
test("docs check of a file elsewhere", () =>
  check("docs check --root DRIFT DIR/shop/new.py", {
    code: 2,
    stderr: expect.stringContaining("it is in none of the folders"),
  }));
