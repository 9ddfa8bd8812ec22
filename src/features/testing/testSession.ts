/** The tests of a workspace for whoever asks: found, run in copies, told as they end. */

import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { Measurement } from "../../core/testing/coverage/measuredFile.ts";
import { holdsInlineTests } from "../../core/testing/inlineTests.ts";
import { type TestCase, testId } from "../../core/testing/testCase.ts";
import { failedAgain, ownProject } from "../../core/testing/testChoice.ts";
import type { TestOutcome } from "../../core/testing/testOutcome.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import { type RootTests, testsOf } from "../../core/testing/workspaceTests.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { Settings } from "../../ports/settings.ts";
import type { TestQueries } from "../../ports/tests.ts";
import type { Isolation, WorkCopies, WorkCopy } from "../../ports/workCopy.ts";
import { changeCopy } from "./changeCopy.ts";
import { type CopyReport, runInCopy } from "./runInCopy.ts";

export interface TestSessionDeps {
  readonly engine: TestQueries;
  readonly copies: WorkCopies;
  readonly settings: Settings;
  readonly roots: () => readonly EngineRoot[];
  /** Texts that are not saved yet, by absolute path. */
  readonly unsaved: () => ReadonlyMap<string, string>;
  /** Whether a person agrees to run without a sandbox, which does not work for this reason. */
  readonly consent: (reason: string) => Promise<boolean>;
}

/** With several roots, paths and identifiers begin with a root's name. */
export interface FoundTests {
  readonly projects: readonly TestProject[];
  readonly tests: readonly TestCase[];
  readonly incomplete: readonly string[];
}

export type TestProgress =
  | { readonly kind: "copying"; readonly root: string }
  | { readonly kind: "running"; readonly project: TestProject; readonly tests: readonly TestCase[] }
  | { readonly kind: "output"; readonly text: string }
  /** Tests that only the report names come with it. */
  | {
      readonly kind: "outcomes";
      readonly outcomes: readonly TestOutcome[];
      readonly tests: readonly TestCase[];
    };

export interface TestRunRequest {
  /** Not given: all. */
  readonly ids?: readonly string[] | undefined;
  /** Made in the copy of this root before anything runs; absolute root, paths from it. */
  readonly changes?: { readonly root: string; readonly changes: readonly FileChange[] } | undefined;
  /** As `ProcessRequest.askedFor`. */
  readonly askedFor: string;
  readonly onProgress?: (progress: TestProgress) => void;
  /** As `RunInCopyRequest.isMeasured`. */
  readonly isMeasured?: boolean;
}

export interface TestRun {
  readonly outcomes: readonly TestOutcome[];
  /** Tests that only reports name. */
  readonly tests: readonly TestCase[];
  readonly reports: readonly CopyReport[];
  readonly isolation: Isolation;
  readonly leftOut: WorkCopy["leftOut"];
  /** Identifiers that name no test. */
  readonly unknown: readonly string[];
}

/** Tests did not run, for a reason that a person can change. */
export class TestsRefused extends Error {
  override readonly name = "TestsRefused";
}

/** A root with its tests, and how its paths are shown. */
interface Place {
  readonly root: EngineRoot;
  readonly tests: RootTests;
  readonly show: (test: TestCase) => TestCase;
}

interface Work {
  readonly place: Place;
  readonly project: TestProject;
  readonly known: readonly TestCase[];
  readonly tests: readonly TestCase[] | undefined;
}

export class TestSession {
  readonly #deps: TestSessionDeps;
  /** Tests that only reports have named, by identifier as shown. */
  readonly #extra = new Map<string, TestCase>();

  constructor(deps: TestSessionDeps) {
    this.#deps = deps;
  }

  async discover(signal: AbortSignal): Promise<FoundTests> {
    const places = await this.#places(signal);
    return {
      projects: places.flatMap(({ tests, show }) =>
        tests.projects.map((project) => shownProject(project, show)),
      ),
      tests: places.flatMap(({ tests, show }) => tests.tests.map(show)),
      incomplete: places.flatMap(({ tests }) => tests.incomplete ?? []),
    };
  }

  /** Tests of one root, as it knows them, and under the identifiers that `run` takes. @param root absolute */
  async testsOfRoot(
    root: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly test: TestCase; readonly shownId: string }[]> {
    const place = (await this.#places(signal)).find((one) => one.root.path === root);
    return place?.tests.tests.map((test) => ({ test, shownId: place.show(test).id })) ?? [];
  }

  /** @throws TestsRefused without consent to the isolation there is, or where no tests are known and why is; ProcessRefused in an untrusted workspace */
  async run(request: TestRunRequest, signal: AbortSignal): Promise<TestRun> {
    const isolation = await this.isolation();
    const places = await this.#places(signal);
    const { work, unknown } = this.#workOf(places, request.ids);
    const missing = places.flatMap(({ tests }) => tests.incomplete ?? []);
    if (work.length === 0 && request.ids === undefined && missing.length > 0)
      throw new TestsRefused(`No tests can be run. ${missing.join(". ")}`);
    const reports: CopyReport[] = [];
    const leftOut: WorkCopy["leftOut"][number][] = [];
    for (const place of places) {
      const own = work.filter((one) => one.place === place);
      if (own.length === 0 || signal.aborted) continue;
      request.onProgress?.({ kind: "copying", root: place.root.name });
      const network = this.#deps.settings.get("tests.network");
      const { askedFor } = request;
      const unsaved = this.#deps.unsaved();
      const copy = await this.#deps.copies.create(
        { root: place.root.path, isolation, askedFor, network, unsaved },
        signal,
      );
      leftOut.push(...copy.leftOut);
      try {
        if (request.changes?.root === place.root.path) await changeCopy(copy, request.changes.changes);
        for (const one of own) reports.push(await this.#runOne(copy, one, request, signal));
      } finally {
        await copy.dispose();
      }
    }
    const outcomes = reports.flatMap((report) => report.outcomes);
    return { outcomes, tests: reports.flatMap(({ tests }) => tests), reports, isolation, leftOut, unknown };
  }

  async #runOne(
    copy: WorkCopy,
    work: Work,
    request: TestRunRequest,
    signal: AbortSignal,
  ): Promise<CopyReport> {
    const { settings } = this.#deps;
    const { place, project, known, tests } = work;
    const { show } = place;
    const limits = {
      wallMs: 1000 * settings.get("tests.timeoutSeconds"),
      silenceMs: 1000 * settings.get("tests.silenceSeconds"),
    };
    request.onProgress?.({
      kind: "running",
      project: shownProject(project, show),
      tests: (tests ?? known).map(show),
    });
    const onOutput = (text: string) => request.onProgress?.({ kind: "output", text });
    const isMeasured = request.isMeasured === true;
    const report = await runInCopy({ copy, project, tests, known, limits, onOutput, isMeasured }, signal);
    const again =
      settings.get("tests.rerunFailed") && report.kind === "complete" ? failedAgain(report, known) : [];
    const second =
      again.length > 0
        ? await runInCopy({ copy, project, tests: again, known, limits, onOutput }, signal)
        : undefined;
    const passed = new Set(second?.outcomes.filter(({ status }) => status === "passed").map(({ id }) => id));
    const shownIds = new Map([...known, ...report.tests].map((test) => [test.id, show(test)]));
    const outcomes = report.outcomes.map((outcome): TestOutcome => {
      const flaky = passed.has(outcome.id) && outcome.status !== "passed" ? { isFlaky: true as const } : {};
      const stack = outcome.stack && {
        stack: outcome.stack.map((frame) => ({ ...frame, path: shownPath(frame.path, show) })),
      };
      return { ...outcome, ...stack, ...flaky, id: shownIds.get(outcome.id)?.id ?? outcome.id };
    });
    const extra = report.tests.map(show);
    for (const test of extra) this.#extra.set(test.id, test);
    request.onProgress?.({ kind: "outcomes", outcomes, tests: extra });
    const measurement = report.measurement && {
      measurement: shownMeasurement(report.measurement, known, show),
    };
    return { ...report, outcomes, tests: extra, project: shownProject(project, show), ...measurement };
  }

  /** A copy for other programs of the project than tests, as isolated as those are. @throws as `run` */
  async openCopy(
    { root, askedFor }: { readonly root: string; readonly askedFor: string },
    signal: AbortSignal,
  ): Promise<WorkCopy> {
    const isolation = await this.isolation();
    const unsaved = this.#deps.unsaved();
    return this.#deps.copies.create({ root, isolation, askedFor, unsaved }, signal);
  }

  /** @throws TestsRefused without consent to the isolation there is; ProcessRefused in an untrusted workspace */
  async isolation(): Promise<Isolation> {
    const wanted = this.#deps.settings.get("tests.sandbox");
    const { isolation, reason = "" } = await this.#deps.copies.probe();
    if (wanted === "off") return "processes";
    if (isolation === "sandbox") return isolation;
    if (wanted === "required")
      throw new TestsRefused(`Tests do not run: there is no sandbox, because ${reason}`);
    if (await this.#deps.consent(reason)) return "processes";
    throw new TestsRefused(
      `Tests do not run: there is no sandbox, because ${reason}, and nobody agreed to run without (the setting "tests.sandbox")`,
    );
  }

  async #places(signal: AbortSignal): Promise<Place[]> {
    const roots = this.#deps.roots();
    const command = this.#deps.settings.get("tests.command");
    const found = await this.#deps.engine.findTests(signal);
    return found.flatMap((tests) => {
      const root = roots.find(({ path }) => path === tests.root);
      if (!root) return [];
      const own = command.length === 0 ? tests : ownProject(tests, command);
      const show = roots.length > 1 ? shownBelow(root.name) : (test: TestCase) => test;
      return [{ root, tests: own, show }];
    });
  }

  #workOf(places: readonly Place[], ids: readonly string[] | undefined): { work: Work[]; unknown: string[] } {
    const wanted = new Set(ids);
    const work: Work[] = [];
    for (const place of places) {
      for (const project of place.tests.projects) {
        const known = testsOf(place.tests, project);
        const extra = [...this.#extra.values()].filter(({ id }) => wanted.has(id));
        const chosen = ids && [
          ...known.filter((test) => wanted.delete(place.show(test).id)),
          ...hidden(extra, place, project),
        ];
        for (const { id } of extra) wanted.delete(id);
        if (chosen?.length !== 0) work.push({ place, project, known, tests: chosen });
      }
    }
    return { work, unknown: [...wanted] };
  }
}

/** Tests as shown that belong to a project, as its root knows them. */
function hidden(shown: readonly TestCase[], { root, show }: Place, project: TestProject): TestCase[] {
  return shown.flatMap((test) => {
    const prefix = shownPath("", show);
    if (!test.path.startsWith(prefix) || test.runner !== project.runner) return [];
    const own = { ...test, path: test.path.slice(prefix.length), folder: project.folder };
    const isSame = show(own).id === test.id && show(own).folder === test.folder;
    return isSame && root ? [{ ...own, id: testId(own) }] : [];
  });
}

const shownBelow =
  (name: string) =>
  (test: TestCase): TestCase => {
    const path = `${name}/${test.path}`;
    const folder = test.folder === "" ? name : `${name}/${test.folder}`;
    return { ...test, path, folder, id: testId({ ...test, path }) };
  };

/** Of tests themselves nobody asks which lines ran. */
function shownMeasurement(told: Measurement, known: readonly TestCase[], show: Place["show"]): Measurement {
  if (told.kind === "unknown") return told;
  const tests = new Set(known.map(({ path }) => path).filter((path) => !holdsInlineTests(path)));
  const files = told.files.filter(({ path, lines }) => !tests.has(path) && lines.size > 0);
  return { ...told, files: files.map((file) => ({ ...file, path: shownPath(file.path, show) })) };
}

const anyTest: TestCase = { id: "", label: "", path: "", suites: [], runner: "command", folder: "" };
const shownPath = (path: string, show: Place["show"]): string => show({ ...anyTest, path }).path;
const shownProject = (project: TestProject, show: Place["show"]): TestProject => ({
  ...project,
  folder: show({ ...anyTest, folder: project.folder }).folder,
  reasons: project.reasons.map(({ text, path }) => ({ text, path: shownPath(path, show) })),
});
