/** The table of checkers: how each is told that it is set up, started and read. */
import type { CheckFinding } from "./checkFinding.ts";
import { pythonImports, pythonSyntax } from "./pythonScripts.ts";
import {
  type LinePattern,
  linePatterns,
  readBiome,
  readCargo,
  readEslint,
  readLines,
  readPylint,
  readPyright,
  readRuff,
  type ToRootPath,
} from "./readFindings.ts";

export type CheckerName =
  | "tsc"
  | "eslint"
  | "biome"
  | "pyright"
  | "mypy"
  | "ruff"
  | "flake8"
  | "pyflakes"
  | "pylint"
  | "go"
  | "cargo"
  | "javac"
  | "imports"
  | "python";

export interface CheckRequest {
  /** The program, absolute or by name, and the arguments that it begins with. */
  readonly program: readonly [string, ...string[]];
  /** Relative to the folder in which it is started. */
  readonly files: readonly string[];
  /** What sets it up, relative to that folder; undefined when nothing does. */
  readonly config: string | undefined;
  /** Only these files, as fast as can be, in place of all that the project has. */
  readonly isNarrow: boolean;
  /** For what is kept between runs, absolute. */
  readonly cache: string;
  /** For what this copy alone may see, absolute. */
  readonly scratch: string;
}

export interface CheckPlan {
  readonly argv: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Files to write first, relative to the folder. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface CheckResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export interface Checker {
  readonly name: CheckerName;
  /** As people call it. */
  readonly label: string;
  /** Files that it checks, by their names. */
  readonly files: RegExp;
  /** What editors call who found it: all of it, letters' case aside. */
  readonly sources: RegExp;
  /** Files that set it up, best first; with `within`, only those that say so. */
  readonly setUpBy: readonly { readonly name: string; readonly within?: RegExp }[];
  /** Without a set-up it is asked nothing unless an editor names it. */
  readonly needsSetUp: boolean;
  /** A package with a script, from `node_modules`; else programs by name. */
  readonly npm?: { readonly package: string; readonly script: string };
  readonly programs: readonly (readonly [string, ...string[]])[];
  /** Several texts of one file may stand beside each other under different names and be checked in one run. */
  readonly takesVariants: boolean;
  plan(request: CheckRequest): CheckPlan;
  /** @returns undefined when it did not come to its end */
  read(result: CheckResult, toRoot: ToRootPath): readonly CheckFinding[] | undefined;
}

const ecmaFiles = /\.[cm]?[jt]sx?$/;
const pythonFiles = /\.pyi?$/;

/** Codes of an end with and without findings. */
const byLines =
  (pattern: LinePattern, ends: readonly number[] = [0, 1], from: "stdout" | "both" = "stdout") =>
  ({ stdout, stderr, code }: CheckResult, toRoot: ToRootPath): readonly CheckFinding[] | undefined => {
    const found = readLines(from === "stdout" ? stdout : `${stdout}\n${stderr}`, pattern, toRoot);
    return ends.includes(code) && (code === 0 || found.length > 0) ? found : undefined;
  };

const byJson =
  (read: (output: string, toRoot: ToRootPath) => CheckFinding[] | undefined) =>
  ({ stdout }: CheckResult, toRoot: ToRootPath) =>
    read(stdout, toRoot);

/** Settings for a run over few files, beside the project's own. */
const narrowConfig = "tsconfig.touchstone.json";

function planTsc({ program, files, config, isNarrow, cache }: CheckRequest): CheckPlan {
  const plain = ["--noEmit", "--pretty", "false"];
  if (config === undefined) return { argv: [...program, ...plain, "--skipLibCheck", "--allowJs", ...files] };
  if (isNarrow) {
    const compilerOptions = { noEmit: true, incremental: false, composite: false, declaration: false };
    const narrow = {
      extends: `./${baseName(config)}`,
      compilerOptions,
      files: files.map(baseOf(config)),
      include: [],
    };
    const path = `${folderOf(config)}${narrowConfig}`;
    return { argv: [...program, ...plain, "-p", path], files: { [path]: JSON.stringify(narrow) } };
  }
  const build = `${cache}/check-${config.replaceAll("/", "-")}.tsbuildinfo`;
  const kept = ["--incremental", "--composite", "false", "--tsBuildInfoFile", build];
  return { argv: [...program, ...plain, "-p", config, ...kept] };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
/** A path as it is written in the folder of another. */
const baseOf = (other: string) => (path: string) =>
  path.startsWith(folderOf(other)) ? path.slice(folderOf(other).length) : path;

const noColour = { NO_COLOR: "1", TERM: "dumb" } as const;

/** Those that know most come first: a type checker before a linter. */
export const checkers: readonly Checker[] = [
  {
    name: "tsc",
    label: "the TypeScript compiler",
    files: ecmaFiles,
    sources: /^(?:ts|js|typescript|tsserver|vtsls|deno-ts)(?:[- ]plugin.*)?$/i,
    setUpBy: [{ name: "tsconfig.json" }, { name: "jsconfig.json" }],
    needsSetUp: true,
    npm: { package: "typescript", script: "bin/tsc" },
    programs: [["tsc"]],
    takesVariants: true,
    plan: planTsc,
    read: byLines(linePatterns.tsc, [0, 1, 2]),
  },
  {
    name: "pyright",
    label: "Pyright",
    files: pythonFiles,
    sources: /^(?:pyright|basedpyright|pylance)$/i,
    setUpBy: [
      { name: "pyrightconfig.json" },
      { name: "pyproject.toml", within: /^\[tool\.(?:based)?pyright/m },
    ],
    needsSetUp: true,
    npm: { package: "pyright", script: "index.js" },
    programs: [["pyright"], ["basedpyright"]],
    takesVariants: true,
    plan: ({ program, files }) => ({ argv: [...program, "--outputjson", ...files] }),
    read: byJson(readPyright),
  },
  {
    name: "mypy",
    label: "mypy",
    files: pythonFiles,
    sources: /^mypy(?: type checker)?$/i,
    setUpBy: [
      { name: "mypy.ini" },
      { name: ".mypy.ini" },
      { name: "pyproject.toml", within: /^\[tool\.mypy/m },
      { name: "setup.cfg", within: /^\[mypy/m },
      { name: "tox.ini", within: /\bmypy\b/ },
    ],
    needsSetUp: true,
    programs: [["mypy"]],
    takesVariants: true,
    plan: ({ program, files, cache }) => ({
      argv: [
        ...program,
        "--show-column-numbers",
        "--show-error-codes",
        "--no-error-summary",
        "--no-color-output",
        "--no-pretty",
        `--cache-dir=${cache}/mypy`,
        ...files,
      ],
      env: noColour,
    }),
    read: byLines(linePatterns.mypy),
  },
  {
    name: "eslint",
    label: "ESLint",
    files: ecmaFiles,
    sources: /^eslint$/i,
    setUpBy: [
      ...["js", "mjs", "cjs", "ts"].map((end) => ({ name: `eslint.config.${end}` })),
      ...[".js", ".cjs", ".json", ".yml", ".yaml", ""].map((end) => ({ name: `.eslintrc${end}` })),
      { name: "package.json", within: /"eslintConfig"\s*:/ },
    ],
    needsSetUp: true,
    npm: { package: "eslint", script: "bin/eslint.js" },
    programs: [["eslint"]],
    takesVariants: true,
    plan: ({ program, files }) => ({ argv: [...program, "--format", "json", "--no-color", ...files] }),
    read: byJson(readEslint),
  },
  {
    name: "biome",
    label: "Biome",
    files: /\.(?:[cm]?[jt]sx?|json|css)$/,
    sources: /^biome$/i,
    setUpBy: [{ name: "biome.json" }, { name: "biome.jsonc" }],
    needsSetUp: true,
    npm: { package: "@biomejs/biome", script: "bin/biome" },
    programs: [["biome"]],
    takesVariants: true,
    plan: ({ program, files }) => ({
      argv: [...program, "lint", "--reporter=json", "--max-diagnostics=none", "--colors=off", ...files],
      env: noColour,
    }),
    read: byJson(readBiome),
  },
  {
    name: "ruff",
    label: "Ruff",
    files: pythonFiles,
    sources: /^ruff$/i,
    setUpBy: [
      { name: "ruff.toml" },
      { name: ".ruff.toml" },
      { name: "pyproject.toml", within: /^\[tool\.ruff/m },
    ],
    needsSetUp: true,
    programs: [["ruff"]],
    takesVariants: true,
    plan: ({ program, files }) => ({
      argv: [...program, "check", "--no-cache", "--output-format", "json", "--no-fix", ...files],
      env: noColour,
    }),
    read: byJson(readRuff),
  },
  {
    name: "flake8",
    label: "Flake8",
    files: pythonFiles,
    sources: /^flake8$/i,
    setUpBy: [
      { name: ".flake8" },
      { name: "setup.cfg", within: /^\[flake8\]/m },
      { name: "tox.ini", within: /^\[flake8\]/m },
    ],
    needsSetUp: true,
    programs: [["flake8"], ["python3", "-m", "flake8"]],
    takesVariants: true,
    plan: ({ program, files }) => ({
      argv: [...program, "--format=%(path)s:%(row)d:%(col)d: %(code)s %(text)s", "--color=never", ...files],
    }),
    read: byLines(linePatterns.flake8),
  },
  {
    name: "pylint",
    label: "Pylint",
    files: pythonFiles,
    sources: /^pylint$/i,
    setUpBy: [
      { name: ".pylintrc" },
      { name: "pylintrc" },
      { name: "pyproject.toml", within: /^\[tool\.pylint/m },
    ],
    needsSetUp: true,
    programs: [["pylint"]],
    takesVariants: true,
    plan: ({ program, files }) => ({ argv: [...program, "--output-format=json", "--score=n", ...files] }),
    read: byJson(readPylint),
  },
  {
    name: "pyflakes",
    label: "Pyflakes",
    files: pythonFiles,
    sources: /^pyflakes$/i,
    setUpBy: [],
    needsSetUp: false,
    programs: [["pyflakes"], ["python3", "-m", "pyflakes"], ["/usr/bin/python3", "-m", "pyflakes"]],
    takesVariants: true,
    plan: ({ program, files }) => ({ argv: [...program, ...files] }),
    read: byLines(linePatterns.plain, [0, 1], "both"),
  },
  {
    name: "go",
    label: "the Go compiler",
    files: /\.go$/,
    sources: /^(?:go|compiler|gopls|go vet|vet|syntax|go list|unusedparams|default)$/i,
    setUpBy: [{ name: "go.mod" }],
    needsSetUp: true,
    programs: [["go"]],
    takesVariants: false,
    // Tests are compiled as well, and nothing runs. Ten errors are told of a package, unless all are wanted.
    plan: ({ program, files, isNarrow, cache }) => ({
      argv: [
        ...program,
        "test",
        "-count=1",
        "-run=^$",
        "-vet=off",
        "-gcflags=-e",
        ...goPackages(files, isNarrow),
      ],
      env: { GOFLAGS: "-mod=mod", GOPROXY: "off", GOCACHE: `${cache}/go-build` },
    }),
    read: byLines(linePatterns.plain, [0, 1, 2], "both"),
  },
  {
    name: "cargo",
    label: "cargo check",
    files: /\.rs$/,
    sources: /^(?:rustc|cargo|clippy|rust-analyzer|rust)$/i,
    setUpBy: [{ name: "Cargo.toml" }],
    needsSetUp: true,
    programs: [["cargo"]],
    takesVariants: false,
    // Cargo tells by times alone what has changed: results of another copy would count for this one.
    plan: ({ program, scratch }) => ({
      argv: [...program, "check", "--offline", "--all-targets", "--message-format=json"],
      env: { CARGO_TARGET_DIR: `${scratch}/cargo-check` },
    }),
    read: byJson(readCargo),
  },
  {
    name: "javac",
    label: "the Java compiler",
    files: /\.java$/,
    sources: /^(?:java|javac)$/i,
    setUpBy: [],
    needsSetUp: false,
    programs: [["javac"]],
    takesVariants: false,
    plan: ({ program, files, cache }) => ({
      argv: [
        ...program,
        "-d",
        `${cache}/javac`,
        "-proc:none",
        "-Xmaxerrs",
        "1000",
        "-sourcepath",
        sourceRoots(files),
        ...files,
      ],
    }),
    read: byLines(linePatterns.javac, [0, 1], "both"),
  },
  {
    name: "imports",
    label: "Python's search for modules",
    files: pythonFiles,
    sources: /^python imports?$/i,
    setUpBy: [],
    needsSetUp: false,
    programs: [["python3"]],
    takesVariants: true,
    plan: ({ program, files }) => ({ argv: [...program, "-c", pythonImports, ...files] }),
    read: byLines(linePatterns.plain),
  },
  {
    name: "python",
    label: "Python's own compiler",
    files: pythonFiles,
    sources: /^python$/i,
    setUpBy: [],
    needsSetUp: false,
    programs: [["python3"]],
    takesVariants: true,
    plan: ({ program, files }) => ({ argv: [...program, "-c", pythonSyntax, ...files] }),
    read: byLines(linePatterns.plain),
  },
];

const goPackages = (files: readonly string[], isNarrow: boolean): string[] =>
  isNarrow ? [...new Set(files.map((file) => `./${folderOf(file)}`.replace(/\/$/, "") || "."))] : ["./..."];

/** Where packages begin, by the usual folders; the file's own folder else. */
function sourceRoots(files: readonly string[]): string {
  const roots = files.map(
    (file) => /^(.*?\bsrc\/(?:main|test)\/java)\//.exec(file)?.[1] ?? /^(.*?\bsrc)\//.exec(file)?.[1] ?? ".",
  );
  return [...new Set(roots)].join(":");
}
