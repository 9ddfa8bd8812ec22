/** How a runner's tests are run so that the lines that run are noted, and what comes of it. */
import type { RunPlan, RunRequest } from "../runners/testRunner.ts";
import type { MeasuredFile } from "./measuredFile.ts";

export interface CoverageRequest extends RunRequest {
  /** A file of the workspace, by its path relative to the root; undefined when there is none. */
  readonly textOf: (path: string) => Promise<string | undefined>;
  /** Runs a program where the tests run: tools are asked where they are, and notes that are no text are put into one. */
  readonly ask: Ask;
}

/** @param argv program and arguments, run in the project's folder @returns `code` is undefined when it did not come to its end */
export type Ask = (
  argv: readonly [string, ...string[]],
  env?: Readonly<Record<string, string>>,
) => Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number | undefined }>;

export interface CoverageTool {
  /**
   * The same run, with notes of lines.
   *
   * @returns why it cannot be done here, for a person, as text
   */
  plan(plan: RunPlan, request: CoverageRequest): Promise<RunPlan | string>;
  /** Files with notes, or folders of such files, absolute as the program sees them; removed before the run. */
  notes(request: RunRequest): readonly string[];
  /** Where programs alone can read the notes: texts made of them, or why there are none, for a person. */
  texts?(request: CoverageRequest): Promise<readonly string[] | string>;
  /** @param notes texts of those files @returns files inside the root; several may be of one path */
  read(notes: readonly string[], request: CoverageRequest): Promise<readonly MeasuredFile[]>;
}

/** The only folder of notes of most tools. */
export const notesFolder = ({ scratch }: RunRequest): string => `${scratch}/coverage`;

/** A path that a tool tells, relative to the root; undefined outside of it, and for installed libraries. */
export function pathInRoot(told: string, { root, project }: RunRequest): string | undefined {
  const plain = told.replaceAll("\\", "/");
  const isAbsolute = plain.startsWith("/") || /^[A-Za-z]:\//.test(plain);
  const within = [project.folder, plain].filter((part) => part !== "").join("/");
  const path = isAbsolute
    ? plain.startsWith(`${root}/`)
      ? plain.slice(root.length + 1)
      : undefined
    : within;
  return path === undefined || /(?:^|\/)node_modules\//.test(path) ? undefined : path;
}
