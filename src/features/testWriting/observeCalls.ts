/** Calls a function in a copy, as it is and with small changes, by a test that the project's own runner runs. */

import { testId } from "../../core/testing/testCase.ts";
import type { ObservedCall } from "../../core/testWriting/observation.ts";
import { ecmaProbe, type ProbeAnswer, probeLabel, pythonProbe } from "../../core/testWriting/renderProbe.ts";
import { sampleCalls } from "../../core/testWriting/sampleCalls.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { runInCopy } from "../testing/runInCopy.ts";
import type { Assignment } from "./subject.ts";
import { WritingRefused } from "./writtenTests.ts";

/** Text of a program by name, from the product's own files. */
export type ProbePrograms = (name: "probe.py" | "probe.js") => Promise<string>;

export interface Observed {
  readonly calls: readonly ObservedCall[];
  /** Mutants that ran; undefined when none could be tried. */
  readonly tried: number | undefined;
  /** Calls that gave something else each time, and those that gave nothing a test could write down. */
  readonly unsteady: number;
  readonly unwritable: number;
}

const limits = { wallMs: 120_000, silenceMs: 110_000 };

/** @throws WritingRefused when the function cannot be called from a test */
export async function observeCalls(
  copy: WorkCopy,
  assignment: Assignment,
  programs: ProbePrograms,
  signal: AbortSignal,
): Promise<Observed> {
  const { subject, languageId, text, path, style, subjectImport, project, place } = assignment;
  const isPython = languageId === "python";
  const whole = isPython || subject.loopStarts !== undefined ? subject : { ...subject, mutants: [] };
  const calls = sampleCalls(subject, isPython ? "python" : "ecma");
  if (calls.length === 0)
    throw new WritingRefused(`Nothing tells what to call "${subject.name}" with: use a model`);
  const program = await programs(isPython ? "probe.py" : "probe.js");
  const { scratch } = copy;
  const request = { subject: whole, calls, text, path, style, subjectImport, scratch, program };
  const probe = isPython ? pythonProbe(request) : ecmaProbe({ ...request, languageId });
  const testPath = probePath(place.path);
  const written = { [testPath]: probe.testText, ...probe.files };
  for (const [file, content] of Object.entries(written)) await copy.write(file, content);
  const { runner, folder } = project;
  const name = { runner, path: testPath, suites: probe.suites, label: probeLabel };
  const test = { ...name, id: testId(name), folder };
  const report = await runInCopy({ copy, project, tests: [test], known: [test], limits }, signal);
  const answer = await copy.read(probe.answer);
  for (const file of Object.keys(written)) await copy.remove(file);
  if (answer === undefined) {
    const why = report.outcomes
      .find(({ message }) => message)
      ?.message?.split("\n")
      .find((line) => /Error|error/.test(line));
    throw new WritingRefused(
      `"${subject.name}" cannot be called from a test: ${why ?? report.reason ?? lastLine(report.output)}`,
    );
  }
  return read(JSON.parse(answer) as ProbeAnswer, assignment, calls);
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "the tests cannot be run";

/** Beside the tests, under a name that runners take for a test. */
function probePath(path: string): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const name = path.slice(folder.length);
  if (name.endsWith(".py")) return `${folder}test_touchstone_probe.py`;
  return `${folder}touchstoneProbe${/(?:\.(?:test|spec))?\.[^.]+$/.exec(name)?.[0] ?? ".test.js"}`;
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
