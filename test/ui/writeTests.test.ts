/** Tests for the function at the cursor, as a person asks for them: written by observation, reviewed, accepted. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { waitForReviewKeys } from "./support/review.ts";
import { resultsDir, uiTest } from "./support/session.ts";

const code = `def short_code(title: str, length: int = 3) -> str:
    """The first letters of the words of a title, in capitals."""
    if length < 1:
        raise ValueError("length is below 1")
    letters = [word[0] for word in title.split()]
    return "".join(letters[:length]).upper()
`;

uiTest("tests are written for the function at the cursor", {}, async ({ workbench, folder, save }) => {
  writeFileSync(join(folder, "python/inventory/codes.py"), code);
  await workbench.waitForIndex();
  await workbench.openFile("python/inventory/codes.py", { line: 5, column: 5 });
  await workbench.runCommand("Touchstone: Write Tests for Function at Cursor");
  const row = workbench.page
    .locator(".pane-body .monaco-list-row", { hasText: "small changes of the function are noticed" })
    .first();
  const agree = workbench.page.getByRole("button", { name: "Run Without Sandbox" });
  await row.or(agree).first().waitFor({ timeout: 180_000 });
  if (await agree.isVisible()) await agree.click();
  await row.waitFor({ timeout: 180_000 });
  await workbench.page.locator(".monaco-editor .line-insert, .monaco-editor .view-line").first().waitFor();
  await workbench.screenshot(join(resultsDir, "write-tests-review.png"));
  await waitForReviewKeys(workbench);
  await workbench.press("Control+Shift+Enter");
  await workbench.page
    .locator(".tab", { hasText: "test_codes.py (Touchstone)" })
    .waitFor({ state: "hidden" });
  await workbench.openFile("python/tests/test_codes.py");
  const written = await save("python/tests/test_codes.py", /def test_short_code_/);
  assert.match(written, /from inventory\.codes import short_code/);
  assert.match(written, /assertRaises\(ValueError\)/);
  execFileSync("python3", ["-m", "unittest", "tests.test_codes"], { cwd: join(folder, "python") });
  assert.equal(readFileSync(join(folder, "python/inventory/codes.py"), "utf8"), code);
});
