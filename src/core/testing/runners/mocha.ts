import { parseReportLines } from "../report/jsonLines.ts";
import { mochaReporter } from "./nodeReporters.ts";
import { escapeRegExp, filesOf, programOf, type RunRequest, type TestRunner } from "./testRunner.ts";

const reportOf = ({ scratch }: RunRequest): string => `${scratch}/mocha.jsonl`;

export const mocha: TestRunner = {
  label: "Mocha",
  plan: (request) => {
    const { project, tests, scratch } = request;
    const reporter = `${scratch}/report.cjs`;
    const names = tests?.map(({ suites, label }) => escapeRegExp([...suites, label].join(" ")));
    const grep = names ? ["--grep", `^(?:${names.join("|")})$`] : [];
    const files = tests ? filesOf(tests, project.folder) : [];
    const outputs = [
      "--reporter",
      reporter,
      "--reporter-option",
      `output=${reportOf(request)}`,
      "--no-color",
    ];
    return {
      argv: ["node", programOf(request, "mocha"), ...outputs, ...(project.options ?? []), ...grep, ...files],
      files: { [reporter]: mochaReporter },
      reports: [reportOf(request)],
    };
  },
  read: ({ reports }) => reports.flatMap(parseReportLines),
};
