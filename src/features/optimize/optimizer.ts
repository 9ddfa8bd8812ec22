/** A faster version of a function: the same tests, the same behaviour on calls, and measured beside the code as it is, in a copy. */
import { applyReplacements } from "../../core/repair/candidate.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { ObservedCall } from "../../core/testWriting/observation.ts";
import { countOf } from "../../core/text/counts.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Isolation, WorkCopies, WorkCopy } from "../../ports/workCopy.ts";
import { affectedTests } from "../repair/affectedTests.ts";
import { runInCopy } from "../testing/runInCopy.ts";
import { type Observed, observeCalls } from "../testWriting/observeCalls.ts";
import type { ProbePrograms } from "../testWriting/runProbe.ts";
import {
  type Assignment,
  findAssignment,
  type ReadText,
  type SubjectEngine,
} from "../testWriting/subject.ts";
import { WritingRefused } from "../testWriting/writtenTests.ts";
import { type MeasuredVersion, measureVersions } from "./measureVersions.ts";
import { type Optimized, OptimizingRefused, type Version } from "./optimized.ts";

export interface OptimizerDeps {
  readonly engine: SubjectEngine & Pick<Engine, "graph">;
  readonly copies: Pick<WorkCopies, "create">;
  /** @throws TestsRefused, whose message is for people, when tests may not run here */
  readonly isolation: () => Promise<Isolation>;
  readonly readText: ReadText;
  readonly programs: ProbePrograms;
  /** Texts that are not saved yet, by absolute path. */
  readonly unsaved?: () => ReadonlyMap<string, string>;
}

export interface OptimizeRequest {
  /** Absolute, of the code. */
  readonly path: string;
  /** Of the function; the one around `line` when absent. */
  readonly name?: string | undefined;
  /** 0-based. */
  readonly line?: number | undefined;
  /** Whether rewrites that need no model are tried. */
  readonly isBuiltin: boolean;
  /**
   * Asks for one more version; undefined where no model is set up.
   *
   * @param feedback why the last one is not proposed
   * @returns why there is none, as text
   */
  readonly propose?:
    | ((
        assignment: Assignment,
        feedback: string | undefined,
        signal: AbortSignal,
      ) => Promise<Version | string>)
    | undefined;
}

const limits = { wallMs: 120_000, silenceMs: 90_000 };
/** Alone; with more than one they are tried together as well. */
const mostForms = 5;
const mostCalls = 60;
const mostTests = 300;
const mostRounds = 2;

/** One search; the copy is its own. */
interface Search {
  readonly copy: WorkCopy;
  readonly assignment: Assignment;
  readonly affected: readonly TestCase[];
  readonly calls: readonly ObservedCall[];
  readonly onStep: (step: string) => void;
}

export class Optimizer {
  readonly #deps: OptimizerDeps;

  constructor(deps: OptimizerDeps) {
    this.#deps = deps;
  }

  /** @throws OptimizingRefused when nothing is proposed; rejects as the signal tells */
  async optimize(
    request: OptimizeRequest,
    onStep: (step: string) => void,
    signal: AbortSignal,
  ): Promise<Optimized> {
    try {
      return await this.#optimize(request, onStep, signal);
    } catch (error) {
      // What is cancelled ends without an answer, which is no reason.
      signal.throwIfAborted();
      if (!(error instanceof WritingRefused)) throw error;
      const reason = error.message.replace(/: use a model$/, "");
      throw new OptimizingRefused(`No calls could be collected, so nothing was measured: ${reason}`);
    }
  }

  async #optimize(
    request: OptimizeRequest,
    onStep: (step: string) => void,
    signal: AbortSignal,
  ): Promise<Optimized> {
    const { engine, readText, copies, unsaved, isolation } = this.#deps;
    onStep("Reading the function");
    const { path, name, line } = request;
    const assignment = await findAssignment(
      engine,
      readText,
      { path, name, line, engine: "builtin" },
      signal,
    );
    refuseWhatNeedsObjects(assignment);
    const forms = request.isBuiltin ? versionsOf(assignment) : [];
    if (forms.length === 0 && !request.propose)
      throw new OptimizingRefused(
        `"${assignment.subject.name}" has no form that is known to have a faster one: a model can propose others`,
      );
    onStep("Copying the files");
    const askedFor = `Measure ${assignment.subject.name}`;
    const asked = { root: assignment.root, isolation: await isolation(), askedFor };
    const copy = await copies.create({ ...asked, unsaved: unsaved?.() ?? new Map() }, signal);
    try {
      const affected = await this.#affected(assignment, signal);
      if (affected.length > 0) onStep(`Running ${countOf(affected.length, "affected test")}`);
      const before = await failing(copy, assignment, affected, signal);
      if (before !== undefined)
        throw new OptimizingRefused(`The tests have to pass before anything is changed: ${before}`);
      onStep("Calling the function");
      const subject = { ...assignment.subject, mutants: [] };
      const observed = await observeCalls(copy, { ...assignment, subject }, this.#deps.programs, signal);
      const calls = observed.calls.filter(({ seen }) => seen.kind === "value").slice(0, mostCalls);
      if (calls.length === 0) throw new WritingRefused(whyNothing(assignment, observed));
      return await this.#search({ copy, assignment, affected, calls, onStep }, request, forms, signal);
    } finally {
      await copy.dispose();
    }
  }

  /** Those of the project that can notice a change of the file. */
  async #affected(
    { root, path, text, known }: Assignment,
    signal: AbortSignal,
  ): Promise<readonly TestCase[]> {
    const testPaths = new Set(known.map((test) => test.path));
    const change = { kind: "changed", path, before: text, after: text } as const;
    return affectedTests([change], { root, known, testPaths }, this.#deps.engine, signal);
  }

  async #search(
    search: Search,
    { propose }: OptimizeRequest,
    forms: readonly Version[],
    signal: AbortSignal,
  ): Promise<Optimized> {
    const others: string[] = [];
    let feedback: string | undefined;
    for (let round = 0; round < (propose ? mostRounds : 1); round++) {
      if (propose) search.onStep("Asking the model");
      const proposed = await propose?.(search.assignment, feedback, signal);
      signal.throwIfAborted();
      if (typeof proposed === "string") others.push(proposed);
      const versions = [...(round === 0 ? forms : []), ...(typeof proposed === "object" ? [proposed] : [])];
      feedback = typeof proposed === "string" ? proposed : undefined;
      if (versions.length === 0) continue;
      search.onStep(`Measuring ${countOf(versions.length, "version")}`);
      const measured = await this.#measure(search, versions, signal);
      for (const one of measured) if (one.fault !== undefined) others.push(told(one));
      feedback ??= measured.find(({ version }) => version.isOfModel)?.fault;
      for (const one of fastestFirst(measured)) {
        const found = await this.#confirmed(search, one, others, signal);
        if (found) return found;
        if (one.version.isOfModel) feedback = others.at(-1);
      }
    }
    const { name } = search.assignment.subject;
    throw new OptimizingRefused(
      `No version of "${name}" is proposed. ${[...new Set(others)].map(sentence).join(" ")}`,
    );
  }

  #measure({ copy, assignment, calls }: Search, versions: readonly Version[], signal: AbortSignal) {
    return measureVersions({ copy, assignment, programs: this.#deps.programs }, versions, calls, signal);
  }

  /** Measured once more, alone, since the best of some is best by luck as well; then the tests. */
  async #confirmed(
    search: Search,
    { version }: MeasuredVersion,
    others: string[],
    signal: AbortSignal,
  ): Promise<Optimized | undefined> {
    const { copy, assignment, affected, onStep } = search;
    onStep("Measuring the fastest once more");
    const [again] = await this.#measure(search, [version], signal);
    if (!again || again.fault !== undefined) {
      if (again) others.push(told(again));
      return undefined;
    }
    if (affected.length > 0) onStep(`Running ${countOf(affected.length, "affected test")} with it`);
    const { path, text, root, subject } = assignment;
    await copy.write(path, version.text);
    const after = await failing(copy, assignment, affected, signal);
    await copy.write(path, text);
    if (after !== undefined) {
      others.push(`${version.about.join("; ")}: ${after}`);
      return undefined;
    }
    return {
      function: subject.name,
      root,
      path,
      before: text,
      version,
      measured: again.measured,
      ownCalls: search.calls.filter(({ isOwn }) => isOwn).length,
      tests: affected.slice(0, mostTests).map(({ id }) => id),
      known: affected.length,
      others,
      isolation: copy.isolation,
    };
  }
}

function refuseWhatNeedsObjects({ subject }: Assignment): void {
  if (subject.isFree) return;
  const needs = subject.containers.length > 0 ? "needs an object" : "stands within another function";
  throw new WritingRefused(`"${subject.name}" ${needs}, and only what can be called as it is is measured`);
}

function whyNothing(
  { subject }: Assignment,
  { unsteady, unwritable }: Pick<Observed, "unsteady" | "unwritable">,
): string {
  if (unsteady > unwritable) return `"${subject.name}" gives something else each time it is called`;
  if (unwritable > 0) return `"${subject.name}" gives nothing that could be compared`;
  return `no arguments were found that "${subject.name}" takes`;
}

/** All rewrites together first, then each alone. */
function versionsOf({ subject, text }: Assignment): readonly Version[] {
  const forms = subject.fasterForms.slice(0, mostForms);
  const version = (chosen: typeof forms): Version => ({
    text: applyReplacements(
      text,
      chosen.flatMap(({ edits }) => edits).toSorted((a, b) => a.start - b.start || a.end - b.end),
    ),
    about: chosen.map(({ about }) => about),
    differs: [...new Set(chosen.flatMap(({ differs }) => differs ?? []))],
    raises: [...new Set(chosen.flatMap(({ raises }) => raises ?? []))],
    isOfModel: false,
  });
  const all = forms.flatMap(({ edits }) => edits).toSorted((a, b) => a.start - b.start);
  const areApart = all.every(({ start }, at) => at === 0 || all[at - 1]!.end <= start);
  const together = forms.length > 1 && areApart ? [version(forms)] : [];
  return [...together, ...forms.map((form) => version([form]))];
}

const told = ({ version, fault }: MeasuredVersion): string => `${version.about.join("; ")}: ${fault}`;
const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`;

/** By the product of the ratios. */
function fastestFirst(measured: readonly MeasuredVersion[]): readonly MeasuredVersion[] {
  const time = ({ measured: parts }: MeasuredVersion) =>
    parts.reduce((all, { speed }) => all * speed.ratio, 1);
  return measured.filter(({ fault }) => fault === undefined).toSorted((a, b) => time(a) - time(b));
}

/** @returns what does not pass, for a person; undefined when all do */
async function failing(
  copy: WorkCopy,
  { project, known }: Assignment,
  affected: readonly TestCase[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const tests = affected.slice(0, mostTests);
  if (tests.length === 0) return undefined;
  const report = await runInCopy({ copy, project, tests, known, limits }, signal);
  signal.throwIfAborted();
  if (report.kind !== "complete") return report.reason ?? "the tests did not come to their end";
  const passed = new Set(
    report.outcomes.filter(({ status }) => status === "passed" || status === "skipped").map(({ id }) => id),
  );
  const bad = tests.filter(({ id }) => !passed.has(id));
  if (bad.length === 0) return undefined;
  return `${countOf(bad.length, "affected test")} ${bad.length === 1 ? "does" : "do"} not pass, such as ${bad[0]!.label}`;
}
