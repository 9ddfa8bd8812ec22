/** Lines of Rust by the counters that its compiler puts into programs (`-C instrument-coverage`). */
import { inlineTests } from "../inlineTests.ts";
import { readCargoPrograms } from "../runners/cargoPrograms.ts";
import type { RunPlan, RunRequest } from "../runners/testRunner.ts";
import { type CoverageRequest, type CoverageTool, notesFolder, pathInRoot } from "./coverageTool.ts";
import { parseLcov } from "./lcov.ts";
import { findLlvmTools, type LlvmTools } from "./llvmTools.ts";
import { type MeasuredFile, mergeMeasured } from "./measuredFile.ts";

/** Beside what other runs compile: a build with counters would throw theirs away. */
export const countedTarget = ({ cache }: Pick<RunRequest, "cache">): string => `${cache}/target-coverage`;

/**
 * Cargo joins flags of the command line with those of its settings; of `target` sections alone where there are any.
 *
 * @returns arguments before cargo's command
 */
export async function countingOptions({
  project,
  textOf,
}: Pick<CoverageRequest, "project" | "textOf">): Promise<readonly string[]> {
  const folders = ["", ...project.folder.split("/").map((_, at, all) => all.slice(0, at + 1).join("/"))];
  const files = folders.flatMap((folder) =>
    ["config.toml", "config"].map((name) => `${folder === "" ? "" : `${folder}/`}.cargo/${name}`),
  );
  const texts = await Promise.all([...new Set(files)].map(textOf));
  const isByTarget = texts.some(
    (text) => text !== undefined && /^\s*\[target[^\]]*\][^[]*rustflags/m.test(text),
  );
  const key = isByTarget ? "target.'cfg(all())'.rustflags" : "build.rustflags";
  return ["--config", `${key}=["-Cinstrument-coverage"]`];
}

/** Where programs write their counts: one file for each process. */
export const countsIn = (folder: string): Readonly<Record<string, string>> => ({
  LLVM_PROFILE_FILE: `${folder}/%p-%m.profraw`,
});

export interface CountedPrograms {
  /** Absolute; never empty. */
  readonly programs: readonly string[];
  /** Folders, absolute, whose files are left out. */
  readonly libraries: readonly string[];
}

/**
 * @param counts folder of what the processes wrote
 * @param merged a file to write on the way
 * @returns lcov's tracefile, or why there is none, for a person
 */
export async function exportLines(
  { profdata, cov }: LlvmTools,
  { programs: [first, ...more], libraries }: CountedPrograms,
  { counts, merged }: { readonly counts: string; readonly merged: string },
  { ask, root }: Pick<CoverageRequest, "ask" | "root">,
): Promise<{ readonly lcov: string } | string> {
  const merging = await ask([profdata, "merge", "-sparse", "-o", merged, counts]);
  if (merging.code !== 0)
    return `The notes of which lines ran cannot be read: ${firstLineOf(merging.stderr)}`;
  const objects = more.flatMap((program) => ["-object", program]);
  const left = libraries
    .filter((folder) => folder.startsWith(`${root}/`))
    .map((folder) => `--ignore-filename-regex=^${folder.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}/`);
  const options = ["--format=lcov", "--skip-functions", `--instr-profile=${merged}`, ...left];
  const exported = await ask([cov, "export", ...options, first!, ...objects, "-sources", root]);
  if (exported.code !== 0)
    return `The notes of which lines ran cannot be read: ${firstLineOf(exported.stderr)}`;
  return { lcov: exported.stdout };
}

const firstLineOf = (text: string): string => text.trim().split("\n")[0]?.slice(0, 300) ?? "";

/** Lines of tests that stand beside the code are no code. */
export async function readRustLines(
  lcov: string,
  request: CoverageRequest,
): Promise<readonly MeasuredFile[]> {
  const told = mergeMeasured(parseLcov(lcov, (path) => pathInRoot(path, request)));
  return Promise.all(
    told.map(async ({ path, lines }) => {
      const text = await request.textOf(path);
      const tests = text === undefined ? [] : inlineTests(path, text);
      const isCode = ([line]: readonly [number, number]) =>
        !tests.some(({ startLine, endLine }) => startLine <= line && line <= endLine);
      return { path, lines: new Map([...lines].filter(isCode)) };
    }),
  );
}

const mergedNotes = ({ scratch }: RunRequest): string => `${scratch}/coverage.profdata`;

/** The same tests, compiled with counters to a folder of their own. */
async function countedPlan(plan: RunPlan, request: CoverageRequest): Promise<RunPlan> {
  const [cargo, ...rest] = plan.argv;
  return {
    ...plan,
    argv: [cargo, ...(await countingOptions(request)), ...rest],
    env: { ...plan.env, ...countsIn(notesFolder(request)), CARGO_TARGET_DIR: countedTarget(request) },
  };
}

export const rustLines: CoverageTool = {
  plan: async (plan, request) => {
    const tools = await findLlvmTools(request.ask);
    return typeof tools === "string" ? tools : countedPlan(plan, request);
  },
  notes: (request) => [notesFolder(request)],
  texts: async (request) => {
    const tools = await findLlvmTools(request.ask);
    if (typeof tools === "string") return tools;
    const building = ["test", "--offline", "--workspace", "--no-run", "--message-format=json"];
    const argv = ["cargo", ...(await countingOptions(request)), ...building] as const;
    const { stdout } = await request.ask([...argv], {
      CARGO_TARGET_DIR: countedTarget(request),
      CARGO_NET_OFFLINE: "true",
    });
    const { programs, libraries } = readCargoPrograms(stdout);
    if (programs.length === 0) return "The programs that ran are not known: which lines ran cannot be told";
    const counted = { programs: programs.map(({ file }) => file), libraries };
    const places = { counts: notesFolder(request), merged: mergedNotes(request) };
    const exported = await exportLines(tools, counted, places, request);
    return typeof exported === "string" ? exported : [exported.lcov];
  },
  read: async (notes, request) =>
    mergeMeasured((await Promise.all(notes.map((text) => readRustLines(text, request)))).flat()),
};
