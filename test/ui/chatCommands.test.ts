/**
 * Slash commands in one window of a git repository, on a machine whose sandbox does not work: without a model, with what they ask before they
 * run anything, and then with one that is scripted.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import type { Frame } from "playwright-core";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { chooseTheme, modal, setChatWidth, waitForFocusedButton } from "./support/appearance.ts";
import { openChat, seriousFindings } from "./support/chatFrame.ts";
import { answerOf, ask } from "./support/chatTurns.ts";
import { beginMerge, beginRepository, git, items } from "./support/repository.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";
import { patienceMs } from "./support/workbench.ts";

const written = "Ask for a separator in short codes";
const model = await ScriptedModel.start({ chat: () => ({ text: `${written}\n` }) });

/** In front of the one of this machine, if it has one. */
const brokenSandbox = mkdtempSync(join(tmpdir(), "touchstone-no-sandbox-"));
writeFileSync(join(brokenSandbox, "bwrap"), "#!/bin/sh\necho 'it is broken for a test' >&2\nexit 1\n", {
  mode: 0o755,
});
process.env["PATH"] = brokenSandbox + delimiter + process.env["PATH"];
// The editor takes its variables as they are, not from a shell of its own.
process.env["VSCODE_CLI"] = "1";
test.after(async () => {
  await model.stop();
  rmSync(brokenSandbox, { recursive: true, force: true });
});

const words = "python/inventory/words.py";
const wordsText = `def short_code(title: str, length: int = 3) -> str:
    if length < 1:
        raise ValueError("length is below 1")
    letters = [word[0] for word in title.split()]
    return "".join(letters[:length]).upper()
`;
const tests = "python/tests/test_words.py";
const testsText = `import unittest

from inventory.words import short_code


class WordsTest(unittest.TestCase):
    def test_short_code(self) -> None:
        self.assertEqual(short_code("big red box"), "BRB")
`;
const shot = (name: string) => join(resultsDir, `chat-commands-${name}.png`);

async function resolves({ workbench, folder, save }: Session, page: Frame): Promise<void> {
  const turn = await ask(page, "/resolve");
  assert.match(await answerOf(turn), /1 of 2 conflicts can be resolved/);
  await workbench.screenshot(shot("resolve"));
  await turn.getByRole("button", { name: "Review Change" }).click();
  await workbench.page.locator(".monaco-diff-editor").first().waitFor({ timeout: patienceMs });
  await workbench.page.locator(".pane-body .monaco-list-row", { hasText: "Resolve 1 conflict" }).waitFor();
  await workbench.screenshot(shot("resolve-review"));
  await workbench.runCommand("Touchstone: Accept All Checked Hunks");
  await workbench.page.locator(".tab.active", { hasText: /^items\.py/ }).waitFor();
  const saved = await save(items, /return tag\.lower\(\) in set\(self\.tags\)/);
  assert.equal(saved.match(/^<{7}/gm)?.length, 1);
  git(folder, "merge", "--abort");
  await workbench.runCommand("View: Close All Editors");
}

/** Escape is no: nothing runs, and the answer says why. */
async function asksBeforeTests({ workbench }: Session, page: Frame): Promise<void> {
  const refused = await ask(page, "/tests short_code");
  await modal(workbench)
    .filter({ hasText: "Run the tests without a sandbox?" })
    .waitFor({ timeout: patienceMs });
  assert.match((await modal(workbench).textContent()) ?? "", /it is broken for a test.*reach the network/);
  await waitForFocusedButton(workbench, "Run Without Sandbox");
  await refused
    .locator(".foot", { hasNotText: /Looking it up/ })
    .waitFor({ state: "attached", timeout: patienceMs });
  await workbench.screenshot(shot("consent"));
  await workbench.press("Escape");
  assert.match(await answerOf(refused), /nobody agreed to run without/);
  const turn = await ask(page, "/tests short_code");
  await modal(workbench).getByRole("button", { name: "Run Without Sandbox", exact: true }).click();
  assert.match(await answerOf(turn), /tests? ran and passed in a copy/);
  assert.equal(await turn.locator("ul.places").count(), 0);
}

async function reviews({ workbench, folder }: Session, page: Frame): Promise<void> {
  const changed = wordsText
    .replace("title: str, length", "title: str, separator: str, length")
    .replace("    letters", "    breakpoint()\n    letters");
  writeFileSync(join(folder, words), changed);
  const turn = await ask(page, "/review");
  await modal(workbench)
    .filter({ hasText: /Run \d tests?.*in a copy of the files/ })
    .waitFor({ timeout: patienceMs });
  await waitForFocusedButton(workbench, "Run");
  await workbench.press("Escape");
  assert.match(await answerOf(turn), /Left from debugging.*did not run: nobody allowed it/s);
  const link = turn.locator(".answer a", { hasText: "test_words.py:" }).first();
  await turn.locator("ul.places").first().waitFor();
  for (const theme of ["dark", "contrast", "light"] as const) {
    await chooseTheme(workbench, theme);
    await workbench.screenshot(shot(`review-${theme}`));
    assert.deepEqual(await seriousFindings(page), [], theme);
  }
  await link.click();
  await workbench.page.locator(".tab.active", { hasText: "test_words.py" }).waitFor();
  assert.match(await workbench.waitForLine(/short_code\(/), /short_code\(/);
  await turn.locator(".answer a", { hasText: "words.py:4" }).first().press("Enter");
  assert.match(await workbench.waitForLine(/breakpoint\(\)/), /breakpoint\(\)/);
}

/** In the panel as text to copy, from the button of the source control view into its box. */
async function writesMessage({ workbench, server, folder }: Session, page: Frame): Promise<void> {
  git(folder, "add", "-A");
  const turn = await ask(page, "/commit");
  assert.match(await answerOf(turn), /Change short_code in words\.py/);
  await page.locator(".suggestions").waitFor({ state: "hidden" });
  server.writeSettings({
    machine: { "touchstone.model.endpoint": model.baseUrl, "touchstone.model.name": "scripted" },
  });
  await page.getByRole("button", { name: /Answered by: .*scripted/ }).waitFor({ timeout: patienceMs });
  assert.match(await answerOf(await ask(page, "/commit")), new RegExp(written));
  await workbench.press("Control+Shift+G");
  const button = workbench.page.locator(".sidebar").getByRole("button", { name: "Write Commit Message" });
  await button.click();
  await workbench.page
    .locator(".scm-editor .view-line", { hasText: "separator" })
    .waitFor({ timeout: patienceMs });
  await workbench.screenshot(shot("commit"));
}

uiTest("slash commands resolve, document, test, review and write messages", {}, async (session) => {
  const { workbench, folder } = session;
  beginRepository(folder, { [words]: wordsText, [tests]: testsText });
  beginMerge(folder);
  const page = await openChat(workbench);
  await setChatWidth(workbench, 480);
  await resolves(session, page);
  const doc = await ask(page, "/doc short_code");
  assert.match(await answerOf(doc), /The result of .*upper\(\)/);
  await workbench.screenshot(shot("doc"));
  await asksBeforeTests(session, page);
  await workbench.screenshot(shot("tests"));
  const faster = await ask(page, "/optimize short_code");
  assert.match(await answerOf(faster), /no form that is known to have a faster one/);
  await reviews(session, page);
  await writesMessage(session, page);
});
