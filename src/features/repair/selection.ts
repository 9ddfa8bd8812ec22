/** Which patches are shown, and what is said of them besides what the tests said: how they behave on inputs like the tests'. */

import type { FileChange } from "../../core/patch/fileTexts.ts";
import { clusterByBehaviour, type ProbedCall, tellingCall } from "../../core/repair/behaviour.ts";
import { overfittingDoubts } from "../../core/repair/model/overfitting.ts";
import type { RepairData } from "../../core/repair/model/repairPrompt.ts";
import { doubted, type PatchVerdict } from "../../core/repair/verdict.ts";
import { probeBehaviour, probeValues } from "./behaviourProbe.ts";
import type { FixPatch } from "./fix.ts";
import type { ProbeDeps } from "./probeDeps.ts";
import { openCopy, type ReproduceDeps, type Reproduced } from "./reproduced.ts";
import { type SuspectText, textOfTest } from "./suspectCode.ts";

const rank: Readonly<Record<PatchVerdict, number>> = { verified: 0, plausible: 1, unverified: 2 };
/** Patches that are compared; more take too long. */
const mostCompared = 6;

/** In a copy of its own: what patches leave behind must reach no other run. */
async function probing<T>(
  deps: ReproduceDeps,
  { target, failing }: Reproduced,
  signal: AbortSignal,
  work: (probe: ProbeDeps) => Promise<T>,
): Promise<T> {
  const copy = await openCopy(deps, target.root, signal);
  try {
    const { programs, engine } = deps;
    return await work({ copy, target, failing, programs, engine });
  } finally {
    await copy.dispose();
  }
}

/** Why a patch that passes the tests is not yet trusted. */
export function doubtsAbout(
  deps: ReproduceDeps,
  reproduced: Reproduced,
  signal: AbortSignal,
): (changes: readonly FileChange[]) => Promise<readonly string[]> {
  return async (changes) => {
    const calls = await probing(deps, reproduced, signal, (probe) =>
      probeBehaviour(probe, [changes], signal),
    );
    return overfittingDoubts(changes, await testTexts(reproduced), inputsOf(calls, 0));
  };
}

const inputsOf = (calls: readonly ProbedCall[], patch: number) =>
  calls.map(({ isOfTests, outcomes }) => ({ isOfTests, before: outcomes[0]!, after: outcomes[patch + 1]! }));

/** The failing tests as text: what a repair must not copy from. */
async function testTexts({ copy, failing }: Reproduced): Promise<string> {
  const texts = await Promise.all(
    failing.slice(0, 20).map(async (test) => textOfTest(test, (await copy.read(test.path)) ?? "")),
  );
  return [...new Set(texts)].join("\n");
}

/**
 * The best of each group that behaves alike, verified ones first, with what tells it from the others.
 *
 * @param patches in the order of trust within one verdict
 */
export async function selectPatches(
  deps: ReproduceDeps,
  reproduced: Reproduced,
  patches: readonly FixPatch[],
  most: number,
  signal: AbortSignal,
): Promise<readonly FixPatch[]> {
  if (patches.length === 0) return patches;
  const first = sorted(patches).slice(0, mostCompared);
  const calls = await probing(deps, reproduced, signal, (probe) =>
    probeBehaviour(
      probe,
      first.map(({ changes }) => changes),
      signal,
    ),
  );
  const tests = await testTexts(reproduced);
  const judged = first.map((patch, at) =>
    withDoubts(patch, overfittingDoubts(patch.changes, tests, inputsOf(calls, at))),
  );
  const order = sorted(judged).map((patch) => judged.indexOf(patch));
  // Without a call nothing tells patches apart, and nothing says that they are alike.
  const groups = calls.length === 0 ? order.map((at) => [at]) : clusterByBehaviour(calls, judged.length);
  const best = groups.map((group) => order.find((at) => group.includes(at))!);
  const chosen = order.filter((at) => best.includes(at)).slice(0, most);
  const telling = chosen.length > 1 ? tellingCall(calls, chosen) : undefined;
  return chosen.map((at, place) => {
    const patch = judged[at]!;
    if (!telling) return patch;
    const { call, before } = telling;
    const example = { call, before, outcome: telling.outcomes[place]! };
    return { ...patch, evidence: { ...patch.evidence, example } };
  });
}

const sorted = (patches: readonly FixPatch[]): FixPatch[] =>
  [...patches].sort((a, b) => rank[a.verdict] - rank[b.verdict]);

function withDoubts(patch: FixPatch, more: readonly string[]): FixPatch {
  const doubts = [...new Set([...(patch.evidence.doubts ?? []), ...more])];
  if (doubts.length === 0) return patch;
  return { ...patch, verdict: doubted(patch.verdict, doubts), evidence: { ...patch.evidence, doubts } };
}

/** What variables held in suspected functions while the tests failed. */
export async function valuesOf(
  deps: ReproduceDeps,
  reproduced: Reproduced,
  suspects: readonly SuspectText[],
  signal: AbortSignal,
): Promise<readonly RepairData[]> {
  const values = await probing(deps, reproduced, signal, (probe) => probeValues(probe, suspects, signal));
  return values.map(({ path, name, text }) => ({
    label: `values in ${name} of ${path}`,
    text,
    sources: [{ path: `${reproduced.target.root}/${path}`, isLibrary: false }],
  }));
}
