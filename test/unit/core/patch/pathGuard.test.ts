import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FileChange } from "../../../../src/core/patch/fileTexts.ts";
import { pathFault } from "../../../../src/core/patch/pathGuard.ts";
import {
  type Protection,
  protectionOf,
  protectionOfChange,
} from "../../../../src/core/patch/protectedPaths.ts";

const check = (path: string, expected: RegExp | undefined): void => {
  const fault = pathFault(path);
  if (expected) expect(fault).toMatch(expected);
  else expect(fault).toBeUndefined();
};

const root = /not relative to the root/;
describe("paths that are no file's below the root", () => {
  test.each<[path: string, expected: RegExp]>([
    ["", /empty/],
    ["..", /leaves the root/],
    ["../a", /leaves the root/],
    ["a/../../b", /leaves the root/],
    ["a/../b", /leaves the root/],
    ["./a", /means nothing/],
    ["a/./b", /means nothing/],
    ["a//b", /empty part/],
    ["a/", /empty part/],
    ["/etc/passwd", root],
    ["//server/share/a", root],
    ["\\\\server\\share\\a", root],
    ["\\\\?\\C:\\a", root],
    ["a\\..\\..\\b", root],
    ["~/.bashrc", root],
    ["~root/a", root],
    ["C:/a", /drive or a stream/],
    ["C:a", /drive or a stream/],
    ["file:///etc/passwd", /drive or a stream/],
    ["a.txt::$DATA", /drive or a stream/],
    ["a.txt:hidden", /drive or a stream/],
    [".git::$INDEX_ALLOCATION/config", /drive or a stream/],
    ["a\0b", /control/],
    ["a\nb", /control/],
    ["a\rb", /control/],
    ["a\u001bb", /control/],
    ["a\u0085b", /control/],
    [".g\u200cit/config", /invisible/],
    ["\u202egpj.exe", /invisible/],
    ["a\ufeffb", /invisible/],
    ["a\ufffdb", /invisible/],
    ["a\ud800b", /no valid text/],
    ["a./b", /ends with a dot or a blank/],
    [".git./config", /ends with a dot or a blank/],
    [".git /config", /ends with a dot or a blank/],
    ["a.txt.", /ends with a dot or a blank/],
    ["a.txt ", /ends with a dot or a blank/],
    ["...", /ends with a dot or a blank/],
    [" a", /begins with a blank/],
    ["con", /reserved/],
    ["NUL.txt", /reserved/],
    ["a/AUX/b", /reserved/],
    ["com1.log", /reserved/],
    ["LPT\u00b9", /reserved/],
    ["conin$", /reserved/],
    ["GIT~1/config", /short form/],
    ["a/PROGRA~1/b", /short form/],
    ["x".repeat(2000), /too long/],
  ])("%j", (path, expected) => check(path, expected));
});

test.each([
  "a",
  "a.py",
  "src/a/b.ts",
  "a b/c d.txt",
  "größe/日本/😀.txt",
  "a..b",
  "..a",
  "a...b/c",
  "x/.gitignore",
  "console.ts",
  "auxiliary/nullable.c",
  "com10.txt",
  "a~b",
  "src/[...slug].tsx",
  "src/(group)/page.tsx",
  "a+b@c#d$e%f^g&h=i,j;k'l",
  "it's.md",
  'say "hi".txt',
  "Makefile",
  "-a",
  "0",
  "a/-/b",
  "lib/foo.test.js",
  "e\u0301.txt",
  "con1",
  "git~/a",
])("a path like any other: %j", (path) => check(path, undefined));

const protect = (path: string, expected: Protection | undefined): void =>
  expect(protectionOf(path)).toBe(expected);
test.each<[path: string, expected: Protection | undefined]>([
  [".git/config", "versionControl"],
  ["a/.git/hooks/pre-commit", "versionControl"],
  [".git", "versionControl"],
  [".GIT/config", "versionControl"],
  ["\uff0egit/config", "versionControl"],
  [".gitattributes", "versionControl"],
  ["a/.gitmodules", "versionControl"],
  [".vscode/settings.json", "editor"],
  [".VSCode/tasks.json", "editor"],
  ["x.code-workspace", "editor"],
  [".idea/workspace.xml", "editor"],
  [".devcontainer/devcontainer.json", "editor"],
  [".github/workflows/ci.yml", "continuousIntegration"],
  [".gitlab-ci.yml", "continuousIntegration"],
  [".circleci/config.yml", "continuousIntegration"],
  ["Jenkinsfile", "continuousIntegration"],
  ["azure-pipelines.yml", "continuousIntegration"],
  [".husky/pre-commit", "hooks"],
  [".pre-commit-config.yaml", "hooks"],
  ["lefthook.yml", "hooks"],
  [".env", "environment"],
  [".env.local", "environment"],
  ["a/.envrc", "environment"],
  [".ssh/authorized_keys", "environment"],
  [".npmrc", "packageManager"],
  [".yarnrc.yml", "packageManager"],
  [".pypirc", "packageManager"],
  [".cargo/config.toml", "packageManager"],
  ["package-lock.json", "lockFile"],
  ["a/Cargo.lock", "lockFile"],
  ["go.sum", "lockFile"],
  ["uv.lock", "lockFile"],
  ["AGENTS.md", "rules"],
  ["a/CLAUDE.md", "rules"],
  [".cursor/rules/a.mdc", "rules"],
  [".mcp.json", "rules"],
  [".github/copilot-instructions.md", "rules"],
  [".bashrc", "shell"],
  [".zprofile", "shell"],
  ["conftest.py", "testConfiguration"],
  ["vitest.config.ts", "testConfiguration"],
  ["jest.config.js", "testConfiguration"],
  ["Makefile", "build"],
  ["setup.py", "build"],
  ["build.gradle.kts", "build"],
  ["build.rs", "build"],
  ["Dockerfile.dev", "build"],
  ["eslint.config.js", "build"],
  [".unknown/x", "hidden"],
  ["a/.eslintrc.js", "hidden"],
  [".gitignore", undefined],
  [".editorconfig", undefined],
  ["src/git/config.ts", undefined],
  ["src/environment.ts", undefined],
  ["docs/agents.html", undefined],
  ["src/a.env.ts", undefined],
  ["test/a.test.ts", undefined],
  ["src/makefileParser.ts", undefined],
])("protection of %s: %s", protect);

const manifest = (before: object, after: object): FileChange => ({
  kind: "changed",
  path: "a/package.json",
  before: JSON.stringify(before),
  after: JSON.stringify(after),
});
test.each<[name: string, change: FileChange, expected: Protection | undefined]>([
  ["scripts", manifest({ name: "a" }, { name: "a", scripts: { postinstall: "x" } }), "build"],
  ["dependencies", manifest({ dependencies: {} }, { dependencies: { x: "1" } }), "build"],
  ["a description", manifest({ scripts: { a: "b" } }, { scripts: { a: "b" }, description: "x" }), undefined],
  ["no JSON", { kind: "changed", path: "package.json", before: "{", after: "{" }, "build"],
  ["a new manifest", { kind: "created", path: "package.json", after: "{}" }, "build"],
  [
    "a rename into it",
    { kind: "renamed", from: "a.json", path: "package.json", before: "{}", after: "{}" },
    "build",
  ],
  [
    "a rename out of a protected folder",
    { kind: "renamed", from: ".vscode/a", path: "a", before: "", after: "" },
    "editor",
  ],
])("protection of what a change does: %s", (_name, change, expected) =>
  expect(protectionOfChange(change)).toBe(expected),
);

test("a path that passes stays below the root, whatever joins it", () => {
  const part = fc.oneof(
    fc.constantFrom("..", ".", "", "a", "~", "C:", "\\", "\0", "a.", ".git", "GIT~1"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const path = parts.join("/");
      if (pathFault(path) !== undefined) return;
      expect(path.split("/").every((name) => name !== "" && name !== "." && name !== "..")).toBe(true);
      expect(
        new URL(
          encodeURI(path).replaceAll("#", "%23").replaceAll("?", "%3f"),
          "file:///root/",
        ).pathname.startsWith("/root/"),
      ).toBe(true);
    }),
  );
});
