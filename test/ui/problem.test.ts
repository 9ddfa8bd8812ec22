/** What a compiler says, fixed from the light bulb of the editor: the menu, progress, the review with its evidence, accepted and taken back. */
import assert from "node:assert/strict";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/run.ts";
import { waitForReviewKeys } from "./support/review.ts";
import { agreeIfAsked } from "./support/sample.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";

const summary = "typescript/src/summary.ts";
const isWrong = /open: cuontOf\(/;
const isRight = /open: countOf\(/;

/** A name misspelt where it is used; the project has its compiler. @returns the text before */
function misspell(folder: string): string {
  symlinkSync(join(root, "node_modules"), join(folder, "typescript/node_modules"));
  const text = readFileSync(join(folder, summary), "utf8");
  writeFileSync(join(folder, summary), text.replace("open: countOf(", "open: cuontOf("));
  return text;
}

/** From the mark below the name, by the keyboard, to the review, which is accepted and taken back. */
async function fixFromLightBulb(session: Session, theme: string): Promise<void> {
  const { workbench, folder } = session;
  const { page } = workbench;
  const shot = (name: string) => workbench.screenshot(join(resultsDir, `problem-${name}-${theme}.png`));
  const right = misspell(folder);
  await workbench.waitForIndex();
  await workbench.openFile(summary, { line: 15, column: 12 });
  await page.locator(".squiggly-error").first().waitFor({ timeout: 180_000 });
  const offer = page.locator(".action-widget .monaco-list-row.action", { hasText: "Fix with Touchstone" });
  await workbench.openActions(offer);
  await shot("menu");
  const offered = await page.locator(".action-widget .monaco-list-row.action").allTextContents();
  const own = offered
    .filter((text) => text.includes("Touchstone"))
    .map((text) => text.replace(/\u00a0/g, " "));
  assert.deepEqual(own, ["Fix with Touchstone", "Add to Touchstone Chat"]);
  await offer.click();
  const progress = workbench.notifications.filter({ hasText: 'Fixing "Cannot find name' });
  const verdict = page.locator(".pane-body .monaco-list-row", { hasText: /Verified|Plausible/ });
  await agreeIfAsked(workbench, progress.or(verdict));
  await shot("progress");
  await verdict.first().waitFor({ timeout: 240_000 });
  await page.locator(".monaco-diff-editor .char-insert").first().waitFor();
  await page
    .locator(".pane-body .monaco-list-row", { hasText: "Satisfies the TypeScript compiler" })
    .waitFor();
  await shot("review");
  await verdict.first().hover();
  await page.locator(".monaco-hover", { hasText: "The checker has nothing against it" }).first().waitFor();
  await shot("verdict");
  assert.match(readFileSync(join(folder, summary), "utf8"), isWrong, "Changed before it was accepted");
  await waitForReviewKeys(workbench);
  await workbench.press("Control+Shift+Enter");
  await page.locator(".monaco-diff-editor").first().waitFor({ state: "hidden" });
  await page.locator(".squiggly-error").first().waitFor({ state: "hidden" });
  await shot("accepted");
  assert.equal(await session.save(summary, isRight), right);
  await workbench.press("Control+z");
  await session.save(summary, isWrong);
}

for (const theme of ["light", "dark", "contrast"] as const)
  uiTest(`a problem is fixed from its light bulb, and the fix taken back, ${theme}`, { theme }, (session) =>
    fixFromLightBulb(session, theme),
  );
