/**
 * The loop with a model over a real loopback endpoint: an oracle that is right at its k-th answer, and models that lie. The programs
 * are those that language models really wrote and that fail their tests.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ChatDesk } from "../../src/features/chatModel/chatDesk.ts";
import { Egress } from "../../src/features/completion/egress.ts";
import { EndpointMemory } from "../../src/features/completion/endpointMemory.ts";
import type { FixResult } from "../../src/features/repair/fix.ts";
import { Fixer } from "../../src/features/repair/fixer.ts";
import { systemClock } from "../../src/node/clock.ts";
import { OpenAiModel } from "../../src/node/model/openAiModel.ts";
import { NodeProcesses } from "../../src/node/processes/nodeProcesses.ts";
import { NodeWorkCopies } from "../../src/node/workCopy/nodeWorkCopies.ts";
import { quietLog } from "../../test/support/indexerHarness.ts";
import { memorySecrets } from "../../test/support/memorySecrets.ts";
import { memorySettings } from "../../test/support/memorySettings.ts";
import { scriptedEngine } from "../../test/support/scriptedEngine.ts";
import { ScriptedModel } from "../../test/support/scriptedModel/scriptedModel.ts";
import { findTests } from "../../test/support/testing/findTests.ts";
import { hashOfTree } from "../../test/support/testing/folders.ts";
import { answerWith, forms, type GivenCall, lies, wrongAnswers } from "./answers.ts";
import { passes, programPath, type RecordedFault, recordedFaults, testPath, testsOf } from "./programs.ts";

export interface ModelBenchOptions {
  readonly data: string;
  /** Parts of names; all when undefined. */
  readonly only: string | undefined;
  /** Each program meets every n-th k and every n-th lie, in turn. */
  readonly every: number;
  /** Both when undefined. */
  readonly part: string | undefined;
}

const trust = { isTrusted: () => true, onGranted: () => ({ dispose() {} }) };
const variables = process.env;
const processes = new NodeProcesses({ trust, log: quietLog, variables });
const copies = new NodeWorkCopies({ processes, trust, variables, home: homedir() });
const { isolation } = await copies.probe();
const endpoint = await ScriptedModel.start({ maxLifetimeMs: 6 * 3_600_000 });
const { settings } = memorySettings({ "model.endpoint": endpoint.baseUrl, "model.name": "scripted" });
const models = new ChatDesk({
  model: new OpenAiModel(),
  egress: new Egress({ engine: scriptedEngine(), settings, log: quietLog }),
  memory: new EndpointMemory(),
  settings,
  secrets: memorySecrets({}).secrets,
  trust,
  clock: systemClock,
  log: quietLog,
});

interface Outcome {
  readonly result: FixResult;
  /** Whether the folder, and what lies beside it, is as it was. */
  readonly isUntouched: boolean;
}

/** @param say what the model answers to the request of this number, counted from 1 */
async function fix(
  fault: RecordedFault,
  tests: string,
  say: (round: number) => string,
  budgetMs: number,
): Promise<Outcome> {
  const outer = realpathSync(mkdtempSync(join(tmpdir(), "model-repair-")));
  const root = join(outer, "project");
  execFileSync("mkdir", [root]);
  writeFileSync(join(root, programPath), fault.program);
  writeFileSync(join(root, testPath), tests);
  let round = 0;
  endpoint.behaviour = "answer";
  endpoint.chat = () => ({ text: say(++round) });
  const fixer = new Fixer({
    engine: {
      findTests: async () => [await findTests(root)],
      proposeRepairs: async () => [],
      buildSchema: async () => undefined,
      outline: async () => undefined,
    },
    copies,
    isolation: async () => isolation,
    programs: async (name) =>
      readFileSync(fileURLToPath(new URL(`../../media/repair/${name}`, import.meta.url)), "utf8"),
    now: () => performance.now(),
    model: { models, clock: systemClock },
  });
  const before = hashOfTree(outer);
  try {
    const request = { testIds: [], engine: "model", budgetMs, maxPatches: 3 } as const;
    const result = await fixer.fix(request, () => {}, new AbortController().signal);
    return { result, isUntouched: hashOfTree(outer) === before };
  } finally {
    rmSync(outer, { recursive: true, force: true });
  }
}

const afterOf = ({ patches }: FixResult): string | undefined => {
  const change = patches.find(({ verdict }) => verdict === "verified")?.changes[0];
  return change && change.kind !== "deleted" ? change.after : undefined;
};

const deepest = 5;

export async function modelBench({ data, only, every, part }: ModelBenchOptions): Promise<void> {
  const all = recordedFaults(data).filter(({ name }) => only === undefined || name.includes(only));
  const faults = all.filter((fault) => !passes(fault.program, testsOf(fault, true)));
  const sound = faults.filter((fault) => passes(fault.right, testsOf(fault, true)));
  console.log(
    `${all.length} recorded programs that do not work; ${faults.length} fail a test here, ${sound.length} of them have a right one`,
  );
  if (part !== "lies") await oracle(sound, every);
  if (part !== "oracle") await liars(faults, every);
  await endpoint.stop();
  await processes.dispose();
}

async function oracle(faults: readonly RecordedFault[], every: number): Promise<void> {
  for (let k = 1; k <= deepest; k++) {
    let [runs, fixed, verified, touched, rounds] = [0, 0, 0, 0, 0];
    for (const [at, fault] of faults.entries()) {
      if ((at + k) % every !== 0) continue;
      const form = forms[at % forms.length]!;
      const wrong = wrongAnswers(fault, form);
      // Refused in one form, the same program comes in the next.
      const formOf = (round: number) => forms[(at + round - k) % forms.length]!;
      const say = (round: number) =>
        round < k ? wrong[(round - 1) % wrong.length]! : answerWith(formOf(round), fault, fault.right);
      const { result, isUntouched } = await fix(fault, testsOf(fault, true), say, 300_000);
      const [patch] = result.patches;
      const asked = patch?.evidence.rounds ?? Number.POSITIVE_INFINITY;
      const [change] = patch?.changes ?? [];
      runs++;
      if (!isUntouched) touched++;
      if (change?.kind === "changed" && asked <= k + 1 && passes(change.after, testsOf(fault, true))) {
        fixed++;
        rounds += asked;
      }
      if (patch?.verdict === "verified") verified++;
      else {
        const why = patch
          ? `${patch.verdict}: ${patch.evidence.doubts ?? patch.evidence.limitation}`
          : result.reason;
        console.log(`  k=${k} ${fault.name} (${form}): ${why}`);
      }
    }
    console.log(
      `oracle right at answer ${k}: ${fixed} of ${runs} fixed within ${k + 1} answers (${(rounds / Math.max(fixed, 1)).toFixed(2)} on average), ${verified} called verified; folders touched: ${touched}`,
    );
  }
}

async function liars(faults: readonly RecordedFault[], every: number): Promise<void> {
  const visible = faults.filter((fault) => !passes(fault.program, testsOf(fault, false)));
  const calls = givenCalls(visible);
  console.log(
    `${visible.length} programs fail a test that their writer was given: these are what lies are told about`,
  );
  let [runs, falsely, touched] = [0, 0, 0];
  for (const [index, [name, lie]] of Object.entries(lies).entries()) {
    const counts = { runs: 0, verified: 0, plausible: 0, none: 0, touched: 0 };
    for (const [at, fault] of visible.entries()) {
      if ((at + index) % every !== 0) continue;
      const answer = lie(fault, calls[at]!);
      if (answer === undefined || calls[at]!.length === 0) continue;
      const { result, isUntouched } = await fix(fault, testsOf(fault, false), () => answer, 120_000);
      counts.runs++;
      if (!isUntouched) counts.touched++;
      const verified = afterOf(result);
      if (verified !== undefined) {
        counts.verified++;
        console.log(
          `  ${name} ${fault.name}: called verified; hidden tests ${passes(verified, testsOf(fault, true)) ? "pass" : "fail"}`,
        );
      } else if (result.patches.some(({ verdict }) => verdict === "plausible")) counts.plausible++;
      else counts.none++;
    }
    runs += counts.runs;
    falsely += counts.verified;
    touched += counts.touched;
    console.log(
      `${name}: ${counts.runs} runs, ${counts.verified} called verified, ${counts.plausible} plausible, ${counts.none} nothing shown; folders touched: ${counts.touched}`,
    );
  }
  const silent = await slow(visible.slice(0, 3));
  console.log(
    `all lies: ${runs} runs, ${falsely} called verified, folders touched: ${touched}; slow endpoints: ${silent}`,
  );
}

/** Endpoints that stall or never answer end with the time given. */
async function slow(faults: readonly RecordedFault[]): Promise<string> {
  let [runs, ended] = [0, 0];
  for (const behaviour of ["stallBeforeHeaders", "stallAfterHeaders", "stallMidStream"] as const) {
    for (const fault of faults) {
      runs++;
      const began = performance.now();
      const going = fix(fault, testsOf(fault, false), () => "", 3_000);
      endpoint.behaviour = behaviour;
      const { result, isUntouched } = await going;
      if (result.patches.length === 0 && result.reason && isUntouched && performance.now() - began < 60_000)
        ended++;
    }
  }
  return `${ended} of ${runs} ended with the time given, and said why`;
}

function givenCalls(faults: readonly RecordedFault[]): GivenCall[][] {
  const script = fileURLToPath(new URL("givenCalls.py", import.meta.url));
  const input = JSON.stringify(faults.map(({ given }) => given));
  return JSON.parse(execFileSync("python3", [script], { input, encoding: "utf8", maxBuffer: 1 << 26 }));
}
