/**
 * In one window, with a model that is scripted and models of another extension: *Edit With Touchstone* while it is written, accepted and
 * rejected; code that waits to be allowed; models of VS Code in the list, and what they refuse; the editor's own chat in high contrast and narrow.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Frame, Locator } from "playwright-core";
import { root } from "../../scripts/lib/run.ts";
import type { ChatScript } from "../support/scriptedModel/chatBehaviours.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { chooseTheme, modal, setChatWidth, waitForFocusedButton } from "./support/appearance.ts";
import { openChat, seriousFindings } from "./support/chatFrame.ts";
import { askNatively } from "./support/nativeChat.ts";
import { reviewRow } from "./support/review.ts";
import { store } from "./support/sample.ts";
import { resultsDir, type Session, sampleWorkspace, uiTest } from "./support/session.ts";
import { patienceMs } from "./support/workbench.ts";

const source = readFileSync(join(sampleWorkspace, store), "utf8");
const lineOf = (text: string): number => source.split("\n").findIndex((line) => line.includes(text)) + 1;

const low = `    def low_items(self) -> list[Item]:
`;
const lowBody = `        return [item for item in self.items_in_order() if item.is_low]
`;
const docstring = `        """All items that should be ordered again."""
`;
const edit = `This says what it gives.

${store}
<<<<<<< SEARCH
${low}${lowBody}=======
${low}${docstring}${lowBody}>>>>>>> REPLACE
`;
const code = "for name in ('a', 'b'):\n    print(name)\n";

interface Sent {
  readonly role: string;
  readonly content: unknown;
}

const script: ChatScript = (body) => {
  const messages = body["messages"] as readonly Sent[];
  const asked = JSON.stringify(messages.find(({ role }) => role === "user")?.content);
  if (messages.at(-1)?.role === "tool") return { text: "It was not run." };
  if (asked.includes("Say in a docstring"))
    return messages.some(({ role }) => role === "assistant")
      ? { text: "All of them fit." }
      : { text: edit, pauseMs: 40 };
  if (asked.includes("what this prints"))
    return { text: "Let me see.", tools: [{ name: "run_snippet", arguments: { language: "python", code } }] };
  return { text: "It gives all items that should be ordered again." };
};

const model = await ScriptedModel.start({ chat: script });
test.after(() => model.stop());

const endpoint = {
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "builtin",
};

const shot = (name: string) => join(resultsDir, `edit-and-host-models-${name}.png`);

/** Until what is written stands in the diff, and the checkers of the project wait to be allowed. */
async function edits({ workbench, folder }: Session, theme: string): Promise<void> {
  const { page } = workbench;
  await workbench.openFile(store, { line: lineOf("def low_items"), column: 1 });
  await workbench.press("Shift+ArrowDown");
  await workbench.press("Shift+ArrowDown");
  // Escape, with which a command of the palette is asked for elsewhere, would drop the selection.
  await page.getByText(/\(\d+ selected\)/).waitFor();
  await workbench.press("F1");
  await workbench.quickInput.locator("input").fill(">Touchstone: Edit With Touchstone");
  await workbench.quickInput.locator(".monaco-list-row", { hasText: "Edit With Touchstone" }).first().click();
  await page.getByPlaceholder("What to change").waitFor({ timeout: patienceMs });
  await page.getByText(/Change lines \d+ to \d+, and what belongs to them/).waitFor();
  await workbench.answer("Say in a docstring what this gives");
  await page.locator(".tab.active", { hasText: "Touchstone is writing" }).waitFor({ timeout: patienceMs });
  await page
    .locator(".monaco-diff-editor .modified .view-line", { hasText: /should.be.ordered/ })
    .waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot(`writing-${theme}`));
  await modal(workbench).filter({ hasText: "Check this edit with" }).waitFor({ timeout: patienceMs });
  assert.match((await modal(workbench).textContent()) ?? "", /Your files are not touched/);
  await waitForFocusedButton(workbench, "Allow");
  await workbench.screenshot(shot(`consent-${theme}`));
  await workbench.press("Escape");
  await reviewRow(workbench, "No checker was run for it").waitFor({ timeout: patienceMs });
  await page.locator(".tab", { hasText: "Touchstone is writing" }).waitFor({ state: "hidden" });
  await page.locator(".monaco-diff-editor").first().waitFor();
  await workbench.screenshot(shot(`review-${theme}`));
  assert.equal(readFileSync(join(folder, store), "utf8"), source, "Something changed before it was accepted");
}

/** The code is shown as it is indented, since it means something else without. */
async function refusesCode({ workbench }: Session, page: Frame): Promise<void> {
  const turn = await ask(page, "Explain in words what this prints");
  const question = modal(workbench).filter({ hasText: "Run this Python code in a sandboxed copy" });
  await question.waitFor({ timeout: patienceMs });
  assert.match((await question.textContent()) ?? "", /\u00a0{4}print\(name\)/);
  await waitForFocusedButton(workbench, "Allow");
  await workbench.screenshot(shot("snippet"));
  await workbench.press("Escape");
  await turn.locator(".toolCall", { hasText: "refused by you" }).waitFor({ timeout: patienceMs });
}

async function ask(page: Frame, question: string): Promise<Locator> {
  await page.locator("textarea").fill(question);
  await page.locator("textarea").press("Enter");
  const turn = page.locator(".turn", { hasText: question }).last();
  await turn.waitFor({ timeout: patienceMs });
  return turn;
}

async function choosesHostModel({ workbench, server }: Session, page: Frame): Promise<void> {
  await page.getByRole("button", { name: /Answered by/ }).click();
  const row = workbench.quickInput.locator(".monaco-list-row", { hasText: "Scripted echo" });
  await row.filter({ hasText: "models of VS Code" }).waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot("list"));
  await workbench.quickInput.locator("input").fill("Scripted quota");
  await workbench.quickInput.locator(".monaco-list-row", { hasText: "Scripted quota" }).first().click();
  await page
    .getByRole("button", { name: /Answered by: .*quota \(scripted\)/ })
    .waitFor({ timeout: patienceMs });
  const spent = await ask(page, "Explain in words how the store works");
  await spent.getByText(/quota for Scripted quota \(scripted\) is used up/).waitFor({ timeout: patienceMs });
  assert.deepEqual(await seriousFindings(page), []);
  await workbench.screenshot(shot("quota"));
  const chosen = { ...endpoint, "touchstone.chat.hostModel": "scripted/noPermission" };
  server.writeSettings({ machine: chosen });
  await page.getByRole("button", { name: /noPermission \(scripted\)/ }).waitFor({ timeout: patienceMs });
  await workbench.statusItem.click();
  const item = workbench.quickInput.locator(".monaco-list-row", { hasText: "Choose Who Answers in Chat" });
  await item.filter({ hasText: "noPermission (scripted)" }).waitFor({ timeout: patienceMs });
  await workbench.press("Escape");
  const forbidden = await ask(page, "Explain in words how the report works");
  await forbidden
    .getByText(/does not let Touchstone use.*You are not signed in/)
    .waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot("forbidden"));
  server.writeSettings({ machine: endpoint });
  await page.getByRole("button", { name: /Answered by: .*scripted\. / }).waitFor({ timeout: patienceMs });
}

/** Heads of diffs cannot be read there in high contrast. */
async function asksNatively({ workbench }: Session): Promise<void> {
  const { page } = workbench;
  await chooseTheme(workbench, "contrast");
  await workbench.runCommand("Chat: Open Chat");
  await askNatively(workbench, "@touchstone /doc low_items");
  const answer = page.locator(".interactive-session .interactive-response").last();
  await answer.getByRole("button", { name: "Review Changes" }).waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot("native-contrast"));
  const diff = answer.locator(".interactive-result-code-block .view-line", { hasText: /@@.*store\.py/ });
  await diff.first().waitFor({ timeout: patienceMs });
  assert.doesNotMatch((await answer.textContent()) ?? "", /diff.--git/);
  await setChatWidth(workbench, 200);
  await workbench.screenshot(shot("native-narrow-contrast"));
  const box = await answer.getByRole("button", { name: "Review Changes" }).boundingBox();
  const bar = await page.locator(".part.auxiliarybar").boundingBox();
  assert.ok(box && bar && bar.x <= box.x && box.x + box.width <= bar.x + bar.width);
}

uiTest(
  "an edit is written before a person's eyes, models of VS Code are chosen and refuse, code waits to be allowed",
  { machineSettings: endpoint, besides: [join(root, "test/host/support/modelProvider")] },
  async (session) => {
    const { workbench, save, folder } = session;
    await workbench.waitForIndex();
    await edits(session, "light");
    await workbench.runCommand("Touchstone: Reject Patch");
    await workbench.page.locator(".monaco-diff-editor").first().waitFor({ state: "hidden" });
    assert.equal(readFileSync(join(folder, store), "utf8"), source, "What was rejected changed something");
    await chooseTheme(workbench, "dark");
    await edits(session, "dark");
    await workbench.runCommand("Touchstone: Accept All Checked Hunks");
    await workbench.page.locator(".monaco-diff-editor").first().waitFor({ state: "hidden" });
    assert.equal(await save(store, /ordered again/), source.replace(low, low + docstring));
    const page = await openChat(workbench);
    await refusesCode(session, page);
    await choosesHostModel(session, page);
    await asksNatively(session);
  },
);
