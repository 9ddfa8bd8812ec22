import { expect, test } from "vitest";
import type { ChatEngine } from "../../../../src/core/chat/chooseEngine.ts";
import { renderSession } from "../../../../src/core/chat/renderSession.ts";
import { currentSession } from "../../../../src/core/chat/session.ts";
import type { ShownImage } from "../../../../src/core/chat/shownImage.ts";
import { ModelAnswerer } from "../../../../src/features/chat/agent/modelAnswerer.ts";
import { Chat } from "../../../../src/features/chat/chat.ts";
import type { ChatImages } from "../../../../src/ports/chatImages.ts";
import type { ChatRequest } from "../../../../src/ports/chatModel.ts";
import { FakeClock } from "../../../support/fakeClock.ts";
import { chatImage, pngOf } from "../../../support/images.ts";
import { quietLog } from "../../../support/indexerHarness.ts";
import { memoryImages } from "../../../support/memoryImages.ts";
import { memoryLocalState } from "../../../support/memoryLocalState.ts";
import { type ChatScript, inOrder, ScriptedChatModels, says } from "../../../support/scriptedChatModels.ts";

interface Options {
  readonly engine?: ChatEngine;
  readonly isSetUp?: boolean;
  readonly store?: ChatImages;
  readonly localState?: ReturnType<typeof memoryLocalState>;
}

const wholePath = (short: string): string => {
  if (short.startsWith("gone/")) throw new Error("It leads nowhere");
  return `/w/${short}`;
};

function openChat(
  script: ChatScript,
  { engine = "auto", isSetUp = true, store = memoryImages(), localState }: Options = {},
) {
  const models = new ScriptedChatModels(script);
  if (!isSetUp) models.name = undefined;
  const shortPath = (path: string) => (path.startsWith("/w/") ? path.slice(3) : undefined);
  const repo = {
    answer: async () => ({
      question: { kind: "open" as const, text: "" },
      summary: "By the index.",
      parts: [],
    }),
    picture: async () => undefined,
    readLines: async () => ({ kind: "none" as const, near: [] }),
  };
  const clock = new FakeClock();
  const answering = {
    models,
    engine: repo,
    tools: [],
    docs: async () => [],
    clock,
    log: quietLog,
    shortPath,
    wholePath,
  };
  const chat = new Chat({
    engine: repo,
    model: {
      models,
      engine: () => engine,
      open: async () => new ModelAnswerer({ ...answering, folders: () => ["w"] }),
    },
    runCommand: async () => ({ markdown: "Run.", citations: [], patches: [] }),
    images: { store, wholePath },
    localState: localState ?? memoryLocalState(),
    clock,
    log: quietLog,
    readContext: async () => ({ attached: [], shown: [] }),
    shortPath,
  });
  return { chat, models, store };
}

/** Keeps an image as the panel does. */
async function give(store: ChatImages, side: number, more: Partial<ShownImage> = {}): Promise<ShownImage> {
  const kept = await store.keep(chatImage(pngOf(side, side)).data);
  if ("problem" in kept) throw new Error(kept.problem);
  const { hash: id, mime, width, height, sizeBytes } = kept;
  return { id, name: `${side}.png`, mime, width, height, sizeBytes, ...more };
}

/** Names of the images of each message of a person. */
const imagesIn = ({ messages }: ChatRequest) =>
  messages
    .filter(({ role }) => role === "user")
    .map(({ pieces }) => pieces.flatMap(({ image, title }) => (image ? [`${title} ${image.width}`] : [])));

test("images go to the model before the question, with the file that they are from", async () => {
  const { chat, models, store } = openChat(inOrder(says("It is blue.")));
  const images = [await give(store, 8), await give(store, 9, { path: "a/9.png" })];
  await chat.ask("Who calls put?", [], images);
  expect(imagesIn(models.requests[0]!)).toEqual([["8.png 8", "9.png 9"]]);
  const pieces = models.requests[0]!.messages.at(-1)!.pieces;
  expect(pieces.find(({ title }) => title === "9.png")?.sources).toEqual([
    { path: "/w/a/9.png", isLibrary: false },
  ]);
  expect(pieces.at(-1)!.text).toBe("Question: Who calls put?");
  expect(chat.turns[0]).toMatchObject({ images, state: "done", engine: "model" });
});

test("what a model refuses is not asked of the index instead: the message stays the person's", async () => {
  const { chat } = openChat(inOrder({ end: "noImages" }));
  const images = [await give(memoryImages(), 8)];
  await chat.ask("What is this?", [], images);
  expect(chat.turns[0]).toMatchObject({ state: "failed", images, markdown: "" });
  const store = memoryImages();
  const refusing = openChat(inOrder({ end: "noImages" }), { store });
  await refusing.chat.ask("What is this?", [], [await give(store, 8)]);
  expect(refusing.chat.turns[0]).toMatchObject({ state: "failed", imagesUnread: /not looked at/ });
  expect(refusing.models.requests.length).toBe(1);
});

test.each<[name: string, options: Options, said: RegExp]>([
  ["none is set up", { isSetUp: false }, /none is set up. Run Touchstone: Set Up Model/],
  ["the index is to answer", { engine: "builtin" }, /only a model reads them, and the index answered/],
])("without a model the index answers and says that it did not look: %s", async (_name, options, said) => {
  const { chat, store } = openChat(inOrder(says("never")), options);
  await chat.ask("What is this?", [], [await give(store, 8)]);
  expect(chat.turns[0]).toMatchObject({ state: "done", engine: "builtin" });
  expect(chat.turns[0]!.imagesUnread).toMatch(said);
});

test("a model that fails otherwise leaves the images unread, and the index answers", async () => {
  const { chat, store } = openChat(inOrder({ end: "serverError" }));
  await chat.ask("What is this?", [], [await give(store, 8)]);
  expect(chat.turns[0]).toMatchObject({ state: "done", engine: "builtin", imagesUnread: /not looked at/ });
});

test("a command says that it reads none", async () => {
  const { chat, store } = openChat(inOrder(says("never")));
  await chat.ask("/explain this", [], [await give(store, 8)]);
  expect(chat.turns[0]!.imagesUnread).toMatch(/commands read none/);
});

test("earlier images go along while there is room, the newest first; those that nobody read do not", async () => {
  const { chat, models, store } = openChat(inOrder(says("Seen.")));
  await chat.ask("one?", [], [await give(store, 1), await give(store, 2)]);
  await chat.ask("/explain this", [], [await give(store, 3)]);
  await chat.ask("two?", [], [await give(store, 4), await give(store, 5)]);
  await chat.ask("three?", [], [await give(store, 6)]);
  expect(imagesIn(models.requests.at(-1)!)).toEqual([["1.png 1"], [], ["4.png 4", "5.png 5"], ["6.png 6"]]);
  models.readsImages = false;
  await chat.ask("four?", []);
  expect(imagesIn(models.requests.at(-1)!).flat()).toEqual([]);
});

test("a model that takes no images goes on without those of earlier questions", async () => {
  const { chat, models, store } = openChat((request) =>
    imagesIn(request).flat().length > 0 && models.requests.length > 1 ? { end: "noImages" } : says("Well."),
  );
  await chat.ask("one?", [], [await give(store, 8)]);
  await chat.ask("two?");
  expect(chat.turns.map(({ state }) => state)).toEqual(["done", "done"]);
  expect(models.requests.map((request) => imagesIn(request).flat())).toEqual([["8.png 8"], ["8.png 8"], []]);
});

test("what is not kept any more, or is of no open folder, is a line in its place", async () => {
  const { chat, models, store } = openChat(inOrder(says("Well.")));
  const gone = await give(store, 8);
  await store.forget([gone.id]);
  await chat.ask("What?", [], [gone, await give(store, 9, { path: "gone/9.png" })]);
  const text = models.requests[0]!.messages.at(-1)!
    .pieces.map((piece) => piece.text)
    .join("");
  expect(imagesIn(models.requests[0]!)).toEqual([[]]);
  expect(text).toContain("[The image 8.png is not kept any more]");
  expect(text).toContain("[The image 9.png is left out: its folder is not open any more]");
});

test("images stay with a chat across restarts, a branch and a question that is edited, and go with the last chat that shows them", async () => {
  const localState = memoryLocalState();
  const { chat, models, store } = openChat(inOrder(says("Blue.")), { localState });
  const image = await give(store, 8);
  await chat.ask("What?", [], [image]);
  await chat.askAgain(0, "What, in a word?", [], chat.turns[0]!.images);
  expect(imagesIn(models.requests.at(-1)!)).toEqual([["8.png 8"]]);
  chat.branch(0);
  const again = openChat(inOrder(says("Blue.")), { localState, store }).chat;
  expect(again.turns[0]!.images).toEqual([image]);
  const [first, second] = again.sessions.sessions;
  again.remove(first!.id);
  expect(await store.read(image.id)).toBeDefined();
  again.remove(second!.id);
  expect(await store.read(image.id)).toBeUndefined();
});

test("a chat that is exported holds its images, and says what those were that are gone", async () => {
  const { chat, store } = openChat(inOrder(says("Blue.")));
  const [kept, gone] = [await give(store, 8), await give(store, 9, { note: "made smaller" })];
  await chat.ask("What?", [], [kept, gone]);
  await store.forget([gone.id]);
  const session = currentSession(chat.sessions);
  const text = renderSession(session, await chat.imagesOf(session));
  expect(text).toContain(`![8.png][${kept.id.slice(0, 12)}]`);
  expect(text).toContain(
    `\n[${kept.id.slice(0, 12)}]: data:image/png;base64,${chatImage(pngOf(8, 8)).data}\n`,
  );
  expect(text).toContain("*Image: 9.png (PNG, 9 × 9 pixels");
  expect(text).toContain("made smaller");
});
