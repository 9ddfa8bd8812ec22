import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { beginUnknownFunction } from "./support/sample.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";

const model = await ScriptedModel.start({ answer: "" });
test.after(() => model.stop());

const machineSettings = {
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "model",
};

const mostTries = 10;

/** The item's tooltip, as a pointer that rests on it sees it. */
async function lookAtStatus({ workbench }: Session, path: string, said: RegExp): Promise<void> {
  const { page } = workbench;
  const box = page.locator(".monaco-hover", { hasText: said }).first();
  for (let tries = 1; ; tries++) {
    await page.locator(".statusbar-item", { hasText: "Touchstone" }).hover();
    try {
      await box.waitFor({ timeout: 5_000 });
      break;
    } catch (cause) {
      // What it says is not made anew while it stands there.
      if (tries === mostTries) throw cause;
      await page.mouse.move(500, 60);
      await page.locator(".monaco-hover:visible").first().waitFor({ state: "hidden" });
    }
  }
  await workbench.screenshot(path);
  await page.mouse.move(500, 60);
}

async function lookAtMenu({ workbench }: Session, path: string, row: RegExp): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand("Touchstone: Show Menu");
  await page.keyboard.type("last suggestion");
  const found = page.locator(".quick-input-list .monaco-list-row", { hasText: row });
  await found.waitFor();
  await workbench.screenshot(path);
  await found.click();
  await page.locator(".tab.active", { hasText: /context/i }).waitFor();
}

for (const theme of ["light", "dark"] as const)
  uiTest(
    `what the check said of a suggestion is told where one looks for it, ${theme}`,
    { theme, machineSettings },
    async (session) => {
      const { workbench } = session;
      const { page } = workbench;
      const shot = (name: string): string => join(resultsDir, `verdict-${name}-${theme}.png`);
      await workbench.waitForIndex();

      model.options = {
        ...model.options,
        answer: "low(store: Store) -> int:\n    return len(store.low_itms())",
      };
      await beginUnknownFunction(workbench);
      await workbench.runCommand("Touchstone: Trigger Inline Suggestion");
      assert.match(await workbench.waitForSuggestion(), /low\(store: Store\) -> int:/);
      await lookAtStatus(session, shot("repaired"), /repaired, low_itms does not exist, low_items is meant/);
      await workbench.press("Tab");
      await workbench.waitForLine(/return len\(store\.low_items\(\)\)/);

      model.options = {
        ...model.options,
        answer: "tags(store: Store) -> None:\n    store.items_in_order()\n    store.archive_everything()",
      };
      await workbench.type("\n\n");
      await workbench.press("Shift+Tab");
      await workbench.type("def describe_");
      await workbench.runCommand("Touchstone: Trigger Inline Suggestion");
      assert.match(await workbench.waitForSuggestion(), /tags\(store: Store\) -> None:/);
      await lookAtStatus(session, shot("cut"), /cut, it ends before archive_everything/);
      await lookAtMenu(session, shot("menu"), /Last Suggestion: cut/);

      await page
        .getByText(/Last\ssuggestion\schecked:\scut/)
        .first()
        .waitFor();
      await workbench.screenshot(shot("context-head"));
      await workbench.press("Control+End");
      await page
        .getByText(/Shown\sinstead/)
        .first()
        .waitFor();
      await workbench.screenshot(shot("context"));
    },
  );
