/** Who a process is, so that another one can tell whether it still lives. */
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words; undefined where the system does not tell. */
  readonly startedAt: string | undefined;
  /** Where its number means anything: the machine, and the namespace of process numbers in it. */
  readonly place: string;
}

const orUndefined = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** The start in clock ticks since boot (field 22 of proc(5) `stat`, after a name that may hold anything) and the boot. */
function startOf(pid: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  return orUndefined(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()}:${ticks}`;
  });
}

export function ownIdentity(): ProcessIdentity {
  const namespace = orUndefined(() => readlinkSync("/proc/self/ns/pid")) ?? "";
  return { pid: process.pid, startedAt: startOf(process.pid), place: `${hostname()} ${namespace}`.trim() };
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** False only when it is sure that the process has ended; a number of another machine or container says nothing. */
export function mayLive(identity: ProcessIdentity, own: ProcessIdentity): boolean {
  if (identity.place !== own.place) return true;
  if (!exists(identity.pid)) return false;
  const startedAt = identity.startedAt === undefined ? undefined : startOf(identity.pid);
  return startedAt === undefined || startedAt === identity.startedAt;
}
