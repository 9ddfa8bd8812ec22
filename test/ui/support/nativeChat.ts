/** The editor's own chat inside its window. */
import type { Locator } from "playwright-core";
import { patienceMs, type Workbench } from "./workbench.ts";

/** What is asked last stands there. */
const requestOf = ({ page }: Workbench, question: string): Locator =>
  page
    .locator(".interactive-session .interactive-request", {
      hasText: question.replaceAll("`", "").split(" ").slice(-2).join(" "),
    })
    .last();

/** Types a question in place of what is in the input, and sends it. */
export async function askNatively(workbench: Workbench, question: string): Promise<void> {
  const { page } = workbench;
  const before = await page.locator(".interactive-session .interactive-request").count();
  const input = page.locator(".interactive-input-part .monaco-editor").first();
  await input.click();
  // The participant stays for the next question.
  await page.keyboard.press("Control+A");
  await page.keyboard.type(question, { delay: 20 });
  // A list of what may be meant opens behind a name, and takes the first Enter where it opens late.
  for (let tries = 0; tries < 5; tries++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    const isSent = await page
      .locator(".interactive-session .interactive-request")
      .nth(before)
      .waitFor({ state: "attached", timeout: 5_000 })
      .then(
        () => true,
        () => false,
      );
    if (isSent) break;
  }
  await requestOf(workbench, question).waitFor({ timeout: patienceMs });
}
