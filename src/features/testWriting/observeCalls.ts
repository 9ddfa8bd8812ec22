/** Calls a function in a copy, as it is and with small changes, by a test that the project's own runner runs. */

import type { ObservedCall } from "../../core/testWriting/observation.ts";
import type { ProbeAnswer } from "../../core/testWriting/renderProbe.ts";
import { sampleCalls } from "../../core/testWriting/sampleCalls.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { type ProbePrograms, runProbe } from "./runProbe.ts";
import type { Assignment } from "./subject.ts";
import { WritingRefused } from "./writtenTests.ts";

export interface Observed {
  readonly calls: readonly ObservedCall[];
  /** Mutants that ran; undefined when none could be tried. */
  readonly tried: number | undefined;
  /** Calls that gave something else each time, and those that gave nothing a test could write down. */
  readonly unsteady: number;
  readonly unwritable: number;
}

/** @throws WritingRefused when the function cannot be called from a test */
export async function observeCalls(
  copy: WorkCopy,
  assignment: Assignment,
  programs: ProbePrograms,
  signal: AbortSignal,
): Promise<Observed> {
  const { subject, languageId } = assignment;
  const isPython = languageId === "python";
  const whole = isPython || subject.loopStarts !== undefined ? subject : { ...subject, mutants: [] };
  const calls = sampleCalls(subject, isPython ? "python" : "ecma");
  if (calls.length === 0)
    throw new WritingRefused(`Nothing tells what to call "${subject.name}" with: use a model`);
  const program = await programs(isPython ? "probe.py" : "probe.js");
  const { answer, failure } = await runProbe(copy, assignment, { subject: whole, calls, program }, signal);
  if (answer === undefined)
    throw new WritingRefused(`"${subject.name}" cannot be called from a test: ${failure}`);
  return read(answer as ProbeAnswer, assignment, calls);
}

function read(
  { seen, again, mutants = [], hasModule }: ProbeAnswer,
  { subject }: Assignment,
  calls: ReturnType<typeof sampleCalls>,
): Observed {
  if (!seen) throw new WritingRefused(`"${subject.name}" ended the process that called it`);
  const own = new Set(subject.calls.map((call) => JSON.stringify(call)));
  const kills = calls.map(() => new Set<number>());
  mutants.forEach((noticed, number) => {
    for (const at of noticed ?? []) kills[at]?.add(number);
  });
  let [unsteady, unwritable] = [0, 0];
  const observed = calls.flatMap((call, at): ObservedCall[] => {
    const one = seen[at]!;
    if (JSON.stringify(one) !== JSON.stringify(again?.[at])) unsteady++;
    else if (one.kind === "other") unwritable++;
    else return [{ call, seen: one, isOwn: own.has(JSON.stringify(call)), kills: kills[at]! }];
    return [];
  });
  const tried = mutants.filter((noticed) => noticed !== null).length;
  return { calls: observed, tried: hasModule && tried > 0 ? tried : undefined, unsteady, unwritable };
}
