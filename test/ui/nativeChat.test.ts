/**
 * The editor's own chat, in its window, without any account: `@touchstone` answers the first question of a new profile from the index, then with a
 * scripted endpoint; references, follow-ups, places, look-ups, a slash command, and the picker of models.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import type { ChatScript } from "../support/scriptedModel/chatBehaviours.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { latch } from "./support/chatModel.ts";
import { askNatively } from "./support/nativeChat.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";
import { patienceMs, type Workbench } from "./support/workbench.ts";

const why = "Explain in words why an item counts as low, please";
const told = [
  "An item is low when `is_low` says so (python/inventory/items.py:27).",
  "The store filters by it (python/inventory/store.py:50).",
  "The rest is in python/inventory/store.py:9999, they say, and that is all there is to be told of it.\n",
].join("\n\n");

/** Whether the answer was looked at while it was written. */
let looked = latch();

const script: ChatScript = (body) => {
  const messages = body["messages"] as readonly { readonly role: string }[];
  if (messages.at(-1)?.role === "tool") return { text: told, until: looked.promise };
  return { text: "Let me look.", tools: [{ name: "search", arguments: { query: "low stock" } }] };
};

const model = await ScriptedModel.start({ chat: script });
test.after(() => model.stop());

const endpoint = {
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "builtin",
};
const index = "Touchstone Index (no model)";
const shot = (name: string) => join(resultsDir, `native-chat-${name}.png`);

/** What was answered last. */
const answerOf = ({ page }: Workbench): Locator =>
  page.locator(".interactive-session .interactive-response").last();

/** A place that an answer names, as the editor shows places. */
const placeIn = (answer: Locator, text: string): Locator =>
  answer.locator(".chat-inline-anchor-widget", { hasText: text }).first();

/** Follow-ups are offered when an answer is whole. */
async function ended({ page }: Workbench): Promise<void> {
  await page
    .locator(".interactive-session .chat-response-loading")
    .waitFor({ state: "hidden", timeout: patienceMs });
}

/** A new profile opens no chat: a person does. */
async function openNativeChat(workbench: Workbench): Promise<void> {
  await workbench.waitForIndex();
  await workbench.runCommand("Chat: Open Chat");
  await workbench.page
    .locator(".interactive-input-part .monaco-editor")
    .first()
    .waitFor({ timeout: patienceMs });
}

const picker = ({ page }: Workbench): Locator =>
  page.locator(".interactive-input-part .action-label", { hasText: /Touchstone I|scripted/ }).first();

async function withoutModel({ workbench }: Session, theme: string): Promise<void> {
  const { page } = workbench;
  await askNatively(workbench, "@touchstone Where is `Store.low_items` used?");
  const answer = answerOf(workbench);
  await placeIn(answer, "test_store.py:52").waitFor({ timeout: patienceMs });
  await ended(workbench);
  const followup = page.getByText(/How is .*tested\?/);
  await followup.first().waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot(`index-${theme}`));
  await placeIn(answer, "test_store.py:52").click();
  await page.locator(".tab.active", { hasText: "test_store.py" }).waitFor({ timeout: patienceMs });
  assert.match(await workbench.waitForLine(/low_items/), /low_items/);
  // The chat scrolls by itself, so that what is to be unfolded may be out of sight.
  await answer.locator("summary", { hasText: /Completed/ }).dispatchEvent("click");
  await answer.getByRole("button", { name: /Used \d+ reference/ }).dispatchEvent("click");
  await answer
    .locator(".chat-used-context-list .monaco-list-row", { hasText: "test_store.py" })
    .first()
    .waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot(`references-${theme}`));
  await followup.first().click();
  await page
    .locator(".interactive-session .interactive-request", { hasText: /How is .*tested/ })
    .waitFor({ timeout: patienceMs });
  await placeIn(answerOf(workbench), "test_store.py").waitFor({ timeout: patienceMs });
  await ended(workbench);
}

async function explains({ workbench }: Session, theme: string): Promise<void> {
  await askNatively(workbench, "@touchstone /explain `Store.low_items`");
  await answerOf(workbench).getByText("low_items").first().waitFor({ timeout: patienceMs });
  await ended(workbench);
  await workbench.screenshot(shot(`explain-${theme}`));
}

/** Of an answer that is still being written, what is whole is there, checked. */
async function withModel({ workbench }: Session, theme: string): Promise<void> {
  const { page } = workbench;
  looked = latch();
  await picker(workbench).filter({ hasText: "scripted" }).waitFor({ timeout: patienceMs });
  await askNatively(workbench, `@touchstone ${why}`);
  const answer = answerOf(workbench);
  await placeIn(answer, "items.py:27").waitFor({ timeout: patienceMs });
  assert.doesNotMatch((await answer.textContent()) ?? "", /that is all there is/);
  await workbench.screenshot(shot(`streaming-${theme}`));
  looked.resolve();
  await answer.getByText("could not be verified").waitFor({ timeout: patienceMs });
  await ended(workbench);
  assert.match((await answer.textContent()) ?? "", /the file has \d+ lines/);
  assert.equal(await placeIn(answer, "9999").count(), 0);
  await workbench.screenshot(shot(`model-${theme}`));
  await placeIn(answer, "items.py:27").click();
  await page.locator(".tab.active", { hasText: "items.py" }).waitFor({ timeout: patienceMs });
}

/** Who chooses the index asks no model. */
async function choosesIndex({ workbench }: Session, theme: string): Promise<void> {
  const { page } = workbench;
  await picker(workbench).click();
  // Those that were not used yet are behind "Other Models"; a search finds all.
  await page.getByPlaceholder("Search models").fill("Touchstone");
  const row = page.locator(".action-widget .monaco-list-row", { hasText: index });
  await row.first().waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot(`picker-${theme}`));
  await row.first().click();
  const before = model.requests.length;
  await askNatively(workbench, "@touchstone Explain in words how the store works");
  await placeIn(answerOf(workbench), ".py").waitFor({ timeout: patienceMs });
  await ended(workbench);
  assert.equal(model.requests.length, before);
}

uiTest("native chat without a model or an account answers the first question", {}, async (session) => {
  await openNativeChat(session.workbench);
  await withoutModel(session, "light");
  await explains(session, "light");
});

uiTest(
  "native chat asks the endpoint, unless the index is chosen",
  { theme: "dark", machineSettings: endpoint },
  async (session) => {
    await openNativeChat(session.workbench);
    await withModel(session, "dark");
    await choosesIndex(session, "dark");
    await withoutModel(session, "dark");
  },
);
