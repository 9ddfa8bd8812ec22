/** Suspicious lines: the ranked list with its reasons, the marks beside the code, what they mean, and how they go. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { agreeIfAsked, breakStore, runAllTests } from "./support/sample.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";

async function lookAtSuspects({ workbench, folder }: Session, theme: string): Promise<void> {
  const { page, quickInput } = workbench;
  const shot = (name: string) => workbench.screenshot(join(resultsDir, `suspects-${name}-${theme}.png`));
  breakStore(folder);
  await runAllTests(workbench);
  await workbench.runCommand("Touchstone: Show Suspicious Lines");
  await quickInput.locator(".monaco-list-row", { hasText: "All tests that fail" }).click();
  const rows = quickInput.locator(".monaco-list-row", { hasText: /^\d+\. / });
  await agreeIfAsked(workbench, rows);
  const active = page.locator(".editor-group-container.active");
  await active.locator(".tab.active", { hasText: "store.py" }).waitFor();
  assert.match((await rows.first().textContent()) ?? "", /1\. .*most suspected/);
  await shot("list");
  await workbench.press("ArrowDown");
  await quickInput.locator(".monaco-list-row.focused", { hasText: /^(?!1\. )\d+\. / }).waitFor();
  await shot("second");
  await workbench.press("Enter");
  await quickInput.waitFor({ state: "hidden" });
  await shot("marks");
  // What a mark means is told where the pointer rests, and by the keyboard.
  await workbench.runCommand("Show or Focus Hover");
  const hover = page.locator(".monaco-hover:visible", { hasText: "of the suspicious lines" }).first();
  await hover.waitFor();
  await shot("hover");
  await workbench.press("Escape");
  const legend = page.locator(".statusbar-item", { hasText: "suspicious line" });
  await legend.hover();
  await page.locator(".monaco-hover:visible", { hasText: "most suspected" }).first().waitFor();
  await shot("legend");
  await legend.click();
  await rows.first().waitFor();
  await quickInput.getByRole("button", { name: "Clear Suspicious Lines" }).click();
  await legend.waitFor({ state: "hidden" });
  await quickInput.waitFor({ state: "hidden" });
}

for (const theme of ["light", "dark", "contrast"] as const)
  uiTest(`suspicious lines, ${theme}`, { theme }, (session) => lookAtSuspects(session, theme));
