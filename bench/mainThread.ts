/**
 * What Touchstone does to the extension host's main thread while it indexes a large workspace and a person types.
 *
 *   npm run bench:main-thread -- --repo DIR [--repo DIR2 ...] [--seconds 45] [--readable]
 *
 * DIR is a git repository, bare or not; all of them at their HEAD make one workspace, of at least 500,000 lines for the
 * figures in `docs/benchmarks.md`; `--readable` keeps the names of functions. The same trace of keys is typed twice: with Touchstone and without it. Exits 1 when
 * one of Touchstone's tasks took more CPU than the bar.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { installEditor } from "../scripts/editor/installation.ts";
import { root, runNode } from "../scripts/lib/run.ts";
import type { Workbench } from "../test/ui/support/workbench.ts";
import { Git } from "./completion/git.ts";
import { readCommit, readFolder } from "./completion/sources.ts";
import { runInEditor } from "./host/editorRun.ts";
import { type CpuProfile, ownTasks } from "./host/ownTasks.ts";
import { endWithUsage } from "./usage.ts";

/** Milliseconds of CPU for one task. */
const bar = 50;
/** As `measured.cjs` sets it. */
const intervalMicros = 500;
const typedFile = "typed_by_bench.py";

interface Trace {
  readonly profile: CpuProfile;
  readonly hostCpuMs: number;
  readonly utilization: number;
  readonly delayMs: { readonly p50: number; readonly p99: number; readonly max: number };
}

const { values } = parseArgs({
  options: {
    repo: { type: "string", multiple: true },
    seconds: { type: "string", default: "45" },
    readable: { type: "boolean" },
  },
});
const { repo } = values;
if (!repo) endWithUsage("npm run bench:main-thread -- --repo DIR [--repo DIR2 ...]");
const seconds = Number(values.seconds);

/** Writes the repositories' source files into one folder. @returns their lines */
function writeWorkspace(folder: string, repositories: readonly string[]): number {
  let lines = 0;
  repositories.forEach((repository, index) => {
    const files = Git.isRepository(repository)
      ? readCommit(new Git(repository), "HEAD")
      : readFolder(repository);
    for (const { path, text } of files) {
      const target = join(folder, String(index), path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
      lines += text.split("\n").length;
    }
  });
  writeFileSync(join(folder, typedFile), "import os\n\n\n");
  return lines;
}

/** Types statements, a key at a time, until the time is over. */
async function type(workbench: Workbench, deadlineMs: number): Promise<void> {
  await workbench.openFile(typedFile, { line: 3, column: 1 });
  for (let i = 0; Date.now() < deadlineMs; i++) {
    await workbench.type(`value_${i} = os.path.join(str(${i}), "name")`, 60);
    await workbench.press("Escape");
    await workbench.press("Enter");
  }
}

function report(name: string, { delayMs, hostCpuMs, utilization }: Trace): void {
  const { p50, p99, max } = delayMs;
  console.log(
    `${name}: event-loop delay p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(1)} ms; ` +
      `main thread ${(hostCpuMs / 1000).toFixed(1)} s CPU, busy ${(100 * utilization).toFixed(1)} %`,
  );
}

await installEditor();
await runNode(["esbuild.config.mjs", ...(values.readable ? [] : ["--production"])], { quiet: true });
const home = mkdtempSync(join(tmpdir(), "touchstone-corpus-"));
try {
  const folder = join(home, "workspace");
  mkdirSync(folder);
  console.log(`${writeWorkspace(folder, repo)} lines in ${repo.length} repositories, ${seconds} s of typing`);
  const run = (load: boolean) =>
    runInEditor<Trace>({
      folder,
      profileMs: seconds * 1000,
      load,
      meanwhile: (workbench) => type(workbench, Date.now() + seconds * 1000),
    });
  report("without Touchstone", await run(false));
  const withTouchstone = await run(true);
  report("with Touchstone", withTouchstone);
  const isOwn = (url: string) => url.includes(join(basename(root), "dist/extension"));
  const { tasks, totalCpuMs } = ownTasks(withTouchstone.profile, intervalMicros, isOwn);
  console.log(
    `Touchstone's own: ${tasks.length} tasks, ${(totalCpuMs / 1000).toFixed(2)} s CPU; the longest:`,
  );
  for (const { cpuMs, wallMs, stacks } of tasks.slice(0, 8))
    console.log(
      `  ${cpuMs.toFixed(1)} ms CPU (${wallMs.toFixed(1)} ms by the clock): ${stacks.slice(0, 3).join("\n      ")}`,
    );
  if ((tasks[0]?.cpuMs ?? 0) > bar) process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
