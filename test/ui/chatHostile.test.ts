/** What an answer holds runs nothing, loads nothing from elsewhere and leads nowhere, in a real browser with the page's own policy. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../scripts/editor/browser.ts";
import type { ChatTurn } from "../../src/core/chat/transcript.ts";
import { hostileHtml, hostileMarkdown } from "../support/hostileMarkdown.ts";
import { type ChatPage, openChatPage } from "./support/chatPage.ts";
import { twiceTried } from "./support/secondTry.ts";

let browser: Browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

/** A server that nothing of the panel's page should ever ask, one for each test: what a page sends may come after it was closed. */
interface Elsewhere {
  readonly origin: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
}

async function besideElsewhere<Result>(body: (elsewhere: Elsewhere) => Promise<Result>): Promise<Result> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    if (request.url !== "/empty") asked.push(request.url ?? "");
    response.setHeader("access-control-allow-origin", "*").end("");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await body({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function onPanel<Result>(body: (chat: ChatPage) => Promise<Result>, html?: string): Promise<Result> {
  const chat = await openChatPage(html, browser);
  try {
    return await body(chat);
  } finally {
    await chat.close();
  }
}

const scriptRan = (page: Page): Promise<boolean> => page.evaluate('"ran" in window');

const turnOf = (markdown: string, state: ChatTurn["state"] = "done"): ChatTurn => ({
  id: 0,
  question: markdown,
  state,
  markdown,
  citations: [{ path: "x", line: 1, endLine: 1 }],
  isRefused: false,
  engine: "model",
  model: markdown.slice(0, 200),
  tools: [
    { id: 0, name: markdown, subject: markdown, argumentsText: markdown, state: "done", result: markdown },
  ],
  context: [{ kind: "file", path: markdown.slice(0, 200), note: markdown }],
  proposals: [{ id: 0, title: markdown, paths: [markdown] }],
});

/** Elements and attributes that no answer may become; runs in the page. */
const foreign = `[...document.querySelectorAll(".log *")].filter((one) =>
  /^(?:script|img|image|iframe|frame|object|embed|applet|link|style|meta|base|form|video|audio|source|input|template|portal)$/i.test(one.tagName) ||
  [...one.attributes].some(({ name, value }) => /^on/i.test(name) || (/^(?:href|src|action|style)$/i.test(name) && value !== "x#L1" && !one.parentElement.matches(".log")))
).map((one) => one.outerHTML)`;

/** How many payloads run a script and how many requests they send, each given so much time. */
async function runPayloads({ origin, asked }: Elsewhere, waitMs: number) {
  const page = await browser.newPage();
  const before = asked.length;
  let ran = 0;
  for (const payload of hostileHtml(origin)) {
    await page.goto(`${origin}/empty`, { waitUntil: "commit" });
    await page
      .evaluate(`document.open(); document.write(${JSON.stringify(payload)}); document.close()`)
      .catch(() => {});
    await page.waitForTimeout(waitMs);
    if (await scriptRan(page).catch(() => false)) ran++;
  }
  await page.close();
  return { ran, requests: asked.length - before };
}

twiceTried(
  "without cleaning and without a policy, scripts run and requests leave: the payloads are live",
  () =>
    besideElsewhere(async (elsewhere) => {
      let live = await runPayloads(elsewhere, 20);
      // A machine with other work takes longer to run them.
      if (live.ran < 20 || live.requests < 20) live = await runPayloads(elsewhere, 1_000);
      assert.ok(live.ran >= 20, `${live.ran} payloads ran a script`);
      assert.ok(live.requests >= 20, `${live.requests} requests left`);
    }),
);

// No second try for these two: what they look for must never happen, not even once.
test("answers are cleaned: nothing foreign stands in the page, nothing runs, nothing leaves", async (context) => {
  const payloads = await besideElsewhere((elsewhere) => onPanel((chat) => showsCleaned(chat, elsewhere)));
  context.diagnostic(`${payloads} answers: 0 scripts run, 0 requests`);
});

/** @returns how many answers were shown */
async function showsCleaned(chat: ChatPage, { origin, asked }: Elsewhere): Promise<number> {
  const requests: string[] = [];
  chat.page.on("request", (request) => requests.push(request.url()));
  const payloads = hostileMarkdown(origin);
  assert.ok(payloads.length >= 200);
  for (const payload of payloads) {
    await chat.tell({
      kind: "transcript",
      title: payload,
      turns: [turnOf(payload.slice(0, payload.length / 2), "waiting")],
    });
    await chat.tell({ kind: "turn", turn: turnOf(payload) });
    await chat.frame();
    assert.deepEqual(await chat.page.evaluate(foreign), [], payload);
    assert.equal(await chat.page.locator(".turn .foot").count(), 1, payload);
  }
  assert.equal(await scriptRan(chat.page), false);
  assert.deepEqual(requests, []);
  assert.deepEqual(asked, []);
  assert.equal(new URL(chat.page.url()).origin, chat.origin);
  return payloads.length;
}

test("the policy alone stops scripts and requests of what was never cleaned", (context) =>
  besideElsewhere(async ({ origin, asked }) => {
    const payloads = hostileHtml(origin);
    let ran = 0;
    for (const payload of payloads)
      await onPanel(async (chat) => {
        await chat.page.waitForTimeout(20);
        if (await scriptRan(chat.page)) ran++;
        assert.equal(new URL(chat.page.url()).origin, chat.origin, payload);
      }, payload);
    assert.equal(ran, 0);
    assert.deepEqual(asked, []);
    context.diagnostic(`${payloads.length} pages: 0 scripts run, 0 requests`);
  }));

twiceTried("no message breaks the page, and one that is none of ours changes nothing", () =>
  onPanel(hearsAnything),
);

async function hearsAnything(chat: ChatPage): Promise<void> {
  const errors: string[] = [];
  chat.page.on("pageerror", (error) => errors.push(String(error)));
  await chat.tell({ kind: "transcript", title: "x", turns: [turnOf("It is here.")] });
  const kinds = [
    "transcript",
    "turn",
    "text",
    "compose",
    "attach",
    "here",
    "engine",
    "suggestions",
    "focus",
    "x",
  ];
  const anyValue = fc.jsonValue() as fc.Arbitrary<unknown>;
  const message = fc.record(
    {
      kind: fc.constantFrom(...kinds),
      turns: fc.oneof(anyValue, fc.array(fc.record({ id: anyValue, question: anyValue }))),
      turn: fc.oneof(anyValue, fc.record({ id: fc.integer(), markdown: anyValue })),
      items: anyValue,
      context: anyValue,
      label: fc.oneof(fc.integer(), anyValue),
      title: fc.integer(),
    },
    { requiredKeys: ["kind"] },
  );
  const said: unknown[] = fc.sample(message, { numRuns: 400, seed: 7 });
  for (const one of [...said, ...fc.sample(fc.jsonValue(), { numRuns: 200, seed: 7 })]) {
    await chat.tellAnything(one);
  }
  await chat.frame();
  assert.deepEqual(errors, []);
  assert.match((await chat.page.locator(".answer").textContent()) ?? "", /It is here/);
}
