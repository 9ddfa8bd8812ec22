import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { idleIndexStatus } from "../../../src/core/repo/indexStatus.ts";
import { RestingHeap } from "../../../src/node/worker/restingHeap.ts";

/** Leaves garbage behind: many small objects that lived for a while. */
function litter(): void {
  let kept: object[] = [];
  for (let i = 0; i < 500_000; i++) kept.push({ i, name: `name ${i}` });
  kept = [];
}

test("a heap at rest is collected, one that indexes is not", async () => {
  const heap = new RestingHeap(1);
  litter();
  const before = process.memoryUsage().heapTotal;
  heap.indexStatus({ ...idleIndexStatus, phase: "reading" });
  await sleep(50);
  expect(process.memoryUsage().heapTotal).toBeGreaterThan(before / 2);
  heap.indexStatus({ ...idleIndexStatus, phase: "ready" });
  await expect.poll(() => process.memoryUsage().heapTotal).toBeLessThan(before / 2);
});
