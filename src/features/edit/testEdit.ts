/** An edit tried by the tests that can notice it, in a copy, where a person allows it. */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { isTestPath } from "../../core/retrieval/rank/testPath.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import { countOf } from "../../core/text/counts.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PatchFact } from "../../ports/patchReview.ts";
import { isRefusalToRun } from "../commands/refusalToRun.ts";
import { affectedTests } from "../repair/affectedTests.ts";
import type { TestRun, TestSession } from "../testing/testSession.ts";

export interface EditTests {
  readonly session: () => Promise<Pick<TestSession, "run" | "testsOfRoot">>;
  /** Asked before each run, which is in a copy: who answers remembers. */
  readonly consent: (question: string, signal: AbortSignal) => Promise<boolean>;
}

export interface TestedEdit {
  readonly facts: readonly PatchFact[];
  /** What stands above the evidence. */
  readonly heading?: string;
  /** Tests that passed and do not pass with it, with what they say. */
  readonly broken: readonly TestOutcome[];
}

/** More are not run for an edit. */
const MOST_TESTS = 300;
const LONGEST_MESSAGE = 400;

const notRun = (text: string): TestedEdit => ({ facts: [{ kind: "open", text }], broken: [] });
const isBad = ({ status }: TestOutcome): boolean => status !== "passed" && status !== "skipped";

export class EditTester {
  readonly #tests: EditTests;
  readonly #engine: Pick<Engine, "graph">;

  constructor(tests: EditTests, engine: Pick<Engine, "graph">) {
    this.#tests = tests;
    this.#engine = engine;
  }

  /** Rejects with the signal's reason alone. @param root absolute */
  async test(root: string, changes: readonly FileChange[], signal: AbortSignal): Promise<TestedEdit> {
    try {
      return await this.#test(root, changes, signal);
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      return notRun(isRefusalToRun(error) ? reason : `No test was run for it: ${reason}`);
    }
  }

  async #test(root: string, changes: readonly FileChange[], signal: AbortSignal): Promise<TestedEdit> {
    const session = await this.#tests.session();
    const known = await session.testsOfRoot(root, signal);
    const own = known.map(({ test }) => test);
    const testPaths = new Set(own.map(({ path }) => path));
    const affected = new Set(
      await affectedTests(changes.map(asBefore), { root, known: own, testPaths }, this.#engine, signal),
    );
    const ids = known.flatMap(({ test, shownId }) => (affected.has(test) ? [shownId] : []));
    if (ids.length === 0) return notRun("No test is known that uses what it changes");
    if (ids.length > MOST_TESTS)
      return notRun(`${countOf(ids.length, "test")} can notice it: too many to be run for an edit`);
    const isAllowed = await this.#tests.consent(
      `Run ${countOf(ids.length, "test")} with this edit, in a copy of the files?`,
      signal,
    );
    signal.throwIfAborted();
    if (!isAllowed) return notRun("No test was run for it");
    const askedFor = "Test an edit";
    const after = await session.run({ ids, askedFor, changes: { root, changes } }, signal);
    signal.throwIfAborted();
    const bad = after.outcomes.filter(isBad);
    const before =
      bad.length === 0
        ? undefined
        : await session.run(
            { ids: bad.map(({ id }) => id).filter((id) => ids.includes(id)), askedFor },
            signal,
          );
    signal.throwIfAborted();
    return judged(after, before, changes);
  }
}

/** The index knows a file by the path that it has. */
const asBefore = (change: FileChange): FileChange =>
  change.kind === "renamed" ? { kind: "deleted", path: change.from, before: change.before } : change;

/** @param before what failed with the edit, without it */
function judged(after: TestRun, before: TestRun | undefined, changes: readonly FileChange[]): TestedEdit {
  const trouble = [...after.reports, ...(before?.reports ?? [])].flatMap(({ reason }) => reason ?? []);
  const passing = after.outcomes.filter(({ status }) => status === "passed");
  const bad = after.outcomes.filter(isBad);
  const failedBefore = new Set(before?.outcomes.filter(isBad).map(({ id }) => id));
  const passedBefore = new Set(
    before?.outcomes.filter(({ status }) => status === "passed").map(({ id }) => id),
  );
  const broken = bad.filter(({ id, isFlaky }) => passedBefore.has(id) && isFlaky !== true);
  const still = bad.filter(({ id }) => failedBefore.has(id));
  const lost = bad.filter((one) => !broken.includes(one) && !still.includes(one));
  const facts: readonly PatchFact[] = [
    ...(passing.length > 0
      ? [
          {
            kind: "good" as const,
            text: `${countOf(passing.length, "affected test")} ${passing.length === 1 ? "passes" : "pass"} with it, in a copy`,
          },
        ]
      : []),
    ...listed(
      "bad",
      `${countOf(broken.length, "test")} passed and ${broken.length === 1 ? "fails" : "fail"} with it`,
      broken,
    ),
    ...listed(
      "open",
      `${countOf(still.length, "test")} ${still.length === 1 ? "fails" : "fail"} with it as without it`,
      still,
    ),
    ...listed(
      "open",
      `${countOf(lost.length, "test")} ${lost.length === 1 ? "does" : "do"} not pass with it, and nothing is known of before`,
      lost,
    ),
    ...(trouble.length > 0
      ? [{ kind: "open" as const, text: "Not all tests could be run", details: trouble }]
      : []),
    ...(changes.some(({ kind, path }) => kind === "created" && isTestPath(path))
      ? [{ kind: "open" as const, text: "Tests in new files were not run" }]
      : []),
  ];
  const isWhole = trouble.length === 0 && passing.length > 0;
  const heading =
    broken.length > 0
      ? { heading: "It Breaks Tests" }
      : isWhole && still.length + lost.length === 0
        ? { heading: "Affected Tests Pass" }
        : {};
  return { facts, broken, ...heading };
}

const listed = (
  kind: PatchFact["kind"],
  text: string,
  outcomes: readonly TestOutcome[],
): readonly PatchFact[] =>
  outcomes.length === 0
    ? []
    : [
        {
          kind,
          text,
          details: outcomes.map(({ id, message = "" }) => {
            const [first = ""] = message.split("\n");
            return first === "" ? id : `${id}: ${first.slice(0, LONGEST_MESSAGE)}`;
          }),
        },
      ];

/** What a model is told of tests that its edit broke. */
export const brokenText = ({ id, message = "" }: TestOutcome): string =>
  `- ${id} passed before and fails now: ${message.slice(0, LONGEST_MESSAGE)}\n`;
