import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resultsDir, sampleWorkspace, uiTest } from "./support/session.ts";
import { patienceMs, type Workbench } from "./support/workbench.ts";

/** The samples with a library installed. */
function workspaceWithLibrary(): string {
  const folder = mkdtempSync(join(tmpdir(), "touchstone-library-"));
  cpSync(sampleWorkspace, folder, { recursive: true });
  const library = join(folder, "node_modules/ledger-book");
  mkdirSync(library, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"dependencies":{"ledger-book":"^2"}}');
  writeFileSync(join(library, "package.json"), '{"name":"ledger-book","version":"2.3.1"}');
  writeFileSync(
    join(library, "index.d.ts"),
    `/** A book of accounts. */
export declare class Ledger {
  /**
   * Tells the balance of an account on a day.
   *
   * ![chart](http://127.0.0.1:9/chart.png)
   *
   * @param account its number
   * @example
   * const balance = ledger.balanceOf("1200", new Date());
   */
  balanceOf(account: string, day: Date): number;
  /** Adds up all accounts.
   * @deprecated use {@link balanceOf} instead */
  total(): number;
}
`,
  );
  writeFileSync(
    join(folder, "book.ts"),
    'import { Ledger } from "ledger-book";\n\nconst ledger = new Ledger();\nledger.balanceOf("1", new Date());\n',
  );
  return folder;
}

async function waitForPage(workbench: Workbench, wanted: RegExp): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let text = "";
  while (Date.now() < deadline) {
    for (const frame of workbench.page.frames()) {
      text =
        (await frame
          .locator(".markdown-body")
          .first()
          .textContent({ timeout: 500 })
          .catch(() => "")) ?? "";
      if (wanted.test(text)) return;
    }
    await workbench.page.waitForTimeout(200);
  }
  throw new Error(`There is no page with ${wanted}, the last one was ${JSON.stringify(text.slice(0, 300))}`);
}

const folder = workspaceWithLibrary();
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

for (const theme of ["light", "dark"] as const) {
  uiTest(
    `an installed library is searched and shown with its version, ${theme}`,
    { theme, folder },
    async ({ workbench }) => {
      await workbench.waitForIndex();
      await workbench.runCommand("Touchstone: Search API Documentation");
      await workbench.quickInput.locator("input").fill("balance of an account");
      const row = workbench.quickInput.locator(".monaco-list-row", {
        hasText: "ledger-book.Ledger.balanceOf",
      });
      await row.first().waitFor();
      await workbench.screenshot(join(resultsDir, `api-search-${theme}.png`));
      await row.first().click();
      await waitForPage(workbench, /ledger-book 2\.3\.1, as installed[\s\S]*Tells the balance/);
      await workbench.screenshot(join(resultsDir, `api-page-${theme}.png`));
      await workbench.openFile("book.ts", { line: 4, column: 10 });
      await workbench.runCommand("Touchstone: Show API Documentation");
      await waitForPage(workbench, /ledger-book\.Ledger\.balanceOf[\s\S]*const balance/);
      await workbench.screenshot(join(resultsDir, `api-at-cursor-${theme}.png`));
    },
  );
}
