/** The chat panel: asked, followed, kept across a reload, in every theme, and closed to what a repository says. */
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame, Locator } from "playwright-core";
import { openChat, seriousFindings, waitUntilKept } from "./support/chatFrame.ts";
import { ask, ended } from "./support/chatTurns.ts";
import { resultsDir, type SessionOptions, uiTest } from "./support/session.ts";
import { patienceMs } from "./support/workbench.ts";

async function answered(page: Frame, question: string): Promise<Locator> {
  const turn = await ask(page, question);
  await ended(turn);
  return turn;
}

for (const theme of ["light", "dark", "contrast"] as const) {
  uiTest(`chat answers from the index: ${theme}`, { theme }, async ({ workbench }) => {
    const page = await openChat(workbench);
    await workbench.screenshot(join(resultsDir, `chat-empty-${theme}.png`));
    const turn = await answered(page, "What is `Store`?");
    assert.match(
      (await turn.locator(".answer").textContent()) ?? "",
      /Store is a class in python\/inventory\/store\.py/,
    );
    await workbench.screenshot(join(resultsDir, `chat-${theme}.png`));
    assert.deepEqual(await seriousFindings(page), []);
    await page.locator("textarea").fill("#sto");
    await page.locator("[role=option]", { hasText: "store.py" }).first().waitFor({ timeout: patienceMs });
    await workbench.screenshot(join(resultsDir, `chat-suggestions-${theme}.png`));
    assert.deepEqual(await seriousFindings(page), []);
    await page.locator("textarea").press("Enter");
    await page.locator(".composer .chip").first().waitFor();
    await page.locator("textarea").fill("");
    await turn.locator("a", { hasText: "store.py:9" }).first().click();
    await workbench.page.locator(".tab.active", { hasText: "store.py" }).waitFor();
    assert.match(await workbench.waitForLine(/class Store:/), /class Store:/);
  });
}

const narrow: SessionOptions = { theme: "dark" };

uiTest(
  "chat refuses what is nowhere, asks again in other words, and is there after a reload",
  narrow,
  async ({ workbench }) => {
    const page = await openChat(workbench);
    const refused = await answered(page, "What is `Warehouse`?");
    assert.match((await refused.textContent()) ?? "", /I don't know/);
    await page.locator("textarea").press("ArrowUp");
    assert.equal(await page.locator("textarea").inputValue(), "What is `Warehouse`?");
    await page.locator("textarea").fill("Who calls get_item?");
    await page.locator("textarea").press("Enter");
    await page.locator(".turn", { hasText: "Callers" }).waitFor({ timeout: patienceMs });
    assert.equal(await page.locator(".turn").count(), 1);
    await workbench.screenshot(join(resultsDir, "chat-callers.png"));
    await waitUntilKept(workbench, "Who calls get_item?", "Callers");
    await workbench.page.reload();
    const again = await openChat(workbench);
    await again.locator(".turn", { hasText: "Who calls get_item?" }).waitFor({ timeout: patienceMs });
    await workbench.runCommand("Touchstone: New Chat");
    await again.locator(".welcome").waitFor({ timeout: patienceMs });
  },
);

uiTest("what a repository says runs nothing in the chat", {}, async ({ workbench, folder }) => {
  appendFileSync(
    join(folder, "python/inventory/store.py"),
    '\n\nclass Lure:\n    """<img src=x onerror="document.title=1"> [click](command:workbench.action.closeWindow) ![x](http://127.0.0.1:9/x.png)"""\n\n    x = "</code></pre><script>document.title = 1</script>"\n',
  );
  const requests: string[] = [];
  workbench.page.on("request", (request) => {
    if (request.url().includes(":9/")) requests.push(request.url());
  });
  const page = await openChat(workbench);
  const turn = await answered(page, "What is `Lure`?");
  assert.match((await turn.textContent()) ?? "", /onerror/);
  assert.equal(await turn.locator("img, script, iframe").count(), 0);
  assert.equal(await turn.locator('a[href^="command"], a[href^="http"]').count(), 0);
  assert.deepEqual(requests, []);
  assert.equal(await page.title(), "Touchstone Chat");
});
