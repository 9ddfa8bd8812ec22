/** Resident memory of `touchstone rpc` while it indexes, and at rest. Linux only: it reads `/proc`. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { allocator } from "../../scripts/lib/allocator.mjs";
import { RpcClient } from "../../test/support/rpcClient.ts";

/** Long enough for the heap to have been collected. */
const REST_MS = 12_000;

export interface ResidentMemory {
  readonly peakMb: number;
  readonly restMb: number;
}

/** Of a process, in MiB. */
export const memoryMb = (pid: number, field: "VmRSS" | "VmHWM"): number =>
  Math.round(
    Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024,
  );

/**
 * One run on a store, which is cold when the store is new.
 *
 * @param isLaunched as `scripts/touchstone.mjs` starts the program, and not the program by itself
 */
export async function residentMemory(
  store: string,
  folders: readonly string[],
  isLaunched: boolean,
): Promise<ResidentMemory> {
  const args = ["--store", store, ...folders.flatMap((folder) => ["--root", folder])];
  const client = new RpcClient(args, { env: isLaunched ? allocator : {} });
  const pid = client.child.pid!;
  await client.call("initialize", {});
  await client.call("index/wait", {});
  const peakMb = memoryMb(pid, "VmHWM");
  await sleep(REST_MS);
  const restMb = memoryMb(pid, "VmRSS");
  await client.end();
  return { peakMb, restMb };
}
