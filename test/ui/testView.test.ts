/** Tests in the editor's Testing view: found, run in a copy, a failure with both sides, its place, and run again. */
import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resultsDir, type Session, uiTest } from "./support/session.ts";
import type { Workbench } from "./support/workbench.ts";

const row = (workbench: Workbench, text: RegExp | string) =>
  workbench.page.locator(".test-explorer .monaco-list-row", { hasText: text }).first();
const shot = (name: string) => join(resultsDir, `${name}.png`);

/** By the keyboard: what hovers over a row takes clicks. The first press may unfold a row, the next goes to what is in it. */
async function unfold(workbench: Workbench, name: string): Promise<void> {
  for (let press = 0; press < 4 && !(await row(workbench, name).isVisible()); press++) {
    await workbench.press("ArrowRight");
    await workbench.page.waitForTimeout(500);
  }
  await row(workbench, name).waitFor();
}

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
  // Without a sandbox on this machine a person is asked. How many pass depends on its Node: the samples are TypeScript.
  const agree = workbench.page.getByRole("button", { name: "Run Without Sandbox" });
  const result = workbench.page.getByText(/^\d+\/17$/).first();
  await result.or(agree).first().waitFor({ timeout: 120_000 });
  if (await agree.isVisible()) await agree.click();
  await result.waitFor({ timeout: 120_000 });
  await row(workbench, "unittest").click();
  for (const name of ["test_rounding.py", "RoundingTest", "test_cents"]) await unfold(workbench, name);
  await row(workbench, /test_now_and_then.*flaky/).waitFor();
  await workbench.page.waitForTimeout(1_500);
  await workbench.screenshot(shot(`tests-${theme}`));
  await lookAtCoverage(session, theme);
  assert.ok(
    !readdirSync(join(folder, "python")).includes("__pycache__"),
    "Something was written beside the tests",
  );
}

/** Which lines ran, beside the code and in the editor's own view. */
async function lookAtCoverage({ workbench }: Session, theme: string): Promise<void> {
  await workbench.runCommand("Test: Run All Tests with Coverage");
  const file = workbench.page.locator(".test-coverage-list-item", { hasText: "store.py" }).first();
  await file.waitFor({ timeout: 120_000 });
  await workbench.openFile("python/inventory/store.py", { line: 20, column: 1 });
  await workbench.page.locator(".coverage-deco-gutter.coverage-deco-hit").first().waitFor();
  await workbench.page.locator(".coverage-deco-gutter.coverage-deco-miss").first().waitFor();
  await workbench.page.waitForTimeout(1_000);
  await workbench.screenshot(shot(`coverage-${theme}`));
}

const userSettings = { "touchstone.tests.rerunFailed": true };

uiTest("tests are found, run in a copy and told in the Testing view", { userSettings }, (session) =>
  runAndLook(session, "light"),
);
uiTest("the Testing view in a dark theme", { theme: "dark", userSettings }, (session) =>
  runAndLook(session, "dark"),
);
