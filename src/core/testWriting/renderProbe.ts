/** A test that calls a function in many ways and writes down what it does: how calls are observed by the project's own runner. */
import { type NeededImport, textWithImport } from "../completion/autoImport/importLine.ts";
import { applyReplacements, type Replacement } from "../repair/candidate.ts";
import type { Observation } from "./observation.ts";
import type { TestStyle } from "./testStyle.ts";
import type { SubjectCall, TestSubject } from "./testSubject.ts";

export const probeLabel = "test_touchstone_probe";

export interface ProbeRequest {
  readonly subject: TestSubject;
  readonly calls: readonly SubjectCall[];
  /** Of the subject's file: as it is, and relative to the root. */
  readonly text: string;
  readonly path: string;
  readonly style: TestStyle;
  /** How tests import the subject's file. */
  readonly subjectImport: NeededImport;
  /** Absolute folder for files that are no part of the project, as programs see it. */
  readonly scratch: string;
  /** The product's program for the language. */
  readonly program: string;
}

export interface Probe {
  readonly testText: string;
  readonly suites: readonly string[];
  /** By absolute path, or by one relative to the root. */
  readonly files: Readonly<Record<string, string>>;
  /** Where the answer will be. */
  readonly answer: string;
}

/** What the probe wrote down. By call; for each mutant the calls that tell it, null for one that cannot run. */
export interface ProbeAnswer {
  readonly seen: readonly Observation[] | null;
  readonly again?: readonly Observation[] | null;
  /** Whether mutants of the file could be tried. */
  readonly hasModule?: boolean;
  readonly mutants?: readonly (readonly number[] | null)[];
}

const callSeconds = 0.5;

const sourceOf = (call: SubjectCall): string =>
  call.map(({ name, text }) => (name === undefined ? text : `${name}=${text}`)).join(", ");

const wrapOf = ({ isAsync, isGenerator }: TestSubject): string =>
  isAsync ? "async" : isGenerator ? "list" : "";

export function pythonProbe(request: ProbeRequest): Probe {
  const { subject, calls, text, path, style, subjectImport, scratch, program } = request;
  const { plan, answer, script } = placesIn(scratch, "py");
  const chain = [...subject.containers, subject.name];
  const mutants = subject.mutants.map(({ edits }) => applyReplacements(text, edits));
  const own = {
    calls: calls.map(sourceOf),
    wrap: wrapOf(subject),
    seconds: callSeconds,
    chain,
    path,
    mutants,
    answer,
  };
  const call = [
    "import runpy",
    `runpy.run_path(${JSON.stringify(script)})["observe"](${subjectImport.local}, ${JSON.stringify(plan)})`,
  ];
  const isClass = style.form === "unittest";
  const lines = isClass
    ? [
        `class TestTouchstoneProbe(unittest.TestCase):`,
        `    def ${probeLabel}(self):`,
        ...call.map((line) => `        ${line}`),
      ]
    : [`def ${probeLabel}():`, ...call.map((line) => `    ${line}`)];
  const imports = isClass ? "import unittest\n" : "";
  const body = `${imports}\n\n${lines.join("\n")}\n`;
  const testText = textWithImport(body, "python", subjectImport);
  return {
    testText,
    suites: isClass ? ["TestTouchstoneProbe"] : [],
    files: { [plan]: JSON.stringify(own), [script]: program },
    answer,
  };
}

/** @param endings of the file's name, such as `.ts` */
export function ecmaProbe(request: ProbeRequest & { readonly languageId: string }): Probe {
  const { subject, calls, text, path, style, subjectImport, scratch, program } = request;
  const { answer } = placesIn(scratch, "js");
  const chain = subject.containers.length === 0 ? [] : [...subject.containers.slice(1), subject.name];
  const plan = {
    wrap: wrapOf(subject),
    milliseconds: 1000 * callSeconds,
    exportedAs: exportedName(subject, subjectImport),
    chain,
  };
  const versions = [text, ...subject.mutants.map(({ edits }) => edits)].map((one) =>
    typeof one === "string" ? guarded(text, [], subject) : guarded(text, one, subject),
  );
  const files: Record<string, string> = {};
  const take = style.usesRequire ? "require" : "import";
  const loads = versions.map((version, number) => {
    const module = besides(subjectImport.module, path, number);
    files[besides(path, path, number)] = version;
    return `() => ${take}("${module}")`;
  });
  const lines = [
    "// @ts-nocheck",
    ...(style.testModule === undefined ? [] : [takenTest(take, style.testModule)]),
    `const take = (name) => ${take}(name);`,
    `const save = ${JSON.stringify(answer)};`,
    `const plan = ${JSON.stringify(plan)};`,
    `const calls = [${calls.map((call) => `(f) => f(${sourceOf(call)})`).join(",\n")}];`,
    `const load = [${loads.join(",\n")}];`,
    program,
    `${style.form === "mocha" ? "it" : "test"}("${probeLabel}", async function () {`,
    style.form === "mocha" ? "  this.timeout(120000);" : "",
    "  await saveObserved();",
    style.form === "expect" ? "}, 120000);" : "});",
    "",
  ];
  return { testText: lines.join("\n"), suites: [], files, answer };
}

const takenTest = (take: string, module: string): string =>
  take === "import" ? `${take} { test } from "${module}";` : `const { test } = ${take}("${module}");`;

const exportedName = (subject: TestSubject, { form, name }: NeededImport): string =>
  form === "default" ? "default" : form === "named" ? name : (subject.containers[0] ?? subject.exportedAs);

const placesIn = (scratch: string, kind: string) => ({
  plan: `${scratch}/probe-plan.json`,
  answer: `${scratch}/probe-answer-${kind}.json`,
  script: `${scratch}/probe.py`,
});

/** The name of a version beside a file: `a/clamp.ts` is `a/clamp.touchstone3.ts`, `./clamp` is `./clamp.touchstone3`. */
function besides(name: string, path: string, number: number): string {
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
  const at = name.lastIndexOf(stem);
  if (at >= 0) return `${name.slice(0, at + stem.length)}.touchstone${number}${name.slice(at + stem.length)}`;
  // A folder stands for its index.
  return `${name.replace(/\/$/, "")}/${stem}.touchstone${number}`;
}

const guard =
  '{ if ((globalThis.__touchstoneTurns = (globalThis.__touchstoneTurns ?? 0) + 1) > 200000) throw new Error("touchstone: too many turns"); }';

/** A version whose loops end. */
function guarded(text: string, edits: readonly Replacement[], { loopStarts }: TestSubject): string {
  const isKept = (at: number) => !edits.some(({ start, end }) => start < at && at < end);
  const guards = (loopStarts ?? []).filter(isKept).map((at) => ({ start: at, end: at, text: guard }));
  const all = [...edits, ...guards].sort((a, b) => a.start - b.start || a.end - b.end);
  return applyReplacements(text, all);
}
