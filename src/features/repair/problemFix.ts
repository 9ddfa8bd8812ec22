/**
 * From what a compiler, type checker or linter says to patches: it is run again in a copy, changes are tried by it, and the tests
 * that can notice them run. A person's files are not touched.
 */
import {
  type CheckFinding,
  compareFindings,
  findingText,
  type ReportedProblem,
} from "../../core/checking/checkFinding.ts";
import { pythonProviders } from "../../core/checking/pythonScripts.ts";
import { offsetOf } from "../../core/checking/readFindings.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { protectionOf, protectionTexts } from "../../core/patch/protectedPaths.ts";
import { renderDiff } from "../../core/patch/renderDiff.ts";
import { applyReplacements, editKey, type Replacement } from "../../core/repair/candidate.ts";
import type { RepairTask } from "../../core/repair/model/repairPrompt.ts";
import { usualBudget } from "../../core/repair/model/repairRounds.ts";
import type { ProblemEdit } from "../../core/repair/problem/problemEdit.ts";
import { problemSubject } from "../../core/repair/problem/problemSubject.ts";
import { checkOutcome } from "../../core/repair/problem/problemVerdict.ts";
import { doubted } from "../../core/repair/verdict.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import { type RootTests, testsOf } from "../../core/testing/workspaceTests.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { affectedTests } from "./affectedTests.ts";
import { type CheckSession, type FoundProblem, findProblem, openImportSearch } from "./checkSession.ts";
import { firstLine } from "./firstLine.ts";
import {
  type CheckedProblem,
  type FixPatch,
  type FixProgress,
  FixRefused,
  type FixRequest,
  type FixResult,
} from "./fix.ts";
import type { FixerDeps } from "./fixer.ts";
import { type Tell, telling } from "./fixTelling.ts";
import { FixTime } from "./fixTime.ts";
import { type ModelPatch, repairByModel } from "./modelRepair.ts";
import type { JudgedPatch } from "./patchJudge.ts";
import { ProblemJudge } from "./problemJudge.ts";
import { rulesFor } from "./repairRules.ts";
import { openCopy } from "./reproduced.ts";
import { codeOf } from "./suspectCode.ts";
import { belongsToTests, type TargetTests } from "./targets.ts";

export type ProblemFixRequest = Pick<
  FixRequest,
  "engine" | "budgetMs" | "wholeMs" | "maxPatches" | "description" | "onUsage"
> & {
  readonly problem: ReportedProblem;
};

/** Changes that one run of a checker judges beside each other. */
const batchSize = 24;
/** Changes that are proposed for one problem, and those of the templates for tests. */
const mostEdits = 120;
const mostTemplates = 60;
/** Those that the checker took beside the file are checked in its place, so many more than are wanted. */
const spareProofs = 2;
/** Whole runs for checkers that judge one text at a time. */
const mostSingle = 16;
/** Files that import the one that is changed, for checkers that know no project. */
const mostImporters = 40;
/** A second answer that is so likely as the first, in parts of its score, makes both doubtful. */
const asLikely = 0.85;
/** Of code that a template may take away: a call's argument, an operand. UTF-16 units. */
const mostTakenAway = 24;
/** What meets the cause of several findings is worth more than what only answers the one. */
const narrow = 0.8;

/** @throws FixRefused when there is nothing that can be asked or changed; rejects as the signal tells */
export async function fixProblem(
  deps: FixerDeps,
  request: ProblemFixRequest,
  onProgress: (progress: FixProgress) => void,
  signal: AbortSignal,
): Promise<FixResult> {
  const time = new FixTime(deps.now, request.wholeMs);
  const tell = telling((progress) => {
    time.enter(progress.phase);
    onProgress(progress);
  });
  tell("finding");
  const result = await time.bounded(signal, (early) =>
    fixInTime(deps, request, { tell, time, early }, signal),
  );
  return typeof result === "string" ? { patches: [], tried: 0, reason: result } : result;
}

interface Bounds {
  readonly tell: Tell;
  readonly time: FixTime;
  /** Of what comes before a change is tried. */
  readonly early: AbortSignal;
}

async function fixInTime(
  deps: FixerDeps,
  request: ProblemFixRequest,
  bounds: Bounds,
  signal: AbortSignal,
): Promise<FixResult> {
  const { tell, early } = bounds;
  const workspace = await deps.engine.findTests(early);
  const { problem } = request;
  const root = workspace.find((one) => problem.path.startsWith(`${one.root}/`));
  if (!root) throw new FixRefused(`Cannot fix "${problem.path}": it is in none of the folders that are open`);
  const path = problem.path.slice(root.root.length + 1);
  const protection = protectionOf(path);
  if (protection !== undefined)
    throw new FixRefused(
      `Cannot fix "${path}": it holds ${protectionTexts[protection]}, which a person changes`,
    );
  if (request.engine === "model" && !deps.model?.models.isSetUp("repair"))
    throw new FixRefused("No model is set up for repairs");
  tell("copying");
  const copy = await openCopy(deps, root.root, early);
  try {
    return await new ProblemFix(
      deps,
      { ...request, problem: { ...problem, path } },
      root,
      copy,
      bounds,
      signal,
    ).run();
  } finally {
    await copy.dispose();
  }
}

/** A change that was tried, not yet proven. */
interface Survivor {
  readonly edit: ProblemEdit;
  readonly changes: readonly FileChange[];
  readonly score: number;
}

class ProblemFix {
  readonly #deps: FixerDeps;
  readonly #request: ProblemFixRequest;
  readonly #root: RootTests;
  readonly #copy: WorkCopy;
  readonly #tell: Tell;
  readonly #time: FixTime;
  readonly #early: AbortSignal;
  readonly #signal: AbortSignal;
  readonly #began: number;
  /** Looks at the imports of changed texts where the checker does not. */
  #imports: CheckSession | undefined;
  #importFindings: readonly CheckFinding[] = [];
  #tried = 0;

  constructor(
    deps: FixerDeps,
    request: ProblemFixRequest,
    root: RootTests,
    copy: WorkCopy,
    { tell, time, early }: Bounds,
    signal: AbortSignal,
  ) {
    this.#deps = deps;
    this.#request = request;
    this.#root = root;
    this.#copy = copy;
    this.#tell = tell;
    this.#time = time;
    this.#early = early;
    this.#signal = signal;
    this.#began = deps.now();
  }

  async run(): Promise<FixResult> {
    const { problem, engine, maxPatches } = this.#request;
    const text = await this.#copy.read(problem.path);
    if (text === undefined) throw new FixRefused(`Cannot fix "${problem.path}": there is no such text file`);
    this.#tell("checking");
    const files = [problem.path, ...(await this.#importers())];
    const found = await findProblem(this.#copy, problem, files, this.#early);
    this.#early.throwIfAborted();
    if (!("session" in found)) return this.#withoutChecker(text, found);
    if (found.session.chosen.checker.name !== "imports") {
      const search = await openImportSearch(this.#copy, problem.path, this.#early);
      this.#imports = search?.session;
      this.#importFindings = search?.findings ?? [];
    }
    const targets = this.#targets();
    const judge = new ProblemJudge({
      copy: this.#copy,
      found,
      files,
      targets,
      affected: (changes, target) => this.#affected(changes, target),
      signal: this.#signal,
    });
    const patches = engine === "model" ? [] : await this.#byEdits(text, found, judge);
    const tried = this.#tried;
    const isAsked =
      (engine === "model" || engine === "both") && !patches.some(({ verdict }) => verdict === "verified");
    if (!isAsked || !this.#deps.model?.models.isSetUp("repair"))
      return this.#result(patches, tried, `None of ${tried} changes satisfies ${found.session.label}`);
    const written = await this.#byModel(text, found, judge);
    const all = [
      ...patches,
      ...written.patches.map((patch) => this.#modelPatch(patch, found, written.rules)),
    ];
    const order = (patch: FixPatch) =>
      patch.verdict === "verified" ? 0 : patch.verdict === "plausible" ? 1 : 2;
    const sorted = all.sort((a, b) => order(a) - order(b)).slice(0, maxPatches);
    const reason = written.reason ?? `Nothing that was tried satisfies ${found.session.label}`;
    return { ...this.#result(sorted, tried + written.tried, reason), tokens: written.tokens };
  }

  #result(patches: readonly FixPatch[], tried: number, reason: string): FixResult {
    if (patches.length > 0) return { patches, tried };
    return { patches, tried, reason: tried === 0 && this.#time.isOver ? this.#time.whyNothing() : reason };
  }

  #isOver(): boolean {
    return this.#time.isOver || this.#deps.now() - this.#began > this.#request.budgetMs;
  }

  async #byEdits(text: string, found: FoundProblem, judge: ProblemJudge): Promise<FixPatch[]> {
    const { maxPatches } = this.#request;
    const own = await this.#edits(text, found.finding);
    let patches = await this.#tryAll(own, text, found, judge);
    if (patches.length === 0 && !this.#isOver()) {
      const searched = await this.#templates(text, found.finding);
      const more = await this.#tryAll(searched, text, found, judge);
      patches = more.map((patch) =>
        withDoubt(patch, "it was found by search: many changes satisfy a checker"),
      );
    }
    return patches.slice(0, maxPatches);
  }

  /** What the checker proposes itself, then what is known of the repository, the likeliest first. */
  async #edits(text: string, finding: CheckFinding): Promise<readonly ProblemEdit[]> {
    const { problem } = this.#request;
    const plain = text.replace(/^\ufeff/, "");
    const fixes = (finding.fixes ?? []).flatMap(({ edits }): ProblemEdit[] => {
      const placed = edits.map((one) => ({
        start: offsetOf(plain, one.start) ?? -1,
        end: offsetOf(plain, one.end) ?? -1,
        text: one.text,
      }));
      const isPlaced = placed.every(({ start, end }) => start >= 0 && start <= end);
      const ordered = placed.sort((a, b) => a.start - b.start);
      const overlap = ordered.some((one, at) => at > 0 && ordered[at - 1]!.end > one.start);
      return isPlaced && !overlap ? [{ edits: ordered, about: "as the checker proposes", score: 0.93 }] : [];
    });
    const known: ProblemEdit[] = [];
    for (const { line, column, message } of [finding, ...this.#importFindings]) {
      if (line !== finding.line) continue;
      const query = {
        path: `${this.#root.root}/${problem.path}`,
        languageId: languageIdOf(problem.path) ?? "",
        text: plain,
        line,
        column,
        message,
        providers: await this.#providers(message),
        limit: mostEdits,
      };
      known.push(...((await this.#deps.engine.proposeProblemEdits?.(query, this.#signal)) ?? []));
    }
    const seen = new Set<string>();
    return [...fixes, ...known]
      .sort((a, b) => b.score - a.score)
      .filter(({ edits }) => !seen.has(editKey(edits)) && seen.add(editKey(edits)));
  }

  /** Where Python's own library has the name that is missing. */
  async #providers(message: string): Promise<readonly string[]> {
    const subject = problemSubject(message);
    if (!this.#imports || subject.kind !== "name" || !/^\w+$/.test(subject.name)) return [];
    const argv = ["python3", "-c", pythonProviders, subject.name] as const;
    const end = await this.#copy.run({ argv, folder: "", wallMs: 20_000 }, this.#signal);
    this.#signal.throwIfAborted();
    return end.kind === "exited" ? end.stdout.split(/\s+/).filter((module) => module !== "") : [];
  }

  /** The templates for tests, on the line alone. */
  async #templates(text: string, { line }: CheckFinding): Promise<readonly ProblemEdit[]> {
    const { problem } = this.#request;
    const query = {
      languageId: languageIdOf(problem.path) ?? "",
      text: text.replace(/^\ufeff/, ""),
      lineScores: [[line, 1]] as const,
      literals: { numbers: [], strings: [] },
      limit: mostTemplates,
    };
    const all = await this.#deps.engine.proposeRepairs(query, this.#signal);
    return all
      .filter(({ edits }) => !takesAway(edits))
      .map(({ edits, template, score }) => ({ edits, about: template, score: 0.5 * score }));
  }

  async #tryAll(
    edits: readonly ProblemEdit[],
    text: string,
    found: FoundProblem,
    judge: ProblemJudge,
  ): Promise<FixPatch[]> {
    const usable = found.session.chosen.checker.takesVariants;
    for (let at = 0; at < edits.length && !this.#isOver(); at += batchSize) {
      const batch = edits.slice(at, at + batchSize);
      const survivors = usable ? await this.#survivors(batch, text, found) : undefined;
      const single = batch
        .slice(0, mostSingle)
        .map((edit) => ({ edit, changes: [this.#change(text, edit)], score: edit.score }));
      const patches = await this.#prove(survivors ?? single, found, judge, survivors === undefined);
      if (patches.length > 0) return patches;
      // Whole runs are dear: the likeliest alone are tried by them.
      if (survivors === undefined) return [];
    }
    return [];
  }

  /** Those of a batch that the checker takes beside the file; undefined when it cannot be asked so. */
  async #survivors(
    batch: readonly ProblemEdit[],
    text: string,
    { session, finding }: FoundProblem,
  ): Promise<readonly Survivor[] | undefined> {
    this.#tell("searching", { tried: this.#tried, waiting: batch.length });
    const texts = batch.map((edit) => this.#change(text, edit).after);
    const judged = await session.checkVariants(this.#request.problem.path, [text, ...texts]);
    this.#signal.throwIfAborted();
    const [control, ...own] = judged ?? [];
    if (!control || own.length === 0) return undefined;
    const same = control.find(
      (one) => one.line === finding.line && one.code === finding.code && one.message === finding.message,
    );
    if (!same) return undefined;
    this.#tried += batch.length;
    const taken = batch.flatMap((edit, at): (Survivor & { readonly alsoGone: number })[] => {
      const { isGone, share, alsoGone, appeared } = checkOutcome(same, control, own[at]!);
      // Of several answers the one that answers all of the same kind is the likelier.
      const score = edit.score * (0.6 + 0.4 * share);
      const isTaken = isGone && appeared.length === 0;
      return isTaken ? [{ edit, changes: [this.#change(text, edit)], score, alsoGone }] : [];
    });
    const imported = await this.#importable(text, taken);
    const meetsCause = imported.some(({ alsoGone }) => alsoGone > 0);
    return imported
      .map(({ alsoGone, ...one }) => ({
        ...one,
        score: one.score * (meetsCause && alsoGone === 0 ? narrow : 1),
      }))
      .sort((a, b) => b.score - a.score);
  }

  /** Those whose imports are there: not every checker looks. */
  async #importable<T extends Survivor>(text: string, survivors: readonly T[]): Promise<readonly T[]> {
    if (!this.#imports || survivors.length === 0) return survivors;
    const texts = survivors.map(({ edit }) => this.#change(text, edit).after);
    const judged = await this.#imports.checkVariants(this.#request.problem.path, [text, ...texts]);
    this.#signal.throwIfAborted();
    const [control, ...own] = judged ?? [];
    if (!control) return survivors;
    return survivors.filter((_, at) => compareFindings(control, own[at]!).appeared.length === 0);
  }

  async #prove(
    survivors: readonly Survivor[],
    found: FoundProblem,
    judge: ProblemJudge,
    isFirstTrial: boolean,
  ): Promise<FixPatch[]> {
    const { maxPatches } = this.#request;
    const proven: { readonly patch: FixPatch; readonly score: number }[] = [];
    const most = isFirstTrial ? mostSingle : maxPatches + spareProofs;
    for (const { edit, changes, score } of survivors.slice(0, most)) {
      if (proven.length >= maxPatches || this.#isOver()) break;
      this.#tell(isFirstTrial ? "searching" : "validating", { tried: this.#tried, found: proven.length });
      if (isFirstTrial) this.#tried++;
      const judged = await judge.full(changes);
      this.#signal.throwIfAborted();
      if (!judged.isGone || judged.tampering.length > 0 || judged.judgement.broken.length > 0) continue;
      proven.push({ patch: this.#patch(edit, changes, judged, found), score });
    }
    const [first, second] = proven;
    const isOpen =
      first && second && second.score >= asLikely * first.score && first.patch.evidence.flipped.length === 0;
    const doubt = "another change satisfies the checker as well, and no test tells them apart";
    // A test that passes by one of them alone tells them apart.
    const isTold = proven.some(({ patch }) => patch.evidence.flipped.length > 0);
    return proven
      .map(({ patch }) => (isOpen && !isTold ? withDoubt(patch, doubt) : patch))
      .sort((a, b) => rankOf(a) - rankOf(b));
  }

  #change(text: string, { edits }: ProblemEdit): FileChange & { readonly kind: "changed" } {
    const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
    const after = mark + applyReplacements(text.slice(mark.length), edits);
    return { kind: "changed", path: this.#request.problem.path, before: text, after };
  }

  #patch(
    edit: ProblemEdit,
    changes: readonly FileChange[],
    { judgement, limitation }: Omit<JudgedPatch, "failures" | "flaky" | "tampering">,
    found: Pick<FoundProblem, "finding"> & Partial<FoundProblem>,
  ): FixPatch {
    const { verdict, ...rest } = judgement;
    return {
      root: this.#root.root,
      changes,
      diff: renderDiff(changes),
      verdict,
      engine: "builtin",
      evidence: {
        ...rest,
        ...this.#shared(found, edit.about),
        tried: this.#tried,
        template: edit.about,
        line: firstLine(changes),
        ...(limitation === undefined ? {} : { limitation }),
      },
    };
  }

  #modelPatch(patch: ModelPatch, found: FoundProblem, rules: readonly string[]): FixPatch {
    const { changes, judged, doubts, explanation } = patch;
    const { verdict, ...rest } = judged.judgement;
    return {
      root: this.#root.root,
      changes,
      diff: renderDiff(changes),
      verdict: doubted(verdict, doubts),
      engine: "model",
      ...(explanation === "" ? {} : { explanation }),
      evidence: {
        ...rest,
        ...this.#shared(found, "as the model proposes"),
        tried: patch.triedBefore,
        template: "model",
        rounds: patch.round,
        ...(rules.length > 0 ? { rules } : {}),
        line: firstLine(changes),
        ...(judged.limitation === undefined ? {} : { limitation: judged.limitation }),
        ...(doubts.length > 0 ? { doubts } : {}),
      },
    };
  }

  #shared({ finding, session }: Pick<FoundProblem, "finding"> & Partial<FoundProblem>, about: string) {
    const checked: CheckedProblem = {
      finding: findingText(finding),
      about,
      ...(session ? { by: session.label } : {}),
    };
    return {
      targets: [],
      isolation: this.#copy.isolation,
      foundMs: Math.round(this.#deps.now() - this.#began),
      checked,
    };
  }

  async #byModel(text: string, found: FoundProblem, judge: ProblemJudge) {
    const { models, clock, docs, rules: readRules } = this.#deps.model!;
    const { problem, budgetMs, maxPatches, description } = this.#request;
    const { root } = this.#root;
    const { finding, session } = found;
    const message = `${finding.message}\n${findingText(finding)}`;
    const sources = [{ path: `${root}/${finding.path}`, isLibrary: false }];
    const outcome = {
      id: findingText(finding),
      status: "failed" as const,
      message: finding.message,
      durationMs: 0,
      stack: [{ path: finding.path, line: finding.line, name: "" }],
    };
    const asked = docs?.({ path: `${root}/${problem.path}`, text, outcomes: [outcome] }, this.#signal);
    const related = (await asked) ?? [];
    const rules = await rulesFor(readRules, root, [problem.path]);
    const task: RepairTask = {
      rules: rules.data,
      description: `${session.label} must not say this any more, and nothing new. Do not silence it.${description === undefined ? "" : ` ${description}`}`,
      code: [codeOf({ path: problem.path, text, lines: [finding.line] }, root)],
      related,
      values: [],
      failures: [{ label: `finding of ${session.label}`, text: message, sources }],
    };
    const testPaths = new Set(this.#root.tests.map((test) => test.path));
    const spent = this.#deps.now() - this.#began;
    const report = await repairByModel(
      {
        models,
        clock,
        judge: { quick: (changes) => judge.quick(changes), full: (changes) => judge.full(changes) },
        copy: this.#copy,
        taskFor: async () => task,
        isOfTests: (path) => path !== problem.path && belongsToTests(path, testPaths),
        sourceOfTest: () => sources,
        doubtsOf: async () => [],
        budget: { ...usualBudget, ms: Math.min(Math.max(1000, budgetMs - spent), this.#time.leftMs) },
        maxPatches,
        onProgress: ({ phase, ...counts }) => this.#tell(phase, counts),
        onUsage: this.#request.onUsage,
      },
      this.#signal,
    );
    return { ...report, rules: rules.paths };
  }

  /** No checker says it: what is known of names speaks for a change, or nothing does. */
  async #withoutChecker(text: string, reasons: readonly string[]): Promise<FixResult> {
    const { problem, maxPatches, engine } = this.#request;
    const why = reasons.length > 0 ? reasons.join("; ") : "no checker of this language is known";
    const { line, column, message, code = "" } = problem;
    const none = { patches: [], tried: 0 };
    if (message === undefined) return { ...none, reason: `Nothing is known to be wrong there: ${why}` };
    if (engine === "model") return { ...none, reason: `Nothing could tell whether a change helps: ${why}` };
    this.#tell("searching");
    const finding = { path: problem.path, line, column, message, code };
    const edits = await this.#edits(text, finding);
    const isWrong = (await this.#nameFaults(text, text, line)) > 0;
    const patches: FixPatch[] = [];
    for (const edit of edits.slice(0, mostSingle)) {
      if (patches.length >= maxPatches || edit.score < 0.5) break;
      this.#tried++;
      const change = this.#change(text, edit);
      const faults = await this.#nameFaults(text, change.after, line);
      this.#signal.throwIfAborted();
      if (faults > 0) continue;
      const limitation = isWrong
        ? `Judged by Touchstone's own look at names alone: ${why}`
        : `Nothing could judge it: ${why}`;
      const judgement = {
        verdict: isWrong ? "plausible" : "unverified",
        flipped: [],
        stillFailing: [],
        broken: [],
        ran: 0,
      } as const;
      patches.push(this.#patch(edit, [change], { judgement, limitation }, { finding }));
    }
    return this.#result(patches, this.#tried, `No change is known that answers it: ${why}`);
  }

  /** What our own check says of the changed lines; syntax counts. */
  async #nameFaults(before: string, after: string, line: number): Promise<number> {
    const { problem } = this.#request;
    const { verify } = this.#deps.engine;
    if (!verify) return 0;
    const [old, now] = [before.split("\n"), after.split("\n")];
    const start =
      before === after
        ? line
        : Math.min(
            line,
            old.findIndex((one, at) => one !== now[at]),
          );
    const end = line + 1 + now.length - old.length;
    const from = Math.max(0, start);
    const to = Math.max(from + 1, end);
    const head = now.slice(0, from).join("\n");
    const query = {
      path: `${this.#root.root}/${problem.path}`,
      languageId: languageIdOf(problem.path) ?? "",
      prefix: from === 0 ? "" : `${head}\n`,
      suggestion: now.slice(from, to).join("\n"),
      suffix: to >= now.length ? "" : `\n${now.slice(to).join("\n")}`,
      maxMs: 2_000,
    };
    const { findings } = await verify(query, this.#signal);
    return findings.length;
  }

  /** Files that use the one that is changed. */
  async #importers(): Promise<readonly string[]> {
    const { engine } = this.#deps;
    const { root } = this.#root;
    if (!engine.graph) return [];
    const query = {
      symbol: `${root}/${this.#request.problem.path}`,
      relation: "importedBy",
      limit: mostImporters,
    } as const;
    const edges = await engine.graph(query, this.#signal).catch(() => []);
    return [...new Set(edges.map(({ path }) => path))]
      .filter((path) => path.startsWith(`${root}/`))
      .map((path) => path.slice(root.length + 1));
  }

  #targets(): TargetTests[] {
    const testPaths = new Set(this.#root.tests.map(({ path }) => path));
    return this.#root.projects.map((project) => ({
      root: this.#root.root,
      project,
      known: testsOf(this.#root, project),
      asked: undefined,
      testPaths,
    }));
  }

  async #affected(changes: readonly FileChange[], target: TargetTests) {
    const { graph } = this.#deps.engine;
    return graph ? affectedTests(changes, target, { graph }, this.#signal) : [];
  }
}

/** What is not there is not complained of: code that goes answers any checker, and nobody asked for that. */
function takesAway(edits: readonly Replacement[]): boolean {
  const old = edits.reduce((sum, { start, end }) => sum + end - start, 0);
  const now = edits.reduce((sum, { text }) => sum + text.trim().length, 0);
  return old > mostTakenAway && 2 * now < old;
}

/** Those that tests speak for come first; else the order stays. */
const rankOf = ({ verdict, evidence }: FixPatch): number =>
  (verdict === "verified" ? 0 : verdict === "plausible" ? 2 : 4) + (evidence.flipped.length > 0 ? 0 : 1);

const withDoubt = (patch: FixPatch, doubt: string): FixPatch => {
  const doubts =
    patch.evidence.flipped.length > 0
      ? (patch.evidence.doubts ?? [])
      : [...(patch.evidence.doubts ?? []), doubt];
  return {
    ...patch,
    verdict: doubted(patch.verdict, doubts),
    evidence: { ...patch.evidence, ...(doubts.length > 0 ? { doubts } : {}) },
  };
};
