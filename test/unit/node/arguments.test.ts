import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseCommand } from "../../../src/node/cli/arguments.ts";

const check = (line: string, expected: object) =>
  expect(parseCommand(line.split(" ").filter((part) => part !== ""))).toMatchObject(expected);

for (const [line, expected] of [
  ["rpc --root a --root b --untrusted", { kind: "rpc", roots: ["a", "b"], untrusted: true }],
  ["rpc --root=a", { kind: "rpc", roots: ["a"], untrusted: false }],
  ["rpc --root a --store d", { kind: "rpc", store: "d" }],
  ["index --no-store", { kind: "index", store: false }],
  ["search x", { store: undefined }],
  ["complete --root a --at a.py:1:0 --no-store", { kind: "complete", store: false }],
  ["map --store d --no-store", { kind: "wrong", problem: "--store and --no-store exclude each other" }],
  ["status --root a --json", { kind: "status", roots: ["a"], json: true }],
  [
    "complete --root a --at src/a:b.py:3:0",
    { kind: "complete", at: { path: "src/a:b.py", line: 3, column: 0 } },
  ],
  ["index", { kind: "index", roots: ["."], skipped: false, json: false, untrusted: false }],
  [
    "index --root a --skipped --untrusted --json",
    { roots: ["a"], skipped: true, json: true, untrusted: true },
  ],
  ["search how is it done", { question: { method: "search", params: { query: "how is it done" } } }],
  [
    "search --target chunk x --limit 3 --explain",
    { question: { params: { query: "x", target: "chunk", limit: 3, explain: true } } },
  ],
  [
    "symbols gUBI --match fuzzy",
    { question: { method: "symbols", params: { name: "gUBI", match: "fuzzy" } } },
  ],
  ["references x --at a:b.py:3", { question: { params: { name: "x", path: "a:b.py", line: 3 } } }],
  ["outline src/a.py", { question: { method: "outline", params: { path: "src/a.py" } } }],
  [
    "graph f --relation callers --path a.py",
    { question: { method: "graph", params: { symbol: "f", relation: "callers", path: "a.py" } } },
  ],
  [
    "fix --test a --test b --budget 60 --path t.py",
    {
      kind: "fix",
      roots: ["."],
      fix: { testIds: ["a", "b"], path: "t.py", budgetMs: 60_000 },
      apply: false,
      sandbox: true,
    },
  ],
  [
    "write-tests src/a.py:12 --engine model",
    { kind: "writeTests", roots: ["."], write: { path: "src/a.py", line: 12, engine: "model" } },
  ],
  ["write-tests a.py --name f", { kind: "writeTests", write: { path: "a.py", name: "f" } }],
  ["write-tests a.py", { kind: "wrong", problem: "--name or a line is missing" }],
  [
    "localize --test a --path t.py --limit 3 --json",
    { kind: "localize", sandbox: true, json: true, localize: { testIds: ["a"], path: "t.py", limit: 3 } },
  ],
  ["localize --limit 0", { kind: "wrong", problem: '--limit must be a whole number from 1, not "0"' }],
  ["fix --apply --no-sandbox", { kind: "fix", apply: true, sandbox: false }],
  ["undo", { kind: "undo", id: undefined, list: false }],
  ["undo --list", { kind: "undo", list: true }],
  ["undo 12-ab", { kind: "undo", id: "12-ab" }],
  ["undo --root a --root b", { kind: "wrong", problem: "--root can be given once" }],
  ["fix --budget 0", { kind: "wrong", problem: '--budget must be a whole number from 1, not "0"' }],
  ["test", { kind: "test", ids: [], list: false, sandbox: true, roots: ["."] }],
  ["test --no-sandbox a::b c", { kind: "test", ids: ["a::b", "c"], sandbox: false }],
  [
    "ask why --checks --run-tests --no-sandbox --endpoint http://localhost/v1 --model m",
    {
      question: { method: "ask", params: { question: "why", checks: true, tests: true } },
      settings: { "model.endpoint": "http://localhost/v1", "model.name": "m", "tests.sandbox": "off" },
    },
  ],
  [
    "ask why --image a.png --image /b/c.png",
    { question: { params: { images: [resolve("a.png"), resolve("/b/c.png")] } } },
  ],
  [
    "ask why --image a --image a --image a --image a --image a",
    { kind: "wrong", problem: "--image can be given 4 times" },
  ],
  ["ask why --endpoint x", { kind: "wrong", problem: "--endpoint and --model belong together" }],
  ["map --tokens 500", { question: { method: "map", params: { maxTokens: 500 } } }],
  ["map", { question: { method: "map", params: {} } }],
  ["search", { kind: "wrong", problem: "QUERY is missing", of: "search" }],
  ["search x --target line", { problem: '--target must be one of file, symbol, chunk, not "line"' }],
  ["search x --limit 0", { problem: '--limit must be a whole number from 1, not "0"' }],
  ["search x --limit 1e3", { kind: "wrong" }],
  ["map --tokens 63", { kind: "wrong", of: "map" }],
  ["map x", { kind: "wrong" }],
  ["references x --at a.py", { problem: '--at must be PATH:LINE with a line from 1, not "a.py"' }],
  ["graph f", { kind: "wrong", problem: "--relation is missing" }],
  ["graph f --relation friends", { kind: "wrong" }],
  ["status", { kind: "wrong", problem: "--root is missing" }],
  ["--help", { kind: "help", of: undefined }],
  ["rpc --help", { kind: "help", of: "rpc" }],
  ["--version", { kind: "version" }],
  ["", { kind: "wrong", problem: "No command was given" }],
  ["fly", { kind: "wrong", problem: 'There is no command "fly"' }],
  ["constructor", { kind: "wrong" }],
  ["rpc", { kind: "wrong", problem: "--root is missing", of: "rpc" }],
  ["rpc --root", { kind: "wrong", of: "rpc" }],
  ["rpc --root a --key x", { kind: "wrong", of: "rpc" }],
  ["status --root a --untrusted", { kind: "wrong", of: "status" }],
  ["complete --root a", { kind: "wrong", problem: "--at is missing" }],
  ["complete --root a --at a.py:0:0", { kind: "wrong" }],
  ["complete --root a --at a.py", { kind: "wrong" }],
] as const) {
  test(`understands "touchstone ${line}"`, () => check(line, expected));
}
