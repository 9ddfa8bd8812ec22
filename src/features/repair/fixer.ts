/** From failing tests to patches: reproduced, localized, searched and proven in copies; a person's files are not touched. */

import { renderDiff } from "../../core/patch/renderDiff.ts";
import { usualBudget } from "../../core/repair/model/repairRounds.ts";
import { notRunDoubts } from "../../core/repair/notRun.ts";
import { doubted } from "../../core/repair/verdict.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { ChatModels } from "../../ports/chatModel.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Engine } from "../../ports/engine.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { affectedTests } from "./affectedTests.ts";
import { type BuiltinPatch, type BuiltinReport, repairByTemplates } from "./builtinRepair.ts";
import { firstLine } from "./firstLine.ts";
import {
  type FixPatch,
  type FixPhase,
  type FixProgress,
  FixRefused,
  type FixRequest,
  type FixResult,
  type Localization,
} from "./fix.ts";
import { type Tell, telling } from "./fixTelling.ts";
import { FixTime, notCompared } from "./fixTime.ts";
import { type ModelPatch, type ModelReport, repairByModel } from "./modelRepair.ts";
import { PatchJudge } from "./patchJudge.ts";
import { type RepairSurroundings, taskFor } from "./repairContext.ts";
import { type ReadRules, rulesFor } from "./repairRules.ts";
import {
  NO_FAILURE,
  openCopy,
  type ReproduceDeps,
  type Reproduced,
  relativeTo,
  withReproduced,
} from "./reproduced.ts";
import { doubtsAbout, selectPatches, valuesOf } from "./selection.ts";
import { suspectFunctions } from "./suspectFunctions.ts";
import { suspectTexts } from "./suspectTexts.ts";
import { belongsToTests, findTargets, type TargetTests } from "./targets.ts";
import { untracedSuspects } from "./untracedSuspects.ts";

export interface FixerDeps extends ReproduceDeps {
  readonly engine: Pick<Engine, "findTests" | "proposeRepairs" | "buildSchema" | "outline"> &
    Partial<Pick<Engine, "graph" | "proposeProblemEdits" | "verify" | "dataFlows" | "search">>;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  /** Not given: there is no repair by a model. */
  readonly model?: FixerModel;
}

export interface FixerModel {
  readonly models: Pick<ChatModels, "ask" | "isSetUp">;
  readonly clock: Clock;
  readonly docs?: RepairSurroundings["docs"];
  /** Of the project; not given: none are read. */
  readonly rules?: ReadRules;
}

/** So long templates are tried alone before a model is asked too: most repairs that they find are found by then. Ms. */
const headStartMs = 3_000;

export class Fixer {
  readonly #deps: FixerDeps;

  constructor(deps: FixerDeps) {
    this.#deps = deps;
  }

  /** @throws FixRefused when there is nothing to repair or it cannot be run; rejects as the signal tells */
  async fix(
    request: FixRequest,
    onProgress: (progress: FixProgress) => void,
    signal: AbortSignal,
  ): Promise<FixResult> {
    const time = new FixTime(this.#deps.now, request.wholeMs);
    const tell = telling((progress) => {
      time.enter(progress.phase);
      onProgress(progress);
    });
    const { model } = this.#deps;
    if (request.engine === "model" && !model?.models.isSetUp("repair")) throw new FixRefused(noModel);
    const reasons: string[] = [];
    let tried = 0;
    const targets = await time.bounded(signal, (early) => this.#targets(request, tell, early));
    if (typeof targets === "string") return { patches: [], tried, reason: targets };
    for (const target of targets) {
      if (reasons.length > 0 && time.isOver) {
        reasons.push(time.whyNotAll());
        break;
      }
      const outcome = await time.bounded(signal, (early) =>
        withReproduced(this.#deps, target, tell, early, (reproduced) =>
          this.#repair(reproduced, request, tell, time, signal),
        ),
      );
      if (typeof outcome === "string") reasons.push(outcome);
      else if (outcome.patches.length > 0) return outcome;
      else {
        tried += outcome.tried;
        if (outcome.reason !== undefined) reasons.push(outcome.reason);
      }
    }
    // Roots whose tests pass say nothing about why those of another are not repaired.
    const ofFailures = reasons.filter((reason) => reason !== NO_FAILURE);
    return { patches: [], tried, reason: ofFailures.join("; ") || NO_FAILURE };
  }

  /** @throws FixRefused as `fix` */
  async localize(
    request: Pick<FixRequest, "testIds" | "path" | "root"> & { readonly limit: number },
    signal: AbortSignal,
  ): Promise<Localization> {
    let reason = NO_FAILURE;
    const tell = () => undefined;
    for (const target of await this.#targets(request, tell, signal)) {
      const found = await withReproduced(this.#deps, target, tell, signal, (reproduced) =>
        this.#locate(reproduced, request.limit, signal),
      );
      if (typeof found !== "string") return found;
      reason = found;
    }
    throw new FixRefused(reason);
  }

  async #targets(
    request: Pick<FixRequest, "testIds" | "path" | "root">,
    tell: (phase: FixPhase) => void,
    signal: AbortSignal,
  ): Promise<readonly TargetTests[]> {
    tell("finding");
    return findTargets(await this.#deps.engine.findTests(signal), request);
  }

  async #locate(reproduced: Reproduced, limit: number, signal: AbortSignal): Promise<Localization | string> {
    const { copy, target, worker, failing } = reproduced;
    const isTraced = typeof worker !== "string";
    const lines = isTraced
      ? (await reproduced.suspects()).map((line) => ({ ...line, path: relativeTo(copy, line.path) }))
      : await untracedSuspects(reproduced, this.#deps, signal);
    if (!isTraced && lines.length === 0) return worker;
    const functions = await suspectFunctions(lines, target.root, this.#deps.engine, signal);
    return {
      root: target.root,
      lines: lines.slice(0, limit),
      functions: functions.slice(0, limit),
      failing: failing.map(({ id }) => id),
      ...(isTraced ? {} : { reason: `No test was traced: ${worker}` }),
    };
  }

  async #repair(
    reproduced: Reproduced,
    request: FixRequest,
    tell: Tell,
    time: FixTime,
    signal: AbortSignal,
  ): Promise<FixResult> {
    const judge = this.#judge(reproduced, time, signal);
    const race = new Race(signal);
    const isModelAsked = request.engine === "model" || request.engine === "both";
    try {
      const builtin =
        request.engine === "model"
          ? undefined
          : this.#byTemplates(reproduced, request, judge, tell, race, time);
      const model = isModelAsked
        ? this.#byModel(reproduced, request, judge, tell, race, time, builtin)
        : undefined;
      await Promise.allSettled([builtin, model]);
      const result = resultOf(reproduced, await builtin, await model);
      return {
        ...result,
        patches: await this.#select(reproduced, result.patches, request.maxPatches, time, signal),
      };
    } finally {
      race.end();
      await judge.dispose();
    }
  }

  async #byTemplates(
    reproduced: Reproduced,
    limits: FixRequest,
    judge: PatchJudge,
    tell: Tell,
    race: Race,
    time: FixTime,
  ): Promise<BuiltinReport> {
    const { engine, now } = this.#deps;
    const isOver = () => race.winner === "model";
    const report = await repairByTemplates(
      { reproduced, engine, judge, limits, now, onProgress: tell, isOver, time },
      race.signal,
    );
    if (report.patches.some(({ judged }) => judged.judgement.verdict === "verified")) race.win("builtin");
    return report;
  }

  /** Asked when templates have had their start; given up when these win. */
  async #byModel(
    reproduced: Reproduced,
    request: FixRequest,
    judge: PatchJudge,
    tell: Tell,
    race: Race,
    time: FixTime,
    builtin: Promise<BuiltinReport> | undefined,
  ): Promise<ModelReport> {
    const none = (reason: string): ModelReport => ({ patches: [], rounds: [], tokens: 0, tried: 0, reason });
    const { model, engine } = this.#deps;
    if (!model?.models.isSetUp("repair")) return none(noModel);
    await Promise.race([builtin?.catch(() => undefined), builtin && passed(model.clock, headStartMs)]);
    if (race.winner !== undefined || race.signal.aborted) return none("A repair was found without a model");
    const { copy, target } = reproduced;
    const suspects = await suspectTexts(reproduced);
    const surroundings = {
      ...(engine.graph ? { graph: engine as Pick<Engine, "graph"> } : {}),
      ...(model.docs ? { docs: model.docs } : {}),
    };
    const { description } = request;
    const signal = race.modelSignal;
    if (time.isOver) return none(time.whyNothing());
    const values = () => valuesOf(this.#deps, reproduced, suspects, signal);
    const paths = suspects.map(({ path }) => path);
    const rules = await rulesFor(model.rules, target.root, paths);
    const context = { reproduced, suspects, surroundings, rules: rules.data, description, values };
    const doubtsOf = doubtsAbout(this.#deps, reproduced, signal);
    const report = await repairByModel(
      {
        models: model.models,
        clock: model.clock,
        judge,
        copy,
        taskFor: taskFor(context, signal),
        isOfTests: (path) => belongsToTests(path, target.testPaths),
        sourceOfTest: (id) => sourceOfTest(reproduced, id),
        doubtsOf,
        budget: { ...usualBudget, ms: Math.min(request.budgetMs, time.leftMs) },
        maxPatches: request.maxPatches,
        onProgress: ({ phase, ...counts }) => tell(phase, counts),
        onUsage: request.onUsage,
      },
      signal,
    ).catch((error: unknown) => {
      if (race.winner === "builtin" && !race.signal.aborted)
        return none("A repair was found without a model");
      throw error;
    });
    if (report.patches.some(isSure)) race.win("model");
    return { ...report, rules: rules.paths };
  }

  /** Patches that no time is left to compare are shown as they are, with the doubt told. */
  async #select(
    reproduced: Reproduced,
    patches: readonly FixPatch[],
    most: number,
    time: FixTime,
    signal: AbortSignal,
  ): Promise<readonly FixPatch[]> {
    const both = AbortSignal.any([signal, time.over]);
    try {
      const selected = both.aborted
        ? undefined
        : await selectPatches(this.#deps, reproduced, patches, most, both);
      signal.throwIfAborted();
      if (selected && !time.over.aborted) return selected;
    } catch (error) {
      if (signal.aborted || !time.over.aborted) throw error;
    }
    return patches.slice(0, most).map(uncompared);
  }

  #judge({ target, failing }: Reproduced, time: FixTime, signal: AbortSignal): PatchJudge {
    const { graph } = this.#deps.engine;
    return new PatchJudge({
      openCopy: () => openCopy(this.#deps, target.root, signal),
      target,
      failing,
      signal,
      late: time.over,
      ...(graph
        ? {
            affected: (changes) =>
              affectedTests(changes, target, this.#deps.engine as Pick<Engine, "graph">, signal),
          }
        : {}),
    });
  }
}

const noModel = "No model is set up for repairs";

function uncompared(patch: FixPatch): FixPatch {
  const doubts = [...(patch.evidence.doubts ?? []), notCompared];
  return { ...patch, verdict: doubted(patch.verdict, doubts), evidence: { ...patch.evidence, doubts } };
}

const isSure = ({ judged, doubts }: Pick<ModelPatch, "judged" | "doubts">): boolean =>
  doubted(judged.judgement.verdict, doubts) === "verified";

/** Two at work on the same: who has a verified patch ends the other. */
class Race {
  /** Of both: the caller's. */
  readonly signal: AbortSignal;
  /** Of the model: ends with the caller's, and when templates win. */
  readonly modelSignal: AbortSignal;
  winner: "builtin" | "model" | undefined;
  readonly #model = new AbortController();
  readonly #stop = () => this.#model.abort(this.signal.reason);

  constructor(signal: AbortSignal) {
    this.signal = signal;
    this.modelSignal = this.#model.signal;
    signal.addEventListener("abort", this.#stop, { once: true });
    if (signal.aborted) this.#stop();
  }

  win(who: "builtin" | "model"): void {
    this.winner ??= who;
    if (this.winner === "builtin") this.#model.abort();
  }

  end(): void {
    this.signal.removeEventListener("abort", this.#stop);
  }
}

const passed = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.after(ms, resolve));

function sourceOfTest({ target, failing }: Reproduced, id: string) {
  const test = [...failing, ...target.known].find((one: TestCase) => one.id === id);
  return test ? [{ path: `${target.root}/${test.path}`, isLibrary: false }] : [];
}

function resultOf(
  { target, copy, failing }: Reproduced,
  made: BuiltinReport | undefined,
  written: ModelReport | undefined,
): FixResult {
  const { root } = target;
  const targets = failing.map(({ id }) => id);
  const all = [
    ...(made?.patches ?? []).map((patch) => builtinPatch(patch, { root, targets, copy }, made?.slowPath)),
    ...(written?.patches ?? []).map((patch) => modelPatch(patch, { root, targets, copy }, written?.rules)),
  ];
  const patches = distinct(all);
  const tried = (made?.tried ?? 0) + (written?.tried ?? 0);
  const tokens = written && written.rounds.length > 0 ? { tokens: written.tokens } : {};
  if (patches.length > 0) return { patches, tried, ...tokens };
  const ownReason = [made?.reason, made?.slowPath].filter((part) => part !== undefined).join(". ");
  const reasons = [ownReason, written?.reason].filter((reason) => reason);
  return { patches, tried, reason: reasons.join("; "), ...tokens };
}

function distinct(patches: readonly FixPatch[]): FixPatch[] {
  const seen = new Set<string>();
  return patches.filter(({ diff }) => !seen.has(diff) && seen.add(diff));
}

interface Shared {
  readonly root: string;
  readonly targets: readonly string[];
  readonly copy: Pick<WorkCopy, "isolation">;
}

function builtinPatch(
  { changes, judged, repair }: BuiltinPatch,
  { root, targets, copy }: Shared,
  slowPath: string | undefined,
): FixPatch {
  const { verdict, ...rest } = judged.judgement;
  return {
    root,
    changes,
    diff: renderDiff(changes),
    verdict: doubted(verdict, doubtsOfLines(judged)),
    engine: "builtin",
    evidence: {
      ...rest,
      ...setAside(judged),
      ...whyDoubted(doubtsOfLines(judged)),
      targets,
      isolation: copy.isolation,
      tried: repair.triedBefore,
      foundMs: Math.round(repair.foundMs),
      template: repair.candidate.template,
      line: repair.candidate.line,
      ...(slowPath === undefined ? {} : { slowPath }),
    },
  };
}

function modelPatch(
  patch: ModelPatch,
  { root, targets, copy }: Shared,
  rules: readonly string[] = [],
): FixPatch {
  const { changes, judged, explanation } = patch;
  const doubts = [...patch.doubts, ...doubtsOfLines(judged)];
  const { verdict, ...rest } = judged.judgement;
  return {
    root,
    changes,
    diff: renderDiff(changes),
    verdict: doubted(verdict, doubts),
    engine: "model",
    ...(explanation === "" ? {} : { explanation }),
    evidence: {
      ...rest,
      ...setAside(judged),
      targets,
      isolation: copy.isolation,
      tried: patch.triedBefore,
      foundMs: Math.round(patch.foundMs),
      template: "model",
      rounds: patch.round,
      ...(rules.length > 0 ? { rules } : {}),
      line: firstLine(changes),
      ...whyDoubted(doubts),
    },
  };
}

const doubtsOfLines = ({ notRun = [] }: ModelPatch["judged"]) => notRunDoubts(notRun);
const whyDoubted = (doubts: readonly string[]) => (doubts.length > 0 ? { doubts } : {});

const setAside = ({ flaky, limitation, notRun }: ModelPatch["judged"]) => ({
  ...(flaky.length > 0 ? { flaky } : {}),
  ...(notRun ? { notRun } : {}),
  ...(limitation === undefined ? {} : { limitation }),
});
