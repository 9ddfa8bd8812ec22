import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { watchChildProcesses } from "./support/processes.ts";
import { resultsDir, uiTest } from "./support/session.ts";
import { startSilentEndpoint } from "./support/silentEndpoint.ts";

const endpoint = await startSilentEndpoint();
test.after(() => endpoint.stop());

const machineSettings = {
  "touchstone.model.endpoint": endpoint.url,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "model",
};

uiTest(
  "a restricted workspace starts no process and asks no endpoint",
  { trusted: false, machineSettings },
  async ({ workbench, server }) => {
    const stopWatching = watchChildProcesses(server.pid);
    await workbench.page.getByText("Restricted Mode is intended for safe code browsing").waitFor();
    assert.match(await workbench.waitForIndex(), /restricted/);
    await workbench.openFile("python/inventory/report.py", { line: 34, column: 1 });
    await workbench.type("\n\ndef print_low_items(store: Store) -> None:\nfor item in store.");
    await workbench.press("Alt+\\");
    await workbench.waitForSuggestion();
    await workbench.openSearch();
    await workbench.type("low_items");
    await workbench.quickInput.locator(".monaco-list-row", { hasText: "store.py" }).first().waitFor();
    await workbench.press("Escape");
    await workbench.runCommand("Touchstone: Show Index");
    await workbench.page.getByText("not read: restricted mode").waitFor();
    await workbench.runCommand("Touchstone: Test Connection");
    await workbench.page.getByText(/trust/i).filter({ hasNotText: "safe code browsing" }).first().waitFor();
    await workbench.page.waitForTimeout(1_000);
    await workbench.screenshot(join(resultsDir, "restricted.png"));
    const { hosts, commands } = stopWatching();
    assert.equal(hosts, 1, "extension hosts seen");
    assert.deepEqual(commands, []);
    assert.equal(endpoint.connections(), 0);
  },
);
