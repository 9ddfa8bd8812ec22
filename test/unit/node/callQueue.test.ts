import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { CallQueue, defaultCallLimits, defaultCallPolicies } from "../../../src/node/worker/callQueue.ts";

test("an answer that came in time is taken, though this thread had no time for it until the deadline was over", async () => {
  const { port1: here, port2: there } = new MessageChannel();
  const policies = {
    ...defaultCallPolicies,
    isIgnored: { ...defaultCallPolicies.isIgnored, deadlineMs: 20 },
  };
  const queue = new CallQueue(
    (message) => {
      if (message.kind === "call") there.postMessage(message.id);
    },
    policies,
    defaultCallLimits,
  );
  here.on("message", (id: number) => queue.answered(id, { value: true }));
  queue.threadStarted();
  // From here on, timers come before messages.
  await new Promise(setImmediate);
  const answer = queue.submit("isIgnored", ["/a.py"]);
  for (const end = performance.now() + 60; performance.now() < end; );
  expect(await answer.finally(() => here.close())).toBe(true);
});
