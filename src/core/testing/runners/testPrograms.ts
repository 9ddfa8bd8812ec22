/**
 * Tests of Go and Rust compiled into programs, which run without their runner: built once, each test costs no more than a
 * process of its own.
 */
import { countedTarget, countingOptions, countsIn } from "../coverage/rustLines.ts";
import type { TestCase } from "../testCase.ts";
import { type CargoProgram, readCargoErrors, readCargoPrograms } from "./cargoPrograms.ts";
import { fullName } from "./cargoTest.ts";
import { goPattern, goVariables, packageOf } from "./goTest.ts";
import type { RunRequest } from "./testRunner.ts";

export interface TestProgram {
  /** Absolute, as programs see it. */
  readonly file: string;
  /** Where its runner starts it, relative to the root. */
  readonly folder: string;
  /** Of those that were asked for. */
  readonly tests: readonly TestCase[];
  /** Options with which cargo builds it alone; empty for Go. */
  readonly options: readonly string[];
  /** What its runner would tell it. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ProgramRequest extends Omit<RunRequest, "tests"> {
  /** Those to compile; never empty. */
  readonly tests: readonly TestCase[];
  readonly textOf: (path: string) => Promise<string | undefined>;
  /** Whether they are to count the lines that run. */
  readonly isCounted: boolean;
  /** Of an earlier build: nothing else is built. */
  readonly only?: readonly TestProgram[] | undefined;
}

export interface ProgramStep {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

export interface ProgramOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
}

/** Where a compiler found an error. */
export interface BuildError {
  /** As `TestCase.path`. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

export type ProgramVerdict = "passed" | "failed" | "skipped";

export interface TestPrograms {
  /** What builds them, in order; all must succeed. */
  steps(request: ProgramRequest): Promise<readonly ProgramStep[]>;
  /** @param outputs of the steps, in order */
  programs(request: ProgramRequest, outputs: readonly ProgramOutput[]): readonly TestProgram[];
  errors(request: ProgramRequest, outputs: readonly ProgramOutput[]): readonly BuildError[];
  /** @param notes where lines are noted, absolute: a file for Go, a folder for Rust */
  run(program: TestProgram, tests: readonly TestCase[], notes?: string): ProgramStep;
  /** By id; tests that are not told of have no entry. */
  read(output: ProgramOutput, tests: readonly TestCase[]): ReadonlyMap<string, ProgramVerdict>;
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join("/");

const goPackages = ({ tests, project }: ProgramRequest): readonly string[] => [
  ...new Set(tests.map((test) => packageOf(test, project.folder))),
];
const goProgram = ({ scratch, isCounted }: ProgramRequest, at: number): string =>
  `${scratch}/${isCounted ? "counted" : "plain"}-${at}.test`;

const go: TestPrograms = {
  steps: async (request) =>
    goPackages(request).map((folder, at) => ({
      argv: [
        "go",
        "test",
        "-c",
        ...(request.isCounted ? ["-covermode=set", "-coverpkg=./..."] : ["-gcflags=-e"]),
        ...["-o", goProgram(request, at)],
        folder === "" ? "." : `./${folder}`,
      ],
      env: goVariables(request),
    })),
  programs: (request) =>
    goPackages(request).map((folder, at) => ({
      file: goProgram(request, at),
      folder: joined(request.project.folder, folder),
      tests: request.tests.filter((test) => packageOf(test, request.project.folder) === folder),
      options: [],
      env: {},
    })),
  errors: ({ project }, outputs) =>
    outputs.flatMap(({ stdout, stderr }) =>
      [...`${stdout}\n${stderr}`.matchAll(/^(?:\.\/)?([^\s:]+\.go):(\d+):(?:\d+:)?/gm)].map(
        ([, path, line]) => ({ path: joined(project.folder, path!), line: Number(line) }),
      ),
    ),
  run: ({ file }, tests, notes) => ({
    argv: [file, "-test.v", "-test.run", goPattern(tests), ...(notes ? [`-test.coverprofile=${notes}`] : [])],
    env: {},
  }),
  read: ({ stdout, code }, tests) => {
    const told = new Map(
      [...stdout.matchAll(/--- (PASS|FAIL|SKIP): (\S+) \(/g)].map(([, verdict, name]) => [name!, verdict!]),
    );
    const verdictOf = (test: TestCase): ProgramVerdict | undefined => {
      const verdict = told.get([...test.suites, test.label].join("/"));
      if (verdict === undefined || verdict === "FAIL") return code === 0 ? undefined : "failed";
      return verdict === "PASS" ? "passed" : "skipped";
    };
    return verdicts(tests, verdictOf);
  },
};

const cargoBuild = ["test", "--offline", "--no-run", "--message-format=json"] as const;
const relativeTo = (root: string, path: string): string | undefined =>
  path === root ? "" : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;

function cargoProgram(
  { file, packageFolder, kind, name }: CargoProgram,
  tests: readonly TestCase[],
  root: string,
): TestProgram[] {
  const folder = relativeTo(root, packageFolder);
  if (tests.length === 0 || folder === undefined) return [];
  const manifest = `${packageFolder}/Cargo.toml`;
  const target = kind === "test" || kind === "bin" || kind === "example" ? [`--${kind}`, name] : ["--lib"];
  const options = ["--manifest-path", manifest, ...target];
  return [{ file, folder, tests, options, env: { CARGO_MANIFEST_DIR: packageFolder } }];
}

/** Unit tests are in the crates of a package's `src`, others in the crate that their file or folder is. */
function isHeldBy({ source, packageFolder, kind }: CargoProgram, path: string): boolean {
  if (!path.startsWith(`${packageFolder}/`)) return false;
  if (kind === "test")
    return path === source || (/\/main\.rs$/.test(source) && path.startsWith(source.slice(0, -7)));
  if (path.startsWith(`${packageFolder}/src/bin/`)) return path === source;
  return path.startsWith(`${packageFolder}/src/`);
}

const cargo: TestPrograms = {
  steps: async (request) => {
    const { cache, isCounted, only } = request;
    const options = isCounted
      ? await countingOptions(request)
      : ["--config", 'build.rustflags=["--cap-lints=warn"]'];
    const env = {
      CARGO_TARGET_DIR: isCounted ? countedTarget(request) : `${cache}/target-trials`,
      CARGO_TERM_COLOR: "never",
      CARGO_NET_OFFLINE: "true",
    };
    const chosen = only?.map((program) => program.options) ?? [["--workspace"]];
    return chosen.map((own) => ({ argv: ["cargo", ...options, ...cargoBuild, ...own], env }));
  },
  programs: (request, outputs) => {
    const { root, tests } = request;
    const built = readCargoPrograms(outputs.map(({ stdout }) => stdout).join("\n")).programs.filter(
      ({ isTest }) => isTest,
    );
    const folders = built.map(({ packageFolder }) => packageFolder);
    return built.flatMap((program) => {
      const own = tests.filter((test) => {
        const path = `${root}/${test.path}`;
        const nearest = folders
          .filter((folder) => path.startsWith(`${folder}/`))
          .sort((a, b) => b.length - a.length)[0];
        return nearest === program.packageFolder && isHeldBy(program, path);
      });
      return cargoProgram(program, own, root);
    });
  },
  errors: ({ root, project }, outputs) =>
    outputs.flatMap(({ stdout }) =>
      readCargoErrors(stdout).flatMap(({ path, line }) => {
        const told = path.startsWith("/") ? relativeTo(root, path) : joined(project.folder, path);
        return told === undefined ? [] : [{ path: told, line }];
      }),
    ),
  run: ({ file, env }, tests, notes) => ({
    argv: [file, "--exact", ...new Set(tests.map(fullName))],
    env: { ...env, RUST_BACKTRACE: "0", ...(notes ? countsIn(notes) : {}) },
  }),
  read: ({ stdout }, tests) => {
    const told = new Map(
      [...stdout.matchAll(/^test (.+?)(?: - should panic)? \.\.\. (?:.*?)(ok|FAILED|ignored)\b/gm)].map(
        ([, name, verdict]) => [name!, verdict!],
      ),
    );
    const verdictOf = (test: TestCase): ProgramVerdict | undefined => {
      const verdict = told.get(fullName(test));
      if (verdict === undefined) return undefined;
      return verdict === "ok" ? "passed" : verdict === "FAILED" ? "failed" : "skipped";
    };
    return verdicts(tests, verdictOf);
  },
};

const verdicts = (
  tests: readonly TestCase[],
  verdictOf: (test: TestCase) => ProgramVerdict | undefined,
): ReadonlyMap<string, ProgramVerdict> =>
  new Map(
    tests.flatMap((test) => {
      const verdict = verdictOf(test);
      return verdict === undefined ? [] : [[test.id, verdict] as const];
    }),
  );

/** For runners whose tests can be compiled into programs. */
export const testPrograms = { go, cargo } as const satisfies Readonly<Record<string, TestPrograms>>;

export const hasPrograms = (runner: string): runner is keyof typeof testPrograms =>
  Object.hasOwn(testPrograms, runner);
