/** The review of a patch in the editor's window. */
import type { Locator } from "playwright-core";
import { patienceMs, type Workbench } from "./workbench.ts";

/** A row of the review's view. */
export const reviewRow = ({ page }: Workbench, text: string | RegExp): Locator =>
  page.locator(".pane-body .monaco-list-row", { hasText: text }).first();

/** Until its keys, as Ctrl+Enter, go to its diff. */
export const waitForReviewKeys = ({ page }: Workbench): Promise<void> =>
  page.locator(".monaco-diff-editor .monaco-editor.focused").first().waitFor({ timeout: patienceMs });
