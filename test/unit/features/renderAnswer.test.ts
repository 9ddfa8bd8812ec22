import { expect, test } from "vitest";
import { renderAnswer } from "../../../src/features/headless/renderAnswer.ts";
import { renderIndexReport } from "../../../src/features/headless/renderIndex.ts";
import type { RepoAnswer, RpcIndexReport } from "../../../src/ports/rpc.ts";

const check = (answer: RepoAnswer, expected: string) =>
  expect(renderAnswer(answer, (path) => `here/${path}`)).toBe(expected);

test("hits, aligned, with why they were found", () =>
  check(
    {
      method: "search",
      params: { query: "q" },
      result: [
        {
          path: "a.py",
          line: 3,
          endLine: 9,
          name: "load",
          kind: "method",
          container: "Store",
          score: 12.345,
          explanation: [
            { part: "symbols", score: 12, terms: ["load", "store"] },
            { part: "tests", score: -0.5 },
            { part: "recency", score: 0.001 },
          ],
        },
        { path: "longer/path.py", score: 2 },
      ],
    },
    [
      "here/a.py:3          12.35  method  Store.load",
      "    symbols  +12.00  load, store",
      "    tests    -0.50",
      "here/longer/path.py  2.00",
    ].join("\n"),
  ));

test("names from a repository give a terminal no orders", () =>
  check(
    {
      method: "symbols",
      params: { name: "x" },
      result: [
        { path: "a\u001b[2J.py", line: 1, endLine: 1, name: "x\u202e", kind: "function", container: "" },
      ],
    },
    "here/a\ufffd[2J.py:1  function  x\ufffd",
  ));

test("references can be clicked", () =>
  check(
    {
      method: "references",
      params: { name: "f" },
      result: [{ path: "a.py", line: 2, column: 4, role: "call", within: "g", text: "f()", score: 1 }],
    },
    "here/a.py:2:5  call  g  f()",
  ));

test("an outline shows what stands in what", () =>
  check(
    {
      method: "outline",
      params: { path: "a.py" },
      result: {
        imports: [{ module: "os", line: 1 }],
        symbols: [
          { line: 2, endLine: 4, name: "C", kind: "class", container: "", signature: "class C:" },
          { line: 3, endLine: 4, name: "f", kind: "method", container: "C", signature: "def f(self):" },
        ],
      },
    },
    ["here/a.py:1  import  os", "here/a.py:2  class   class C:", "here/a.py:3  method    def f(self):"].join(
      "\n",
    ),
  ));

test("edges name their places", () =>
  check(
    {
      method: "graph",
      params: { symbol: "f", relation: "callers" },
      result: [{ path: "a.py", line: 1, name: "g", kind: "function", sites: [2, 5], score: 1 }],
    },
    "here/a.py:1  function  g  at line 2, 5",
  ));

test("nothing is nothing", () => check({ method: "search", params: { query: "q" }, result: [] }, ""));

const report: RpcIndexReport = {
  status: {
    phase: "ready",
    filesDone: 0,
    filesTotal: 0,
    files: 1200,
    lines: 34_000,
    symbols: 1,
    languages: { typescript: 1100, python: 100 },
    skipped: { binary: 2, ignored: 11, minified: 0 },
  },
  skippedFiles: [{ path: "a.bin", reason: "binary" }],
  store: { access: "read", directory: "/store", sizeBytes: 4_200_000, problem: "Another window writes" },
  commits: 500,
  memoryBytes: 31_000_000,
};

test("a report of the index", () =>
  expect(renderIndexReport(report, { skipped: true, elapsedMs: 1234 })).toBe(
    [
      "Index: ready",
      "1,200 files, 34,000 lines, 1 symbol",
      "  1,100  TypeScript",
      "    100  Python",
      "Left out:",
      "  11  ignored",
      "   2  binary",
      "Store: read from (another process writes it) /store, 4.2 MB",
      "  Another window writes",
      "History: 500 commit messages",
      "Memory: 31 MB",
      "Time: 1.2 s",
      "",
      "Not in the index:",
      "  a.bin  binary",
    ].join("\n"),
  ));
