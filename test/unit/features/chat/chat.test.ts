import { expect, test } from "vitest";
import type { Answer } from "../../../../src/core/chat/answer.ts";
import { citedBy } from "../../../../src/core/chat/transcript.ts";
import { Chat } from "../../../../src/features/chat/chat.ts";
import { FakeClock } from "../../../support/fakeClock.ts";
import { quietLog } from "../../../support/indexerHarness.ts";
import { memoryLocalState } from "../../../support/memoryLocalState.ts";

const found: Answer = {
  question: { kind: "open", text: "" },
  summary: "Here:",
  parts: [
    {
      title: "Defined",
      items: [
        { text: "Store", citation: { path: "/w/a.py", line: 2, endLine: 4 } },
        { text: "else", citation: { path: "/elsewhere/b.py", line: 0, endLine: 0 } },
      ],
    },
  ],
};

const newFile = { kind: "created", path: "a.py", after: "" } as const;

interface Asked {
  readonly question: string;
  readonly signal: AbortSignal;
  readonly settle: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

/** A chat whose questions wait until the test answers them. */
function open(localState = memoryLocalState()) {
  const asked: Asked[] = [];
  const chat = new Chat({
    engine: {
      answer: (question, signal) =>
        new Promise((settle, fail) => {
          signal.addEventListener("abort", () => fail(signal.reason));
          asked.push({ question, signal, settle, fail });
        }),
      picture: async (question) =>
        question.includes("fails")
          ? Promise.reject(new Error("no picture"))
          : {
              kind: "callers",
              nodes: [
                { name: "Store", place: { path: "/w/a.py", line: 2, endLine: 4 } },
                { name: "main", place: { path: "/elsewhere/b.py", line: 0, endLine: 0 } },
              ],
              edges: [[0, 1]],
              more: 3,
            },
    },
    localState,
    clock: new FakeClock(),
    log: quietLog,
    runCommand: async ({ name, argument }, { onProgress }) => {
      onProgress?.("Running 3 tests");
      return {
        markdown: `${name} of ${argument}`,
        citations: [],
        patches: [{ title: "Mend", root: "/w", changes: [newFile], verdict: undefined, evidence: [] }],
      };
    },
    readContext: async () => ({ attached: [], shown: [] }),
    shortPath: (path) => (path.startsWith("/w/") ? path.slice(3) : undefined),
  });
  return { chat, asked, localState };
}

const states = (chat: Chat) => chat.turns.map(({ question, state }) => `${question}: ${state}`);

test("an answer cites places of the workspace alone", async () => {
  const { chat, asked } = open();
  const done = chat.ask("q");
  expect(states(chat)).toEqual(["q: waiting"]);
  asked[0]!.settle(found);
  await done;
  expect(chat.turns).toMatchObject([
    { state: "done", citations: [{ path: "a.py", line: 3, endLine: 5 }], isRefused: false },
  ]);
});

test("what a command does is told while it runs, and gone behind its end", async () => {
  const { chat } = open();
  const told: (string | undefined)[] = [];
  chat.onChange((change) => {
    if (change.kind === "turn") told.push(change.turn.doing);
  });
  await chat.ask("/tests add");
  expect(told).toContain("Running 3 tests");
  expect(chat.turns).toMatchObject([{ state: "done", markdown: "tests of add" }]);
  expect(chat.turns[0]?.doing).toBeUndefined();
});

test("a new question stops the one before", async () => {
  const { chat, asked } = open();
  const first = chat.ask("one");
  const second = chat.ask("two");
  await first;
  asked[1]!.settle({ ...found, refused: "I don't know" });
  await second;
  expect(asked[0]!.signal.aborted).toBe(true);
  expect(states(chat)).toEqual(["one: stopped", "two: done"]);
  expect(chat.turns[1]!.isRefused).toBe(true);
});

test("a question asked again takes the place of what came after it", async () => {
  const { chat, asked } = open();
  for (const question of ["one", "two", "three"]) {
    const done = chat.ask(question);
    asked.at(-1)!.settle(found);
    await done;
  }
  const again = chat.askAgain(1, "second");
  asked.at(-1)!.settle(found);
  await again;
  expect(states(chat)).toEqual(["one: done", "second: done"]);
});

test("a failure is told and can be asked again; blanks and unknown turns are nothing", async () => {
  const { chat, asked } = open();
  await chat.ask("  ");
  await chat.askAgain(7, "x");
  const done = chat.ask("q");
  asked[0]!.fail(new Error("The engine stopped"));
  await done;
  expect(chat.turns).toMatchObject([
    { state: "failed", problem: "The engine stopped. Ask again, or see the log." },
  ]);
});

test("what was said is there after a restart, in the chat that was open", async () => {
  const { chat, asked, localState } = open();
  const done = chat.ask("q");
  asked[0]!.settle(found);
  await done;
  expect(states(open(localState).chat)).toEqual(["q: done"]);
  chat.start();
  expect(states(open(localState).chat)).toEqual([]);
  chat.open(0);
  expect(states(open(localState).chat)).toEqual(["q: done"]);
});

test("an answer belongs to the chat it was asked in", async () => {
  const { chat, asked } = open();
  const done = chat.ask("q");
  chat.start();
  await done;
  expect(asked[0]!.signal.aborted).toBe(true);
  expect(states(chat)).toEqual([]);
  chat.open(0);
  expect(states(chat)).toEqual(["q: stopped"]);
});

test("a chat goes on elsewhere from one of its turns, and both stay", async () => {
  const { chat, asked } = open();
  for (const question of ["one", "two"]) {
    const done = chat.ask(question);
    asked.at(-1)!.settle(found);
    await done;
  }
  chat.branch(0);
  expect(states(chat)).toEqual(["one: done"]);
  chat.retitle(1, "  other\nway ");
  expect(chat.sessions.sessions.map(({ title, turns }) => [title, turns.length])).toEqual([
    ["", 2],
    ["other way", 1],
  ]);
  chat.remove(1);
  expect(states(chat)).toEqual(["one: done", "two: done"]);
  chat.remove(0);
  expect(states(chat)).toEqual([]);
});

test("a slash command answers, and its patches can be looked at from the turn", async () => {
  const { chat } = open();
  await chat.ask("/review staged");
  expect(chat.turns).toMatchObject([
    { state: "done", markdown: "review of staged", proposals: [{ id: 0, title: "Mend", paths: ["a.py"] }] },
  ]);
  expect(chat.proposal(0, 0)?.title).toBe("Mend");
  expect(chat.proposal(0, 1)).toBeUndefined();
});

test("what a turn applied is known until it is taken back", async () => {
  const { chat } = open();
  await chat.ask("/review");
  await chat.ask("/review staged");
  chat.noteApplied(0, [{ id: "a", root: "/w", title: "Mend" }]);
  chat.noteApplied(1, [{ id: "b", root: "/w", title: "Mend" }]);
  expect(chat.appliedSince(0).map(({ id }) => id)).toEqual(["a", "b"]);
  chat.noteUndone("b");
  expect(chat.appliedSince(0).map(({ id }) => id)).toEqual(["a"]);
  expect(chat.appliedSince(1)).toEqual([]);
});

test("what stands around the subject comes after the answer, and can be opened", async () => {
  const { chat, asked } = open();
  const done = chat.ask("Who calls `Store`?");
  asked[0]!.settle(found);
  await done;
  const [turn] = chat.turns;
  expect([turn?.state, turn?.picture?.more]).toEqual(["done", 3]);
  expect(turn?.picture?.nodes).toEqual([
    { name: "Store", place: { path: "a.py", line: 3 } },
    { name: "main" },
  ]);
  expect(citedBy({ citations: [], picture: turn!.picture }, "a.py#L3")).toEqual({
    path: "a.py",
    line: 3,
    endLine: 3,
  });
  expect(citedBy({ citations: [], picture: turn!.picture }, "b.py#L1")).toBeUndefined();
});

test("a picture that cannot be had leaves the answer as it is", async () => {
  const { chat, asked } = open();
  const done = chat.ask("Who calls `fails`?");
  asked[0]!.settle(found);
  await done;
  expect(states(chat)).toEqual(["Who calls `fails`?: done"]);
  expect(chat.turns[0]?.picture).toBeUndefined();
});
