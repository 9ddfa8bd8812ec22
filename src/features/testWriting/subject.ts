/** From what a person points at to the function, the project that tests it and where its tests go. */
import type { NeededImport } from "../../core/completion/autoImport/importLine.ts";
import { modulePath } from "../../core/completion/autoImport/modulePath.ts";
import { isTestPath } from "../../core/retrieval/rank/testPath.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { TestCase, TestRunnerName } from "../../core/testing/testCase.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import { type RootTests, testsOf } from "../../core/testing/workspaceTests.ts";
import { hasTestSubjects } from "../../core/testWriting/readSubject.ts";
import { type TestPlace, testPlace } from "../../core/testWriting/testPlace.ts";
import { type TestStyle, testStyle } from "../../core/testWriting/testStyle.ts";
import type { TestSubject } from "../../core/testWriting/testSubject.ts";
import type { Engine } from "../../ports/engine.ts";
import { type WriteTestsRequest, WritingRefused } from "./writtenTests.ts";

export type SubjectEngine = Pick<
  Engine,
  "findTests" | "testSubject" | "testsIn" | "outline" | "findReferences"
>;

/** Text of a file by absolute path as the person has it, unsaved changes included; undefined when there is none. */
export type ReadText = (path: string) => Promise<string | undefined>;

export interface Assignment {
  readonly subject: TestSubject;
  readonly languageId: string;
  /** Absolute. */
  readonly root: string;
  /** Of the code, relative to the root, and its text. */
  readonly path: string;
  readonly text: string;
  readonly project: TestProject;
  readonly known: readonly TestCase[];
  readonly place: TestPlace;
  /** Of the file that the tests go into; undefined when it is new. */
  readonly testText: string | undefined;
  /** A test file of the project to write like; empty when there is none. */
  readonly sampleText: string;
  readonly style: TestStyle;
  readonly subjectImport: NeededImport;
}

const mostExamples = 20;
const runnersOf = {
  python: new Set<TestRunnerName>(["pytest", "unittest"]),
  ecma: new Set<TestRunnerName>(["node", "vitest", "jest", "mocha"]),
};

/** @throws WritingRefused, saying why not */
export async function findAssignment(
  engine: SubjectEngine,
  readText: ReadText,
  request: WriteTestsRequest,
  signal: AbortSignal,
): Promise<Assignment> {
  const languageId = languageIdOf(request.path) ?? "";
  if (!hasTestSubjects(languageId))
    throw new WritingRefused("Tests can be written for functions of Python, JavaScript and TypeScript");
  const text = await readText(request.path);
  if (text === undefined) throw new WritingRefused(`Cannot read ${request.path}`);
  const name = request.name ?? (await nameAt(engine, request, signal));
  const root = (await engine.findTests(signal)).find((one) => request.path.startsWith(`${one.root}/`));
  if (!root) throw new WritingRefused("The file is in no folder of the workspace");
  const path = request.path.slice(root.root.length + 1);
  if (isTestPath(path)) throw new WritingRefused(`"${path}" holds tests: point at the code that they test`);
  const examples = await examplesOf(engine, readText, request.path, text, name, signal);
  const subject = await engine.testSubject({ languageId, text, name, line: request.line, examples }, signal);
  if (!subject)
    throw new WritingRefused(
      `There is no function "${name}" in "${path}", or the file cannot be parsed in time`,
    );
  const project = projectFor(root, path, languageId);
  const known = testsOf(root, project);
  const place = testPlace(path, [...new Set(known.map((test) => test.path))], project.runner);
  const sampleText = (place.sample && (await readText(`${root.root}/${place.sample}`))) || "";
  const style = testStyle(project.runner, sampleText === "" ? text : sampleText);
  if (!style) throw new WritingRefused(`Tests for ${project.runner} cannot be written yet`);
  const testText = place.isNew ? undefined : await readText(`${root.root}/${place.path}`);
  const subjectImport = await importOf(
    engine,
    { root: root.root, path, place, project, languageId, subject },
    signal,
  );
  return {
    subject,
    languageId,
    root: root.root,
    path,
    text,
    project,
    known,
    place,
    testText,
    sampleText,
    style,
    subjectImport,
  };
}

async function nameAt(
  engine: SubjectEngine,
  { path, line }: WriteTestsRequest,
  signal: AbortSignal,
): Promise<string> {
  const outline = line === undefined ? undefined : await engine.outline(path, signal);
  const around = (outline?.symbols ?? []).filter(
    (one) => /function|method/.test(one.kind) && one.startLine <= line! && line! <= one.endLine,
  );
  const found = around.sort((a, b) => b.startLine - a.startLine)[0];
  if (!found) throw new WritingRefused("There is no function there: put the cursor in one");
  return found.name;
}

/** Texts that call the function: files that refer to it, and the examples of its own documentation. */
async function examplesOf(
  engine: SubjectEngine,
  readText: ReadText,
  path: string,
  text: string,
  name: string,
  signal: AbortSignal,
): Promise<string[]> {
  const found = await engine.findReferences({ name, limit: 200 }, signal);
  const paths = new Set(found.filter(({ role }) => role === "call").map((one) => one.path));
  paths.delete(path);
  const texts = await Promise.all([...paths].slice(0, mostExamples).map((one) => readText(one)));
  const shown = [...text.matchAll(/^\s*>>>\s(.*)$/gm)].map(([, line]) => line).join("\n");
  return [...texts.filter((one) => one !== undefined), ...(shown === "" ? [] : [shown])];
}

/** The nearest project whose tests are of the language; one that every machine has where there is none. */
function projectFor({ projects }: RootTests, path: string, languageId: string): TestProject {
  const runners = languageId === "python" ? runnersOf.python : runnersOf.ecma;
  const near = projects
    .filter(({ runner, folder }) => runners.has(runner) && (folder === "" || path.startsWith(`${folder}/`)))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  const reasons = [{ text: "no tests are there yet", path }];
  return near ?? { runner: languageId === "python" ? "unittest" : "node", folder: "", reasons };
}

interface ImportQuestion {
  readonly root: string;
  readonly path: string;
  readonly place: TestPlace;
  readonly project: TestProject;
  readonly languageId: string;
  readonly subject: TestSubject;
}

/** In the way that the sample does it. */
async function importOf(
  engine: SubjectEngine,
  { root, path, place, project, languageId, subject }: ImportQuestion,
  signal: AbortSignal,
): Promise<NeededImport> {
  const outline = place.sample ? await engine.outline(`${root}/${place.sample}`, signal) : undefined;
  const modules = (outline?.imports ?? []).map(({ module }) => module);
  const folder = project.folder === "" ? root : `${root}/${project.folder}`;
  const habit = { modules: modules.length > 0 || languageId === "python" ? modules : [`./x${endOf(path)}`] };
  const module = modulePath(`${root}/${place.path}`, `${root}/${path}`, languageId, [folder, root], habit);
  if (module === undefined) throw new WritingRefused(`Tests cannot import "${path}"`);
  if (!subject.isExported)
    throw new WritingRefused(
      `"${subject.name}" is not exported, so no test can call it: export it, or test who calls it`,
    );
  const outer = subject.containers[0] ?? subject.name;
  const isDefault = subject.exportedAs === "default";
  return { form: isDefault ? "default" : "named", module, name: isDefault ? "default" : outer, local: outer };
}

const endOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? "";
