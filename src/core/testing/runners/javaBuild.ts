/** JUnit by Maven and by Gradle. */
import { parseJunitXml } from "../report/junitXml.ts";
import type { ReportedTest } from "../report/reportedTest.ts";
import type { TestCase } from "../testCase.ts";
import { programOf, type RunRequest, type RunResult, type TestRunner } from "./testRunner.ts";

/** Inner classes are `Outer$Inner` to all three. */
const className = ({ suites }: TestCase): string => suites.join("$");

/** Folders of the modules that have tests, as the program sees them. */
function moduleFolders({ known, project, root }: RunRequest): string[] {
  const modules = known.map(({ path }) => /^(.*?)\/?src\/test\//.exec(path)?.[1] ?? project.folder);
  return [...new Set(modules)].map((folder) => (folder === "" ? root : `${root}/${folder}`));
}

const read = ({ reports }: RunResult): ReportedTest[] =>
  reports.flatMap((text) =>
    (parseJunitXml(text) ?? []).map(({ className: name, label, path: _, suites: __, ...rest }) => ({
      ...rest,
      suites: name.split("$"),
      // Parameters of a repeated test stand behind its name.
      label: /^[\w$]+/.exec(label)?.[0] ?? label,
    })),
  );

export const maven: TestRunner = {
  label: "JUnit by Maven",
  plan: (request) => {
    const byClass = new Map<string, string[]>();
    for (const test of request.tests ?? []) {
      byClass.set(className(test), [...(byClass.get(className(test)) ?? []), test.label]);
    }
    const chosen = [...byClass].map(([name, labels]) => `${name}#${[...new Set(labels)].join("+")}`);
    const options = ["-o", "-B", "-Dstyle.color=never", "-fae", ...(request.project.options ?? [])];
    const only = request.tests
      ? [`-Dtest=${chosen.join(",")}`, "-DfailIfNoTests=false", "-Dsurefire.failIfNoSpecifiedTests=false"]
      : [];
    return {
      argv: [programOf(request, "mvn"), ...options, ...only, "test"],
      reports: moduleFolders(request).map((folder) => `${folder}/target/surefire-reports`),
    };
  },
  read,
};

/**
 * Gradle writes beside the libraries that it has loaded, which a sandbox shows read only: it gets a home of its own, kept from run to
 * run. A wrapper finds its Gradle in the person's home alone.
 */
export const gradleVariables = ({
  cache,
  project,
}: Pick<RunRequest, "cache" | "project">): Readonly<Record<string, string>> =>
  project.program === undefined ? { GRADLE_USER_HOME: `${cache}/gradle` } : {};

export const gradle: TestRunner = {
  label: "JUnit by Gradle",
  plan: (request) => {
    const only = (request.tests ?? []).flatMap((test) => ["--tests", `${className(test)}.${test.label}`]);
    return {
      argv: [
        programOf(request, "gradle"),
        "--offline",
        "--no-daemon",
        "--console=plain",
        "--continue",
        "test",
        ...only,
      ],
      env: gradleVariables(request),
      reports: moduleFolders(request).map((folder) => `${folder}/build/test-results/test`),
    };
  },
  read,
};
