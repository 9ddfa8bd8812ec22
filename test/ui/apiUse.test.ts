import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { resultsDir, sampleWorkspace, uiTest } from "./support/session.ts";
import type { Workbench } from "./support/workbench.ts";

const files: Readonly<Record<string, string>> = {
  "package.json": '{"dependencies":{"ledger-book":"^2"}}',
  "node_modules/ledger-book/package.json": '{"name":"ledger-book","version":"2.3.1"}',
  "node_modules/ledger-book/index.d.ts": `/** A book of accounts. */
export declare class Ledger {
  /**
   * Tells the balance of an account on a day.
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
  "src/book.ts":
    'import { Ledger } from "ledger-book";\n\nexport const ledger = new Ledger();\nledger.total();\n\n',
  "src/audit.ts": `import { Ledger } from "ledger-book";

export function audit(book: Ledger, accounts: readonly string[], day: Date): number {
  return accounts.reduce((sum, account) => sum + book.balanceOf(account, day), 0);
}
`,
  ".venv/pyvenv.cfg": "home = /usr/bin\nversion = 3.12.1\n",
  ".venv/lib/python3.12/site-packages/ledgerbook-1.4.0.dist-info/METADATA":
    "Name: ledgerbook\nVersion: 1.4.0\n",
  ".venv/lib/python3.12/site-packages/ledgerbook.py": `class Ledger:
    """A book of accounts."""

    def balance_of(self, account: str, day=None) -> int:
        """Tells the balance of an account on a day.

        Days in the future have the balance of today.

        >>> ledger.balance_of("1200")
        42
        """
`,
  "scripts/close.py": 'from ledgerbook import Ledger\n\nbook = Ledger()\nprint(book.balance_of("1200"))\n',
  "scripts/month.py":
    'from ledgerbook import Ledger\n\n\ndef month(book: Ledger, days):\n    return [book.balance_of("1200", day) for day in days]\n',
};

function workspaceWithLibraries(): string {
  const folder = mkdtempSync(join(tmpdir(), "touchstone-use-"));
  cpSync(sampleWorkspace, folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Until a box is no longer faint. Milliseconds. */
const fadeMs = 500;

/** A language server that starts says nothing at first, and its box stays so. */
const mostTries = 20;

/** Shows what is known of the name at a place, until all of these texts are in it. */
async function hover(
  workbench: Workbench,
  path: string,
  [line, column]: readonly [number, number],
  ...wanted: readonly RegExp[]
) {
  await workbench.openFile(path, { line, column });
  const box = wanted.reduce(
    (found, text) => found.filter({ hasText: text }),
    workbench.page.locator(".monaco-hover:visible"),
  );
  for (let tries = 1; ; tries++) {
    await workbench.press("Control+K");
    await workbench.press("Control+I");
    try {
      await box.first().waitFor({ timeout: 3_000 });
      break;
    } catch (cause) {
      if (tries === mostTries) throw cause;
      await workbench.press("Escape");
    }
  }
  await workbench.page.waitForTimeout(fadeMs);
}

const folder = workspaceWithLibraries();
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const model = await ScriptedModel.start({ answer: 'anceOf("1200", new Date());' });
test.after(() => model.stop());

const machineSettings = {
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "model",
  "touchstone.completion.prefetch": "never",
};

for (const theme of ["light", "dark"] as const) {
  uiTest(
    `a name of an installed library tells its version, and a model is told of it, ${theme}`,
    { theme, folder, machineSettings },
    async ({ workbench }) => {
      await workbench.waitForIndex();
      await hover(
        workbench,
        "scripts/close.py",
        [4, 14],
        /ledgerbook 1\.4\.0, as installed/,
        /Used in scripts\/month\.py/,
      );
      await workbench.screenshot(join(resultsDir, `api-hover-${theme}.png`));
      await workbench.press("Escape");
      await hover(
        workbench,
        "src/book.ts",
        [4, 10],
        /ledger-book 2\.3\.1, as installed/,
        // Of the language server, which takes its time.
        /\(method\)/,
      );
      await workbench.screenshot(join(resultsDir, `api-hover-beside-${theme}.png`));
      await workbench.press("Escape");
      for (let line = 5; ; line++) {
        await workbench.goTo(line, 1);
        await workbench.type(`const due${line} = ledger.bal`);
        await workbench.waitForSuggestion();
        await workbench.screenshot(join(resultsDir, `api-suggestion-${theme}.png`));
        await workbench.press("Escape");
        await workbench.type("\n");
        await workbench.runCommand("Touchstone: Show Last Context");
        await workbench.page.locator(".tab.active", { hasText: /context/i }).waitFor();
        // The editor writes spaces of its own, and may wrap the line.
        const told = workbench.page.getByText(/ledger-book\s2\.3\.1,\sLedger\.balanceOf/).first();
        try {
          await told.waitFor({ timeout: 5_000 });
          break;
        } catch (cause) {
          // A full machine has no answer in time, and a prompt does not wait.
          if (line === 9) throw cause;
          await workbench.openFile("src/book.ts", { line: line + 1, column: 1 });
        }
      }
      await workbench.screenshot(join(resultsDir, `api-context-${theme}.png`));
    },
  );
}
