/** Tests for a function: written, run in a copy, kept when they pass, and measured by what they notice. */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { renderDiff } from "../../core/patch/renderDiff.ts";
import { applyReplacements } from "../../core/repair/candidate.ts";
import { type TestCase, testId } from "../../core/testing/testCase.ts";
import { chooseCalls, isTelling, type ObservedCall } from "../../core/testWriting/observation.ts";
import { canNameError } from "../../core/testWriting/renderTests.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { Isolation, WorkCopies, WorkCopy } from "../../ports/workCopy.ts";
import type { ProjectRules, ProjectTexts } from "../chat/context/projectTexts.ts";
import { runInCopy } from "../testing/runInCopy.ts";
import { askForTests } from "./askForTests.ts";
import { composeTestFile } from "./composeTestFile.ts";
import { observeCalls } from "./observeCalls.ts";
import type { ProbePrograms } from "./runProbe.ts";
import { type Assignment, findAssignment, type ReadText, type SubjectEngine } from "./subject.ts";
import {
  type WritePhase,
  type WriteTestsRequest,
  WritingRefused,
  type WrittenTests,
} from "./writtenTests.ts";

export interface TestWriterDeps {
  readonly engine: SubjectEngine;
  readonly copies: Pick<WorkCopies, "create">;
  /** @throws TestsRefused, whose message is for people, when tests may not run here */
  readonly isolation: () => Promise<Isolation>;
  readonly readText: ReadText;
  readonly programs: ProbePrograms;
  readonly models: ChatModels;
  /** Of the project; not given: none are read. */
  readonly rules?: ProjectTexts["rules"];
  /** Texts that are not saved yet, by absolute path. */
  readonly unsaved?: () => ReadonlyMap<string, string>;
}

const limits = { wallMs: 120_000, silenceMs: 90_000 };
const mostTests = 12;
const mostRounds = 3;

const rulesShown = (rules: readonly ProjectRules[], root: string): string =>
  rules.map(({ path }) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path)).join(", ");

/** A test file in the copy, with its tests that pass. */
export interface KeptTests {
  readonly text: string;
  readonly tests: readonly TestCase[];
  readonly dropped: WrittenTests["dropped"];
}

export class TestWriter {
  readonly #deps: TestWriterDeps;

  constructor(deps: TestWriterDeps) {
    this.#deps = deps;
  }

  /** @throws WritingRefused when no test can be kept; rejects as the signal tells */
  async write(
    request: WriteTestsRequest,
    onPhase: (phase: WritePhase) => void,
    signal: AbortSignal,
  ): Promise<WrittenTests> {
    const { engine, readText, copies, unsaved } = this.#deps;
    onPhase("reading");
    const assignment = await findAssignment(engine, readText, request, signal);
    if (request.engine === "builtin") refuseWhatNeedsObjects(assignment);
    onPhase("copying");
    const isolation = await this.#deps.isolation();
    const askedFor = `Write tests for ${assignment.subject.name}`;
    const copy = await copies.create(
      { root: assignment.root, isolation, askedFor, unsaved: unsaved?.() ?? new Map() },
      signal,
    );
    try {
      return request.engine === "model"
        ? await this.#byModel(copy, assignment, { onPhase, onUsage: request.onUsage }, signal)
        : await this.#byObserving(copy, assignment, onPhase, signal);
    } finally {
      await copy.dispose();
    }
  }

  async #byObserving(
    copy: WorkCopy,
    assignment: Assignment,
    onPhase: (phase: WritePhase) => void,
    signal: AbortSignal,
  ): Promise<WrittenTests> {
    const { subject, style } = assignment;
    onPhase("observing");
    const observed = await observeCalls(copy, assignment, this.#deps.programs, signal);
    let telling: readonly ObservedCall[] = observed.calls.filter(
      (one) =>
        isTelling(one, subject.raises) &&
        (one.seen.kind !== "raised" || canNameError(one.seen.error, style.form)),
    );
    if (telling.length === 0) throw new WritingRefused(whyNothing(assignment, observed));
    onPhase("running");
    const dropped: WrittenTests["dropped"][number][] = [];
    for (let round = 0; round < mostRounds; round++) {
      const chosen = chooseCalls(telling, mostTests);
      const composed = composeTestFile(assignment, chosen.calls);
      const tests = composed.tests.map((test) => this.#caseOf(assignment, test));
      const kept = await this.#run(copy, assignment, composed.text, tests, signal);
      if (kept.dropped.length === 0) {
        const notes = [
          "The tests say what the function does now: read each expectation before you keep it.",
          ...(observed.unsteady > 0
            ? [`${observed.unsteady} of the calls that were tried gave something else each time`]
            : []),
        ];
        if (observed.tried !== undefined && chosen.killed < LEAST_NOTICED * observed.tried)
          notes.push("They notice little: most small changes of the function pass them");
        const mutants =
          observed.tried === undefined ? undefined : { tried: observed.tried, killed: chosen.killed };
        return this.#written(assignment, kept, {
          engine: "builtin",
          notes,
          dropped,
          mutants,
          isolation: copy.isolation,
        });
      }
      dropped.push(...kept.dropped);
      const failed = new Set(kept.dropped.map(({ label }) => label));
      const bad = new Set(chosen.calls.filter((_, at) => failed.has(composed.tests[at]!.label)));
      telling = telling.filter((one) => !bad.has(one));
      if (telling.length === 0) break;
    }
    throw new WritingRefused(
      `The tests that were written do not pass: ${dropped[0]?.reason ?? "no reason is told"}`,
    );
  }

  async #byModel(
    copy: WorkCopy,
    assignment: Assignment,
    {
      onPhase,
      onUsage,
    }: Pick<WriteTestsRequest, "onUsage"> & { readonly onPhase: (phase: WritePhase) => void },
    signal: AbortSignal,
  ): Promise<WrittenTests> {
    const { engine, models } = this.#deps;
    const { root, path: codePath, place } = assignment;
    const rules = (await this.#deps.rules?.([`${root}/${codePath}`, `${root}/${place.path}`])) ?? [];
    let best: KeptTests | undefined;
    let feedback: { readonly answer: string; readonly problem: string } | undefined;
    for (let round = 0; round < mostRounds && (best === undefined || best.dropped.length > 0); round++) {
      onPhase("asking");
      const asked = await askForTests(models, assignment, { rules, feedback, onUsage }, signal);
      if ("problem" in asked) {
        feedback = asked;
        continue;
      }
      onPhase("running");
      const before = new Set(
        (await engine.testsIn(assignment.place.path, assignment.testText ?? "", signal)).map((test) =>
          [...test.suites, test.label].join("::"),
        ),
      );
      const found = await engine.testsIn(assignment.place.path, asked.text, signal);
      const fresh = found.filter((test) => !before.has([...test.suites, test.label].join("::")));
      if (fresh.length === 0) {
        feedback = { answer: asked.answer, problem: "The answer adds no test that the runner would find." };
        continue;
      }
      const cases = fresh.map((test) => ({ ...this.#caseOf(assignment, test), range: test.range }));
      const run = await this.#run(copy, assignment, asked.text, cases, signal);
      const passing = withoutTests(run, cases);
      if (passing.tests.length > (best?.tests.length ?? 0)) best = passing;
      feedback = { answer: asked.answer, problem: failuresOf(run) };
    }
    if (!best)
      throw new WritingRefused(`No test of the model could be kept: ${feedback?.problem ?? "it gave none"}`);
    // What is left when the failing ones are gone has to pass by itself.
    const last = await this.#run(copy, assignment, best.text, best.tests, signal);
    if (last.dropped.length > 0)
      throw new WritingRefused(
        `The tests that passed do not pass without the others: ${last.dropped[0]!.reason}`,
      );
    onPhase("measuring");
    const mutants = await this.#killed(copy, assignment, best, signal);
    const notes = [
      "The expectations are the model's: they pass, which does not make them right.",
      ...(rules.length === 0 ? [] : [`The model was given rules of the project: ${rulesShown(rules, root)}`]),
    ];
    return this.#written(assignment, best, {
      engine: "model",
      notes,
      dropped: best.dropped,
      mutants,
      isolation: copy.isolation,
    });
  }

  #caseOf(
    { project, place }: Assignment,
    { label, suites }: { readonly label: string; readonly suites: readonly string[] },
  ): TestCase {
    const name = { runner: project.runner, path: place.path, suites, label };
    return { ...name, id: testId(name), folder: project.folder };
  }

  /** Runs tests of a text that is put in the place of the test file. */
  async #run(
    copy: WorkCopy,
    { project, place }: Assignment,
    text: string,
    tests: readonly TestCase[],
    signal: AbortSignal,
  ): Promise<KeptTests> {
    await copy.write(place.path, text);
    const report = await runInCopy({ copy, project, tests, known: tests, limits }, signal);
    signal.throwIfAborted();
    const byId = new Map(report.outcomes.map((outcome) => [outcome.id, outcome]));
    const passes = ({ id }: TestCase): boolean => byId.get(id)?.status === "passed";
    const dropped = tests
      .filter((test) => !passes(test))
      .map(({ id, label }) => ({ label, reason: reasonOf(byId.get(id)?.message ?? report.reason) }));
    return { text, tests: tests.filter(passes), dropped };
  }

  /** How many small changes of the function the tests notice, by the project's runner; a few, since each is a run. */
  async #killed(
    copy: WorkCopy,
    assignment: Assignment,
    kept: KeptTests,
    signal: AbortSignal,
  ): Promise<WrittenTests["mutants"]> {
    const { subject, path, text } = assignment;
    const chosen = spread(subject.mutants, mostMeasured);
    if (chosen.length === 0) return undefined;
    let killed = 0;
    for (const { edits } of chosen) {
      await copy.write(path, applyReplacements(text, edits));
      const { dropped } = await this.#run(copy, assignment, kept.text, kept.tests, signal);
      if (dropped.length > 0) killed++;
    }
    await copy.write(path, text);
    return { tried: chosen.length, killed };
  }

  #written(
    { root, place, testText, subject }: Assignment,
    { text, tests }: KeptTests,
    rest: Pick<WrittenTests, "engine" | "notes" | "dropped" | "mutants" | "isolation">,
  ): WrittenTests {
    const change: FileChange =
      testText === undefined
        ? { kind: "created", path: place.path, after: text }
        : { kind: "changed", path: place.path, before: testText, after: text };
    return {
      root,
      changes: [change],
      diff: renderDiff([change]),
      function: subject.name,
      tests: tests.map(({ id }) => id),
      ...rest,
    };
  }
}

/** Of the changes that were tried; below it, a person is warned. */
const LEAST_NOTICED = 0.3;
const mostMeasured = 10;

/** Evenly from the whole list. */
const spread = <T>(all: readonly T[], most: number): readonly T[] =>
  all.length <= most
    ? all
    : Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]!);

function refuseWhatNeedsObjects({ subject }: Assignment): void {
  if (subject.isFree) return;
  const needs = subject.containers.length > 0 ? "needs an object" : "stands within another function";
  throw new WritingRefused(
    `"${subject.name}" ${needs}: without a model, tests are written for functions that can be called as they are`,
  );
}

function whyNothing(
  { subject }: Assignment,
  { unsteady, unwritable }: { unsteady: number; unwritable: number },
): string {
  if (unsteady > unwritable) return `"${subject.name}" gives something else each time it is called`;
  if (unwritable > 0) return `"${subject.name}" gives nothing that a test could write down: use a model`;
  return `No arguments were found that "${subject.name}" takes: use a model`;
}

const longestReason = 300;
const reasonOf = (message: string | undefined): string =>
  (message ?? "the runner told nothing of it")
    .trim()
    .split("\n")
    .slice(0, 6)
    .join("\n")
    .slice(0, longestReason);

const failuresOf = ({ dropped }: KeptTests): string =>
  dropped.map(({ label, reason }) => `The test ${label} does not pass:\n${reason}`).join("\n\n");

/** The text without the tests that do not pass. */
function withoutTests({ text, tests, dropped }: KeptTests, cases: readonly TestCase[]): KeptTests {
  const failed = cases.filter((test) => !tests.includes(test)).flatMap(({ range }) => (range ? [range] : []));
  const lines = text.split("\n");
  const kept = lines.filter(
    (_, at) => !failed.some(({ startLine, endLine }) => startLine <= at && at <= endLine),
  );
  return { text: kept.join("\n").replace(/\n{4,}/g, "\n\n\n"), tests, dropped };
}
