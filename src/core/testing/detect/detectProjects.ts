/** How the tests of one folder of the workspace are run, by what its own files say. Nothing of it is run. */
import { type TestCase, testId } from "../testCase.ts";
import type { TestProject } from "../testProject.ts";
import { detectCompiled } from "./compiled.ts";
import { detectEcma } from "./ecma.ts";
import { detectPython } from "./python.ts";
import { type Detected, parentFolder, type SetupFiles, type TestFile } from "./setupFiles.ts";

export interface DetectedTests {
  readonly projects: readonly TestProject[];
  readonly tests: readonly TestCase[];
}

/** @param files those with tests, by path */
export function detectProjects(files: readonly TestFile[], setup: SetupFiles): DetectedTests {
  const projects = new Map<string, TestProject>();
  const tests: TestCase[] = [];
  const told = new Map<string, Detected | undefined>();
  for (const file of files) {
    // Files of one folder that use the same libraries are told alike.
    const place = `${parentFolder(file.path)} ${file.language} ${file.uses.join(" ")}`;
    if (!told.has(place)) told.set(place, detect(file, files, setup));
    const detected = told.get(place);
    if (!detected) continue;
    const { runner, folder } = detected;
    const key = `${runner}:${folder}`;
    const project = projects.get(key) ?? detected;
    const known = new Set(project.reasons.map(({ text }) => text));
    const more = detected.reasons.filter(({ text }) => !known.has(text));
    const options = project.options ?? detected.options;
    projects.set(key, {
      ...project,
      reasons: [...project.reasons, ...more].slice(0, 8),
      ...(options ? { options } : {}),
    });
    for (const { label, suites, range } of file.tests) {
      const id = testId({ runner, path: file.path, suites, label });
      tests.push({ id, label, path: file.path, range, suites, runner, folder });
    }
  }
  const unique = new Map(tests.map((test) => [test.id, test]));
  return { projects: [...projects.values()], tests: [...unique.values()] };
}

function detect(file: TestFile, files: readonly TestFile[], setup: SetupFiles): Detected | undefined {
  switch (file.language) {
    case "python":
      return detectPython(file, files, setup);
    case "ecma":
      return detectEcma(file, setup);
    default:
      return detectCompiled(file, setup);
  }
}
