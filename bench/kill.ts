/**
 * `npm run bench:kill -- [KILLS] FOLDER`: copies a folder, kills `touchstone rpc` so often (200) while it indexes the copy
 * and the copy changes, and compares the last start with one that has no past. Exits 1 when anything differs.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { runKills } from "../test/support/killRun.ts";
import { seededRandom } from "./sources.ts";
import { endWithUsage } from "./usage.ts";

const args = process.argv.slice(2);
const source = args.at(-1);
if (source === undefined) endWithUsage("npm run bench:kill -- [KILLS] FOLDER");
const kills = args.length > 1 ? Number(args[0]) : 200;

execFileSync(process.execPath, ["esbuild.config.mjs"], { stdio: ["ignore", "ignore", "inherit"] });
const home = mkdtempSync(join(tmpdir(), "touchstone-kill-"));
const folder = join(home, "copy");
cpSync(source, folder, { recursive: true });
const report = await runKills({
  folder,
  store: join(home, "store"),
  kills,
  longestMs: Number(process.env["LONGEST_MS"] ?? 4000),
  random: seededRandom(11),
  onKill: (done, phase) => done % 20 === 0 && console.log(`${done} kills, the last while ${phase}`),
});
const isHealed = isDeepStrictEqual(report.healed, report.anew);
const openMs = [...report.openMs].sort((a, b) => a - b);
console.log(
  JSON.stringify({
    kills,
    phases: report.phases,
    faults: report.faults,
    leftOver: report.leftOver,
    isHealed,
    files: (report.healed as { files: number }).files,
    openMs: { p50: openMs[Math.floor(0.5 * openMs.length)], p95: openMs[Math.floor(0.95 * openMs.length)] },
  }),
);
rmSync(home, { recursive: true, force: true });
if (!isHealed || report.faults.length > 0 || report.leftOver.length > 0) process.exitCode = 1;
