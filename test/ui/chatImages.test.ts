/**
 * Images in the chat panel inside the editor's window: pasted from the clipboard, dragged and added from the explorer, sent to a scripted endpoint,
 * refused by one, kept over a reload, and without a model.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Frame, Locator } from "playwright-core";
import { pngOf } from "../support/images.ts";
import { ScriptedModel } from "../support/scriptedModel/scriptedModel.ts";
import { inEveryTheme, setChatWidth } from "./support/appearance.ts";
import { openChat, waitUntilKept } from "./support/chatFrame.ts";
import { resultsDir, uiTest } from "./support/session.ts";
import { patienceMs, type Workbench } from "./support/workbench.ts";

/** A chart: bars on paper. */
const chart = pngOf(320, 200, (x, y) => {
  const bar = Math.floor(x / 40);
  const isBar = x % 40 > 8 && y > 180 - bar * 20;
  return isBar ? [30, 110, 200] : [245, 245, 240];
});
/** A photograph's size, so that it is made smaller. */
const wide = pngOf(2600, 900, (x, y) => [Math.floor(x / 11), Math.floor(y / 4), 160]);

const model = await ScriptedModel.start({
  chat: () => ({ text: "Eight bars, each higher than the one before." }),
});
test.after(() => model.stop());

const machineSettings = {
  "touchstone.model.endpoint": model.baseUrl,
  "touchstone.model.name": "scripted",
  "touchstone.completion.engine": "builtin",
};

const shot = (name: string) => join(resultsDir, `chat-images-${name}.png`);

const chips = (page: Frame): Locator => page.locator(".composer .chip.image:not(.coming)");

/** Its pixels are on the screen, not its frame alone. */
const isPainted = (page: Frame, within: string): Promise<unknown> =>
  page.waitForFunction(
    `(() => { const all = [...document.querySelectorAll(${JSON.stringify(`${within} .thumbnail img`)})]; return all.length > 0 && all.every(({ naturalWidth }) => naturalWidth > 0); })()`,
    undefined,
    { timeout: patienceMs },
  );

/** What a person copies elsewhere. */
async function copyImage({ page }: Workbench, bytes: Uint8Array): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(Buffer.from(bytes).toString("base64"))}), (char) => char.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
  })()`);
}

async function send(page: Frame, question: string): Promise<Locator> {
  await page.locator("textarea").fill(question);
  await page.locator("textarea").press("Enter");
  const turn = page.locator(".turn", { hasText: question }).last();
  await turn.locator(".foot", { hasText: /\d (?:ms|s)\b|images/ }).waitFor({ timeout: patienceMs });
  return turn;
}

interface Part {
  readonly type: string;
  readonly image_url?: { readonly url: string };
}

/** Bytes of the images of the last message of a person in the last request. */
function imagesSent(): readonly Buffer[] {
  const { messages } = JSON.parse(model.requests.at(-1)!.body) as {
    readonly messages: readonly { readonly role: string; readonly content: string | readonly Part[] }[];
  };
  const content = messages.findLast(({ role }) => role === "user")?.content;
  assert.ok(Array.isArray(content), "No parts were sent");
  return (content as readonly Part[]).flatMap(({ image_url: image }) =>
    image ? [Buffer.from(image.url.replace("data:image/png;base64,", ""), "base64")] : [],
  );
}

const row = ({ page }: Workbench, name: string): Locator =>
  page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first();

/** Until a chip is there: a machine with other work may see the pointer go before it sees what is dragged. */
async function dragToChat(workbench: Workbench, from: Locator, chip: Locator): Promise<void> {
  for (let tries = 0; tries < 3 && (await chip.count()) === 0; tries++) {
    await drag(workbench, from);
    await chip
      .first()
      .waitFor({ timeout: 20_000 })
      .catch(() => {});
  }
  await chip.first().waitFor({ timeout: patienceMs });
}

/** As people drag: Shift lets a page take what the editor would. */
async function drag({ page }: Workbench, from: Locator): Promise<void> {
  const start = (await from.boundingBox())!;
  const bar = (await page.locator(".part.auxiliarybar").boundingBox())!;
  await page.mouse.move(start.x + 40, start.y + start.height / 2);
  await page.mouse.down();
  await page.keyboard.down("Shift");
  await page.mouse.move(start.x + 120, start.y + 60, { steps: 5 });
  await page.mouse.move(bar.x + bar.width / 2, bar.y + bar.height - 80, { steps: 10 });
  await page.mouse.move(bar.x + bar.width / 2 + 4, bar.y + bar.height - 90, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
}

uiTest(
  "images in chat: pasted, sent, refused, kept, and without a model",
  { machineSettings },
  async (session) => {
    const { workbench, server, folder } = session;
    writeFileSync(join(folder, "chart.png"), chart);
    writeFileSync(join(folder, "wide.png"), wide);
    const page = await openChat(workbench);

    await copyImage(workbench, chart);
    await page.locator("textarea").click();
    await workbench.press("Control+V");
    await chips(page).first().waitFor({ timeout: patienceMs });
    await isPainted(page, ".composer");
    await page
      .locator(".fate", { hasText: /Goes to Auto|Goes to scripted as it is/ })
      .waitFor({ timeout: patienceMs });

    await row(workbench, "wide.png").click({ button: "right" });
    await workbench.chooseInMenu("Add to Touchstone Chat");
    await page.locator(".imageNote", { hasText: "made smaller" }).waitFor({ timeout: patienceMs });
    assert.equal(await page.locator(".composer .chip:not(.image)").count(), 0);
    await setChatWidth(workbench, 480);
    await inEveryTheme(workbench, page, (theme) => shot(`wide-${theme}`));
    await setChatWidth(workbench, 300);
    await inEveryTheme(workbench, page, (theme) => shot(`narrow-${theme}`));

    const turn = await send(page, "Tell in words what these show");
    await turn.locator(".answer", { hasText: /Eight bars/ }).waitFor({ timeout: patienceMs });
    const sent = imagesSent();
    assert.equal(sent.length, 2);
    assert.ok(sent.every((bytes) => bytes.subarray(1, 4).toString() === "PNG"));
    await isPainted(page, ".question");
    await workbench.screenshot(shot("answered"));

    await workbench.runCommand("Touchstone: Show Last Context");
    const hash = createHash("sha256").update(sent[0]!).digest("hex");
    // It stands below the parts of text.
    await workbench.page.locator(".view-line", { hasText: "## Parts" }).first().click();
    await workbench.press("Control+f");
    await workbench.page.locator(".find-widget.visible").first().waitFor();
    await workbench.type(hash.slice(0, 16));
    await workbench.page
      .locator(".view-line", { hasText: hash.slice(0, 16) })
      .first()
      .waitFor();
    await workbench.page
      .locator(".view-line", { hasText: /PNG,\s320/ })
      .first()
      .waitFor();
    await workbench.screenshot(shot("last-context"));

    // Refused: the message is back where it was typed.
    model.behaviour = "refusesImages";
    await copyImage(workbench, chart);
    await page.locator("textarea").click();
    await workbench.press("Control+V");
    await chips(page).first().waitFor({ timeout: patienceMs });
    const refused = await send(page, "Explain this one in words");
    assert.match(
      (await refused.locator(".foot").textContent()) ?? "",
      /scripted takes no images.*Remove the images/,
    );
    assert.equal(await page.locator("textarea").inputValue(), "Explain this one in words");
    assert.equal(await chips(page).count(), 1);
    await page.locator(".fate", { hasText: "refused images before" }).waitFor({ timeout: patienceMs });
    await setChatWidth(workbench, 420);
    await inEveryTheme(workbench, page, (theme) => shot(`refused-${theme}`));

    await waitUntilKept(workbench, "Tell in words what these show", "Explain this one in words");
    await workbench.page.reload();
    const again = await openChat(workbench);
    await again.locator(".turn", { hasText: "Tell in words" }).waitFor({ timeout: patienceMs });
    assert.equal(await again.locator(".turn").count(), 2);
    await isPainted(again, ".question");

    // Without a model the index answers, says what it did not do, and the image stays.
    server.writeSettings({ machine: { ...machineSettings, "touchstone.model.endpoint": "" } });
    await again.getByRole("button", { name: /Answered by: Built-in/ }).waitFor({ timeout: patienceMs });
    await copyImage(workbench, chart);
    await again.locator("textarea").click();
    await workbench.press("Control+V");
    await chips(again).first().waitFor({ timeout: patienceMs });
    await again
      .locator(".fate", { hasText: "Only a model reads images, and none is set up" })
      .waitFor({ timeout: patienceMs });
    const alone = await send(again, "What is `Store`?");
    assert.match((await alone.locator(".foot").textContent()) ?? "", /The images were not looked at/);
    assert.equal(await chips(again).count(), 1);
    await workbench.screenshot(shot("no-model"));
  },
);

uiTest(
  "a file is dragged from the explorer into the chat",
  { theme: "dark" },
  async ({ workbench, folder }) => {
    writeFileSync(join(folder, "chart.png"), chart);
    const page = await openChat(workbench);
    await row(workbench, "chart.png").waitFor({ timeout: patienceMs });
    await dragToChat(workbench, row(workbench, "chart.png"), chips(page));
    await workbench.screenshot(shot("dragged"));
    const readme = page.locator(".composer .chip", { hasText: "README.md" });
    await dragToChat(workbench, row(workbench, "README.md"), readme);
    await workbench.screenshot(shot("dropped"));
  },
);
