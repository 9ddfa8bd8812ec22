/** A row of the table of test runners: how to start it, and how to read what it tells. */
import type { ReportedTest } from "../report/reportedTest.ts";
import type { TestCase } from "../testCase.ts";
import type { TestProject } from "../testProject.ts";

export interface RunRequest {
  readonly project: TestProject;
  /** Only these; undefined: all. Never empty. */
  readonly tests: readonly TestCase[] | undefined;
  /** All that are known of the project. */
  readonly known: readonly TestCase[];
  /** Folders as the program sees them, absolute: the root, one for reports, one for what is kept between runs. */
  readonly root: string;
  readonly scratch: string;
  readonly cache: string;
}

export interface RunPlan {
  readonly argv: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Files to write first, by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where the report will be: absolute paths of files, or of folders with `.xml` files. */
  readonly reports: readonly string[];
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  /** With which the runner ended; undefined when it was ended. */
  readonly code: number | undefined;
  /** Texts of the reports that are there. */
  readonly reports: readonly string[];
}

export interface Remedy {
  readonly why: string;
  readonly instead?: { readonly argv: RunPlan["argv"]; readonly note: string };
}

export interface TestRunner {
  /** As people call it. */
  readonly label: string;
  plan(request: RunRequest): RunPlan;
  /** @returns tests in the order they are told; empty when there is no report */
  read(result: RunResult, request: RunRequest): readonly ReportedTest[];
  /**
   * What can be done when it told of no tests: why, for a person, and the command that runs them nevertheless, with what is said of
   * that, where the tests mean the same by it.
   */
  remedy?(result: RunResult, request: RunRequest, argv: RunPlan["argv"]): Remedy | undefined;
  /** Whole lines of output as a person reads them, where they are written for programs. */
  readable?(stdout: string): string;
}

/** A path of the root, as it is written in the project's folder; undefined outside of it. */
export function inFolder(path: string, folder: string): string {
  if (folder === "") return path;
  if (path.startsWith(`${folder}/`)) return path.slice(folder.length + 1);
  const up = folder
    .split("/")
    .map(() => "..")
    .join("/");
  return `${up}/${path}`;
}

/** Each path once, in order. */
export const filesOf = (tests: readonly TestCase[], folder: string): string[] => [
  ...new Set(tests.map(({ path }) => inFolder(path, folder))),
];

/** The program of the workspace, absolute, or one of the machine. */
export const programOf = ({ project, root }: RunRequest, otherwise: string): string =>
  project.program === undefined ? otherwise : `${root}/${project.program}`;

export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
