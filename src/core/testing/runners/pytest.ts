import { parseJunitXml } from "../report/junitXml.ts";
import type { ReportedTest } from "../report/reportedTest.ts";
import type { TestCase } from "../testCase.ts";
import { unknownOptions, withoutAddopts } from "./pytestAddopts.ts";
import { inFolder, programOf, type RunRequest, type TestRunner } from "./testRunner.ts";

const lastOption = "--color=no";
const reportOf = ({ scratch }: RunRequest): string => `${scratch}/pytest.xml`;

const nodeId = ({ path, suites, label }: TestCase, folder: string): string =>
  [inFolder(path, folder), ...suites, label].join("::");

/** What stopped the loading of a file; pytest's own message says only that something did. */
function raised(trace: string | undefined): Pick<ReportedTest, "message"> {
  const message = trace && [...trace.matchAll(/^E {3}(\S.*)$/gm)].at(-1)?.[1];
  return message ? { message } : {};
}

/** By XML in the older of pytest's two forms, which names files. */
export const pytest: TestRunner = {
  label: "pytest",
  plan: (request) => {
    const { project, tests } = request;
    const options = [
      "-o",
      "junit_family=xunit1",
      `--junitxml=${reportOf(request)}`,
      "-p",
      "no:cacheprovider",
      lastOption,
    ];
    const chosen = tests?.map((test) => nodeId(test, project.folder)) ?? [];
    return {
      argv: [
        programOf(request, "python3"),
        "-m",
        "pytest",
        ...options,
        ...(project.options ?? []),
        ...chosen,
      ],
      reports: [reportOf(request)],
    };
  },
  remedy({ stderr }, { root }, argv) {
    const found = unknownOptions(stderr, root);
    if (!found) return undefined;
    const { why, note, isBeside } = found;
    return isBeside ? { why, instead: { argv: withoutAddopts(argv, lastOption), note } } : { why };
  },
  read: ({ reports }) =>
    reports.flatMap((text) =>
      (parseJunitXml(text) ?? []).map(({ path, className, label, suites: _, ...rest }): ReportedTest => {
        // A file that could not be loaded is told as a test without class, named as its module.
        if (className === "" && rest.status === "errored") {
          const path = `${label.replaceAll(".", "/")}.py`;
          return { ...rest, ...raised(rest.trace), path, suites: [], label: "" };
        }
        const module = (path ?? "").replace(/\.py$/, "").replaceAll("/", ".");
        const below = className.startsWith(`${module}.`) ? className.slice(module.length + 1) : "";
        return { ...rest, path, suites: below === "" ? [] : below.split("."), label };
      }),
    ),
};
