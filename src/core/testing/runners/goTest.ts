import * as z from "zod";
import { jsonLines } from "../report/jsonLines.ts";
import type { ReportedTest } from "../report/reportedTest.ts";
import type { TestCase } from "../testCase.ts";
import { inFolder, type RunRequest, type TestRunner } from "./testRunner.ts";

const event = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  ImportPath: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
  Elapsed: z.number().optional(),
});

/** Folder of a test's package, relative to the project's. */
export const packageOf = ({ path }: TestCase, folder: string): string => {
  const within = inFolder(path, folder);
  return within.includes("/") ? within.slice(0, within.lastIndexOf("/")) : "";
};

/** Names as `-run` takes them, level by level. @param tests never empty */
export const goPattern = (tests: readonly TestCase[]): string => {
  const exact = (name: string) => `^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
  const [only] = tests;
  if (tests.length === 1 && only) return [...only.suites, only.label].map(exact).join("/");
  // Several: their functions as wholes.
  const functions = new Set(tests.map(({ suites, label }) => suites[0] ?? label));
  return `^(?:${[...functions].map((name) => exact(name).slice(1, -1)).join("|")})$`;
};

/** The last part of an import path that a folder may be. */
const isFolderOf = (importPath: string, folder: string): boolean =>
  folder === "" || importPath === folder || importPath.endsWith(`/${folder}`);

/** Nothing is loaded, and what is compiled is kept from run to run. */
export const goVariables = ({ cache, scratch }: Pick<RunRequest, "cache" | "scratch">) => ({
  GOCACHE: `${cache}/go-build`,
  GOTMPDIR: scratch,
  GOTOOLCHAIN: "local",
  GOTELEMETRY: "off",
});

/** By the events of `go test -json`. */
export const goTest: TestRunner = {
  label: "go test",
  plan: (request) => {
    const { project, tests, cache, scratch } = request;
    const packages = tests
      ? [...new Set(tests.map((test) => `./${packageOf(test, project.folder)}`.replace(/\/$/, "")))]
      : ["./..."];
    const chosen = tests ? ["-run", goPattern(tests)] : [];
    return {
      argv: ["go", "test", "-json", "-count=1", ...chosen, ...packages],
      env: goVariables({ cache, scratch }),
      reports: [],
    };
  },
  read: ({ stdout }, request) => readEvents(stdout, request),
  readable: (stdout) =>
    jsonLines(stdout)
      .map((value) => event.safeParse(value).data?.Output ?? "")
      .join(""),
};

function readEvents(stdout: string, { known, project }: RunRequest): ReportedTest[] {
  const folders = [...new Set(known.map((test) => packageOf(test, project.folder)))].sort(
    (a, b) => b.length - a.length,
  );
  const folderFor = (importPath: string): string =>
    folders.find((folder) => isFolderOf(importPath, folder)) ?? "";
  const outputs = new Map<string, string>();
  const failed = new Set<string>();
  const found: ReportedTest[] = [];
  for (const value of jsonLines(stdout)) {
    const parsed = event.safeParse(value);
    if (!parsed.success) continue;
    const {
      Action,
      Package: name = parsed.data.ImportPath?.split(" ")[0] ?? "",
      Test,
      Output = "",
      Elapsed = 0,
    } = parsed.data;
    const key = Test === undefined ? name : `${name} ${Test}`;
    if (Action === "output" || Action === "build-output") outputs.set(key, (outputs.get(key) ?? "") + Output);
    if (Action !== "pass" && Action !== "fail" && Action !== "skip") continue;
    const packageFolder = folderFor(name);
    const trace = (outputs.get(key) ?? "").trim();
    if (Test === undefined) {
      // A package that fails though none of its tests did was not built, or ended before them.
      if (Action === "fail" && !failed.has(name)) {
        found.push({
          packageFolder,
          suites: [],
          label: "",
          status: "errored",
          message: buildMessage(trace),
          trace,
          durationMs: 0,
        });
      }
      continue;
    }
    if (Action === "fail") failed.add(name);
    const names = Test.split("/");
    const told = Action === "pass" ? {} : { message: testMessage(trace), trace };
    const status =
      Action === "pass"
        ? "passed"
        : Action === "skip"
          ? "skipped"
          : /^panic:/m.test(trace)
            ? "errored"
            : "failed";
    found.push({
      packageFolder,
      suites: names.slice(0, -1),
      label: names.at(-1)!,
      status,
      durationMs: 1000 * Elapsed,
      ...told,
    });
  }
  return found;
}

const noise = /^(?:=== |--- |\s*--- |FAIL\b|exit status|ok\s)/;
const testMessage = (trace: string): string =>
  trace
    .split("\n")
    .filter((line) => !noise.test(line))
    .map((line) => line.trim())
    .join("\n")
    .trim();
const buildMessage = (trace: string): string =>
  trace
    .split("\n")
    .filter((line) => !/^(?:exit status|ok\s)/.test(line))
    .join("\n")
    .trim() || "The package did not build";
