import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findViolations } from "../../support/layers.ts";

/** Checks files given as path and source, beside a few innocent neighbours, and expects one breach that reads so. */
function check(path: string, source: string, expected: string): void {
  const neighbours = new Map([
    ["src/core/text/a.ts", ""],
    ["src/core/completion/b.ts", ""],
    ["src/ports/p.ts", ""],
    ["src/features/f.ts", ""],
    ["src/node/n.ts", ""],
    ["src/vscode/v.ts", ""],
    ["src/extension.ts", ""],
  ]);
  expect(findViolations(new Map([...neighbours, [path, source]])).join("\n")).toContain(expected);
}

test("the project keeps its layers", () => {
  const paths = globSync("src/**/*.ts").map((path) => path.replaceAll("\\", "/"));
  expect(paths.length).toBeGreaterThan(20);
  const sources = new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
  expect(findViolations(sources)).toEqual([]);
});

test("the editor's state, which it reads as a whole at each start, holds nothing of the index", () => {
  const users = globSync("src/**/*.ts").filter((path) =>
    /\b(?:globalState|workspaceState)\b/.test(readFileSync(path, "utf8")),
  );
  // Handed to the adapter that keeps a few small values; see `LocalState`.
  expect(users).toEqual(["src/extension.ts"]);
  expect(readFileSync("src/ports/localState.ts", "utf8")).toContain(
    'LocalStateKey = "gate" | "statistics" | "endpoints" | "chat"',
  );
});

test.each<[name: string, path: string, source: string, expected: string]>([
  ["core imports Node", "src/core/text/x.ts", 'import { readFile } from "node:fs";', "imports Node"],
  ["core imports the editor", "src/core/text/x.ts", 'import type { Uri } from "vscode";', "the editor's API"],
  ["core imports a port", "src/core/text/x.ts", 'import { p } from "../../ports/p.ts";', "the layer ports"],
  [
    "core imports upward",
    "src/core/text/x.ts",
    'import { b } from "../completion/b.ts";',
    "core/completion, which",
  ],
  ["core imports a package", "src/core/text/x.ts", 'export { OpenAI } from "openai";', "a package"],
  ["core has a stray folder", "src/core/misc/x.ts", "", "no known folder of core"],
  ["an unknown layer", "src/helpers/x.ts", "", "no known layer"],
  ["a feature imports an adapter", "src/features/x.ts", 'import "../node/n.ts";', "the layer node"],
  ["node imports vscode's side", "src/node/x.ts", 'import { v } from "../vscode/v.ts";', "the layer vscode"],
  [
    "vscode imports node's side",
    "src/vscode/x.ts",
    'const n = await import("../node/n.ts");',
    "the layer node",
  ],
  ["a layer imports a root", "src/vscode/x.ts", 'import { a } from "../extension.ts";', "a composition root"],
  [
    "a second process starter",
    "src/node/x.ts",
    'import { spawn } from "node:child_process";',
    "starts processes",
  ],
  ["a second HTTP client", "src/node/x.ts", "const answer = await fetch(url);", "talks HTTP"],
  ["a hidden HTTP client", "src/node/x.ts", "const answer = await globalThis.fetch(url);", "talks HTTP"],
  ["a stray writer", "src/node/x.ts", "await writeFile(path, text);", "writes files"],
  ["a stray writer in the store", "src/node/store/x.ts", "renameSync(from, to);", "writes files"],
  [
    "a database elsewhere",
    "src/node/x.ts",
    'import { DatabaseSync } from "node:sqlite";',
    "opens a database",
  ],
  [
    "a hidden database",
    "src/node/x.ts",
    'const sqlite = process.getBuiltinModule("node:sqlite");',
    "opens a database",
  ],
  ["git without the wrapper", "src/node/x.ts", 'import { simpleGit } from "simple-git";', "runs git"],
  ["a file that imports itself round", "src/core/text/a.ts", 'import "./a.ts";', "Import cycle"],
])("finds a planted breach: %s", (_name, path, source, expected) => check(path, source, expected));

test("does not take a comment or a string for an import", () => {
  const source = '/** import { x } from "vscode"; */\n// require("node:fs")\nconst text = "import vscode";\n';
  expect(findViolations(new Map([["src/core/text/x.ts", source]]))).toEqual([]);
});
