import { expect, test } from "vitest";
import { type IndexStatus, idleIndexStatus } from "../../../src/core/repo/indexStatus.ts";
import type { ModelQuestion } from "../../../src/features/chat/agent/modelAnswerer.ts";
import { type AskHandlerDeps, askHandler } from "../../../src/features/headless/askHandler.ts";
import { nameRoots } from "../../../src/features/headless/rootPaths.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import { chatImage } from "../../support/images.ts";
import { memorySettings } from "../../support/memorySettings.ts";
import { inOrder, ScriptedChatModels } from "../../support/scriptedChatModels.ts";
import { scriptedEngine } from "../../support/scriptedEngine.ts";

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

async function check(waitForIndex: Engine["waitForIndex"], status: IndexStatus) {
  const { ask } = askHandler({
    engine: { ...scriptedEngine(), waitForIndex, status: async () => status },
    models: new ScriptedChatModels(inOrder()),
    openModel: () => Promise.reject(new Error("No model is asked")),
    readImage: async () => ({ problem: "there is none" }),
    maySend: async () => true,
    settings: memorySettings({ "chat.engine": "builtin" }).settings,
    roots: nameRoots(["/w"]),
    begin: async () => {},
    tell: () => {},
    indexMs: 1,
  });
  return ask({ question: "where is `Store` defined" }, new AbortController().signal);
}

async function askAbout(
  images: readonly string[],
  engine: "builtin" | "model",
  readImage: AskHandlerDeps["readImage"],
  isSetUp = true,
) {
  const asked: ModelQuestion[] = [];
  const models = new ScriptedChatModels(inOrder());
  if (!isSetUp) models.name = undefined;
  const { ask } = askHandler({
    engine: {
      ...scriptedEngine(),
      waitForIndex: async () => idleIndexStatus,
      status: async () => idleIndexStatus,
    },
    models,
    openModel: async () => ({
      answer: async (question) => {
        asked.push(question);
        return { kind: "answered", markdown: "I see.", citations: [], isRefused: false };
      },
    }),
    readImage,
    maySend: async ({ path }) => !path.includes("secret"),
    settings: memorySettings({ "chat.engine": engine }).settings,
    roots: nameRoots(["/w"]),
    begin: async () => {},
    tell: () => {},
  });
  const result = await ask({ question: "what is wrong here", images }, new AbortController().signal);
  return { result, pieces: asked[0]?.images };
}

test("images go to the model; one of a folder of the workspace has its file as source", async () => {
  const read: string[] = [];
  const image = chatImage();
  const { result, pieces } = await askAbout(
    ["docs/a.png", "/elsewhere/b.png", "/w/c.png"],
    "model",
    async (path) => {
      read.push(path);
      return image;
    },
  );
  expect(result).toMatchObject({ engine: "model", markdown: "I see." });
  expect(result).not.toHaveProperty("imagesUnread");
  expect(read).toEqual(["/w/docs/a.png", "/elsewhere/b.png", "/w/c.png"]);
  const source = (path: string) => ({ sources: [{ path, isLibrary: false }] });
  expect(pieces).toEqual([
    { text: "Image a.png:\n", title: "a.png", image, ...source("/w/docs/a.png") },
    { text: "Image b.png:\n", title: "b.png", image },
    { text: "Image c.png:\n", title: "c.png", image, ...source("/w/c.png") },
  ]);
});

test("an index that answers says that it did not look", async () => {
  const read = async () => chatImage();
  const { result } = await askAbout(["a.png"], "builtin", read);
  expect(result).toMatchObject({
    engine: "builtin",
    imagesUnread: expect.stringMatching(/the index answered/),
  });
  const none = await askAbout(["a.png"], "builtin", read, false);
  expect(none.result.imagesUnread).toMatch(/none is set up\. Name one by --endpoint and --model/);
});

test("who wants a model where none is set up is told at once, before the engine begins or the index is there", async () => {
  const models = new ScriptedChatModels(inOrder());
  models.name = undefined;
  const never = (): never => {
    throw new Error("Nothing is waited for");
  };
  const { ask } = askHandler({
    engine: { ...scriptedEngine(), waitForIndex: never, status: never, answer: never },
    models,
    openModel: never,
    readImage: never,
    maySend: never,
    settings: memorySettings().settings,
    roots: nameRoots(["/w"]),
    begin: never,
    tell: never,
  });
  await expect(
    ask({ question: "how is it stored?", engine: "model", images: ["a.png"] }, new AbortController().signal),
  ).rejects.toMatchObject({
    type: "modelUnavailable",
    message: expect.stringContaining("No model is set up for chat"),
  });
});

test("an image that cannot be sent is refused by name, and nothing is asked", async () => {
  const none = async () => ({ problem: "it is damaged" });
  await expect(askAbout(["a.png"], "model", none)).rejects.toThrow(
    'Cannot send the image "a.png": it is damaged',
  );
  await expect(askAbout(["secret.png"], "model", async () => chatImage())).rejects.toThrow(/for secrets/);
  for (const path of ["../a.png", "/w/../x/a.png", "C:\\w\\..\\a.png"])
    await expect(askAbout([path], "model", async () => chatImage())).rejects.toMatchObject({
      type: "invalidPath",
    });
});

test("an answer from a whole index says nothing of it", async () => {
  const { markdown } = await check(async () => idleIndexStatus, idleIndexStatus);
  expect(markdown).not.toContain("not complete");
});

test("an index that takes too long is said to be incomplete", async () => {
  const reading = { ...idleIndexStatus, phase: "reading", filesDone: 1200, filesTotal: 4000 } as const;
  const { markdown } = await check(aborted, reading);
  expect(markdown).toContain(
    "*The index is not complete: 1,200 of 4,000 files are read. Ask again when it is.*",
  );
  const walking = await check(aborted, { ...reading, phase: "walking" });
  expect(walking.markdown).toContain("1,200 of more than 4,000 files");
  expect((await check(aborted, idleIndexStatus)).markdown).not.toContain("not complete");
});

test("a fault of the engine is no matter of time", () =>
  expect(check(() => Promise.reject(new Error("gone")), idleIndexStatus)).rejects.toThrow("gone"));
