/** Places in the sample workspace where suggestions are sure to come. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workbench } from "./workbench.ts";

export const report = "python/inventory/report.py";
/** The line after the last of `report`. */
export const endOfReport = { line: 34, column: 1 } as const;

/** Writes the start of one more function at the end of `report`; the editor indents its second line by itself. */
export async function beginFunction(workbench: Workbench): Promise<void> {
  await workbench.openFile(report, endOfReport);
  await workbench.type(
    "\n\ndef print_low_items(store: Store) -> None:\nfor item in store.low_items():\nprint(",
  );
}

/** Starts a function whose name begins as nothing in the samples does, so that only a model can go on. */
export async function beginUnknownFunction(workbench: Workbench): Promise<void> {
  await workbench.openFile(report, endOfReport);
  await workbench.type("\n\ndef describe_");
}

export const store = "python/inventory/store.py";

/** Two faults, each of which a test shows. @returns the text without them */
export function breakStore(folder: string): string {
  const path = join(folder, store);
  const text = readFileSync(path, "utf8");
  const broken = text
    .replace("item.quantity += quantity", "item.quantity -= quantity")
    .replace("if item.is_low]", "if not item.is_low]");
  writeFileSync(path, broken);
  return text;
}

/** Without a sandbox on this machine a person is asked. */
export async function agreeIfAsked(
  workbench: Workbench,
  until: ReturnType<Workbench["page"]["locator"]>,
): Promise<void> {
  const agree = workbench.page.getByRole("button", { name: "Run Without Sandbox" });
  await until.or(agree).first().waitFor({ timeout: 180_000 });
  if (await agree.isVisible()) await agree.click();
  await until.first().waitFor({ timeout: 180_000 });
}

/** Opens a test file of the samples and runs all tests, until those that fail are offered to be fixed. */
export async function runAllTests(workbench: Workbench): Promise<void> {
  await workbench.waitForIndex();
  await workbench.openFile("python/tests/test_store.py", { line: 40, column: 1 });
  await workbench.runCommand("Testing: Focus on Test Explorer View");
  const python = workbench.page.locator(".test-explorer .monaco-list-row", { hasText: "unittest" }).first();
  await python.waitFor({ timeout: 90_000 });
  await python.click();
  await workbench.runCommand("Test: Run All Tests");
  await agreeIfAsked(workbench, workbench.page.getByText(/^\d+\/\d+$/));
  await workbench.page
    .locator(".codelens-decoration", { hasText: "Fix with Touchstone" })
    .first()
    .waitFor({ timeout: 60_000 });
}
