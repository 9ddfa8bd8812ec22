import fc from "fast-check";
import { expect, test } from "vitest";
import { readFromPanel, readToPanel } from "../../../../src/core/chat/panelMessages.ts";
import {
  citedBy,
  restoreTranscript,
  withChange,
  withQuestion,
} from "../../../../src/core/chat/transcript.ts";

const [turn] = withQuestion([], "What is `x`?");

test.each<[name: string, message: unknown, isKnown: boolean]>([
  ["a question", { kind: "ask", question: "x" }, true],
  ["a question that is too long", { kind: "ask", question: "x".repeat(20_001) }, false],
  ["a question that is none", { kind: "ask", question: 1 }, false],
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
  ["a transcript", { kind: "transcript", turns: [turn] }, true],
  ["a turn", { kind: "turn", turn }, true],
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
      expect(restoreTranscript(message)).toBeInstanceOf(Array);
    }),
  );
});

test("what waited when the editor ended was stopped", () =>
  expect(restoreTranscript(withQuestion([], "x"))).toMatchObject([{ question: "x", state: "stopped" }]));

test("fifty turns are kept, each with an id of its own", () => {
  let turns = restoreTranscript([]);
  for (let i = 0; i < 60; i++) turns = withQuestion(turns, String(i));
  expect(turns).toHaveLength(50);
  expect(new Set(turns.map(({ id }) => id)).size).toBe(50);
  expect(turns.at(-1)!.question).toBe("59");
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
