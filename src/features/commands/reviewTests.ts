/** Tests that a change can affect, run in a copy when a person allows it: what passes without the change and fails with it. */
import { addedLines, textBefore } from "../../core/changes/diff.ts";
import type { ReviewFinding } from "../../core/changes/finding.ts";
import { type FileChange, invertFileChanges } from "../../core/patch/fileTexts.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import { countOf } from "../../core/text/counts.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import { testLabel } from "../fixView/testLabel.ts";
import { affectedTests } from "../repair/affectedTests.ts";
import { isRefusalToRun } from "./refusalToRun.ts";
import type { ReviewedFile } from "./reviewedFile.ts";
import type { CommandDeps, CommandListener } from "./slashCommand.ts";

export interface ReviewedTests {
  readonly findings: readonly ReviewFinding[];
  /** What was run, or why nothing was; sentences. */
  readonly notes: readonly string[];
}

const askedFor = "Review changes";
const MOST_FAILURES = 30;
const LONGEST_MESSAGE = 200;

/** @param files of one repository */
export async function checkTests(
  deps: CommandDeps,
  files: readonly ReviewedFile[],
  listener: CommandListener,
  signal: AbortSignal,
): Promise<ReviewedTests> {
  listener.onProgress?.("Looking for tests that the changes can affect");
  const paths = files.map(({ path }) => path);
  try {
    const told = await Promise.all(deps.roots().map((root) => affectedIn(deps, root, paths, signal)));
    const affected = told.flat();
    if (affected.length === 0)
      return { findings: [], notes: ["No test is known that uses what is changed."] };
    const count = countOf(affected.length, "test");
    if (!(await deps.consent(`Run ${count} that the changes can affect, in a copy of the files?`, signal)))
      return { findings: [], notes: [`${count} can be affected and did not run: nobody allowed it.`] };
    return await runThem(deps, affected, files, listener, signal);
  } catch (error) {
    if (isRefusalToRun(error)) return { findings: [], notes: [`${error.message}.`] };
    throw error;
  }
}

/** A test with the absolute path of its file. */
interface Affected {
  readonly test: TestCase;
  readonly path: string;
}

/** @param paths absolute, of files that are changed */
export async function affectedIn(
  { engine, runs, roots }: CommandDeps,
  { path: root, name }: EngineRoot,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly Affected[]> {
  const own = paths.flatMap((path) => (path.startsWith(`${root}/`) ? [path.slice(root.length + 1)] : []));
  if (own.length === 0) return [];
  const { tests } = await (await runs.tests()).discover(signal);
  const prefix = roots().length > 1 ? `${name}/` : "";
  const known = tests
    .filter(({ path }) => path.startsWith(prefix))
    .map((test) => ({ ...test, path: test.path.slice(prefix.length) }));
  const changes = own.map((path): FileChange => ({ kind: "created", path, after: "" }));
  const testPaths = new Set(known.map(({ path }) => path));
  const found = await affectedTests(changes, { root, known, testPaths }, engine, signal);
  return found.map((test) => ({ test, path: `${root}/${test.path}` }));
}

async function runThem(
  deps: CommandDeps,
  affected: readonly Affected[],
  files: readonly ReviewedFile[],
  { onProgress }: CommandListener,
  signal: AbortSignal,
): Promise<ReviewedTests> {
  const session = await deps.runs.tests();
  onProgress?.(`Running ${countOf(affected.length, "test")}`);
  const ids = affected.map(({ test }) => test.id);
  const now = await session.run({ ids, askedFor }, signal);
  const failing = failedOf(now.outcomes);
  const passed = now.outcomes.filter(({ status }) => status === "passed").length;
  const where = now.isolation === "sandbox" ? "in a sandboxed copy" : "in a copy without a sandbox";
  const trouble = now.reports.flatMap(({ reason }) => (reason === undefined ? [] : [`${reason}.`]));
  const notes = [
    `${countOf(passed, "test")} of ${affected.length} that the changes can affect pass ${where}.`,
    ...trouble,
  ];
  if (failing.length === 0) return { findings: [], notes };
  onProgress?.("Running those that fail without the changes");
  const failingIds = failing.map(({ id }) => id);
  const passedBefore = new Set<string>();
  let isKnown = true;
  for (const root of deps.roots()) {
    const changes = reversedIn(root, files);
    if (changes === undefined) isKnown = false;
    else if (changes.length > 0) {
      const before = await session.run(
        { ids: failingIds, askedFor, changes: { root: root.path, changes } },
        signal,
      );
      for (const { id, status } of before.outcomes) if (status === "passed") passedBefore.add(id);
    }
  }
  const broken = isKnown ? failing.filter(({ id }) => passedBefore.has(id)) : failing;
  const others = failing.length - broken.length;
  const byId = new Map(affected.map((one) => [one.test.id, one]));
  return {
    findings: broken
      .slice(0, MOST_FAILURES)
      .flatMap((outcome) => findingOf(outcome, byId.get(outcome.id), files, deps, isKnown)),
    notes:
      others === 0
        ? notes
        : [
            ...notes,
            `${countOf(others, "test")} ${others === 1 ? "fails" : "fail"} without the changes as well.`,
          ],
  };
}

export const failedOf = (outcomes: readonly TestOutcome[]): readonly TestOutcome[] =>
  outcomes.filter(
    ({ status, isFlaky }) =>
      !isFlaky && (status === "failed" || status === "errored" || status === "timedOut"),
  );

/** The files of a root as they were; undefined where that is not known of all. */
function reversedIn(
  { path: root }: EngineRoot,
  files: readonly ReviewedFile[],
): readonly FileChange[] | undefined {
  const changes: FileChange[] = [];
  for (const { file, path, text } of files) {
    if (!path.startsWith(`${root}/`) || file.isBinary) continue;
    const own = path.slice(root.length + 1);
    const before = text === undefined || file.kind !== "changed" ? undefined : textBefore(text, file);
    if (text !== undefined && before !== undefined)
      changes.push({ kind: "changed", path: own, before, after: text });
    else if (text !== undefined && file.kind === "added")
      changes.push({ kind: "created", path: own, after: text });
    else return undefined;
  }
  return invertFileChanges(changes);
}

/** At the innermost line of the change that the failing test ran through, else at the beginning of what it uses. */
function findingOf(
  { id, message = "", stack = [] }: TestOutcome,
  affected: Affected | undefined,
  files: readonly ReviewedFile[],
  { roots }: CommandDeps,
  isKnown: boolean,
): readonly ReviewFinding[] {
  const isOf = (path: string, shown: string): boolean =>
    roots().some(
      (root) =>
        path === `${root.path}/${shown}` || path === `${root.path}/${shown.slice(root.name.length + 1)}`,
    );
  const ofChange = stack.flatMap((frame) => {
    const one = files.find(({ path }) => isOf(path, frame.path));
    const lines = one === undefined ? [] : addedLines(one.file);
    const nearest = lines.toSorted(
      (a, b) => Math.abs(a.line - frame.line) - Math.abs(b.line - frame.line),
    )[0];
    return one && nearest ? [{ one, line: nearest.line, isExact: nearest.line === frame.line }] : [];
  });
  const first = files.find(({ file }) => addedLines(file).length > 0);
  const place =
    ofChange.find(({ isExact }) => isExact) ??
    ofChange[0] ??
    (first && { one: first, line: addedLines(first.file)[0]!.line });
  if (!place) return [];
  const why = message.trim().split("\n")[0]!.slice(0, LONGEST_MESSAGE);
  const said = isKnown ? "passes without the changes and fails with them" : "fails with the changes";
  return [
    {
      path: place.one.file.path,
      line: place.line,
      severity: "error",
      kind: "brokenTest",
      message: `${testLabel(id)} ${said}${why === "" ? "" : `: ${why}`}`,
      places: affected ? [{ path: affected.path, line: affected.test.range?.startLine ?? 0 }] : [],
    },
  ];
}
