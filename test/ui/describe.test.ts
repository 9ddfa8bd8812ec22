/** A fix from a description: what is said without a model, a test that is not what was meant, and a model that is cancelled in the middle. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { chatsWith } from "./support/chatModel.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";

const shot = (name: string) => join(resultsDir, `describe-${name}.png`);
const themes = ["light", "dark"] as const;

for (const theme of themes)
  uiTest(
    `a description without a model is told what is missing, ${theme}`,
    { theme },
    async ({ workbench }) => {
      await workbench.waitForIndex();
      await workbench.runCommand("Touchstone: Fix From Description");
      const told = workbench.notifications.filter({ hasText: "needs a model" }).first();
      const setUp = told.getByRole("button", { name: "Set Up Model" });
      await atRest(setUp);
      await workbench.screenshot(shot(`no-model-${theme}`));
      await setUp.click();
      await workbench.quickInput.locator(".quick-input-title", { hasText: "Set Up Model" }).waitFor();
      await workbench.screenshot(shot(`set-up-${theme}`));
    },
  );

/** Until what slides in has come to its place. */
const atRest = (button: Locator): Promise<void> => button.click({ trial: true });

const wrongTest = [
  "It expects that items come in the order of their numbers.",
  "",
  "```python",
  "import unittest",
  "",
  "from inventory.store import Store",
  "",
  "",
  "class DescribedProblemTest(unittest.TestCase):",
  "    def test_described_problem(self):",
  "        self.assertEqual(Store().items_in_order(), [1, 2])",
  "```",
].join("\n");

const model = await ScriptedModel.start({ chat: () => ({ text: wrongTest }) });
test.after(() => model.stop());
const machineSettings = chatsWith(model);
const described = "Items come in the order of their titles, not of their numbers";

const marker = "only-here.txt";
/** Copies of this folder's working files: other programs may make copies of theirs meanwhile. */
function copiesOf(folder: string): readonly string[] {
  const name = basename(dirname(folder)) + marker;
  writeFileSync(join(folder, name), "");
  const within = readdirSync(tmpdir()).filter((one) => /^touchstone-(?!ui-)/.test(one));
  const args = [...within.map((one) => join(tmpdir(), one)), "-maxdepth", "3", "-name", name];
  return within.length === 0 ? [] : linesOf(spawnSync("find", args, { encoding: "utf8" }).stdout);
}
const linesOf = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
const sumsOf = (folder: string): string =>
  execFileSync("find", [folder, "-type", "f", "-exec", "cksum", "{}", "+"], { encoding: "utf8" });

/** Asks for the fix; what follows is `next`. */
async function describe({ workbench }: Session, next: Locator): Promise<void> {
  await workbench.runCommand("Touchstone: Fix From Description");
  await workbench.quickInput.locator(".quick-input-title", { hasText: "Fix From Description" }).waitFor();
  await workbench.answer(described);
  const agree = workbench.page.getByRole("button", { name: "Run Without Sandbox" });
  await next.or(agree).first().waitFor({ timeout: 120_000 });
  if (await agree.isVisible()) await agree.click();
  await next.first().waitFor({ timeout: 120_000 });
}

for (const theme of themes)
  uiTest(
    `a test that is not what was meant, and another description, ${theme}`,
    { theme, machineSettings },
    async (session) => {
      const { workbench, folder } = session;
      const { quickInput } = workbench;
      model.behaviour = "answer";
      await workbench.waitForIndex();
      const before = sumsOf(folder);
      const question = quickInput.locator(".monaco-list-row", { hasText: "No: this is not what I mean" });
      await describe(session, question);
      assert.match((await question.textContent()) ?? "", /Now: .*Lists\sdiffer:\s\[\]\s!=\s\[1,\s2\]/);
      await workbench.screenshot(shot(`confirm-${theme}`));
      await question.click();
      const told = workbench.notifications.filter({ hasText: "not what was meant" });
      const again = told.getByRole("button", { name: "Describe Again" });
      await atRest(again);
      await workbench.screenshot(shot(`not-meant-${theme}`));
      await again.click();
      await quickInput.locator(".quick-input-title", { hasText: "Fix From Description" }).waitFor();
      assert.equal(await quickInput.locator("input").inputValue(), described);
      await workbench.screenshot(shot(`again-${theme}`));
      assert.equal(sumsOf(folder), before);
    },
  );

for (const theme of themes)
  uiTest(
    `a fix from a description is cancelled while the model writes, ${theme}`,
    { theme, machineSettings },
    async (session) => {
      const { workbench, folder } = session;
      model.behaviour = "stallMidStream";
      assert.deepEqual(copiesOf(folder), []);
      const before = sumsOf(folder);
      await workbench.waitForIndex();
      const progress = workbench.notifications.filter({ hasText: "Asking the model" });
      await describe(session, progress);
      const cancel = progress.getByRole("button", { name: "Cancel" });
      await atRest(cancel);
      await workbench.screenshot(shot(`asking-${theme}`));
      assert.equal(copiesOf(folder).length, 1, "No copy of the working files is found");
      await cancel.click();
      await workbench.page.locator(".statusbar-item", { hasText: "no file was changed" }).waitFor();
      await workbench.screenshot(shot(`cancelled-${theme}`));
      await progress.waitFor({ state: "hidden" });
      assert.equal(sumsOf(folder), before);
      for (let looks = 0; looks < 100 && copiesOf(folder).length > 0; looks++)
        await workbench.page.waitForTimeout(200);
      assert.deepEqual(copiesOf(folder), [], "A copy of the working files was left behind");
    },
  );
