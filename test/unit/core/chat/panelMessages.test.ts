import fc from "fast-check";
import { expect, test } from "vitest";
import { readFromPanel, readToPanel } from "../../../../src/core/chat/panelMessages.ts";
import { restoreSessions } from "../../../../src/core/chat/session.ts";
import {
  citedBy,
  readKeptTurns,
  type ShownTool,
  withChange,
  withQuestion,
  withTool,
} from "../../../../src/core/chat/transcript.ts";

const image = { id: "0a".repeat(32), name: "x.png", mime: "image/png", width: 1, height: 1, sizeBytes: 9 };
const [turn] = withQuestion([], "What is `x`?");
const tool: ShownTool = { id: 0, name: "search", subject: "x", argumentsText: "{", state: "running" };

test.each<[name: string, message: unknown, isKnown: boolean]>([
  ["a question", { kind: "ask", question: "x", context: [], images: [] }, true],
  ["a question with an image", { kind: "ask", question: "x", context: [], images: [image] }, true],
  [
    "a question with too many images",
    { kind: "ask", question: "x", context: [], images: Array(5).fill(image) },
    false,
  ],
  ["an image under a name that is no hash", { kind: "showImage", id: "../../x" }, false],
  [
    "an image of a kind that is not taken",
    { kind: "ask", question: "x", context: [], images: [{ ...image, mime: "image/svg+xml" }] },
    false,
  ],
  ["an image to be kept", { kind: "keepImage", asked: 0, name: "x.png", data: "AAAA" }, true],
  [
    "an image that is too large",
    { kind: "keepImage", asked: 0, name: "x", data: "A".repeat(2_000_004) },
    false,
  ],
  [
    "a question that is too long",
    { kind: "ask", question: "x".repeat(20_001), context: [], images: [] },
    false,
  ],
  ["a question that is none", { kind: "ask", question: 1, context: [], images: [] }, false],
  ["a link", { kind: "open", id: 0, href: "a.py#L1" }, true],
  ["a link of no turn", { kind: "open", id: -1, href: "a.py#L1" }, false],
  ["what only the editor says", { kind: "transcript", turns: [] }, false],
  ["a name of every object", { kind: "constructor" }, false],
  ["nothing", undefined, false],
  ["a text", "ready", false],
])("the editor understands or refuses %s", (_name, message, isKnown) =>
  expect(readFromPanel(message) !== undefined).toBe(isKnown),
);

test.each<[name: string, message: unknown, isKnown: boolean]>([
  ["a transcript", { kind: "transcript", title: "x", turns: [turn] }, true],
  ["a turn", { kind: "turn", turn }, true],
  ["a turn with a tool", { kind: "turn", turn: { ...turn, engine: "model", tools: [tool] } }, true],
  [
    "a turn with a tool in no state",
    { kind: "turn", turn: { ...turn, tools: [{ ...tool, state: "x" }] } },
    false,
  ],
  ["a turn of an unknown engine", { kind: "turn", turn: { ...turn, engine: "x" } }, false],
  ["a turn with an image", { kind: "turn", turn: { ...turn, images: [image] } }, true],
  [
    "a turn with an image of no size",
    { kind: "turn", turn: { ...turn, images: [{ ...image, width: 0 }] } },
    false,
  ],
  ["a turn in no state", { kind: "turn", turn: { ...turn, state: "x" } }, false],
  [
    "a turn with a citation that is none",
    { kind: "turn", turn: { ...turn, citations: [{ path: "a", line: 0 }] } },
    false,
  ],
])("the page understands or refuses %s", (_name, message, isKnown) =>
  expect(readToPanel(message) !== undefined).toBe(isKnown),
);

test("no message breaks either side", () => {
  fc.assert(
    fc.property(fc.anything(), (message) => {
      readFromPanel(message);
      readToPanel(message);
      expect(restoreSessions(message, 1).sessions).not.toEqual([]);
    }),
  );
});

test("what waited when the editor ended was stopped", () =>
  expect(readKeptTurns(withQuestion([], "x"))).toMatchObject([{ question: "x", state: "stopped" }]));

test("a tool that ran when the editor ended was stopped, and patches that were proposed are gone", () => {
  const done: ShownTool = { ...tool, id: 1, state: "done", summary: "5 hits" };
  const proposals = [{ id: 0, title: "Rename", paths: ["a.py"] }];
  const kept = withChange(withQuestion([], "x"), 0, { tools: [tool, done], proposals });
  const [restored] = readKeptTurns(kept);
  expect(restored!.tools).toEqual([{ ...tool, state: "stopped" }, done]);
  expect(restored).not.toHaveProperty("proposals");
});

test("a tool that is known by its id is brought up to date in its place", () => {
  const tools = withTool(withTool([], tool), { ...tool, id: 1 });
  expect(withTool(tools, { ...tool, state: "done" })).toEqual([
    { ...tool, state: "done" },
    { ...tool, id: 1 },
  ]);
});

test("two hundred turns are kept, each with an id of its own", () => {
  let turns = readKeptTurns([]);
  for (let i = 0; i < 210; i++) turns = withQuestion(turns, String(i));
  expect(turns).toHaveLength(200);
  expect(new Set(turns.map(({ id }) => id)).size).toBe(200);
  expect(turns.at(-1)!.question).toBe("209");
  expect(withChange(turns, 3, { markdown: "x" })).toBe(turns);
});

test.each<[href: string, path: string | undefined]>([
  ["a%20b.py#L3-L5", "a b.py"],
  ["a%20b.py#L3", "a b.py"],
  ["a%20b.py#L4", undefined],
  ["other.py#L3", undefined],
  ["command:workbench.action.quit", undefined],
  ["%E0%A4%A#L3", undefined],
])("%j opens what the turn cites, and nothing else", (href, path) =>
  expect(citedBy({ citations: [{ path: "a b.py", line: 3, endLine: 5 }] }, href)?.path).toBe(path),
);
