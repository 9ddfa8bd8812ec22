import { expect, test } from "vitest";
import { type IndexStatus, idleIndexStatus } from "../../../src/core/repo/indexStatus.ts";
import { askHandler } from "../../../src/features/headless/askHandler.ts";
import { nameRoots } from "../../../src/features/headless/rootPaths.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import { memorySettings } from "../../support/memorySettings.ts";
import { inOrder, ScriptedChatModels } from "../../support/scriptedChatModels.ts";
import { scriptedEngine } from "../../support/scriptedEngine.ts";

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

async function check(waitForIndex: Engine["waitForIndex"], status: IndexStatus) {
  const { ask } = askHandler({
    engine: { ...scriptedEngine(), waitForIndex, status: async () => status },
    models: new ScriptedChatModels(inOrder()),
    openModel: () => Promise.reject(new Error("No model is asked")),
    settings: memorySettings({ "chat.engine": "builtin" }).settings,
    roots: nameRoots(["/w"]),
    begin: async () => {},
    tell: () => {},
    indexMs: 1,
  });
  return ask({ question: "where is `Store` defined" }, new AbortController().signal);
}

test("an answer from a whole index says nothing of it", async () => {
  const { markdown } = await check(async () => idleIndexStatus, idleIndexStatus);
  expect(markdown).not.toContain("not complete");
});

test("an index that takes too long is said to be incomplete", async () => {
  const reading = { ...idleIndexStatus, phase: "reading", filesDone: 1200, filesTotal: 4000 } as const;
  const { markdown } = await check(aborted, reading);
  expect(markdown).toContain(
    "*The index is not complete: 1,200 of 4,000 files are read. Ask again when it is.*",
  );
  const walking = await check(aborted, { ...reading, phase: "walking" });
  expect(walking.markdown).toContain("1,200 of more than 4,000 files");
  expect((await check(aborted, idleIndexStatus)).markdown).not.toContain("not complete");
});

test("a fault of the engine is no matter of time", () =>
  expect(check(() => Promise.reject(new Error("gone")), idleIndexStatus)).rejects.toThrow("gone"));
