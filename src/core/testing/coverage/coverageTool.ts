/** How a runner's tests are run so that the lines that run are noted, and what comes of it. */
import type { RunPlan, RunRequest } from "../runners/testRunner.ts";
import type { MeasuredFile } from "./measuredFile.ts";

export interface CoverageRequest extends RunRequest {
  /** A file of the workspace, by its path relative to the root; undefined when there is none. */
  readonly textOf: (path: string) => Promise<string | undefined>;
}

export interface CoverageTool {
  /**
   * The same run, with notes of lines.
   *
   * @returns why it cannot be done here, for a person, as text
   */
  plan(plan: RunPlan, request: CoverageRequest): Promise<RunPlan | string>;
  /** Files with notes, or folders of such files, absolute as the program sees them; removed before the run. */
  notes(request: RunRequest): readonly string[];
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
