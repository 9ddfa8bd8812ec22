import { parseJunitXml } from "../report/junitXml.ts";
import type { ReportedTest } from "../report/reportedTest.ts";
import type { RunRequest, TestRunner } from "./testRunner.ts";

/** Stands in a person's command for the file that it shall write JUnit's XML to. */
const reportPlaceholder = "{report}";

const reportOf = ({ scratch }: RunRequest): string => `${scratch}/report.xml`;

/** A command that a person has set: argument by argument in the project's options. It always runs as a whole. */
export const ownCommand: TestRunner = {
  label: "A command of your own",
  plan: (request) => {
    const [program = "", ...rest] = request.project.options ?? [];
    const filled = rest.map((argument) => argument.replaceAll(reportPlaceholder, reportOf(request)));
    return { argv: [program, ...filled], reports: [reportOf(request)] };
  },
  read: ({ reports, code, stdout, stderr }, { known }) => {
    const told = reports.flatMap((text) =>
      (parseJunitXml(text) ?? []).map(
        ({ className: _, suiteNames: __, path = "", ...test }): ReportedTest => ({ ...test, path }),
      ),
    );
    const [whole] = known;
    if (told.length > 0 || !whole || code === undefined) return told;
    // It writes no report: how it ended is all that is known.
    const trace = `${stdout}\n${stderr}`.trim();
    const message = `The command ended with code ${code}`;
    const verdict =
      code === 0 ? { status: "passed" as const } : { status: "failed" as const, message, trace };
    return [{ path: "", suites: [], label: whole.label, durationMs: 0, ...verdict }];
  },
};
