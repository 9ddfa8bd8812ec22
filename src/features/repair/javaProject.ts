/** How Maven or Gradle ran the tests of a project in a copy: enough to run them without it. */
import { gradleVariables } from "../../core/testing/runners/javaBuild.ts";
import type { TestCase } from "../../core/testing/testCase.ts";
import type { TestProject } from "../../core/testing/testProject.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import type { JavaStart } from "./javaTrials.ts";
import { TrialsUnavailable } from "./pythonTrials.ts";
import type { TargetTests } from "./targets.ts";

/** @throws TrialsUnavailable when the class path is not told */
export async function javaStart(
  copy: WorkCopy,
  { project }: TargetTests,
  failing: readonly TestCase[],
  programs: Pick<JavaStart, "junitRun" | "junit4Run">,
  signal: AbortSignal,
): Promise<JavaStart> {
  const modules = new Set(failing.map(({ path }) => moduleOf(path, project.folder)));
  const classPath: string[] = [];
  const isGradle = project.runner === "gradle";
  const told = isGradle ? await gradleClassPaths(copy, project, signal) : undefined;
  for (const folder of modules)
    classPath.push(...(told ? (told.get(folder) ?? []) : await classPathOf(copy, folder)));
  if (classPath.length === 0)
    throw new TrialsUnavailable(
      isGradle
        ? "Cannot try repairs: Gradle does not tell the class path of the tests"
        : "Cannot try repairs: the reports of Maven do not tell the class path",
    );
  const isClasses = (path: string) => (isGradle ? isGradleClasses(path) : !path.endsWith(".jar"));
  const own = classPath.filter((path) => path.startsWith(`${copy.seenAs}/`) && isClasses(path));
  return {
    classPath: [...new Set(classPath)],
    // `target/classes`, and `build/classes/java/main`, of a module are made of its `src/main/java`.
    sourceFolders: [
      ...new Set(
        own.map((path) => path.replace(/\/(?:target|build\/classes\/java)\/[^/]+$/, "/src/main/java")),
      ),
    ],
    classFolders: [...new Set(own)],
    testClasses: [...new Set(failing.map(({ suites }) => suites[0] ?? ""))].filter(Boolean),
    targets: failing.map(({ suites, label }) => `${suites.join("$")}#${label}`),
    ...programs,
  };
}

const moduleOf = (path: string, folder: string): string => /^(.*?)\/?src\/test\//.exec(path)?.[1] ?? folder;

const isGradleClasses = (path: string): boolean => /\/build\/classes\/java\/[^/]+$/.test(path);

const gradleMark = "touchstone-class-path";
/** Said to Gradle beside the project's own build: a task that tells and does nothing. What it tells of is compiled before. */
const gradleScript = `allprojects { project ->
  project.afterEvaluate {
    if (project.plugins.hasPlugin('java')) {
      project.tasks.create('touchstoneClassPath') {
        doLast {
          println '${gradleMark}\t' + project.projectDir + '\t' + project.sourceSets.test.runtimeClasspath.files.join('\t')
        }
      }
    }
  }
}
`;
const gradleLimits = { wallMs: 180_000, maxOutputBytes: 4 * 2 ** 20 };

/** By a module's folder relative to the root. */
async function gradleClassPaths(
  copy: WorkCopy,
  project: TestProject,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const script = `${copy.scratch}/classPath.gradle`;
  await copy.write(script, gradleScript);
  const gradle = project.program === undefined ? "gradle" : `${copy.seenAs}/${project.program}`;
  const options = ["--offline", "--no-daemon", "--console=plain", "-q", "--init-script", script];
  const argv = [gradle, ...options, "testClasses", "touchstoneClassPath"] as const;
  const { stdout } = await copy.run(
    {
      argv: [...argv],
      env: gradleVariables({ cache: copy.cache, project }),
      folder: project.folder,
      ...gradleLimits,
    },
    signal,
  );
  const told = stdout.split("\n").filter((line) => line.startsWith(`${gradleMark}\t`));
  return new Map(
    told.map((line) => {
      const [, folder = "", ...classPath] = line.trimEnd().split("\t");
      return [folder === copy.seenAs ? "" : folder.slice(copy.seenAs.length + 1), classPath];
    }),
  );
}

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
