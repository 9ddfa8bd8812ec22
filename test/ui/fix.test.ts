/** A red test, its fix, what speaks for it, one hunk accepted, then all, and all taken back, as a person does it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { reviewRow, waitForReviewKeys } from "./support/review.ts";
import { agreeIfAsked, breakStore, runAllTests, store } from "./support/sample.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";
import type { Workbench } from "./support/workbench.ts";

const shot = (name: string) => join(resultsDir, `fix-${name}.png`);

/** Both faults mended, and both there: an editor may save one change before the other is made. */
const isRight = /quantity \+= quantity[\s\S]*items_in_order\(\) if item\.is_low/;
const isBroken = /^(?![\s\S]*\+= quantity)[\s\S]*if not item\.is_low/;

/** Until the review is there. */
async function fixAll({ workbench }: Session, theme: string): Promise<void> {
  await workbench.screenshot(shot(`red-${theme}`));
  await workbench.runCommand("Touchstone: Fix Failing Test");
  const all = workbench.quickInput.locator(".monaco-list-row", { hasText: "All tests that fail" });
  await all.waitFor();
  await workbench.screenshot(shot(`pick-${theme}`));
  await all.click();
  const progress = workbench.notifications.filter({ hasText: "Fixing" });
  await agreeIfAsked(workbench, progress.or(reviewRow(workbench, "Verified")));
  await progress
    .filter({ hasText: "tried" })
    .or(reviewRow(workbench, "Verified"))
    .first()
    .waitFor({ timeout: 180_000 });
  await workbench.screenshot(shot(`progress-${theme}`));
  await reviewRow(workbench, "Verified").waitFor({ timeout: 240_000 });
  await workbench.page.locator(".monaco-diff-editor").first().waitFor();
  await workbench.page.waitForTimeout(2_000);
  await workbench.screenshot(shot(`review-${theme}`));
}

const testRow = (workbench: Workbench, state: string) =>
  workbench.page.locator(".test-explorer .monaco-list-row", {
    has: workbench.page.locator(`.computed-state.${state}`),
  });
const passedRow = (workbench: Workbench) =>
  testRow(workbench, "codicon-testing-passed-icon:not(.retired)").filter({ hasText: "unittest" }).first();

/** Red as it was before the fix is not shown as if it were so now; the editor hides what it told after a while, and keeps it. */
async function lookAtResults({ workbench }: Session, theme: string): Promise<Locator> {
  await workbench.runCommand("Testing: Focus on Test Explorer View");
  await testRow(workbench, "retired").first().waitFor();
  await workbench.runCommand("Notifications: Show Notifications");
  const told = workbench.page
    .locator(".notifications-center .notification-list-item", {
      hasText: /results? of \d+ tests? (?:is|are) outdated/,
    })
    .first();
  await told.waitFor();
  await workbench.screenshot(shot(`accepted-${theme}`));
  return told;
}

uiTest("a red test is fixed: one hunk, all of them, and back", {}, async (session) => {
  const { workbench, folder } = session;
  const right = breakStore(folder);
  const broken = readFileSync(join(folder, store), "utf8");
  await runAllTests(session.workbench);
  await fixAll(session, "light");
  assert.equal(readFileSync(join(folder, store), "utf8"), broken, "Something changed before it was accepted");
  await waitForReviewKeys(workbench);
  await workbench.press("Control+Enter");
  await reviewRow(workbench, "accepted").waitFor();
  await workbench.page.waitForTimeout(1_000);
  await workbench.screenshot(shot("one-hunk-light"));
  await waitForReviewKeys(workbench);
  await workbench.press("Control+Shift+Enter");
  await workbench.page.locator(".tab.active", { hasText: "store.py" }).waitFor();
  await workbench.page.locator(".monaco-diff-editor").first().waitFor({ state: "hidden" });
  const saved = await session.save(store, isRight);
  assert.equal(saved, right);
  const told = await lookAtResults(session, "light");
  await told.getByRole("button", { name: "Run Tests Again" }).click();
  await passedRow(workbench).waitFor({ timeout: 120_000 });
  await workbench.screenshot(shot("run-again-light"));
  await workbench.openFile(store, { line: 37, column: 1 });
  await workbench.press("Control+z");
  await workbench.press("Control+z");
  assert.equal(await session.save(store, isBroken), broken);
});

uiTest(
  "a review in a dark theme, by the buttons of the diff and of the view",
  { theme: "dark" },
  async (session) => {
    const { workbench, folder } = session;
    const right = breakStore(folder);
    await runAllTests(session.workbench);
    await fixAll(session, "dark");
    await workbench.page
      .getByRole("button", { name: /Reject Hunk at Cursor/ })
      .first()
      .click();
    const rejected = reviewRow(workbench, "37:").getByRole("checkbox", { checked: false });
    await rejected.waitFor();
    await workbench.page.waitForTimeout(1_500);
    await workbench.screenshot(shot("one-rejected-dark"));
    await rejected.click();
    await reviewRow(workbench, "37:").getByRole("checkbox", { checked: true }).waitFor();
    await workbench.page
      .getByRole("button", { name: /Accept All Checked Hunks/ })
      .first()
      .click();
    await workbench.page.locator(".monaco-diff-editor").first().waitFor({ state: "hidden" });
    assert.equal(await session.save(store, isRight), right);
    const told = await lookAtResults(session, "dark");
    await told.getByRole("button", { name: "Undo" }).click();
    await session.save(store, isBroken);
  },
);
