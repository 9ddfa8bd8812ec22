/** `npm run bench:patch-kills -- [--kills 200]`: kills a process at random moments while it changes a person's files. */
import { parseArgs } from "node:util";
import { runApplyKills } from "../test/support/applyKills.ts";
import { seededRandom } from "./sources.ts";

const { values } = parseArgs({ options: { kills: { type: "string", default: "200" } } });
const kills = Number(values.kills);
const report = await runApplyKills({ kills, random: seededRandom(6), longestMs: 120 });
const sorted = report.recoverMs.toSorted((a, b) => a - b);
const ms = (part: number): string => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(0);
console.log(
  `Kills: ${kills}. Nothing begun or all done: ${report.untouched}. Taken back: ${report.takenBack}. Found finished: ${report.finished}.`,
);
console.log(`Recovery: ${ms(0.5)} ms at the median, ${ms(0.95)} ms at the 95th percentile.`);
console.log(`Lost or half-applied: ${report.faults.length}`);
for (const fault of report.faults) console.log(fault);
if (report.faults.length > 0) process.exitCode = 1;
