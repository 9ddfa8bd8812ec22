import { expect, test } from "vitest";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import type { CommandRequest } from "../../../../src/features/commands/slashCommand.ts";
import {
  type FixPatch,
  FixRefused,
  type FixRequest,
  type FixResult,
} from "../../../../src/features/repair/fix.ts";
import type { ChatUsage } from "../../../../src/ports/chatModel.ts";
import { commandFixture, never } from "./commandFixture.ts";

const texts = {
  "cart.py": "def total(prices):\n    return sum(prices[1:])\n",
  "test_cart.py":
    "from cart import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\ndef test_none():\n    assert total([]) == 0\n",
};
const change = {
  kind: "changed",
  path: "cart.py",
  before: texts["cart.py"],
  after: "def total(prices):\n    return sum(prices)\n",
} as const;
const patch: FixPatch = {
  root: "/w",
  changes: [change],
  diff: "",
  verdict: "verified",
  engine: "builtin",
  evidence: {
    targets: ["pytest:test_cart.py::test_total"],
    flipped: ["pytest:test_cart.py::test_total"],
    stillFailing: [],
    broken: [],
    ran: 2,
    tried: 4,
    foundMs: 10,
    template: "dropSlice",
    line: 1,
    isolation: "sandbox",
  },
};

async function check(
  request: Partial<CommandRequest>,
  {
    result = { patches: [patch], tried: 4 },
    answer,
    isTrusted = true,
  }: { result?: FixResult | Error; answer?: string; isTrusted?: boolean } = {},
) {
  const asked: FixRequest[] = [];
  const fix = async (one: FixRequest) => {
    asked.push(one);
    if (result instanceof Error) throw result;
    return result;
  };
  const { deps } = await commandFixture(texts, {
    isTrusted,
    ...(answer === undefined ? {} : { answer }),
    runs: { repairs: async () => ({ fix }) },
  });
  const told = await runSlashCommand(deps, { name: "fix", argument: "", ...request }, {}, never);
  return { asked: asked[0], told };
}

test("all that fail, a test by a part of its name, the tests of a file at hand", async () => {
  expect((await check({})).asked).toMatchObject({ testIds: [], engine: "builtin" });
  expect((await check({ argument: "test_total" })).asked?.testIds).toEqual([
    expect.stringContaining("test_total"),
  ]);
  expect((await check({ argument: "test_cart.py" })).asked?.testIds).toHaveLength(2);
  const place = { path: "/w/test_cart.py", languageId: "python", startLine: 0, endLine: 0 };
  expect((await check({ place })).asked).toMatchObject({ testIds: [], path: "test_cart.py" });
  expect((await check({ place: { ...place, path: "/w/cart.py" } })).asked?.path).toBeUndefined();
});

test("a repair tells what proves it, and is a patch", async () => {
  const { told } = await check({});
  expect(told.patches).toMatchObject([{ root: "/w", verdict: "verified", changes: [change] }]);
  expect(told.markdown).toContain("**Verified**: Fix test\\_total: return sum(prices)");
  expect(told.markdown).toContain("- 1 test that failed passes now\n  - `");
  expect(told.markdown).toContain("```diff\n");
  expect(told.markdown).toContain("+    return sum(prices)");
  expect(told.model).toBeUndefined();
});

test("a description is repaired by a model alone", async () => {
  const without = await check({ argument: "the total leaves out the first price" });
  expect(without.asked).toBeUndefined();
  expect(without.told.refused).toContain("run Set Up Model");
  const builtin = await check({ argument: "leaves out the first", engine: "builtin" }, { answer: "" });
  expect(builtin.told.refused).toContain("name a failing test");
  const withModel = await check({ argument: "the total leaves out the first price" }, { answer: "" });
  expect(withModel.asked).toMatchObject({
    testIds: [],
    description: "the total leaves out the first price",
    engine: "both",
  });
});

test("why there is no repair", async () => {
  const none = await check({}, { result: { patches: [], tried: 7 } });
  expect(none.told.refused).toBe("No repair was found: 7 changes were tried");
  expect((await check({}, { result: new FixRefused("No test fails") })).told.refused).toBe("No test fails");
  await expect(check({}, { result: new Error("disk gone") })).rejects.toThrow("disk gone");
  const untrusted = await check({}, { isTrusted: false });
  expect(untrusted.asked).toBeUndefined();
  expect(untrusted.told.refused).toContain("trust it first");
});

test("what the model's answers cost goes to who listens", async () => {
  const usage: ChatUsage = { promptTokens: 900, answerTokens: 40, isEstimated: false };
  const fix = async ({ onUsage }: FixRequest): Promise<FixResult> => {
    onUsage?.(usage);
    return { patches: [patch], tried: 1 };
  };
  const { deps } = await commandFixture(texts, { runs: { repairs: async () => ({ fix }) } });
  const told: ChatUsage[] = [];
  const listener = { onUsage: (one: ChatUsage) => void told.push(one) };
  await runSlashCommand(deps, { name: "fix", argument: "" }, listener, never);
  expect(told).toEqual([usage]);
});
