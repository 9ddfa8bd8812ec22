import { expect, test } from "vitest";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import type { CommandRequest } from "../../../../src/features/commands/slashCommand.ts";
import {
  type WriteTestsRequest,
  WritingRefused,
  type WrittenTests,
} from "../../../../src/features/testWriting/writtenTests.ts";
import type { ChatUsage } from "../../../../src/ports/chatModel.ts";
import { commandFixture, never } from "./commandFixture.ts";

const texts = {
  "cart.py":
    "def total(prices):\n    return sum(prices)\n\n\nclass Cart:\n    def count(self):\n        return 1\n",
};
const place = { path: "/w/cart.py", languageId: "python", startLine: 1, endLine: 1 };
const written: WrittenTests = {
  root: "/w",
  changes: [
    { kind: "created", path: "test_cart.py", after: "def test_total():\n    assert total([]) == 0\n" },
  ],
  diff: "",
  function: "total",
  engine: "builtin",
  tests: ["pytest:test_cart.py::test_total"],
  dropped: [],
  mutants: { tried: 3, killed: 2 },
  notes: ["The tests say what the function does now."],
  isolation: "sandbox",
};

async function check(
  request: Partial<CommandRequest>,
  {
    refuses = [],
    answer,
    isTrusted = true,
  }: { refuses?: readonly string[]; answer?: string; isTrusted?: boolean } = {},
) {
  const asked: WriteTestsRequest[] = [];
  const write = async (one: WriteTestsRequest) => {
    asked.push(one);
    if (refuses.includes(one.engine)) throw new WritingRefused(`not by ${one.engine}`);
    return { ...written, engine: one.engine };
  };
  const { deps } = await commandFixture(texts, {
    isTrusted,
    ...(answer === undefined ? {} : { answer }),
    runs: { writer: async () => ({ write }) },
  });
  const told = await runSlashCommand(deps, { name: "tests", argument: "", ...request }, {}, never);
  return { asked, told };
}

test("for the function at the cursor, and for one by name", async () => {
  const { asked, told } = await check({ place });
  expect(asked).toEqual([{ path: "/w/cart.py", line: 1, engine: "builtin" }]);
  expect(told.patches).toMatchObject([{ title: "Tests for total", changes: written.changes }]);
  expect(told.markdown).toContain("**New Tests**: Tests for total");
  expect(told.markdown).toContain("2 of 3 small changes of the function are noticed");
  const named = await check({ argument: "Cart.count()" });
  expect(named.asked).toEqual([{ path: "/w/cart.py", name: "count", line: 5, engine: "builtin" }]);
});

test("a model is asked where nothing can be observed, and only if it may", async () => {
  const both = await check({ place }, { refuses: ["builtin"], answer: "" });
  expect(both.asked.map(({ engine }) => engine)).toEqual(["builtin", "model"]);
  expect(both.told.markdown).toContain("Written by the model, since without one: not by builtin.");
  expect(both.told.model).toBeDefined();
  const without = await check({ place }, { refuses: ["builtin"] });
  expect(without.told.refused).toBe("No tests were written: not by builtin");
  const kept = await check({ place, engine: "builtin" }, { refuses: ["builtin"], answer: "" });
  expect(kept.asked).toHaveLength(1);
  expect((await check({ place, engine: "model" }, { answer: "" })).asked).toMatchObject([
    { engine: "model" },
  ]);
});

test("what is no function, no place and no trust", async () => {
  expect((await check({ argument: "nowhere" })).told.refused).toContain('"nowhere"');
  expect((await check({})).told.refused).toContain("behind /tests");
  const untrusted = await check({ place }, { isTrusted: false });
  expect(untrusted.asked).toEqual([]);
  expect(untrusted.told.refused).toContain("trust it first");
});

test("what the model's answers cost goes to who listens", async () => {
  const usage: ChatUsage = { promptTokens: 900, answerTokens: 40, isEstimated: false };
  const write = async ({ engine, onUsage }: WriteTestsRequest) => {
    onUsage?.(usage);
    return { ...written, engine };
  };
  const { deps } = await commandFixture(texts, { runs: { writer: async () => ({ write }) } });
  const told: ChatUsage[] = [];
  const listener = { onUsage: (one: ChatUsage) => void told.push(one) };
  await runSlashCommand(deps, { name: "tests", argument: "", place }, listener, never);
  expect(told).toEqual([usage]);
});
