/** Ten thousand turns made of real answers, in the page of the chat panel: only what is near the screen is put together, and it scrolls. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { root } from "../../scripts/lib/run.ts";
import type { ChatTurn, ShownCitation } from "../../src/core/chat/transcript.ts";
import { RpcClient } from "../support/rpcClient.ts";
import { type ChatPage, openChatPage } from "./support/chatPage.ts";
import { twiceTried } from "./support/secondTry.ts";

const TURNS = 10_000;
/** Watched of each way of scrolling. */
const FRAMES = 150;

const names = [
  "Store",
  "Item",
  "Supplier",
  "get_item",
  "add_item",
  "low_items",
  "store.py",
  "report.py",
  "Movement",
];
const forms = ["What is `…`?", "Who calls `…`?", "How is `…` tested?", "What depends on `…`?"];

interface AskResult {
  readonly markdown: string;
  readonly citations: readonly ShownCitation[];
}

/** Answers about the samples, from the index. */
async function realAnswers(): Promise<readonly (AskResult & { readonly question: string })[]> {
  const client = new RpcClient(["--root", join(root, "samples")]);
  const answers = [];
  for (const name of names) {
    for (const form of forms) {
      const question = form.replace("…", name);
      answers.push({ question, ...(await client.call<AskResult>("ask", { question })) });
    }
  }
  await client.call("shutdown");
  await client.end();
  return answers;
}

/** Scrolls through the whole chat a screen's part per frame; runs in the page. @returns milliseconds between frames */
const scrollThrough = `new Promise((resolve) => {
  const log = document.querySelector(".log");
  const times = [];
  const step = (log.scrollHeight - log.clientHeight) / FRAMES;
  log.scrollTop = 0;
  let last = performance.now();
  let frames = 0;
  const next = () => {
    const now = performance.now();
    times.push(now - last);
    last = now;
    log.scrollTop += STEP;
    if (++frames < FRAMES) requestAnimationFrame(next);
    else resolve(times.slice(1));
  };
  requestAnimationFrame(next);
})`;

/**
 * Scrolls up, past turns whose height was only thought; runs in the page.
 * @returns how far from its place a turn in sight stood after each step, pixels
 */
const jumpsUpwards = `new Promise((resolve) => {
  const log = document.querySelector(".log");
  const frame = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  const go = async () => {
    const jumps = [];
    for (let at = 0; at < STEPS; at++) {
      const middle = log.getBoundingClientRect().top + log.clientHeight / 2;
      const seen = [...log.querySelectorAll(".turn")].find((turn) => turn.getBoundingClientRect().bottom > middle);
      const before = seen.getBoundingClientRect().top;
      log.scrollTop -= 90;
      await frame();
      jumps.push(Math.abs(seen.getBoundingClientRect().top - before - 90));
    }
    return jumps;
  };
  go().then(resolve);
})`;

twiceTried("ten thousand turns are shown and scrolled through", async (context) => {
  const chat = await openChatPage();
  try {
    await scrollsThrough(chat, context);
  } finally {
    await chat.close();
  }
});

async function scrollsThrough(chat: ChatPage, context: TestContext): Promise<void> {
  const answers = await realAnswers();
  assert.ok(answers.filter(({ markdown }) => markdown.length > 200).length > 20);
  const turns = Array.from({ length: TURNS }, (_, id): ChatTurn => {
    const { question, markdown, citations } = answers[id % answers.length]!;
    return {
      id,
      question: `${question} (${id})`,
      state: "done",
      markdown,
      citations,
      isRefused: false,
      elapsedMs: 5,
    };
  });
  const shownMs = Number(
    await chat.page.evaluate(`new Promise((resolve) => {
      const start = performance.now();
      window.postMessage({ kind: "transcript", title: "Long", turns: ${JSON.stringify(turns)} }, "*");
      const look = () => document.querySelector('.turn[aria-posinset="${TURNS}"] .foot')
        ? requestAnimationFrame(() => resolve(performance.now() - start)) : requestAnimationFrame(look);
      look();
    })`),
  );
  const figures: Record<string, number> = { turns: TURNS, shownMs: Math.round(shownMs) };
  // As a wheel turns, and as the bar is dragged through all of it.
  for (const [name, stepPx] of [
    ["wheel", "100"],
    ["drag", "step"],
  ] as const) {
    const before = await chat.busyMs();
    const times = (await chat.page.evaluate(
      scrollThrough.replaceAll("FRAMES", String(FRAMES)).replace("STEP", stepPx),
    )) as number[];
    figures[`${name}BusyMs`] = Math.round((((await chat.busyMs()) - before) / FRAMES) * 10) / 10;
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
    const meanMs = times.reduce((sum, one) => sum + one, 0) / times.length;
    figures[`${name}Fps`] = Math.round(1000 / meanMs);
    figures[`${name}MedianMs`] = Math.round(at(0.5) * 10) / 10;
    figures[`${name}P95Ms`] = Math.round(at(0.95) * 10) / 10;
    figures[`${name}MaxMs`] = Math.round(at(1));
  }
  const built = Number(await chat.page.evaluate('document.querySelectorAll(".turn").length'));
  figures["builtTurns"] = built;
  context.diagnostic(JSON.stringify(figures));
  mkdirSync(join(root, "test-results/ui"), { recursive: true });
  writeFileSync(join(root, "test-results/ui/chat-long.json"), `${JSON.stringify(figures, null, 1)}\n`);
  assert.ok(built < 30, `${built} turns are in the page at the end`);
  const jumps = (await chat.page.evaluate(jumpsUpwards.replace("STEPS", "120"))) as number[];
  assert.ok(Math.max(...jumps) < 3, `what is read jumps by ${Math.max(...jumps)} pixels`);
  // Who reads with the keyboard in a turn keeps it, however far the others scroll.
  await chat.page.locator(".turn").first().locator("button").first().focus();
  const kept = await chat.page.evaluate('document.activeElement.closest(".turn").dataset.turn');
  await chat.page.evaluate('document.querySelector(".log").scrollTop = 0');
  const first = chat.page.locator('.turn[data-turn="0"]');
  await first.locator(".foot").waitFor();
  assert.equal(await chat.page.evaluate('document.activeElement.closest(".turn")?.dataset.turn'), kept);
  await first.focus();
  await chat.page.keyboard.press("PageDown");
  await chat.page.locator('.turn[data-turn="1"]:focus').waitFor();
}
