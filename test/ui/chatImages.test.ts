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
import { chatPage, openChat, seriousFindings } from "./support/chatFrame.ts";
import { resultsDir, type Session, uiTest } from "./support/session.ts";
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

const themes = {
  dark: { title: "Dark Modern", kind: "vscode-dark" },
  contrast: { title: "Dark High Contrast", kind: "vscode-high-contrast" },
  light: { title: "Light Modern", kind: "vscode-light" },
} as const;

const shot = (name: string) => join(resultsDir, `chat-images-${name}.png`);

async function inEveryTheme({ workbench }: Session, page: Frame, name: string): Promise<void> {
  for (const [theme, { title, kind }] of Object.entries(themes)) {
    await workbench.runCommand("Preferences: Color Theme");
    await workbench.quickInput.locator("input").fill(title);
    await workbench.quickInput.locator(".monaco-list-row", { hasText: title }).first().waitFor();
    await workbench.press("Enter");
    await page
      .locator(`body[data-vscode-theme-kind="${kind}"]`)
      .waitFor({ state: "attached", timeout: patienceMs });
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot(shot(`${name}-${theme}`));
    assert.deepEqual(await seriousFindings(page), [], `${name} in ${theme}`);
  }
}

/** Drags the edge of the secondary side bar. */
async function setWidth({ page }: Workbench, widthPx: number): Promise<void> {
  const box = (await page.locator(".part.auxiliarybar").boundingBox())!;
  await page.mouse.move(box.x - 3, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x - 3 + box.width - widthPx, box.y + 200, { steps: 10 });
  await page.mouse.up();
  await page.waitForTimeout(500);
}

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

/** As people drag: Shift lets a page take what the editor would. */
async function dragToChat({ page }: Workbench, from: Locator): Promise<void> {
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
    assert.match((await page.locator(".fate").textContent()) ?? "", /Goes to Auto|Goes to scripted as it is/);

    await row(workbench, "wide.png").click({ button: "right" });
    await workbench.page.locator(".monaco-menu .action-item", { hasText: "Add to Touchstone Chat" }).click();
    await page.locator(".imageNote", { hasText: "made smaller" }).waitFor({ timeout: patienceMs });
    assert.equal(await page.locator(".composer .chip:not(.image)").count(), 0);
    await setWidth(workbench, 480);
    await inEveryTheme(session, page, "wide");
    await setWidth(workbench, 300);
    await inEveryTheme(session, page, "narrow");

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
    await setWidth(workbench, 420);
    await inEveryTheme(session, page, "refused");

    // The editor keeps the state of a workspace some time after it was told to.
    await workbench.page.waitForTimeout(5_000);
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
    assert.match(
      (await again.locator(".fate").textContent()) ?? "",
      /Only a model reads images, and none is set up/,
    );
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
    await openChat(workbench);
    await row(workbench, "chart.png").waitFor({ timeout: patienceMs });
    const page = await chatPage(workbench);
    await dragToChat(workbench, row(workbench, "chart.png"));
    await workbench.screenshot(shot("dragged"));
    await chips(page).first().waitFor({ timeout: 20_000 });
    await dragToChat(workbench, row(workbench, "README.md"));
    await page.locator(".composer .chip", { hasText: "README.md" }).waitFor({ timeout: 20_000 });
    await workbench.screenshot(shot("dropped"));
  },
);
