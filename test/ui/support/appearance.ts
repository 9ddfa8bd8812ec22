/** How the window looks while a test drives it: its theme, the width of the chat, its questions. */
import assert from "node:assert/strict";
import type { Frame, Locator } from "playwright-core";
import { seriousFindings } from "./chatFrame.ts";
import { patienceMs, type Workbench } from "./workbench.ts";

/** As the editor lists them, as its elements are marked, and as pages within it are told. */
const listed = {
  dark: { title: "Dark Modern", mark: "vs-dark", kind: "vscode-dark" },
  contrast: { title: "Dark High Contrast", mark: "hc-black", kind: "vscode-high-contrast" },
  light: { title: "Light Modern", mark: "vs", kind: "vscode-light" },
} as const;

export type ListedTheme = keyof typeof listed;

export async function chooseTheme(workbench: Workbench, theme: ListedTheme): Promise<void> {
  const { title, mark } = listed[theme];
  await workbench.runCommand("Preferences: Color Theme");
  await workbench.quickInput.locator("input").fill(title);
  // The row may be in the list before it is what Enter takes.
  await workbench.quickInput.locator(".monaco-list-row", { hasText: title }).first().click();
  await workbench.page.locator(`.monaco-workbench.${mark}`).waitFor({ timeout: patienceMs });
}

/** A picture in each theme, in which nothing may keep people out. @param shot what the picture is called in a theme */
export async function inEveryTheme(
  workbench: Workbench,
  page: Frame,
  shot: (theme: ListedTheme) => string,
  seen?: Locator,
): Promise<void> {
  for (const theme of Object.keys(listed) as ListedTheme[]) {
    await chooseTheme(workbench, theme);
    await page
      .locator(`body[data-vscode-theme-kind="${listed[theme].kind}"]`)
      .waitFor({ state: "attached", timeout: patienceMs });
    await seen?.scrollIntoViewIfNeeded();
    await workbench.screenshot(shot(theme));
    assert.deepEqual(await seriousFindings(page), [], shot(theme));
  }
}

/** Drags the edge of the secondary side bar, until it is where it was let go. */
export async function setChatWidth({ page }: Workbench, widthPx: number): Promise<void> {
  const bar = page.locator(".part.auxiliarybar");
  const box = (await bar.boundingBox())!;
  // The edge that is dragged lies between two parts of the window.
  await page.mouse.move(box.x - 3, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x - 3 + box.width - widthPx, box.y + 200, { steps: 10 });
  await page.mouse.up();
  for (let last = -1; ; ) {
    const { width } = (await bar.boundingBox())!;
    if (width === last) return;
    last = width;
    await page.waitForTimeout(100);
  }
}

/** A question that has to be answered before anything else is done. */
export const modal = ({ page }: Workbench): Locator => page.locator(".monaco-dialog-box");

/** Until Enter would press it. */
export async function waitForFocusedButton({ page }: Workbench, name: string): Promise<void> {
  await page.waitForFunction(`document.activeElement.textContent === ${JSON.stringify(name)}`);
}
