/** Has the project's own runner run a test that calls a function and writes down what a program of the product finds. */
import { testId } from "../../core/testing/testCase.ts";
import { ecmaProbe, probeLabel, pythonProbe } from "../../core/testWriting/renderProbe.ts";
import type { SubjectCall, TestSubject } from "../../core/testWriting/testSubject.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { runInCopy } from "../testing/runInCopy.ts";
import type { Assignment } from "./subject.ts";

/** Text of a program by name, from the product's own files. */
export type ProbePrograms = (name: "probe.py" | "probe.js" | "measure.py" | "measure.js") => Promise<string>;

export interface ProbeJob {
  readonly subject: TestSubject;
  readonly calls: readonly SubjectCall[];
  readonly program: string;
}

export interface ProbeEnd {
  /** What the program wrote; undefined when it could not be run. */
  readonly answer: unknown;
  /** Why not, in a few words. */
  readonly failure: string;
}

const limits = { wallMs: 120_000, silenceMs: 110_000 };

/** The copy is left as it was. */
export async function runProbe(
  copy: WorkCopy,
  { languageId, text, path, style, subjectImport, project, place }: Assignment,
  { subject, calls, program }: ProbeJob,
  signal: AbortSignal,
): Promise<ProbeEnd> {
  const { scratch } = copy;
  const request = { subject, calls, text, path, style, subjectImport, scratch, program };
  const probe = languageId === "python" ? pythonProbe(request) : ecmaProbe({ ...request, languageId });
  await copy.remove(probe.answer);
  const testPath = probePath(place.path);
  const written = { [testPath]: probe.testText, ...probe.files };
  for (const [file, content] of Object.entries(written)) await copy.write(file, content);
  const { runner, folder } = project;
  const name = { runner, path: testPath, suites: probe.suites, label: probeLabel };
  const test = { ...name, id: testId(name), folder };
  const report = await runInCopy({ copy, project, tests: [test], known: [test], limits }, signal);
  const answer = await copy.read(probe.answer);
  for (const file of Object.keys(written)) await copy.remove(file);
  if (answer !== undefined) return { answer: JSON.parse(answer), failure: "" };
  const why = report.outcomes
    .find(({ message }) => message)
    ?.message?.split("\n")
    .find((line) => /Error|error/.test(line));
  return { answer: undefined, failure: why ?? report.reason ?? lastLine(report.output) };
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "the tests cannot be run";

/** Beside the tests, under a name that runners take for a test. */
function probePath(path: string): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const name = path.slice(folder.length);
  if (name.endsWith(".py")) return `${folder}test_touchstone_probe.py`;
  return `${folder}touchstoneProbe${/(?:\.(?:test|spec))?\.[^.]+$/.exec(name)?.[0] ?? ".test.js"}`;
}
