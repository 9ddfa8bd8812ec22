/** Tests in the editor's Testing view: found, run in a copy, a failure with both sides, its place, fixed from its row, and run again. */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { agreeIfAsked } from "./support/sample.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";
import type { Workbench } from "./support/workbench.ts";

const row = (workbench: Workbench, text: RegExp | string) =>
  workbench.page.locator(".test-explorer .monaco-list-row", { hasText: text }).first();
const shot = (name: string) => join(resultsDir, `${name}.png`);

/** By the keyboard: what hovers over a row takes clicks. The first press may unfold a row, the next goes to what is in it. */
async function unfold(workbench: Workbench, name: string): Promise<void> {
  for (let press = 0; press < 4 && !(await isThere(row(workbench, name))); press++)
    await workbench.press("ArrowRight");
  await row(workbench, name).waitFor();
}

const isThere = (of: Locator): Promise<boolean> =>
  of.waitFor({ timeout: 1_000 }).then(
    () => true,
    () => false,
  );

const failing = `import pathlib
import unittest

from inventory.store import Store


class RoundingTest(unittest.TestCase):
    def test_cents(self) -> None:
        self.assertEqual(round(2.675, 2), 2.68)

    def test_empty(self) -> None:
        self.assertEqual(Store().total_value(), 0)

    def test_now_and_then(self) -> None:
        ran = pathlib.Path(__file__).with_suffix(".ran")
        has_run = ran.exists()
        ran.touch()
        self.assertTrue(has_run)
`;

async function runAndLook(session: Session, theme: string): Promise<void> {
  const { workbench, folder } = session;
  writeFileSync(join(folder, "python/tests/test_rounding.py"), failing);
  await workbench.waitForIndex();
  await workbench.openFile("python/tests/test_rounding.py", { line: 8, column: 1 });
  await workbench.runCommand("Testing: Focus on Test Explorer View");
  await row(workbench, "unittest").waitFor({ timeout: 90_000 });
  await row(workbench, "node").waitFor();
  await workbench.runCommand("Test: Run All Tests");
  // How many pass depends on the machine's Node: half of the samples are TypeScript.
  await agreeIfAsked(workbench, workbench.page.getByText(/^\d+\/17$/));
  await ended(workbench);
  await row(workbench, "unittest").click();
  for (const name of ["test_rounding.py", "RoundingTest", "test_cents"]) await unfold(workbench, name);
  await row(workbench, /test_now_and_then.*flaky/).waitFor();
  // Where it failed, beside the code.
  await workbench.page.locator(".test-error-content-widget", { hasText: "2.67 != 2.68" }).waitFor();
  await workbench.page.mouse.move(640, 480);
  await workbench.screenshot(shot(`tests-${theme}`));
  await fixByPointer(session, theme);
  await fixByKeys(session, theme);
  await findAnew(session);
  await runFailed(session, theme);
  await lookAtCoverage(session, theme);
  assert.ok(
    !readdirSync(join(folder, "python")).includes("__pycache__"),
    "Something was written beside the tests",
  );
}

/** Waits until no tests run any more. */
const ended = (workbench: Workbench): Promise<void> =>
  workbench.page
    .getByRole("button", { name: /^Cancel Test Run/ })
    .first()
    .waitFor({ state: "hidden", timeout: 120_000 });

/** The button on the row of a failed test; one that passed has none. */
async function fixByPointer(session: Session, theme: string): Promise<void> {
  const { workbench } = session;
  const button = (name: string) =>
    row(workbench, name).getByRole("button", { name: /^Touchstone: Fix Failing Test|^Fix Failing Test/ });
  await row(workbench, "test_empty").hover();
  await row(workbench, "test_empty").getByRole("button", { name: "Run Test", exact: true }).waitFor();
  assert.equal(await button("test_empty").count(), 0, "A test that passed is offered to be fixed");
  await row(workbench, "test_cents").hover();
  await button("test_cents").hover();
  await workbench.page.locator(".workbench-hover", { hasText: "Fix Failing Test" }).first().waitFor();
  await workbench.screenshot(shot(`test-fix-${theme}`));
  await button("test_cents").click();
  const progress = workbench.notifications.filter({ hasText: "Fixing RoundingTest > test_cents" });
  const cancel = progress.getByRole("button", { name: "Cancel" });
  // Until it has come to its place.
  await cancel.click({ trial: true });
  await workbench.screenshot(shot(`test-fixing-${theme}`));
  await cancel.click();
  await progress.waitFor({ state: "hidden" });
}

/** The menu of the row that has the focus. */
async function fixByKeys(session: Session, theme: string): Promise<void> {
  const { workbench } = session;
  await row(workbench, "test_cents").click();
  await workbench.press("Shift+F10");
  const item = workbench.page.getByRole("menuitem", { name: /Fix Failing Test/ });
  await item.waitFor();
  await workbench.screenshot(shot(`test-menu-${theme}`));
  await workbench.press("Escape");
  await item.waitFor({ state: "hidden" });
}

/** What is known of a test stays when tests are found anew. */
async function findAnew({ workbench, folder }: Session): Promise<void> {
  writeFileSync(join(folder, "python/tests/test_later.py"), failing.replace("RoundingTest", "LaterTest"));
  const later = row(workbench, "test_later.py");
  for (let tries = 0; tries < 30 && !(await isThere(later)); tries++)
    await workbench.runCommand("Test: Refresh Tests");
  await later.waitFor();
  await row(workbench, /test_now_and_then.*flaky/).waitFor();
}

async function runFailed(session: Session, theme: string): Promise<void> {
  const { workbench } = session;
  await workbench.runCommand("Test: Rerun Failed Tests");
  // How many fail depends on the machine's Node.
  await workbench.page
    .getByText(/^\d+\/[27]$/)
    .first()
    .waitFor({ timeout: 120_000 });
  await ended(workbench);
  await workbench.screenshot(shot(`test-rerun-${theme}`));
}

/** Which lines ran, beside the code and in the editor's own view. */
async function lookAtCoverage({ workbench }: Session, theme: string): Promise<void> {
  await workbench.runCommand("Test: Run All Tests with Coverage");
  const file = workbench.page.locator(".test-coverage-list-item", { hasText: "store.py" }).first();
  await file.waitFor({ timeout: 120_000 });
  await workbench.openFile("python/inventory/store.py", { line: 20, column: 1 });
  await workbench.page.locator(".coverage-deco-gutter.coverage-deco-hit").first().waitFor();
  await workbench.page.locator(".coverage-deco-gutter.coverage-deco-miss").first().waitFor();
  await workbench.screenshot(shot(`coverage-${theme}`));
}

const userSettings = { "touchstone.tests.rerunFailed": true };

for (const theme of ["light", "dark", "contrast"] as const)
  uiTest(`tests in the Testing view, ${theme}`, { theme, userSettings }, (session) =>
    runAndLook(session, theme),
  );
