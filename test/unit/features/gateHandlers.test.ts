import { expect, test } from "vitest";
import type { GateFeatures, GateOutcome } from "../../../src/core/completion/gate/features.ts";
import { gateHandlers } from "../../../src/features/headless/gateHandlers.ts";
import { methods } from "../../../src/node/rpc/methods.ts";

const { signal } = new AbortController();
const features: GateFeatures = {
  confidence: 0.6,
  meanLogProb: -0.3,
  numTokens: 6,
  suggestion: "len(items)",
  prefix: "n = ",
};

/** The score after such ends of the same suggestion, each tenfold. */
async function check(...outcomes: readonly GateOutcome[]): Promise<number> {
  const gate = gateHandlers();
  for (const outcome of outcomes)
    for (let i = 0; i < 10; i++) await gate["gate/feedback"]({ features, outcome }, signal);
  return (await gate["gate/score"]({ features }, signal)).accept;
}

test("accepts raise the score, rejections lower it, in one session alone", async () => {
  const before = await check();
  expect(await check("accepted")).toBeGreaterThan(before + 0.02);
  expect(await check("rejected")).toBeLessThan(before - 0.02);
  expect(await check()).toBe(before);
});
test("feedback answers what the score has become", async () => {
  const gate = gateHandlers();
  const { accept } = await gate["gate/feedback"]({ features, outcome: "accepted" }, signal);
  expect((await gate["gate/score"]({ features }, signal)).accept).toBe(accept);
});
test("asking changes nothing", async () => {
  const gate = gateHandlers();
  const first = await gate["gate/score"]({ features }, signal);
  expect(await gate["gate/score"]({ features }, signal)).toEqual(first);
});
test.each<[name: string, params: unknown, valid: boolean]>([
  ["no feature at all", { features: {} }, true],
  ["unknown names", { features: { colour: "red" } }, true],
  [
    "all of the log's",
    { features: { confidence: 0.5, meanLogProb: -1, numTokens: 3, compCharLen: 9 } },
    true,
  ],
  ["a confidence above 1", { features: { confidence: 2 } }, false],
  ["a text for a number", { features: { numTokens: "3" } }, false],
  ["nothing", {}, false],
])("%s is taken or refused", (_name, params, valid) => {
  expect(methods["gate/score"].params.safeParse(params).success).toBe(valid);
});
