import { expect, test } from "vitest";
import { parseCommand } from "../../../src/node/cli/arguments.ts";

const check = (line: string, expected: object) =>
  expect(parseCommand(line.split(" ").filter((part) => part !== ""))).toMatchObject(expected);

for (const [line, expected] of [
  ["rpc --root a --root b --untrusted", { kind: "rpc", roots: ["a", "b"], untrusted: true }],
  ["rpc --root=a", { kind: "rpc", roots: ["a"], untrusted: false }],
  ["status --root a --json", { kind: "status", roots: ["a"], json: true }],
  [
    "complete --root a --at src/a:b.py:3:0",
    { kind: "complete", at: { path: "src/a:b.py", line: 3, column: 0 } },
  ],
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
