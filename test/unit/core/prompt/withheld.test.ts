import { expect, test } from "vitest";
import { defaultSettingValues } from "../../../../src/core/config/settings.ts";
import { fileOfDocument, pathJudge } from "../../../../src/core/prompt/withheld.ts";

const defaults = defaultSettingValues["privacy.exclude"];

/** Judges a path by globs. */
const check = (path: string, expected: string, globs: readonly string[] = defaults): void =>
  expect(pathJudge(globs)(path)).toBe(expected);

test.each([
  "/app/.env",
  "/app/.env.local",
  "/app/.envrc",
  "/app/.ENV",
  "/app/.env/inner.py",
  "C:/app/.env",
  "C:\\app\\.env",
  "vscode-remote://ssh/app/.env",
  ".env",
])("%s is a file of secrets whatever the settings say", (path) => check(path, "secretFile", []));
test.each(["/app/server.pem", "/app/deep/er/id_rsa", "/app/ID_RSA.old", "/app/.npmrc", "c:/x/store.p12"])(
  "%s is excluded by default",
  (path) => check(path, "excluded"),
);
test.each([
  "/app/src/env.py",
  "/app/environment.ts",
  "untitled:Untitled-1",
  "/app/.envoy/x.yaml",
  "/",
  "",
  "../..",
])("%s may be sent", (path) => check(path, "allowed"));

test.each([
  ["/app/secret/a/b.py", ["secret/**"], "excluded"],
  ["/app/secret/a/b.py", ["/secret"], "excluded"],
  ["/app/a.key.ts", ["*.{key,crt}"], "allowed"],
  ["/app/a.crt", ["*.{key,crt}"], "excluded"],
  ["/app/x/y/conf-b.yml", ["**/conf-{a,b}.{yml,yaml}"], "excluded"],
  ["/app/#x", ["#x"], "excluded"],
  ["/app/a.ts", ["*.ts", "!a.ts"], "excluded"],
  ["/app/a.ts", ["", "  ", "!"], "allowed"],
] as const)("%s by %j is %s", (path, globs, expected) => check(path, expected, globs));

test.each([
  ["/app/a.py", "/app/a.py"],
  ["untitled:Untitled-1", "untitled:Untitled-1"],
  ["vscode-notebook-cell:/app/my%20notes.ipynb#W0sZmlsZQ%3D%3D", "/app/my notes.ipynb"],
  ["vscode-notebook-cell:///app/notes.ipynb#ch0", "/app/notes.ipynb"],
  ["vscode-notebook-cell://host/app/notes.ipynb", "/app/notes.ipynb"],
  ["vscode-notebook-cell:/C%3A/app/notes.ipynb#ch0", "c:/app/notes.ipynb"],
  ["vscode-notebook-cell:/app/100%.ipynb#ch0", "/app/100%.ipynb"],
])("the rules for %s are those of %s", (path, file) => expect(fileOfDocument(path)).toBe(file));
