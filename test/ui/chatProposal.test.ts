/**
 * A change that a model proposes in the chat panel: the person is asked with the change in view, checkers and affected tests judge it in a
 * copy, the model is told what they find, and the review shows it.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ChatScript } from "../support/scriptedModel/chatBehaviours.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { modal } from "./support/appearance.ts";
import { openChat } from "./support/chatFrame.ts";
import { store } from "./support/sample.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";

const question = "Receive less than what comes";
/** A test of the samples fails with it. */
const edits = `${store}\n<<<<<<< SEARCH\n        item.quantity += quantity\n=======\n        item.quantity += quantity - 1\n>>>>>>> REPLACE\n`;

interface WireMessage {
  readonly role: string;
  readonly content: unknown;
}
const script: ChatScript = (body) => {
  const messages = body["messages"] as readonly WireMessage[];
  return messages.at(-1)?.role === "tool"
    ? { text: "I proposed it, and a test does not like it." }
    : { text: "", tools: [{ name: "propose_edit", arguments: { title: "Receive less", edits } }] };
};

const model = await ScriptedModel.start({ chat: script });
test.after(() => model.stop());

const machineSettings = {
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "builtin",
};
const toldToModel = (): string =>
  model.requests
    .flatMap(({ body }) => (JSON.parse(body) as { messages: readonly WireMessage[] }).messages)
    .filter(({ role }) => role === "tool")
    .map(({ content }) => String(content))
    .join("\n");

async function propose({ workbench, folder }: Session, theme: string): Promise<void> {
  const shot = (name: string) => join(resultsDir, `chat-proposal-${name}-${theme}.png`);
  const before = readFileSync(join(folder, store), "utf8");
  const page = await openChat(workbench);
  await page.locator("textarea").fill(question);
  await page.locator("textarea").press("Enter");
  const asked = modal(workbench).filter({ hasText: "Check this edit with" });
  await asked.filter({ hasText: "item.quantity += quantity - 1" }).waitFor({ timeout: 120_000 });
  await workbench.screenshot(shot("asked"));
  await asked.getByRole("button", { name: "Allow", exact: true }).click();
  const review = page.getByRole("button", { name: "Review Change" });
  const turn = page.locator(".turn", { hasText: question }).last();
  const agree = workbench.page.getByRole("button", { name: "Run Without Sandbox" });
  const answer = turn.locator(".answer", { hasText: "a test does not like it" });
  await Promise.race([agree, answer].map((one) => one.waitFor({ timeout: 180_000 })));
  if (await agree.isVisible()) await agree.click();
  await answer.waitFor({ timeout: 180_000 });
  await workbench.screenshot(shot("told"));
  assert.match(toldToModel(), /passed before and fails now/);
  await review.click();
  const broken = workbench.page
    .locator(".pane-body .monaco-list-row", { hasText: "passed and fail" })
    .first();
  await broken.waitFor({ timeout: 60_000 });
  await workbench.page.locator(".monaco-diff-editor").first().waitFor();
  await workbench.screenshot(shot("review"));
  assert.equal(readFileSync(join(folder, store), "utf8"), before, "Something changed before it was accepted");
}

for (const theme of ["light", "dark"] as const)
  uiTest(
    `a change that a model proposes is checked and tested, ${theme}`,
    { theme, machineSettings },
    (session) => propose(session, theme),
  );
