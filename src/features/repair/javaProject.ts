/** How Maven ran the tests of a project in a copy, as its reports tell: enough to run them without it. */
import type { TestCase } from "../../core/testing/testCase.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import type { JavaStart } from "./javaTrials.ts";
import { TrialsUnavailable } from "./pythonTrials.ts";
import type { TargetTests } from "./targets.ts";

/** @throws TrialsUnavailable when there is no report, or it does not tell the class path */
export async function javaStart(
  copy: WorkCopy,
  { project }: TargetTests,
  failing: readonly TestCase[],
  programs: Pick<JavaStart, "junitRun" | "junit4Run">,
): Promise<JavaStart> {
  const modules = new Set(failing.map(({ path }) => moduleOf(path, project.folder)));
  const classPath: string[] = [];
  for (const folder of modules) classPath.push(...(await classPathOf(copy, folder)));
  if (classPath.length === 0)
    throw new TrialsUnavailable("Cannot try repairs: the reports of Maven do not tell the class path");
  const own = classPath.filter((path) => path.startsWith(`${copy.seenAs}/`) && !path.endsWith(".jar"));
  return {
    classPath: [...new Set(classPath)],
    // `target/classes` of a module is made of its `src/main/java`.
    sourceFolders: [...new Set(own.map((path) => path.replace(/\/target\/[^/]+$/, "/src/main/java")))],
    classFolders: [...new Set(own)],
    testClasses: [...new Set(failing.map(({ suites }) => suites[0] ?? ""))].filter(Boolean),
    targets: failing.map(({ suites, label }) => `${suites.join("$")}#${label}`),
    ...programs,
  };
}

const moduleOf = (path: string, folder: string): string => /^(.*?)\/?src\/test\//.exec(path)?.[1] ?? folder;

async function classPathOf(copy: WorkCopy, folder: string): Promise<string[]> {
  const reports = `${folder === "" ? copy.seenAs : `${copy.seenAs}/${folder}`}/target/surefire-reports`;
  for (const name of await copy.list(reports)) {
    if (!name.endsWith(".xml")) continue;
    const text = (await copy.read(`${reports}/${name}`)) ?? "";
    for (const property of ["surefire.test.class.path", "java.class.path"]) {
      const found = new RegExp(`<property name="${property.replaceAll(".", "\\.")}" value="([^"]*)"`).exec(
        text,
      );
      const path = found?.[1]?.replaceAll("&amp;", "&") ?? "";
      if (/classes/.test(path))
        return path
          .split(/:(?!\\)|;/)
          .filter(Boolean)
          .map((entry) => entry.replace(/\/$/, ""));
    }
  }
  return [];
}
