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

test("who says how long a call may take waits beyond the deadline of its method, who does not is told at the deadline", async () => {
  const sent: number[] = [];
  const policies = { ...defaultCallPolicies, verify: { ...defaultCallPolicies.verify, deadlineMs: 10 } };
  const queue = new CallQueue(
    (message) => {
      if (message.kind === "call") sent.push(message.id);
    },
    policies,
    defaultCallLimits,
  );
  queue.threadStarted();
  const query = { path: "/a.py", languageId: "python", prefix: "", suffix: "", suggestion: "x" };
  const patient = queue.submit("verify", [query], undefined, 60_000);
  await expect(queue.submit("verify", [query])).rejects.toThrow("no answer within 10 ms");
  const value = { verdict: "unknown", text: "x", findings: [], unknown: [] } as const;
  queue.answered(sent[0]!, { value });
  expect(await patient).toBe(value);
});
