import assert from "node:assert/strict";
import { join } from "node:path";
import { report } from "./support/sample.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";
import { patienceMs, type Workbench } from "./support/workbench.ts";

/** Renames `format_item` at its definition, letter by letter. */
async function renameByHand(workbench: Workbench): Promise<void> {
  await workbench.waitForIndex();
  await workbench.openFile(report, { line: 5, column: 5 });
  await workbench.press("Control+Shift+ArrowRight");
  await workbench.type("show_item");
}

/** The words suggested from the file are in the way of nothing, but of the keys, and open when they like. */
const userSettings = { "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" } };

const statusItem = (workbench: Workbench) =>
  workbench.page.locator('.statusbar-item[id*="touchstone.nextEdit"] [aria-label]').first();

async function waitForOffer(workbench: Workbench, pattern: RegExp): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let seen = "";
  while (Date.now() < deadline) {
    const item = statusItem(workbench);
    seen = (await item.count()) > 0 ? ((await item.getAttribute("aria-label")) ?? "") : "";
    if (pattern.test(seen)) return;
    await workbench.page.waitForTimeout(100);
  }
  throw new Error(`Wait for the offer ${pattern}: it reads "${seen}"`);
}

async function waitForNoOffer(workbench: Workbench): Promise<void> {
  await statusItem(workbench).waitFor({ state: "hidden", timeout: patienceMs });
}

const lines = (text: string, name: string): number[] =>
  text.split("\n").flatMap((line, i) => (line.includes(name) ? [i + 1] : []));

for (const theme of ["light", "dark", "contrast"] as const)
  uiTest(
    `Tab goes from place to place of a rename, ${theme}`,
    { theme, userSettings },
    async ({ workbench, save }: Session) => {
      await renameByHand(workbench);
      await waitForOffer(workbench, /line 11: change format_item to show_item/);
      await workbench.screenshot(join(resultsDir, `next-edit-offered-${theme}.png`));
      for (const line of [11, 17, 26]) {
        await waitForOffer(workbench, new RegExp(`line ${line}: change`));
        await workbench.press("Tab");
        await waitForOffer(workbench, /^change format_item to show_item/);
        if (line === 11) await workbench.screenshot(join(resultsDir, `next-edit-arrived-${theme}.png`));
        await workbench.press("Tab");
      }
      await waitForNoOffer(workbench);
      const text = await save(report, /show_item\(item\)\)\n\n\ndef print_movements/);
      assert.deepEqual([lines(text, "show_item"), lines(text, "format_item")], [[5, 11, 17, 26], []]);
    },
  );

uiTest("one undo takes one accepted place back", { userSettings }, async ({ workbench, save }) => {
  await renameByHand(workbench);
  await waitForOffer(workbench, /line 11: change/);
  await workbench.press("Tab");
  await waitForOffer(workbench, /^change/);
  await workbench.press("Tab");
  await waitForOffer(workbench, /line 17: change/);
  await workbench.press("Control+Z");
  const text = await save(report, /def show_item[\s\S]*print\(format_item\(item\)\)\n {4}print/);
  assert.deepEqual(lines(text, "show_item"), [5]);
});

uiTest(
  "Escape sends the offer away, and Tab indents again",
  { userSettings },
  async ({ workbench, save }) => {
    await renameByHand(workbench);
    await waitForOffer(workbench, /line 11: change/);
    await workbench.press("Escape");
    await waitForNoOffer(workbench);
    await workbench.press("End");
    await workbench.press("Tab");
    const text = await save(report, /def show_item\(item: Item\) -> str:[ \t]+\n/);
    assert.deepEqual(lines(text, "show_item"), [5]);
  },
);

uiTest(
  "elsewhere in the file Tab does what it always does",
  { userSettings },
  async ({ workbench, save }) => {
    await renameByHand(workbench);
    await waitForOffer(workbench, /line 11: change/);
    await workbench.goTo(28, 1);
    await workbench.press("Tab");
    await save(report, /\n[ \t]+\ndef print_movements/);
  },
);
