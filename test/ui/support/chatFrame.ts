/** The page of the chat panel inside the editor's window. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame } from "playwright-core";
import { patienceMs, type Workbench } from "./workbench.ts";

/** The page of the panel, once it is there. */
export async function chatPage(workbench: Workbench): Promise<Frame> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    for (const frame of workbench.page.frames()) {
      const found = await frame
        .locator(".composer textarea")
        .count()
        .catch(() => 0);
      if (found > 0) return frame;
    }
    await workbench.page.waitForTimeout(200);
  }
  throw new Error(`Find the chat's page: not there after ${patienceMs} ms`);
}

export async function openChat(workbench: Workbench): Promise<Frame> {
  await workbench.waitForIndex();
  await workbench.runCommand("Touchstone: Open Chat");
  return chatPage(workbench);
}

/** What the editor keeps of a workspace, in the browser. Runs in the page. */
const keptState = `(async () => {
  const kept = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("vscode-web-state-db-")) continue;
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    kept.push(await new Promise((resolve, reject) => {
      const request = database.transaction("ItemTable").objectStore("ItemTable").get("touchstone.touchstone");
      request.onsuccess = () => resolve(String(request.result ?? ""));
      request.onerror = () => reject(request.error);
    }));
    database.close();
  }
  return kept.join("\\n");
})()`;

/** The editor keeps the state of a workspace some time after it was told to: until all of these are in it. */
export async function waitUntilKept({ page }: Workbench, ...texts: readonly string[]): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let kept = "";
  while (Date.now() < deadline) {
    kept = await page.evaluate<string>(keptState);
    if (texts.every((text) => kept.includes(text))) return;
    await page.waitForTimeout(200);
  }
  throw new Error(
    `Wait until ${JSON.stringify(texts)} are kept: there are ${kept.length} letters without them`,
  );
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What keeps people out of the page, by the rule and the element; without what is of small weight. */
export async function seriousFindings(page: Frame): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ": " + html.slice(0, 200) + " " + failureSummary)))`);
}
