import { parseJunitXml } from "../report/junitXml.ts";
import type { ReportedTest } from "../report/reportedTest.ts";
import type { RunRequest, TestRunner } from "./testRunner.ts";

/** Stands in a person's command for the file that it shall write JUnit's XML to. */
export const reportPlaceholder = "{report}";

const reportOf = ({ scratch }: RunRequest): string => `${scratch}/report.xml`;

/** A command that a person has set: argument by argument in the project's options. It always runs as a whole. */
export const ownCommand: TestRunner = {
  label: "A command of your own",
  plan: (request) => {
    const [program = "", ...rest] = request.project.options ?? [];
    const filled = rest.map((argument) => argument.replaceAll(reportPlaceholder, reportOf(request)));
    return { argv: [program, ...filled], reports: [reportOf(request)] };
  },
  read: ({ reports }) =>
    reports.flatMap((text) =>
      (parseJunitXml(text) ?? []).map(({ className: _, suiteNames: __, ...test }): ReportedTest => test),
    ),
};
