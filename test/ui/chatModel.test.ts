/**
 * The chat panel with a model that is scripted, as a person uses it in one window: an answer that streams, tools, citations, stop, a change that
 * is reviewed, accepted and taken back, a reload, no model, and the editor's own chat with the same models.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Frame } from "playwright-core";
import type { ChatScript } from "../support/scriptedModel/chatBehaviours.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { inEveryTheme, setChatWidth } from "./support/appearance.ts";
import { openChat, seriousFindings, waitUntilKept } from "./support/chatFrame.ts";
import { chatsWith, latch } from "./support/chatModel.ts";
import { ask, ended } from "./support/chatTurns.ts";
import { store } from "./support/sample.ts";
import { resultsDir, type Session, sampleWorkspace, uiTest } from "./support/session.ts";
import { patienceMs } from "./support/workbench.ts";

const source = readFileSync(join(sampleWorkspace, store), "utf8");
const lineOf = (text: string): number => source.split("\n").findIndex((line) => line.includes(text)) + 1;
const lowItems = lineOf("def low_items");

const why = "Explain in words why an item counts as low";
const slow = "Tell a long story about the store";
const change = "Give low_items a docstring";
const told = `Items are low when \`is_low\` says so: \`def low_items\` (${store}:${lowItems}) filters them.\n\nThe rest is in ${store}:9999.\n`;
const docstring = '        """All items that should be ordered again."""';
const edited = [
  "This is the change:",
  "",
  store,
  "```python",
  "<<<<<<< SEARCH",
  "    def low_items(self) -> list[Item]:",
  "=======",
  "    def low_items(self) -> list[Item]:",
  docstring,
  ">>>>>>> REPLACE",
  "```",
  "",
].join("\n");

/** What the person asked, from the conversation as it was sent. */
const isAsked = (body: Record<string, unknown>, question: string): boolean => {
  const messages = body["messages"] as readonly { readonly role: string; readonly content: unknown }[];
  return JSON.stringify(messages.findLast(({ role }) => role === "user")?.content).includes(question);
};
const isAfterTools = (body: Record<string, unknown>): boolean =>
  (body["messages"] as readonly { readonly role: string }[]).at(-1)?.role === "tool";

/** Whether the answer was looked at while it was written. */
let looked = latch();
/** Whether the answer that is stopped was. */
let stopped = latch();

const script: ChatScript = (body) => {
  if (isAsked(body, why)) {
    if (isAfterTools(body)) return { text: told, until: looked.promise };
    return {
      tools: [
        { name: "search", arguments: { query: "low stock" } },
        { name: "find", arguments: { name: "Store.low_items", relation: "callers" } },
        { name: "read", arguments: { path: "no/such/file.py" } },
      ],
    };
  }
  if (isAsked(body, slow)) return { text: "Once there was a store. ".repeat(4), until: stopped.promise };
  if (isAsked(body, change)) return { text: edited };
  return { text: "The scripted model has nothing to say to that." };
};

const model = await ScriptedModel.start({ chat: script });
test.after(() => model.stop());

const machineSettings = chatsWith(model);

const shot = (name: string) => join(resultsDir, `chat-model-${name}.png`);

/** Partial text is on the screen, then tools and citations of the whole. */
async function streams({ workbench }: Session, page: Frame): Promise<void> {
  looked = latch();
  const turn = await ask(page, why);
  await turn.locator(".answer", { hasText: "Items are low" }).waitFor({ timeout: patienceMs });
  await turn.locator(".foot", { hasText: /scripted writes/ }).waitFor({ timeout: patienceMs });
  assert.doesNotMatch((await turn.locator(".answer").textContent()) ?? "", /could not be verified/);
  await workbench.screenshot(shot("streaming"));
  looked.resolve();
  await ended(turn);
  assert.match((await turn.locator(".foot").textContent()) ?? "", /From scripted.*tokens read/);
  assert.equal(await turn.locator(".toolCall").count(), 3);
  assert.equal(await turn.locator(".toolCall[open]").count(), 0);
  const search = turn.locator(".toolCall", { hasText: "low stock" });
  await search.locator("summary").click();
  await search.locator("pre", { hasText: "inventory/" }).first().waitFor();
  await turn.locator(".toolCall", { hasText: "nothing found" }).waitFor();
  await workbench.screenshot(shot("tools"));
  assert.deepEqual(await seriousFindings(page), []);
  await search.locator("summary").press("Enter");
  assert.equal(await turn.locator(".toolCall[open]").count(), 0);
  assert.equal(await turn.locator(".answer a", { hasText: "9999" }).count(), 0);
  assert.match((await turn.locator(".answer").textContent()) ?? "", /could not be verified/);
  await turn.locator(".answer a", { hasText: `store.py:${lowItems}` }).click();
  await workbench.page.locator(".tab.active", { hasText: "store.py" }).waitFor();
  assert.match(await workbench.waitForLine(/def low_items/), /def low_items/);
}

async function stops({ workbench }: Session, page: Frame): Promise<void> {
  stopped = latch();
  const turn = await ask(page, slow);
  await turn.locator(".answer", { hasText: "Once there was" }).waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot("slow"));
  await page.getByRole("button", { name: /^Stop/ }).click();
  await turn.locator(".foot", { hasText: "Stopped" }).waitFor({ timeout: patienceMs });
  const text = await turn.locator(".answer").textContent();
  assert.match(text ?? "", /Once there was/);
  // What the model says then is not heard any more.
  stopped.resolve();
  await workbench.page.waitForTimeout(1_500);
  assert.equal(await turn.locator(".answer").textContent(), text);
}

/** Nothing changes before it is accepted; the checkpoint brings back what was. */
async function applies(session: Session, page: Frame): Promise<void> {
  const { workbench, folder, save } = session;
  const turn = await ask(page, change);
  await ended(turn);
  await turn.locator(".code").hover();
  await workbench.screenshot(shot("code"));
  await turn.getByRole("button", { name: "Apply: Show as a Change" }).click();
  await workbench.page.locator(".monaco-diff-editor .line-insert").first().waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot("review"));
  assert.equal(readFileSync(join(folder, store), "utf8"), source, "Something changed before it was accepted");
  await workbench.runCommand("Touchstone: Accept All Checked Hunks");
  await workbench.page
    .locator(".monaco-diff-editor")
    .first()
    .waitFor({ state: "hidden", timeout: patienceMs });
  const changed = await save(store, /should be ordered again/);
  assert.equal(changed, source.replace(/( {4}def low_items.*\n)/, `$1${docstring}\n`));
  const restore = turn.getByRole("button", { name: "Restore Checkpoint" });
  await restore.waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot("checkpoint"));
  await restore.click();
  await turn.getByText("Taken back").waitFor({ timeout: patienceMs });
  assert.equal(await save(store, /^from(?![\s\S]*ordered again)/), source);
}

uiTest(
  "chat with a model: streams, cites, stops, applies, takes back, resumes",
  { machineSettings },
  async (session) => {
    const { workbench, server } = session;
    const page = await openChat(workbench);
    await streams(session, page);
    await stops(session, page);
    await applies(session, page);
    await setChatWidth(workbench, 480);
    await inEveryTheme(workbench, page, (theme) => shot(`wide-${theme}`));
    await setChatWidth(workbench, 300);
    await inEveryTheme(workbench, page, (theme) => shot(`narrow-${theme}`));
    await waitUntilKept(workbench, why, change);
    await workbench.page.reload();
    const again = await openChat(workbench);
    await again.locator(".turn", { hasText: why }).waitFor({ timeout: patienceMs });
    assert.equal(await again.locator(".turn").count(), 3);
    // Without a model the same panel goes on.
    server.writeSettings({ machine: { ...machineSettings, "touchstone.model.endpoint": "" } });
    await again.getByRole("button", { name: /Answered by: Built-in/ }).waitFor({ timeout: patienceMs });
    const turn = await ask(again, "Who calls `items_in_order`?");
    await ended(turn);
    assert.match((await turn.locator(".answer").textContent()) ?? "", /low_items/);
    assert.match((await turn.locator(".foot").textContent()) ?? "", /From the index/);
    const caller = turn.locator(".picture a", { hasText: "Store.low_items" });
    await caller.waitFor({ timeout: patienceMs });
    await inEveryTheme(workbench, again, (theme) => shot(`picture-${theme}`), caller);
    await caller.focus();
    await caller.press("Enter");
    assert.match(await workbench.waitForLine(/self\.items_in_order\(\) if item\.is_low/), /items_in_order/);
  },
);
