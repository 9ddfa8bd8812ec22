/** How each runner's lines are noted; runners without an entry tell nothing of lines. */
import type { RunPlan, RunRequest } from "../runners/testRunner.ts";
import type { TestRunnerName } from "../testCase.ts";
import { type CoverageRequest, type CoverageTool, notesFolder, pathInRoot } from "./coverageTool.ts";
import { readGoProfile } from "./goProfile.ts";
import { parseJacoco } from "./jacoco.ts";
import { parseLcov } from "./lcov.ts";
import { mergeMeasured } from "./measuredFile.ts";
import { parsePythonLines, pythonLinesScript } from "./pythonLines.ts";
import { rustLines } from "./rustLines.ts";
import { readV8Coverage } from "./v8Coverage.ts";
import { vitestProvider } from "./vitestProvider.ts";

/** `argv` with more arguments behind the one at `at`, counted from 0. */
function withArguments(plan: RunPlan, at: number, more: readonly string[]): RunPlan {
  const [program, ...rest] = plan.argv;
  return { ...plan, argv: [program, ...rest.slice(0, at), ...more, ...rest.slice(at)] };
}

const python: CoverageTool = {
  plan: async (plan, request) => {
    const script = `${request.scratch}/touchstone_lines.py`;
    const measured = withArguments(plan, 0, [script, notesFolder(request), request.root]);
    return { ...measured, files: { ...plan.files, [script]: pythonLinesScript } };
  },
  notes: (request) => [notesFolder(request)],
  read: async (notes) => notes.flatMap(parsePythonLines),
};

const readV8 = (notes: readonly string[], request: CoverageRequest) =>
  Promise.all(
    notes.map((text) =>
      readV8Coverage(text, { pathOf: (told) => pathInRoot(told, request), textOf: request.textOf }),
    ),
  ).then((files) => files.flat());

/** Each process writes its counts when it ends. */
const v8: CoverageTool = {
  plan: async (plan, request) => ({
    ...plan,
    env: { ...plan.env, NODE_V8_COVERAGE: notesFolder(request) },
  }),
  notes: (request) => [notesFolder(request)],
  read: readV8,
};

const vitest: CoverageTool = {
  plan: async (plan, request) => {
    const provider = `${request.scratch}/vitestLines.mjs`;
    const options = ["--coverage.enabled", "--coverage.provider=custom"];
    const measured = withArguments(plan, 2, [...options, `--coverage.customProviderModule=${provider}`]);
    const own = {
      TOUCHSTONE_NOTES: notesFolder(request),
      TOUCHSTONE_ROOT: request.root,
      TOUCHSTONE_PROVIDER: provider,
    };
    return {
      ...measured,
      env: { ...plan.env, ...own },
      files: { ...plan.files, [provider]: vitestProvider },
    };
  },
  notes: (request) => [notesFolder(request)],
  read: readV8,
};

const jest: CoverageTool = {
  plan: async (plan, request) => {
    const at = plan.argv.indexOf("--ci") - 1;
    const options = [
      "--coverage",
      "--coverageReporters=lcovonly",
      `--coverageDirectory=${notesFolder(request)}`,
      "--coverageThreshold={}",
    ];
    return withArguments(plan, at, options);
  },
  notes: (request) => [notesFolder(request)],
  read: async (notes, request) =>
    notes.flatMap((text) => parseLcov(text, (told) => pathInRoot(told, request))),
};

const goProfileOf = ({ scratch }: RunRequest): string => `${scratch}/coverage.out`;

const go: CoverageTool = {
  plan: async (plan, request) => {
    const options = ["-covermode=count", "-coverpkg=./...", `-coverprofile=${goProfileOf(request)}`];
    return withArguments(plan, 1, options);
  },
  notes: (request) => [goProfileOf(request)],
  read: async (notes, request) => {
    const { folder } = request.project;
    const below = (path: string) => (folder === "" ? path : `${folder}/${path}`);
    const manifest = (await request.textOf(below("go.mod"))) ?? "";
    const module = /^module\s+"?([^\s"]+)/m.exec(manifest)?.[1] ?? "";
    const reading = { module, pathOf: below, textOf: request.textOf };
    return mergeMeasured((await Promise.all(notes.map((text) => readGoProfile(text, reading)))).flat());
  },
};

const javaSources = ["src/main/java", "src/main/kotlin", "src", ""];

const javaModules = ({ known, project }: RunRequest): string[] => [
  ...new Set(known.map(({ path }) => /^(.*?)\/?src\/test\//.exec(path)?.[1] ?? project.folder)),
];

const jacoco: CoverageTool = {
  plan: async (plan, request) => {
    const { folder } = request.project;
    const manifest = await request.textOf(folder === "" ? "pom.xml" : `${folder}/pom.xml`);
    if (!manifest?.includes("jacoco-maven-plugin"))
      return "The build does not use JaCoCo: Touchstone notes the lines of Java by it (jacoco-maven-plugin in pom.xml)";
    const [program, ...rest] = plan.argv;
    return { ...plan, argv: [program, ...rest, "jacoco:report"] };
  },
  notes: (request) =>
    javaModules(request).map((module) => joined(request.root, module, "target/site/jacoco/jacoco.xml")),
  read: async (notes, request) => {
    const full = new Map<string, string>();
    const told = notes.flatMap((text) => parseJacoco(text)).map(({ path }) => path);
    for (const path of new Set(told)) {
      const places = javaModules(request).flatMap((module) =>
        javaSources.map((sources) => joined(module, sources, path)),
      );
      for (const place of places)
        if (!full.has(path) && (await request.textOf(place)) !== undefined) full.set(path, place);
    }
    return notes.flatMap((text) =>
      parseJacoco(text).flatMap(({ path, lines }) => {
        const place = full.get(path);
        return place === undefined ? [] : [{ path: place, lines }];
      }),
    );
  },
};

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== "").join("/");

export const coverageTools: { readonly [N in TestRunnerName]?: CoverageTool } = {
  pytest: python,
  unittest: python,
  node: v8,
  mocha: v8,
  vitest,
  jest,
  go,
  cargo: rustLines,
  maven: jacoco,
};
