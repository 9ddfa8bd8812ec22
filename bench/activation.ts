/**
 * CPU that activation costs on the extension host's main thread: cold starts in a real VS Code.
 *
 *   npm run bench:activation -- [--starts 10] [--folder DIR]
 *
 * Prints loading (reading and running the bundle) and `activate` until its promise settles, each start and the median.
 * Exits 1 when the median of their sum is above the bar.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installEditor } from "../scripts/editor/installation.ts";
import { root, runNode } from "../scripts/lib/run.ts";
import { runInEditor } from "./host/editorRun.ts";

/** Milliseconds of CPU. */
const bar = 150;

const { values } = parseArgs({
  options: {
    starts: { type: "string", default: "10" },
    folder: { type: "string", default: join(root, "samples") },
  },
});

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[sorted.length / 2 - 1] ?? Number.NaN)) / 2;
};

await installEditor();
await runNode(["esbuild.config.mjs", "--production"], { quiet: true });
const sums: number[] = [];
for (let start = 1; start <= Number(values.starts); start++) {
  const { loadMs, activateMs } = await runInEditor<{ loadMs: number; activateMs: number }>({
    folder: resolve(values.folder),
    profileMs: 0,
  });
  sums.push(loadMs + activateMs);
  console.log(`start ${start}: load ${loadMs.toFixed(1)} ms, activate ${activateMs.toFixed(1)} ms CPU`);
}
const middle = median(sums);
console.log(`median of ${sums.length} cold starts: ${middle.toFixed(1)} ms CPU (bar: ${bar} ms)`);
if (middle > bar) process.exitCode = 1;
