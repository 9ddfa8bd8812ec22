import { parseReportLines } from "../report/jsonLines.ts";
import type { TestCase } from "../testCase.ts";
import { inFolder, programOf, type RunRequest, type TestRunner } from "./testRunner.ts";
import { unittestScript } from "./unittestScript.ts";

const reportOf = ({ scratch }: RunRequest): string => `${scratch}/unittest.jsonl`;

const moduleOf = ({ path }: TestCase, folder: string): string =>
  inFolder(path, folder).replace(/\.py$/, "").replaceAll("/", ".");
const dottedName = (test: TestCase, folder: string): string =>
  [moduleOf(test, folder), ...test.suites, test.label].join(".");

/** Modules are loaded by name, those that the runner's own discovery does not reach as well. */
export const unittest: TestRunner = {
  label: "unittest",
  plan: (request) => {
    const { project, tests, known, scratch } = request;
    const script = `${scratch}/run_unittest.py`;
    const names = tests?.map((test) => dottedName(test, project.folder));
    const all = new Set(known.map((test) => moduleOf(test, project.folder)));
    return {
      argv: [programOf(request, "python3"), script, reportOf(request), ...(names ?? all)],
      files: { [script]: unittestScript },
      reports: [reportOf(request)],
    };
  },
  read: ({ reports }) => reports.flatMap(parseReportLines),
};
