import { expect, test } from "vitest";
import { runSlashCommand } from "../../../../src/features/commands/runSlashCommand.ts";
import { textOfRequest } from "../../../support/scriptedChatModels.ts";
import { changedBy, commandFixture, diffOf, never } from "./commandFixture.ts";

const commit = { name: "commit", argument: "" } as const;
const lines = [" def total(a):", "     return a", "+", "+def mean(a):", "+    return a"];
const texts = { "calc.py": "def total(a):\n    return a\n\ndef mean(a):\n    return a\n" };
const git = {
  ...changedBy(diffOf("calc.py", lines)),
  messages: async () => ["feat: add a", "fix: close b", "feat: add c"],
};

test("a message from symbols, in the style of the past", async () => {
  const { deps } = await commandFixture(texts, { git });
  const { commit: written, markdown, model } = await runSlashCommand(deps, commit, {}, never);
  expect(written).toEqual({ message: "feat: add mean in calc.py", repository: "/w" });
  expect(markdown).toContain("feat: add mean in calc.py");
  expect(model).toBeUndefined();
});

test("a model's words, without what it puts around them; the diff goes as a file's", async () => {
  const { deps, models } = await commandFixture(texts, {
    git,
    answer: "```\nfeat: take the mean\n\nIt was missing.\n```",
  });
  const { commit: written, model } = await runSlashCommand(deps, commit, {}, never);
  expect(written?.message).toBe("feat: take the mean\n\nIt was missing.");
  expect(model).toBe("scripted");
  const request = models.requests[0]!;
  expect(textOfRequest(request)).toContain("feat: add a\n---\nfix: close b");
  expect(request.messages[1]?.pieces[0]).toMatchObject({
    sources: [{ path: "/w/calc.py", isLibrary: false }],
  });
});

test("says why there is none", async () => {
  const none = await commandFixture({}, { git: changedBy() });
  expect((await runSlashCommand(none.deps, commit, {}, never)).refused).toContain("nothing is staged");
  const untrusted = await commandFixture({}, { git, isTrusted: false });
  expect((await runSlashCommand(untrusted.deps, commit, {}, never)).refused).toContain("untrusted");
});
