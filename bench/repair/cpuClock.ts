/** Time of the processor that this program and one it started have used: what a busy machine cannot change. */
import { readFileSync } from "node:fs";

/** Ticks of `/proc`, ms. */
const tickMs = 10;

/** Of a process and of those it has waited for, ms; 0 where the system does not tell. */
export function cpuMsOf(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return tickMs * fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  } catch {
    return 0;
  }
}

/** Milliseconds, never going back; of the wall where the system does not tell them. */
export function cpuClock(pid: () => number | undefined): () => number {
  let last = 0;
  return () => {
    const other = cpuMsOf(pid());
    const { user, system } = process.cpuUsage();
    const now = process.platform === "linux" ? other + (user + system) / 1000 : performance.now();
    last = Math.max(last, now);
    return last;
  };
}
