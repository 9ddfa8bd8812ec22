/** Images on the page of the chat panel, in a real browser: pasted, dropped, checked, made smaller, shown, and within the page's policy. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import type { FromPanel } from "../../src/core/chat/panelMessages.ts";
import type { ShownImage } from "../../src/core/chat/shownImage.ts";
import type { ChatTurn } from "../../src/core/chat/transcript.ts";
import { LONGEST_SIDE, MOST_IMAGE_BYTES, readImageHead } from "../../src/core/prompt/image.ts";
import { pngOf } from "../support/images.ts";
import { seriousFindings } from "./support/chatFrame.ts";
import { type ChatPage, openChatPage } from "./support/chatPage.ts";
import { twiceTried } from "./support/secondTry.ts";
import { patienceMs } from "./support/workbench.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

interface GivenFile {
  readonly name: string;
  readonly type: string;
  readonly data: string;
}

const file = (name: string, bytes: Uint8Array, type = "image/png"): GivenFile => ({
  name,
  type,
  data: Buffer.from(bytes).toString("base64"),
});

/** As the browser tells a page of a paste or a drop. */
const give = (
  page: Page,
  kind: "paste" | "drop",
  files: readonly GivenFile[],
  texts: Record<string, string> = {},
) =>
  page.evaluate(`(() => {
    const data = new DataTransfer();
    for (const { name, type, data: text } of ${JSON.stringify(files)})
      data.items.add(new File([Uint8Array.from(atob(text), (char) => char.charCodeAt(0))], name, { type }));
    for (const [type, text] of Object.entries(${JSON.stringify(texts)})) data.setData(type, text);
    const event = ${JSON.stringify(kind)} === "paste"
      ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
      : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
    document.querySelector("textarea").dispatchEvent(event);
  })()`);

type Kept = Extract<FromPanel, { kind: "keepImage" }>;

/** Answers what the page wants to be kept, as the editor does. */
async function keepAll(
  { page, heard, tell }: ChatPage,
  count: number,
): Promise<readonly (Kept & { image: ShownImage })[]> {
  const wanted = async () =>
    (await heard()).filter((message): message is Kept => message.kind === "keepImage");
  for (let waitedMs = 0; (await wanted()).length < count && waitedMs < patienceMs; waitedMs += 50)
    await page.waitForTimeout(50);
  const all = (await wanted()).map((message) => {
    const bytes = Buffer.from(message.data, "base64");
    const head = readImageHead(bytes);
    assert.ok(head, `${message.name} is no image`);
    const { mime, width, height } = head;
    const id = createHash("sha256").update(bytes).digest("hex");
    const { name, path, note } = message;
    return { ...message, image: { id, name, path, note, mime, width, height, sizeBytes: bytes.length } };
  });
  for (const { asked, image } of all) await tell({ kind: "imageKept", asked, image });
  return all;
}

async function tryOnPage(body: (chat: ChatPage) => Promise<void>): Promise<void> {
  const chat = await openChatPage(undefined, browser);
  const blocked: string[] = [];
  chat.page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) blocked.push(message.text());
  });
  try {
    await chat.tell({ kind: "transcript", title: "x", turns: [] });
    await chat.tell({ kind: "engine", label: "scripted", images: "Goes to scripted as it is." });
    await body(chat);
    assert.deepEqual(blocked, []);
  } finally {
    await chat.close();
  }
}

const onPage = (name: string, body: (chat: ChatPage) => Promise<void>): void =>
  twiceTried(name, () => tryOnPage(body));

const chips = (page: Page) => page.locator(".composer .chip.image:not(.coming)");
const isPainted = (page: Page, within: string) =>
  page.waitForFunction(
    `(() => { const one = document.querySelector(${JSON.stringify(`${within} .thumbnail img`)}); return one && one.naturalWidth > 0; })()`,
  );

onPage(
  "a pasted image becomes a chip with a picture, goes with the question, and is removed by the keyboard",
  async (chat) => {
    const { page, heard } = chat;
    await give(page, "paste", [file("image.png", pngOf(40, 30))]);
    const [kept] = await keepAll(chat, 1);
    assert.equal(kept?.note, undefined);
    assert.equal(kept?.name, "Pasted image");
    await chips(page).first().waitFor();
    await isPainted(page, ".composer");
    assert.equal(
      await page.locator(".composer [role=img]").getAttribute("aria-label"),
      "Pasted image: PNG image, 40 by 30 pixels",
    );
    await page.locator(".fate", { hasText: /^Goes to scripted as it is\.$/ }).waitFor();
    assert.deepEqual(await seriousFindings(page.mainFrame()), []);
    await page.locator("textarea").press("Enter");
    await page.locator(".imageProblem", { hasText: "Write what you want to know" }).waitFor();
    await page.locator("textarea").fill("What is this?");
    await page.locator("textarea").press("Enter");
    const asked = (await heard()).find(({ kind }) => kind === "ask");
    assert.deepEqual(asked && "images" in asked && asked.images.map(({ id }) => id), [kept?.image.id]);
    assert.equal(await chips(page).count(), 0);
    await give(page, "paste", [file("image.png", pngOf(41, 30))]);
    await keepAll(chat, 2);
    await chips(page).first().waitFor();
    await page.locator("textarea").press("Backspace");
    assert.equal(await chips(page).count(), 0);
    assert.equal(await page.locator(".fate").isVisible(), false);
  },
);

onPage(
  "what lies beside text is pasted as text, and what is no image is said to be none, whatever it is called",
  async ({ page, heard }) => {
    await give(page, "paste", [file("image.png", pngOf(40, 30))], { "text/plain": "a\tb" });
    await give(page, "drop", [file("shot.png", new TextEncoder().encode("<svg onload='x'/>"))]);
    await page
      .locator(".imageProblem", { hasText: "shot.png is no PNG, JPEG, GIF or WebP image." })
      .waitFor();
    const half = pngOf(40, 30);
    await give(page, "drop", [file("half.png", half.subarray(0, half.length - 30))]);
    await give(page, "drop", [file("torn.png", Buffer.concat([half.subarray(0, 40), Buffer.alloc(60)]))]);
    await page.locator(".imageProblem", { hasText: "torn.png cannot be read: it is damaged." }).waitFor();
    await give(page, "drop", [file("notes.txt", new TextEncoder().encode("x"), "text/plain")]);
    await page
      .locator(".imageProblem", { hasText: "only PNG, JPEG, GIF and WebP images are taken" })
      .waitFor();
    assert.equal(
      (await heard()).filter((message) => message.kind === "keepImage" && message.name !== "half.png").length,
      0,
    );
  },
);

onPage(
  "what is wrong with one image stands beside what is wrong with the others that are read at the same time",
  async ({ page }) => {
    const head = pngOf(40, 30).subarray(0, 40);
    const torn = (name: string) => give(page, "drop", [file(name, Buffer.concat([head, Buffer.alloc(60)]))]);
    await Promise.all([torn("a.png"), torn("b.png"), torn("c.png")]);
    for (const name of ["a", "b", "c"])
      await page
        .locator(".imageProblem", { hasText: `${name}.png cannot be read: it is damaged.` })
        .waitFor();
    // What is given next begins anew.
    await torn("d.png");
    await page.locator(".imageProblem", { hasText: /^d\.png cannot be read: it is damaged\.$/ }).waitFor();
  },
);

/** A pixel, with a comment before it. */
const notedGif = Buffer.concat(
  [
    "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff",
    "!\xfe\x0dtaken at home\0",
    ",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
  ].map((part) => Buffer.from(part, "latin1")),
);

onPage(
  "a GIF stays one, with its comments taken out, and so does what is behind the end of a PNG",
  async (chat) => {
    const behind = Buffer.concat([pngOf(20, 10), Buffer.from("taken at home")]);
    await give(chat.page, "drop", [file("moving.gif", notedGif, "image/gif"), file("behind.png", behind)]);
    const all = await keepAll(chat, 2);
    for (const { data, note } of all) {
      assert.equal(note, "without the notes that were in it");
      assert.ok(!Buffer.from(data, "base64").includes("taken at home"));
    }
    assert.deepEqual(all.map(({ image }) => image.mime).sort(), ["image/gif", "image/png"]);
    await isPainted(chat.page, ".composer");
  },
);

onPage(
  "an image that is too large is made smaller, one with notes loses them, and what was done is said",
  async (chat) => {
    const { page } = chat;
    // Packs badly, as a photograph does.
    const grain = (x: number, y: number) => (Math.imul(x * 7919 + y * 104_729, 2_654_435_761) >>> 13) & 255;
    const large = pngOf(3000, 1500, (x, y) => [grain(x, y), grain(y, x), grain(x + y, x)]);
    const noted = pngOf(64, 48, undefined, "taken at home");
    await give(page, "drop", [file("large.png", large), file("noted.png", noted)]);
    const all = await keepAll(chat, 2);
    const [big, small] = ["large.png", "noted.png"].map((name) => all.find((one) => one.name === name));
    assert.equal(big?.image.width, LONGEST_SIDE);
    assert.equal(big?.image.height, LONGEST_SIDE / 2);
    assert.ok(big.image.sizeBytes <= MOST_IMAGE_BYTES, String(big.image.sizeBytes));
    assert.match(big.note ?? "", /^made smaller, it had 3000 × 1500 pixels/);
    assert.equal(small?.note, "without the notes that were in it");
    assert.ok(!Buffer.from(small.data, "base64").includes("taken at home"));
    assert.equal(small.image.width, 64);
    await page.locator(".imageNote", { hasText: "made smaller" }).waitFor();
  },
);

onPage("at most four go with a question, and a file of the editor's side goes the same way", async (chat) => {
  const { page, tell } = chat;
  const files = [1, 2, 3, 4, 5].map((side) => file(`${side}.png`, pngOf(side, side)));
  await give(page, "drop", files.slice(1));
  await keepAll(chat, 4);
  await tell({ kind: "imageFile", name: "1.png", path: "img/1.png", data: files[0]!.data });
  await page.locator(".imageProblem", { hasText: "At most 4 images go with a question." }).waitFor();
  await chips(page).first().getByRole("button").press("Enter");
  await tell({ kind: "imageFile", name: "1.png", path: "img/1.png", data: files[0]!.data });
  const all = await keepAll(chat, 5);
  assert.equal(all.at(-1)?.path, "img/1.png");
  await chips(page).nth(3).waitFor();
});

onPage("what is dropped from the editor goes by its address, images too", async ({ page, heard }) => {
  const uri = "file:///w/a.png";
  for (const type of ["application/vnd.code.uri-list", "text/uri-list"])
    await give(page, "drop", [], { [type]: `${uri}\r\n` });
  const dropped = (await heard()).filter(({ kind }) => kind === "drop");
  assert.deepEqual(dropped, [
    { kind: "drop", uris: [uri] },
    { kind: "drop", uris: [uri] },
  ]);
});

const turnWith = (image: ShownImage, more: Partial<ChatTurn> = {}): ChatTurn => ({
  id: 0,
  question: "What is this?",
  state: "waiting",
  markdown: "",
  citations: [],
  isRefused: false,
  images: [image],
  ...more,
});

onPage(
  "an image of a question is asked for once and shown; a failed question is back in the box with it, an unread image alone",
  async (chat) => {
    const { page, tell, heard } = chat;
    const bytes = pngOf(20, 10);
    const id = createHash("sha256").update(bytes).digest("hex");
    const image: ShownImage = {
      id,
      name: "a.png",
      mime: "image/png",
      width: 20,
      height: 10,
      sizeBytes: bytes.length,
    };
    const gone = { ...image, id: "0".repeat(64), name: "gone.png" };
    const waiting = turnWith(image, { images: [image, gone] });
    await tell({ kind: "transcript", title: "x", turns: [waiting] });
    await page.locator(".question .thumbnail").first().waitFor();
    assert.deepEqual(
      (await heard()).filter(({ kind }) => kind === "showImage"),
      [
        { kind: "showImage", id },
        { kind: "showImage", id: gone.id },
      ],
    );
    await tell({ kind: "image", id, mime: "image/png", data: Buffer.from(bytes).toString("base64") });
    await tell({ kind: "image", id: gone.id });
    await isPainted(page, ".question");
    await page.locator(".thumbnail.gone").waitFor();
    const failed = { ...waiting, state: "failed" as const, problem: "It takes no images.", images: [image] };
    await tell({ kind: "turn", turn: failed });
    await page.locator(".problem", { hasText: "It takes no images." }).waitFor();
    assert.equal(await page.locator("textarea").inputValue(), "What is this?");
    assert.equal(await chips(page).count(), 1);
    await page.locator(".editing", { hasText: "This question failed" }).waitFor();
    await page.locator("textarea").press("Escape");
    await page.locator(".editing").waitFor({ state: "hidden" });
    assert.equal(await page.locator("textarea").inputValue(), "What is this?");
    assert.equal(await chips(page).count(), 1);
    await page.locator("textarea").press("Enter");
    const again = (await heard()).at(-1);
    assert.equal(again?.kind === "ask" && again.question, "What is this?");
    await page.locator("textarea").fill("typed meanwhile");
    await tell({ kind: "transcript", title: "x", turns: [turnWith(image)] });
    await tell({ kind: "turn", turn: turnWith(image, { state: "done", imagesUnread: "Nobody looked." }) });
    await page.locator(".unread", { hasText: "Nobody looked." }).waitFor();
    assert.equal(await page.locator("textarea").inputValue(), "typed meanwhile");
    assert.equal(await chips(page).count(), 1);
  },
);
