/** Two repairs of several files that the tests cannot tell apart: which is meant is asked, and what no longer fits is told. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { chatsWith } from "./support/chatModel.ts";
import { reviewRow } from "./support/review.ts";
import { agreeIfAsked } from "./support/sample.ts";
import { resultsDir, uiTest } from "./support/session.ts";

const rates = "def rate_of(count: int) -> int:\n    return 0\n";
const discount = `from inventory.rates import rate_of


def price_after(price: int, count: int) -> int:
    """The price of many is lower."""
    return price - rate_of(count)
`;
const tests = `import unittest

from inventory.discount import price_after


class DiscountTest(unittest.TestCase):
    def test_many(self) -> None:
        self.assertEqual(price_after(100, 10), 90)
        self.assertEqual(price_after(200, 10), 180)

    def test_one(self) -> None:
        self.assertEqual(price_after(100, 1), 100)
`;

const edit = (path: string, search: string, replace: string): string =>
  `${path}\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;
const candidate = (condition: string): string =>
  edit("python/inventory/rates.py", "    return 0", `    return 10 if ${condition} else 0`) +
  edit(
    "python/inventory/discount.py",
    "    return price - rate_of(count)",
    "    return price - price * rate_of(count) // 100",
  );
const text = `The rate is a share of the price.\n\n### Candidate 1\n${candidate("count >= 10")}\n### Candidate 2\n${candidate("count > 1")}`;
const model = await ScriptedModel.start({ chat: () => ({ text }) });
test.after(() => model.stop());

const machineSettings = chatsWith(model);

const shot = (name: string) => join(resultsDir, `alternatives-${name}.png`);

uiTest(
  "which of two repairs is meant, and what no longer fits",
  { theme: "contrast", machineSettings },
  async (session) => {
    const { workbench, folder } = session;
    const at = (path: string) => join(folder, "python", path);
    writeFileSync(at("inventory/rates.py"), rates);
    writeFileSync(at("inventory/discount.py"), discount);
    writeFileSync(at("tests/test_discount.py"), tests);
    await workbench.waitForIndex();
    await workbench.openFile("python/tests/test_discount.py", { line: 8, column: 1 });
    await workbench.runCommand("Testing: Focus on Test Explorer View");
    const explorer = workbench.page.locator(".test-explorer .monaco-list-row", { hasText: "unittest" });
    await explorer.first().waitFor({ timeout: 90_000 });
    await explorer.first().click();
    await workbench.runCommand("Test: Run All Tests");
    const lens = workbench.page.locator(".codelens-decoration", { hasText: "Fix with Touchstone" }).first();
    await agreeIfAsked(workbench, lens);
    await workbench.runCommand("Test: Peek Output");
    await workbench.page.waitForTimeout(2_000);
    await workbench.screenshot(shot("peek"));
    await workbench.press("Escape");
    await lens.locator("a").first().click();
    await reviewRow(workbench, "Which Did You Mean?").waitFor({ timeout: 240_000 });
    await workbench.page.locator(".multiDiffEntry").first().waitFor();
    await workbench.page.waitForTimeout(1_000);
    await workbench.screenshot(shot("asked"));
    await workbench.runCommand("Touchstone: Choose Among Patches");
    await workbench.quickInput.locator(".monaco-list-row").nth(1).waitFor();
    await workbench.screenshot(shot("pick"));
    await workbench.press("ArrowDown");
    await workbench.quickInput.locator('.monaco-list-row.focused[data-index="1"]').waitFor();
    await workbench.press("Enter");
    await reviewRow(workbench, "2: return 10 if count > 1 else 0").waitFor();
    writeFileSync(at("inventory/rates.py"), rates.replace("return 0", "return 5"));
    await reviewRow(workbench, "1 hunk no longer fits").waitFor();
    await workbench.page.waitForTimeout(1_500);
    await workbench.screenshot(shot("conflict"));
    await workbench.runCommand("Touchstone: Reject Patch");
    await reviewRow(workbench, "1 hunk no longer fits").waitFor({ state: "hidden" });
    assert.equal(readFileSync(at("inventory/discount.py"), "utf8"), discount);
  },
);
