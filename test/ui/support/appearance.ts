/** How the window looks while a test drives it: its theme, the width of the chat, its questions. */
import type { Locator } from "playwright-core";
import { patienceMs, type Workbench } from "./workbench.ts";

/** As the editor lists them, and as its elements are marked. */
const listed = {
  dark: { title: "Dark Modern", mark: "vs-dark" },
  contrast: { title: "Dark High Contrast", mark: "hc-black" },
  light: { title: "Light Modern", mark: "vs" },
} as const;

export type ListedTheme = keyof typeof listed;

export async function chooseTheme(workbench: Workbench, theme: ListedTheme): Promise<void> {
  const { title, mark } = listed[theme];
  await workbench.runCommand("Preferences: Color Theme");
  await workbench.quickInput.locator("input").fill(title);
  await workbench.quickInput.locator(".monaco-list-row", { hasText: title }).first().waitFor();
  await workbench.press("Enter");
  await workbench.page.locator(`.monaco-workbench.${mark}`).waitFor({ timeout: patienceMs });
}

/** Drags the edge of the secondary side bar. */
export async function setChatWidth({ page }: Workbench, widthPx: number): Promise<void> {
  const box = (await page.locator(".part.auxiliarybar").boundingBox())!;
  // The edge that is dragged lies between two parts of the window.
  await page.mouse.move(box.x - 3, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x - 3 + box.width - widthPx, box.y + 200, { steps: 10 });
  await page.mouse.up();
}

/** A question that has to be answered before anything else is done. */
export const modal = ({ page }: Workbench): Locator => page.locator(".monaco-dialog-box");

/** What Enter would press. */
export const focusedButton = ({ page }: Workbench): Promise<string> =>
  page.evaluate("document.activeElement.textContent");
