/**
 * Tests that a change made outdated, by running them: they pass without the change and fail with it, in copies. Whether the
 * change is meant, and the tests are wrong, is for a person to say.
 */
import { type FileChange, invertFileChanges } from "../../core/patch/fileTexts.ts";
import { applyReplacements } from "../../core/repair/candidate.ts";
import { changedLinesRun } from "../../core/repair/notRun.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import { updatedExpectations } from "../../core/testWriting/expectation.ts";
import type { TestRun, TestSession } from "../testing/testSession.ts";

export interface OutdatedDeps {
  readonly session: Pick<TestSession, "discover" | "run">;
  /** Absolute, with `/`. */
  readonly root: string;
  /** What paths of tests begin with: empty, or the root's name and `/`. */
  readonly prefix: string;
  /** Text of a file as it is, by its path relative to the root. */
  readonly readText: (path: string) => Promise<string | undefined>;
  readonly onProgress: (step: string) => void;
}

export interface OutdatedTest {
  readonly test: TestCase;
  /** With the change. */
  readonly outcome: TestOutcome;
  /** Relative to the root. */
  readonly path: string;
}

export interface Outdated {
  readonly tests: readonly OutdatedTest[];
  /** Tests that fail with and without the change. */
  readonly failedBefore: number;
  /** Changed lines that can run, and how many of them these tests run; undefined where that is not known. */
  readonly lines: { readonly ran: number; readonly all: number } | undefined;
  readonly isolation: TestRun["isolation"];
}

/** Tests whose expectation was changed to what they got, and that pass then. */
export interface UpdatedTests {
  readonly changes: readonly FileChange[];
  readonly updated: readonly OutdatedTest[];
}

const askedFor = "Find outdated tests";
/** Expectations of one test that are changed one after the other. */
const MOST_STEPS = 6;

/** @param change of code, in the files as they are; paths relative to the root */
export async function findOutdated(
  deps: OutdatedDeps,
  change: readonly FileChange[],
  signal: AbortSignal,
): Promise<Outdated> {
  const { session, root, prefix, onProgress } = deps;
  const { tests } = await session.discover(signal);
  onProgress("Running the tests with the change");
  const now = await session.run({ askedFor }, signal);
  const failing = failedOf(now);
  if (failing.length === 0) return { tests: [], failedBefore: 0, lines: undefined, isolation: now.isolation };
  const ids = failing.map(({ id }) => id);
  onProgress("Running those that fail without the change");
  const reversed = { root, changes: invertFileChanges(change) };
  const before = await session.run({ ids, askedFor, changes: reversed }, signal);
  const passed = new Set(before.outcomes.filter(({ status }) => status === "passed").map(({ id }) => id));
  onProgress("Running them once more with the change");
  const again = await session.run(
    { ids: ids.filter((id) => passed.has(id)), askedFor, isMeasured: true },
    signal,
  );
  const steady = new Map(failedOf(again).map((outcome) => [outcome.id, outcome]));
  const known = [...tests, ...now.tests];
  const outdated = known.flatMap((test): OutdatedTest[] => {
    const outcome = passed.has(test.id) ? steady.get(test.id) : undefined;
    return outcome && test.path.startsWith(prefix)
      ? [{ test, outcome, path: test.path.slice(prefix.length) }]
      : [];
  });
  const files = again.reports.flatMap(({ measurement }) =>
    measurement?.kind === "measured" ? measurement.files : [],
  );
  return {
    tests: outdated,
    failedBefore: ids.length - passed.size,
    lines: changedLinesRun(
      change,
      files.map((file) => ({ ...file, path: file.path.slice(prefix.length) })),
    ),
    isolation: now.isolation,
  };
}

const failedOf = ({ outcomes }: Pick<TestRun, "outcomes">): readonly TestOutcome[] =>
  outcomes.filter(({ status }) => status === "failed" || status === "errored" || status === "timedOut");

/** Changes literals that tests expect to what they got, and keeps what passes. */
export async function updateExpectations(
  deps: OutdatedDeps,
  outdated: readonly OutdatedTest[],
  signal: AbortSignal,
): Promise<UpdatedTests> {
  const texts = new Map<string, string>();
  const updated: OutdatedTest[] = [];
  for (const [at, one] of outdated.entries()) {
    deps.onProgress(`Updating test ${at + 1} of ${outdated.length}`);
    const text = texts.get(one.path) ?? (await deps.readText(one.path));
    const after = text === undefined ? undefined : await updatedText(deps, one, text, texts, signal);
    if (after === undefined) continue;
    texts.set(one.path, after);
    updated.push(one);
  }
  return { changes: await changesTo(deps, texts), updated };
}

/** One expectation after the other, until the test passes or none can be changed. */
async function updatedText(
  deps: OutdatedDeps,
  { test, outcome, path }: OutdatedTest,
  text: string,
  texts: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<string | undefined> {
  let [now, failure] = [text, outcome];
  for (let step = 0; step < MOST_STEPS; step++) {
    const line = failure.stack?.find((frame) => frame.path === test.path)?.line;
    const { expected, actual } = failure;
    if (line === undefined || expected === undefined || actual === undefined) return undefined;
    let next: { readonly text: string; readonly failure: TestOutcome } | undefined;
    for (const edit of updatedExpectations(now, { line, expected, actual })) {
      const changed = applyReplacements(now, [edit]);
      const told = await runWith(deps, test, new Map([...texts, [path, changed]]), signal);
      if (told?.status === "passed") return changed;
      const later = told?.stack?.find((frame) => frame.path === test.path)?.line;
      // The next assertion fails: this one holds now.
      if (told && later !== undefined && later > line) next = { text: changed, failure: told };
      if (next) break;
    }
    if (!next) return undefined;
    ({ text: now, failure } = next);
  }
  return undefined;
}

async function runWith(
  deps: OutdatedDeps,
  { id }: TestCase,
  texts: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<TestOutcome | undefined> {
  const changes = { root: deps.root, changes: await changesTo(deps, texts) };
  const { outcomes } = await deps.session.run({ ids: [id], askedFor, changes }, signal);
  return outcomes.find((outcome) => outcome.id === id);
}

async function changesTo(
  { readText }: Pick<OutdatedDeps, "readText">,
  texts: ReadonlyMap<string, string>,
): Promise<readonly FileChange[]> {
  const changes = [...texts].map(async ([path, after]): Promise<FileChange[]> => {
    const before = await readText(path);
    return before === undefined || before === after ? [] : [{ kind: "changed", path, before, after }];
  });
  return (await Promise.all(changes)).flat();
}

/** Which of the tests pass with changes of their files. */
export async function passingWith(
  { session, root }: OutdatedDeps,
  outdated: readonly OutdatedTest[],
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<readonly OutdatedTest[]> {
  const ids = outdated.map(({ test }) => test.id);
  const { outcomes } = await session.run({ ids, askedFor, changes: { root, changes } }, signal);
  const passed = new Set(outcomes.filter(({ status }) => status === "passed").map(({ id }) => id));
  return outdated.filter(({ test }) => passed.has(test.id));
}
