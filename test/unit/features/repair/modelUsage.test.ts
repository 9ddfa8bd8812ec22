/** What each answer of a model cost is told as it comes, and sums up to what the repair tells. */
import { expect, test } from "vitest";
import { type ModelRepair, repairByModel } from "../../../../src/features/repair/modelRepair.ts";
import type { ChatUsage } from "../../../../src/ports/chatModel.ts";
import { FakeClock } from "../../../support/fakeClock.ts";
import { inOrder, ScriptedChatModels } from "../../../support/scriptedChatModels.ts";

const none = (): never => {
  throw new Error("No answer here has an edit to try");
};

test("usage is told answer by answer", async () => {
  const usages: ChatUsage[] = [
    { promptTokens: 700, answerTokens: 20, isEstimated: false },
    { promptTokens: 900, answerTokens: 30, isEstimated: true },
  ];
  const told: ChatUsage[] = [];
  const repair: ModelRepair = {
    models: new ScriptedChatModels(
      inOrder(...usages.map((usage) => ({ pieces: ["I cannot tell."], usage }))),
    ),
    clock: new FakeClock(),
    judge: { quick: none, full: none },
    copy: { read: none },
    taskFor: async () => ({ code: [], related: [], values: [], failures: [] }),
    isOfTests: () => false,
    sourceOfTest: () => [],
    doubtsOf: none,
    budget: { rounds: 2, tokens: 100_000, ms: 60_000 },
    maxPatches: 1,
    onProgress: () => undefined,
    onUsage: (usage) => void told.push(usage),
  };
  const { tokens } = await repairByModel(repair, new AbortController().signal);
  expect(told).toEqual(usages);
  expect(tokens).toBe(1650);
});
