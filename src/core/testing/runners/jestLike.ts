/** Vitest and Jest: one JSON report for both. */
import * as z from "zod";
import type { ReportedTest } from "../report/reportedTest.ts";
import type { TestStatus } from "../testOutcome.ts";
import { escapeRegExp, filesOf, programOf, type RunRequest, type TestRunner } from "./testRunner.ts";
import { vitestScript } from "./vitestScript.ts";

const assertion = z.object({
  ancestorTitles: z.array(z.string()),
  title: z.string(),
  status: z.string(),
  duration: z.number().nullish(),
  failureMessages: z.array(z.string()).nullish(),
  location: z.object({ line: z.number() }).nullish().catch(undefined),
});
const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().nullish(),
      status: z.string().nullish(),
      assertionResults: z.array(assertion),
    }),
  ),
});

const colours = /\u001b\[[0-9;]*m/g;

function statusOf(status: string, message: string): TestStatus {
  if (status === "passed") return "passed";
  if (status !== "failed") return "skipped";
  if (/(?:Test timed out in|Exceeded timeout of) \d+/.test(message)) return "timedOut";
  return /AssertionError|expect\(|Expected|expected/.test(message) ? "failed" : "errored";
}

function parseJestReport(text: string): ReportedTest[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const parsed = report.safeParse(value);
  if (!parsed.success) return [];
  return parsed.data.testResults.flatMap(({ name, message, status, assertionResults }) => {
    if (assertionResults.length === 0 && status === "failed") {
      const told = (message ?? "").replace(colours, "").trim();
      return [
        { path: name, suites: [], label: "", status: "errored", message: told, trace: told, durationMs: 0 },
      ];
    }
    return assertionResults.map((one): ReportedTest => {
      const told = (one.failureMessages ?? []).join("\n").replace(colours, "");
      const failed = told === "" ? {} : { message: told.split(/\n\s+at /)[0]!.trim(), trace: told };
      return {
        path: name,
        suites: one.ancestorTitles.filter(Boolean),
        label: one.title,
        status: statusOf(one.status, told),
        durationMs: one.duration ?? 0,
        ...failed,
        ...(one.location ? { line: one.location.line - 1 } : {}),
      };
    });
  });
}

/** Full names, joined as Jest does, or as newer versions of Vitest do; a name told only when the test runs (`%i`, `${...}`) matches anything there. Vitest 1 puts a blank before all. */
function namePattern(request: RunRequest): string | undefined {
  const names = request.tests?.map(({ suites, label }) => {
    const name = [...suites, label].join("\0").split(/(%[a-zA-Z%#$]|\$\{[^}]*\}|\$[\w.]+)/);
    return name
      .map((part, i) => (i % 2 === 1 ? ".*" : escapeRegExp(part)))
      .join("")
      .replaceAll("\0", "(?: | > )");
  });
  return names && `^ *(?:${names.join("|")})$`;
}

const named = (flag: string, request: RunRequest): string[] => {
  const pattern = namePattern(request);
  return pattern === undefined ? [] : [flag, pattern];
};

const isNodeFlag = (option: string): boolean => option.startsWith("--experimental-");
/** Of the options of a project that runs Jest those that Node itself is started with. */
export const nodeFlagsIn = (options: readonly string[]): string[] => options.filter(isNodeFlag);
/** The others. */
const withoutNodeFlags = (options: readonly string[]): string[] =>
  options.filter((option) => !isNodeFlag(option));

export const vitest: TestRunner = {
  label: "Vitest",
  plan: (request) => {
    const { project, tests, scratch } = request;
    const to = `${scratch}/vitest.json`;
    const script = `${scratch}/run_vitest.mjs`;
    const files = tests ? filesOf(tests, project.folder) : [];
    const options = [
      "--no-color",
      "--no-cache",
      "--watch=false",
      "--includeTaskLocation",
      "--passWithNoTests",
    ];
    const outputs = ["--reporter=verbose", "--reporter=json", `--outputFile.json=${to}`];
    return {
      argv: [
        "node",
        script,
        programOf(request, "vitest"),
        "run",
        ...options,
        ...outputs,
        ...(project.options ?? []),
        ...named("-t", request),
        ...files,
      ],
      files: { [script]: vitestScript },
      reports: [to],
    };
  },
  read: ({ reports }) => reports.flatMap(parseJestReport),
};

export const jest: TestRunner = {
  label: "Jest",
  plan: (request) => {
    const { project, tests, scratch, cache } = request;
    const to = `${scratch}/jest.json`;
    const files = tests ? ["--runTestsByPath", ...filesOf(tests, project.folder)] : [];
    const options = [
      "--ci",
      "--json",
      `--outputFile=${to}`,
      "--testLocationInResults",
      "--watchman=false",
      "--verbose",
    ];
    return {
      argv: [
        "node",
        ...nodeFlagsIn(project.options ?? []),
        programOf(request, "jest"),
        ...withoutNodeFlags(project.options ?? []),
        ...options,
        `--cacheDirectory=${cache}/jest`,
        ...named("-t", request),
        ...files,
      ],
      reports: [to],
    };
  },
  read: ({ reports }) => reports.flatMap(parseJestReport),
};
