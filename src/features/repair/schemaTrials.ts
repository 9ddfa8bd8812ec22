/** Tries many changes of Go or Rust with one compilation: all stand side by side, one is switched on in each process. */
import { variantVariable } from "../../core/repair/compiledSchema.ts";
import type { Variant } from "../../core/repair/schema.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { TestProgram } from "../../core/testing/runners/testPrograms.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Trial, TrialAnswer, TrialCase } from "../../ports/trials.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { aloneWithBuilds, buildTests, runProgram } from "../testing/builtTests.ts";
import { withTexts } from "./runnerJudge.ts";
import type { TargetTests } from "./targets.ts";

export interface SchemaTrialsParts {
  readonly copy: WorkCopy;
  readonly target: TargetTests;
  readonly failing: readonly TestCase[];
  /** Tests that can notice a change. */
  readonly beside: readonly TestCase[];
  /** What tests do without a change. */
  readonly cases: readonly TrialCase[];
  readonly engine: Pick<Engine, "buildSchema">;
  /** By path relative to the root, as it is. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What does not compile is left out, and the rest compiled again, so often. */
const mostRounds = 6;
/** A process that takes longer than this and several times what the tests take does not end. */
const leastMs = 3_000;
const patience = 8;

interface Placed {
  readonly trial: Trial;
  readonly number: number;
}

export class SchemaTrials {
  readonly #parts: SchemaTrialsParts;
  readonly #wallMs: number;
  #programs: readonly TestProgram[] | undefined;
  #last = 0;

  constructor(parts: SchemaTrialsParts) {
    this.#parts = parts;
    const wholeMs = parts.cases.reduce((sum, { seconds }) => sum + 1000 * seconds, 0);
    this.#wallMs = leastMs + patience * wholeMs;
  }

  /**
   * @param budgetMs of programs and compilers
   * @returns trials that cannot stand beside others: they have no answer yet
   */
  async tryAll(
    trials: readonly Trial[],
    { budgetMs, signal }: { readonly budgetMs: number; readonly signal: AbortSignal },
    onAnswer: (answer: TrialAnswer) => void,
  ): Promise<readonly Trial[]> {
    const { copy, target } = this.#parts;
    const left: Trial[] = [];
    let waiting = trials.map((trial): Placed => ({ trial, number: ++this.#last }));
    let restMs = budgetMs;
    for (let round = 0; round < mostRounds && waiting.length > 0; round++) {
      const { texts, places, unplaced } = await this.#schemata(waiting, signal);
      left.push(...unplaced.map(({ trial }) => trial));
      waiting = waiting.filter((one) => !unplaced.includes(one));
      if (waiting.length === 0) return left;
      const tried = async () => {
        const built = await this.#build(signal);
        restMs -= built.durationMs;
        if ("programs" in built) {
          for (const one of waiting) {
            if (restMs <= 0) return undefined;
            const judged = await this.#judge(one, built.programs, signal);
            restMs -= judged.durationMs;
            onAnswer({ id: one.trial.id, ...judged.answer });
          }
          return undefined;
        }
        return new Set(
          built.errors.flatMap(({ path, line }) =>
            places.flatMap((place) =>
              place.path === path && place.startLine <= line && line <= place.endLine ? [place.number] : [],
            ),
          ),
        );
      };
      const bad = await aloneWithBuilds(
        { copy, project: target.project },
        () => withTexts(copy, texts, tried),
        signal,
      );
      if (!bad) return left;
      // Nothing tells which of them it is: each by itself.
      if (bad.size === 0) return [...left, ...waiting.map(({ trial }) => trial)];
      for (const { trial, number } of waiting)
        if (bad.has(number)) onAnswer({ id: trial.id, state: "invalid", fixed: [] });
      waiting = waiting.filter(({ number }) => !bad.has(number));
    }
    return [...left, ...waiting.map(({ trial }) => trial)];
  }

  async #build(signal: AbortSignal) {
    const { copy, target, beside, failing } = this.#parts;
    const { project, known } = target;
    const tests = [...new Map([...failing, ...beside].map((test) => [test.id, test])).values()];
    const only = this.#programs ? { only: this.#programs } : {};
    const built = await buildTests({ copy, project, known, tests, isCounted: false, ...only }, signal);
    if ("programs" in built) this.#programs ??= built.programs;
    return built;
  }

  async #schemata(waiting: readonly Placed[], signal: AbortSignal) {
    const { copy, engine, texts: sources } = this.#parts;
    const texts: Record<string, string> = {};
    const places: {
      readonly path: string;
      readonly number: number;
      readonly startLine: number;
      readonly endLine: number;
    }[] = [];
    const found = new Set<number>();
    for (const absolute of new Set(waiting.map(({ trial }) => trial.path))) {
      const path = absolute.slice(copy.seenAs.length + 1);
      const text = sources.get(path)?.replace(/^\ufeff/, "") ?? "";
      const variants = waiting
        .filter(({ trial }) => trial.path === absolute)
        .map(({ trial, number }): Variant => ({ id: number, edits: trial.edits }));
      const schema = await engine.buildSchema(
        { languageId: languageIdOf(path) ?? "", text, variants },
        signal,
      );
      if (!schema || schema.placed.length === 0) continue;
      texts[path] = schema.text;
      for (const { id, startLine, endLine } of schema.placed) {
        found.add(id);
        places.push({ path, number: id, startLine, endLine });
      }
    }
    return { texts, places, unplaced: waiting.filter(({ number }) => !found.has(number)) };
  }

  async #judge(
    { number }: Placed,
    programs: readonly TestProgram[],
    signal: AbortSignal,
  ): Promise<{ readonly answer: Omit<TrialAnswer, "id">; readonly durationMs: number }> {
    const { cases, failing, beside } = this.#parts;
    const first = await this.#run(number, programs, failing, signal);
    const fixed = cases.flatMap(({ id, isTarget }, at) =>
      isTarget && first.verdicts.get(id) === "passed" ? [at] : [],
    );
    const told = (state: TrialAnswer["state"], durationMs: number) => ({
      answer: { state, fixed },
      durationMs,
    });
    if (first.isHung) return told("hung", first.durationMs);
    if (failing.some(({ id }) => first.verdicts.get(id) !== "passed"))
      return told("failed", first.durationMs);
    const all = await this.#run(number, programs, beside, signal);
    const durationMs = first.durationMs + all.durationMs;
    if (all.isHung) return told("hung", durationMs);
    const passed = new Set(cases.filter(({ outcome }) => outcome === "passed").map(({ id }) => id));
    const isKept = beside.every(({ id }) => !passed.has(id) || all.verdicts.get(id) === "passed");
    return told(isKept ? "passed" : "broke", durationMs);
  }

  async #run(
    number: number,
    programs: readonly TestProgram[],
    tests: readonly TestCase[],
    signal: AbortSignal,
  ) {
    const { copy, target } = this.#parts;
    const wanted = new Set(tests.map(({ id }) => id));
    const verdicts = new Map<string, string>();
    let durationMs = 0;
    let isHung = false;
    for (const program of programs) {
      const own = program.tests.filter(({ id }) => wanted.has(id));
      if (own.length === 0 || isHung) continue;
      const options = { wallMs: this.#wallMs, env: { [variantVariable]: String(number) } };
      const run = await runProgram(copy, target.project, program, own, options, signal);
      signal.throwIfAborted();
      durationMs += run.durationMs;
      isHung = run.end === "wallLimit";
      for (const [id, verdict] of run.verdicts) {
        // A test of a file that several crates share passes when it does in each that has it.
        if (verdicts.get(id) !== "failed") verdicts.set(id, verdict);
      }
    }
    return { verdicts, durationMs, isHung };
  }
}
