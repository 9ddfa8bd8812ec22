/** What the project's checkers say of files as a person has them, asked in a copy. */
import type { CheckFinding } from "../../core/checking/checkFinding.ts";
import type { TestSession } from "../testing/testSession.ts";
import { ChangeChecks } from "./changeChecks.ts";

export interface ProjectProblem extends CheckFinding {
  /** Who says so, as people call it. */
  readonly by: string;
}

export interface ProjectProblems {
  /** Of the files that were asked about, by path and line. */
  readonly problems: readonly ProjectProblem[];
  /** What the same checkers find in other files. */
  readonly elsewhere: number;
  /** Those that came to their end, as people call them. */
  readonly checkers: readonly string[];
  /** Why others did not, for a person. */
  readonly reasons: readonly string[];
}

/**
 * @param root absolute
 * @param paths relative to it
 * @throws as `TestSession.openCopy`, or the signal's reason
 */
export async function projectProblems(
  session: Pick<TestSession, "openCopy">,
  root: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ProjectProblems> {
  const copy = await session.openCopy({ root, askedFor: "Find problems" }, signal);
  try {
    const { said, reasons } = await new ChangeChecks(copy, async () => [], signal).says(paths);
    const all = said.flatMap(({ label, findings }) =>
      findings.map((one): ProjectProblem => ({ ...one, by: label })),
    );
    const problems = all
      .filter(({ path }) => paths.includes(path))
      .sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
    const elsewhere = all.length - problems.length;
    return { problems, elsewhere, checkers: said.map(({ label }) => label), reasons };
  } finally {
    await copy.dispose();
  }
}
