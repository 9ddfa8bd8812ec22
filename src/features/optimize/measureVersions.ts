/** Compares versions of a function on calls and measures them against each other, in a copy. */
import { judgeSpeed, speedOf } from "../../core/optimize/speed.ts";
import { grownCalls } from "../../core/testWriting/grownCalls.ts";
import type { ObservedCall } from "../../core/testWriting/observation.ts";
import type { SubjectCall } from "../../core/testWriting/testSubject.ts";
import { formatSeconds } from "../../core/text/counts.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { type ProbePrograms, runProbe } from "../testWriting/runProbe.ts";
import type { Assignment } from "../testWriting/subject.ts";
import { type MeasuredCalls, OptimizingRefused, type Version } from "./optimized.ts";

/** What `media/testWriting/measure.*` write. */
interface Answer {
  readonly hasModule: boolean;
  readonly compared?: number;
  readonly timed?: number;
  /** By version the numbers of the calls that end otherwise, with the error that they raise; null for one that cannot be loaded. */
  readonly different?: readonly (readonly (readonly [call: number, error: string])[] | null)[];
  /** Versions that were timed, by number. */
  readonly fit?: readonly number[];
  readonly rounds?: readonly (readonly number[])[];
  /** How often each call was made in a round. */
  readonly turns?: number;
}

export interface MeasuredVersion {
  readonly version: Version;
  readonly measured: readonly MeasuredCalls[];
  /** Why it is not proposed, for a person; undefined for one that is faster. */
  readonly fault: string | undefined;
}

export interface MeasuringDeps {
  readonly copy: WorkCopy;
  readonly assignment: Assignment;
  readonly programs: ProbePrograms;
}

/** @param observed calls that end, and end in the same way each time @throws OptimizingRefused when nothing can be measured */
export async function measureVersions(
  deps: MeasuringDeps,
  versions: readonly Version[],
  observed: readonly ObservedCall[],
  signal: AbortSignal,
): Promise<readonly MeasuredVersion[]> {
  const language = deps.assignment.languageId === "python" ? "python" : "ecma";
  const calls = observed.map(({ call }) => call);
  const isOwn = observed.map((one) => one.isOwn);
  const tried = await ask(deps, versions, calls, signal);
  if (typeof tried === "string") throw new OptimizingRefused(`Nothing could be measured: ${tried}`);
  const longer = grownCalls(calls, language);
  // What ends with small inputs may not end with large ones: then nothing is known of these.
  const grown = longer.length === 0 ? undefined : await ask(deps, versions, longer, signal);
  return versions.map((version, at) =>
    judged(version, [
      partOf("tried", tried, at, { version, calls, isOwn }),
      ...(grown === undefined || typeof grown === "string"
        ? []
        : [partOf("grown", grown, at, { version, calls: longer, isOwn })]),
    ]),
  );
}

interface Part {
  readonly measured: MeasuredCalls | undefined;
  readonly fault: string | undefined;
}

interface Tried {
  readonly version: Version;
  readonly calls: readonly SubjectCall[];
  /** Of the calls that were observed. */
  readonly isOwn: readonly boolean[];
}

/**
 * What a version raises as it says it does counts as no fault where the project is known to call the function, and never
 * so. Any other difference does.
 */
function partOf(
  kind: MeasuredCalls["kind"],
  { compared = 0, timed = 0, different = [], fit = [], rounds = [], turns = 1 }: Answer,
  at: number,
  { version, calls, isOwn }: Tried,
): Part {
  const own = different[at];
  if (!own) return { measured: undefined, fault: "it cannot be loaded" };
  const hasOwn = isOwn.includes(true);
  const isSaid = ([call, error]: readonly [number, string]) =>
    hasOwn && !(kind === "tried" && isOwn[call]) && version.raises.includes(error);
  const bad = own.filter((one) => !isSaid(one));
  const [first] = bad;
  if (first !== undefined) {
    const fault = `it behaves otherwise in ${bad.length} of ${compared} calls, as with (${sourceOf(calls[first[0]]!)})`;
    return { measured: undefined, fault };
  }
  const speed = fit.includes(at) ? speedOf(rounds, fit.indexOf(at)) : undefined;
  const odd = own.map(([call]) => `(${sourceOf(calls[call]!)})`);
  return {
    measured: speed && { kind, compared: compared - odd.length, timed, turns, odd, speed },
    fault: undefined,
  };
}

const sourceOf = (call: SubjectCall): string =>
  call.map(({ name, text }) => (name === undefined ? text : `${name}=${text}`)).join(", ");

function judged(version: Version, parts: readonly Part[]): MeasuredVersion {
  const measured = parts.flatMap((part) => part.measured ?? []);
  const fault = parts.find((part) => part.fault !== undefined)?.fault ?? slowness(measured);
  return { version, measured, fault };
}

function slowness(measured: readonly MeasuredCalls[]): string | undefined {
  if (measured.length === 0)
    return "its time could not be measured: the calls take too long, or none ends well";
  const verdicts = measured.map(({ speed }) => judgeSpeed(speed));
  const [short, long] = verdicts;
  // What costs a little more for a few values may be worth it for many, never the other way round: a person decides.
  const isWorth = short !== "slower" || measured.reduce((all, { speed }) => all * speed.ratio, 1) < 1;
  if (verdicts.includes("faster") && long !== "slower" && isWorth) return undefined;
  const how = verdicts.includes("slower") ? "it is slower" : "it is not faster beyond noise";
  return `${how}: ${measured.map(figuresOf).join("; ")}`;
}

/** `0.31 of the time (0.30 to 0.33; the code against itself 0.99 to 1.01) on 40 calls, 2.79 µs a call in place of 9.00 µs`. */
export function figuresOf({ kind, timed, turns, speed }: MeasuredCalls): string {
  const { ratio, low, high, noise, seconds } = speed;
  const ofCall = (round: number) => formatSeconds(round / (timed * turns));
  const on = kind === "grown" ? `${timed} calls with long inputs` : `${timed} calls`;
  return `${digits(ratio)} of the time (${digits(low)} to ${digits(high)}; the code against itself ${digits(noise.low)} to ${digits(noise.high)}) on ${on}, ${ofCall(seconds.after)} a call in place of ${ofCall(seconds.before)}`;
}

const digits = (value: number): string => value.toFixed(value < 0.1 ? 3 : 2);

/** @returns why there is no answer, as text */
async function ask(
  { copy, assignment, programs }: MeasuringDeps,
  versions: readonly Version[],
  calls: readonly SubjectCall[],
  signal: AbortSignal,
): Promise<Answer | string> {
  const { languageId, text, subject } = assignment;
  const isPython = languageId === "python";
  // The code as it is goes twice: against itself it shows what noise makes.
  const mutants = [text, text, ...versions.map((version) => version.text)].map((after) => ({
    edits: [{ start: 0, end: text.length, text: after }],
    template: "operator" as const,
    score: 1,
    line: subject.startLine,
  }));
  const program = isPython
    ? `${await programs("probe.py")}\n\n${await programs("measure.py")}`
    : await programs("measure.js");
  // Guards against endless loops would be timed too: the calls are known to end.
  const job = { subject: { ...subject, mutants, loopStarts: [] }, calls, program };
  const { answer, failure } = await runProbe(copy, assignment, job, signal);
  signal.throwIfAborted();
  if (answer === undefined) return failure;
  const read = answer as Answer;
  return read.hasModule ? read : "the file cannot be loaded in two versions";
}
