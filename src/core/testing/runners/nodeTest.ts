import { parseReportLines } from "../report/jsonLines.ts";
import type { ReportedTest } from "../report/reportedTest.ts";
import { nodeTestReporter } from "./nodeReporters.ts";
import { escapeRegExp, filesOf, type RunRequest, type TestRunner } from "./testRunner.ts";

const reportOf = ({ scratch }: RunRequest): string => `${scratch}/node-test.jsonl`;

/** By names, and so more tests of the same name may run in the same files; they are told as well. */
export const nodeTest: TestRunner = {
  label: "Node's test runner",
  plan: (request) => {
    const { project, tests, known, scratch } = request;
    const reporter = `${scratch}/report.mjs`;
    const names = new Set(
      (tests ?? []).flatMap(({ suites, label }) => [...suites.slice(0, 1), label].slice(-1)),
    );
    const patterns = [...names].map((name) => `--test-name-pattern=^${escapeRegExp(name)}$`);
    const outputs = [
      `--test-reporter=file://${reporter}`,
      `--test-reporter-destination=${reportOf(request)}`,
      "--test-reporter=spec",
      "--test-reporter-destination=stdout",
    ];
    const files = filesOf(tests ?? known, project.folder);
    return {
      argv: ["node", ...(project.options ?? []), "--test", ...outputs, ...patterns, ...files],
      files: { [reporter]: nodeTestReporter },
      reports: [reportOf(request)],
    };
  },
  read: ({ reports }) => reports.flatMap(parseReportLines).map(withAdvice),
};

const unknownTypeScript = /Unknown file extension "\.[cm]?tsx?"/;

/** An older Node does not say what a newer one can. */
function withAdvice(test: ReportedTest): ReportedTest {
  if (!unknownTypeScript.test(test.message ?? "")) return test;
  const advice =
    "This Node cannot run TypeScript: use Node 22.18 or later, or name a loader such as tsx in the script";
  return { ...test, message: `${advice}\n\n${test.message}` };
}
