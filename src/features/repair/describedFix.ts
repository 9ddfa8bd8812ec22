/**
 * A fix of what a person describes: a model writes a test that fails for it, the person says whether that is meant, then the code
 * is repaired against the test, which comes with the patch.
 */
import { renderDiff } from "../../core/patch/renderDiff.ts";
import { projectRules, type RepairData } from "../../core/repair/model/repairPrompt.ts";
import {
  planReproduction,
  type ReproductionPlan,
  readWrittenTest,
  reproductionFault,
  reproductionQuestion,
  reproductionRules,
} from "../../core/repair/model/reproduction.ts";
import { doubted } from "../../core/repair/verdict.ts";
import type { RootTests } from "../../core/testing/workspaceTests.ts";
import type { ChatMessage } from "../../ports/chatModel.ts";
import type { Engine } from "../../ports/engine.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { runInCopy } from "../testing/runInCopy.ts";
import { type FixPatch, type FixProgress, FixRefused, type FixRequest, type FixResult } from "./fix.ts";
import { Fixer, type FixerDeps } from "./fixer.ts";
import { FixTime } from "./fixTime.ts";
import { rulesFor } from "./repairRules.ts";
import { openCopy } from "./reproduced.ts";
import { codeOf } from "./suspectCode.ts";
import { belongsToTests } from "./targets.ts";

export interface DescribedFixDeps extends FixerDeps {
  readonly search: Pick<Engine, "search">;
  /** Absent where nobody can be asked: then no patch is called verified. */
  readonly confirm?: (reproduction: Reproduction, signal: AbortSignal) => Promise<boolean>;
}

/** A test that fails, for a person to say whether that is what they mean. */
export interface Reproduction {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  /** What it expects, in the model's words: never trusted. */
  readonly expectation: string;
  /** How it fails now. */
  readonly failure: string;
}

export type DescribedFixRequest = Pick<
  FixRequest,
  "engine" | "budgetMs" | "wholeMs" | "maxPatches" | "onUsage"
> & {
  readonly description: string;
};

const mostAttempts = 3;
const mostFiles = 4;
const mostHits = 12;
const limits = { wallMs: 60_000, silenceMs: 30_000 };
const unconfirmed = "nobody confirmed that the test which was written says what is meant";
const notWithoutModel =
  "A description alone needs a model to write a test that shows the problem: set one up for repairs, or name tests that fail";

/** @throws FixRefused when there is no model, no test to write like, or no failing test comes about; rejects as the signal tells */
export async function fixDescribed(
  deps: DescribedFixDeps,
  request: DescribedFixRequest,
  onProgress: (progress: FixProgress) => void,
  signal: AbortSignal,
): Promise<FixResult> {
  if (!deps.model?.models.isSetUp("repair")) throw new FixRefused(notWithoutModel);
  onProgress({ phase: "finding", tried: 0, waiting: 0, found: 0 });
  const time = new FixTime(deps.now, request.wholeMs);
  const begun = await time.bounded(signal, async (early) => {
    const planned = planIn(await deps.engine.findTests(early));
    const { description, onUsage } = request;
    const asked = { ...planned, description, onUsage };
    time.enter("writing");
    return { ...planned, written: await write(deps, asked, onProgress, early) };
  });
  if (typeof begun === "string") return { patches: [], tried: 0, reason: begun };
  const { tests, plan, written } = begun;
  // What a person takes to answer is not taken from it.
  const { leftMs } = time;
  const isConfirmed = await deps.confirm?.(written, signal);
  signal.throwIfAborted();
  if (isConfirmed === false)
    return {
      patches: [],
      tried: 0,
      reason: "The test that was written is not what was meant: say more exactly what is wrong",
    };
  const result = await new Fixer(withTest(deps, { tests, plan }, written.text)).fix(
    {
      ...request,
      engine: request.engine === "builtin" ? "both" : request.engine,
      testIds: [plan.test.id],
      ...(request.wholeMs === undefined ? {} : { wholeMs: leftMs }),
    },
    onProgress,
    signal,
  );
  const doubts = isConfirmed === true ? [] : [unconfirmed];
  return { ...result, patches: result.patches.map((patch) => withReproduction(patch, written, doubts)) };
}

interface Planned {
  readonly tests: RootTests;
  readonly plan: ReproductionPlan;
}

/** Beside the first test of the project with most of them. */
function planIn(workspace: readonly RootTests[]): Planned {
  const counted = workspace.flatMap((tests) =>
    tests.projects.map((project) => ({
      tests,
      own: tests.tests.filter(({ runner, folder }) => runner === project.runner && folder === project.folder),
    })),
  );
  for (const { tests, own } of counted.sort((a, b) => b.own.length - a.own.length)) {
    const paths = new Set(tests.tests.map(({ path }) => path));
    const plan = own[0] && planReproduction(own[0], (path) => paths.has(path));
    if (plan) return { tests, plan };
  }
  throw new FixRefused(
    "Cannot write a test for what is described: there are no tests of pytest, unittest, node:test, Vitest or Jest to put it beside",
  );
}

/** Asks until a test fails as it should. */
async function write(
  deps: DescribedFixDeps,
  asked: Planned & Pick<DescribedFixRequest, "description" | "onUsage">,
  onProgress: (progress: FixProgress) => void,
  signal: AbortSignal,
): Promise<Reproduction> {
  const { tests, plan, description } = asked;
  const copy = await openCopy(deps, tests.root, signal);
  try {
    if ((await copy.read(plan.path)) !== undefined)
      throw new FixRefused(`Cannot write a test: "${plan.path}" is there already`);
    const code = await codeFor(deps, asked, copy, signal);
    const rules = await rulesFor(deps.model?.rules, tests.root, [plan.path]);
    const messages: ChatMessage[] = [
      { role: "system", pieces: [{ text: reproductionRules, title: "rules" }] },
      {
        role: "user",
        pieces: [...projectRules(rules.data), ...reproductionQuestion(plan, description, code)],
      },
    ];
    let fault = "";
    let tokens = 0;
    for (let round = 1; round <= mostAttempts; round++) {
      onProgress({ phase: "asking", tried: 0, waiting: 0, found: 0, round, tokens });
      const end = await deps.model!.models.ask({ task: "repair", messages }, {}, signal);
      signal.throwIfAborted();
      if (end.kind !== "answered") throw new FixRefused(reasonOf(end));
      tokens += end.usage.promptTokens + end.usage.answerTokens;
      asked.onUsage?.(end.usage);
      const written = readWrittenTest(end.text);
      const tried = written && (await tryTest(copy, asked, written.text, signal));
      fault = tried?.fault ?? (written ? "" : "The answer holds no whole test file in a fence");
      if (written && tried && fault === "") return { path: plan.path, ...written, failure: tried.failure };
      messages.push(
        { role: "assistant", pieces: [{ text: end.text }] },
        { role: "user", pieces: [{ text: `${fault}. Write the whole file again.` }] },
      );
    }
    throw new FixRefused(`No test could be written that shows the problem: ${fault}`);
  } finally {
    await copy.dispose();
  }
}

async function tryTest(
  copy: WorkCopy,
  { tests, plan }: Planned,
  text: string,
  signal: AbortSignal,
): Promise<{ readonly fault: string | undefined; readonly failure: string }> {
  await copy.write(plan.path, text);
  const { test } = plan;
  const project = tests.projects.find((one) => one.runner === test.runner && one.folder === test.folder)!;
  const report = await runInCopy(
    { copy, project, tests: [test], known: [...tests.tests, test], limits },
    signal,
  );
  signal.throwIfAborted();
  // A file that cannot be loaded is told as a failure of another name.
  const unknown = report.tests.map(({ id }) => report.outcomes.find((one) => one.id === id));
  const outcome =
    unknown.find((one) => one?.status === "errored") ?? report.outcomes.find(({ id }) => id === test.id);
  const broken = report.kind === "broken" ? (report.reason ?? "The test cannot be run") : undefined;
  return { fault: broken ?? reproductionFault(outcome), failure: (outcome?.message ?? "").slice(0, 2000) };
}

/** Code that the description may be about, and a test to write like. */
async function codeFor(
  { search }: DescribedFixDeps,
  { tests, plan, description }: Planned & { readonly description: string },
  copy: WorkCopy,
  signal: AbortSignal,
): Promise<RepairData[]> {
  const { root } = tests;
  const testPaths = new Set(tests.tests.map(({ path }) => path));
  const hits = await search.search({ query: description, target: "chunk", limit: mostHits }, signal);
  const lines = new Map<string, number[]>();
  for (const { path, startLine = 0 } of hits) {
    const relative = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
    if (relative === undefined || belongsToTests(relative, testPaths)) continue;
    lines.set(relative, [...(lines.get(relative) ?? []), startLine]);
  }
  const found: RepairData[] = [];
  for (const [path, suspected] of [...lines].slice(0, mostFiles)) {
    const text = await copy.read(path);
    if (text !== undefined) found.push(codeOf({ path, text, lines: suspected }, root));
  }
  const sample = tests.tests.find(
    ({ runner, folder }) => runner === plan.test.runner && folder === plan.test.folder,
  );
  const text = sample && (await copy.read(sample.path));
  if (sample && text !== undefined)
    found.push({
      ...codeOf({ path: sample.path, text, lines: [] }, root),
      label: `a test as an example: ${sample.path}`,
    });
  return found;
}

function reasonOf(end: Awaited<ReturnType<NonNullable<FixerDeps["model"]>["models"]["ask"]>>): string {
  if (end.kind === "failed") return `${end.fault.message} ${end.fault.nextStep}`;
  if (end.kind === "withheld") return `Nothing was sent to the model: ${end.reason}`;
  return end.kind === "untrusted"
    ? "Nothing was sent to the model: the workspace is not trusted"
    : notWithoutModel;
}

/** As if the test stood in the workspace. */
function withTest(deps: FixerDeps, { tests, plan }: Planned, text: string): FixerDeps {
  const { engine } = deps;
  const path = `${tests.root}/${plan.path}`;
  const own = { ...tests, tests: [...tests.tests, plan.test] };
  return {
    ...deps,
    unsaved: () => new Map([...(deps.unsaved?.() ?? []), [path, text]]),
    engine: {
      findTests: async () => [own],
      proposeRepairs: (query, signal) => engine.proposeRepairs(query, signal),
      buildSchema: (query, signal) => engine.buildSchema(query, signal),
      outline: (file, signal) => engine.outline(file, signal),
      ...(engine.graph ? { graph: (query, signal) => engine.graph!(query, signal) } : {}),
    },
  };
}

function withReproduction(patch: FixPatch, { path, text }: Reproduction, more: readonly string[]): FixPatch {
  const changes = [...patch.changes, { kind: "created", path, after: text } as const];
  const doubts = [...(patch.evidence.doubts ?? []), ...more];
  const evidence = { ...patch.evidence, ...(doubts.length > 0 ? { doubts } : {}) };
  return { ...patch, changes, diff: renderDiff(changes), verdict: doubted(patch.verdict, doubts), evidence };
}
