import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resultsDir, sampleWorkspace, uiTest } from "./support/session.ts";

/** The samples with a library installed, and code that was written for an older version of it. */
function driftedWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), "touchstone-drift-"));
  cpSync(sampleWorkspace, folder, { recursive: true });
  const library = join(folder, "node_modules/ledger-book");
  mkdirSync(library, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"dependencies":{"ledger-book":"^3"}}');
  writeFileSync(join(library, "package.json"), '{"name":"ledger-book","version":"3.0.0"}');
  writeFileSync(
    join(library, "index.d.ts"),
    `/** A book of accounts. */
export declare class Ledger {
  /** Tells the balance of an account on a day. */
  balanceOf(account: string, day: Date): number;
  /** Tells the balances of all accounts. */
  balances(day: Date): Map<string, number>;
  /** Adds up all accounts.
   * @deprecated use \`balances\` instead */
  total(day: Date): number;
}
/** Opens the book of a year. */
export declare function openLedger(year: number): Ledger;
`,
  );
  writeFileSync(
    join(folder, "book.ts"),
    `import { openLedger } from "ledger-book";

const ledger = openLedger(2025);
const today = new Date();
export const sum = ledger.total(today);
export function report(account: string): string {
  const balance = ledger.balanceFor(account, today);
  return \`\${balance} of \${sum}\`;
}
`,
  );
  return folder;
}

const folder = driftedWorkspace();
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

for (const theme of ["light", "dark"] as const) {
  uiTest(
    `what the installed version lacks is listed and mended, ${theme}`,
    { theme, folder },
    async ({ workbench }) => {
      await workbench.waitForIndex();
      await workbench.openFile("book.ts", { line: 7, column: 28 });
      await workbench.runCommand("Touchstone: Check API Usage");
      const problem = workbench.page.locator(".markers-panel .monaco-list-row", {
        hasText: '"Ledger.balanceFor" does not exist in ledger-book 3.0.0; there is "balanceOf"',
      });
      await problem.first().waitFor();
      await workbench.page
        .locator(".markers-panel .monaco-list-row", {
          hasText: '"Ledger.total" is deprecated in ledger-book 3.0.0; use "balances"',
        })
        .first()
        .waitFor();
      await workbench.openFile("book.ts", { line: 7, column: 28 });
      const fix = workbench.page.locator(".action-widget .monaco-list-row", {
        hasText: "Replace by `balanceOf`",
      });
      await workbench.openActions(fix);
      await workbench.screenshot(join(resultsDir, `api-drift-${theme}.png`));
      await fix.first().click();
      await problem.first().waitFor({ state: "detached" });
    },
  );
}
