import fc from "fast-check";
import { expect, test } from "vitest";
import { renderSession } from "../../../../src/core/chat/renderSession.ts";
import {
  type ChatSessions,
  currentSession,
  MOST_KEPT,
  MOST_SESSIONS,
  restoreSessions,
  searchSessions,
  titleOfSession,
  withBranch,
  withCurrent,
  withNewSession,
  withoutSession,
  withTitle,
  withTurns,
} from "../../../../src/core/chat/session.ts";
import { type ChatTurn, withChange, withQuestion } from "../../../../src/core/chat/transcript.ts";

const answered = (question: string, markdown = "It is here."): readonly ChatTurn[] =>
  withChange(withQuestion([], question), 0, { state: "done", markdown });

/** Chats with one question each, asked one after the other. */
const chatsOf = (...questions: readonly string[]): ChatSessions =>
  questions.reduce(
    (all, question, at) => {
      const next = at === 0 ? all : withNewSession(all, at);
      return withTurns(next, next.currentId, answered(question), at);
    },
    restoreSessions(undefined, 0),
  );

const titles = (all: ChatSessions) => all.sessions.map(titleOfSession);

test("the one chat of earlier versions becomes the first of several", () => {
  const all = restoreSessions(answered("What is `x`?"), 5);
  expect(titles(all)).toEqual(["What is `x`?"]);
  expect(currentSession(all).createdMs).toBe(5);
});

test("damage costs what is damaged", () => {
  const all = JSON.parse(JSON.stringify(chatsOf("one", "two", "three"))) as ChatSessions;
  const [first, second, third] = all.sessions;
  const kept = {
    currentId: 77,
    sessions: [
      { ...first, turns: [...first!.turns, { id: 1 }, null] },
      { ...second, id: "x" },
      third,
      third,
      3,
    ],
  };
  const read = restoreSessions(kept, 9);
  expect(titles(read)).toEqual(["one", "three"]);
  expect(currentSession(read).turns[0]!.question).toBe("three");
});

test.each([[undefined], [null], [{}], [{ currentId: 0, sessions: [] }], ["x"], [{ sessions: "x" }]])(
  "of %j there is one empty chat",
  (kept) => expect(titles(restoreSessions(kept, 0))).toEqual(["New Chat"]),
);

test("what was kept is what is read again", () => {
  const all = withTitle(chatsOf("one", "two"), 0, "First");
  expect(restoreSessions(JSON.parse(JSON.stringify(all)), 0)).toEqual(all);
});

test("a new chat is opened once, however often it is asked for", () => {
  const all = withNewSession(withNewSession(chatsOf("one"), 1), 2);
  expect(titles(all)).toEqual(["one", "New Chat"]);
  expect(titles(withCurrent(all, 0))).toHaveLength(2);
  expect(withCurrent(all, 9)).toBe(all);
});

test("a chat that is deleted leaves its number empty, and another one open", () => {
  const all = withNewSession(withoutSession(chatsOf("one", "two", "three"), 1, 9), 10);
  expect(all.sessions.map(({ id }) => id)).toEqual([0, 2, 3]);
  expect(titles(withoutSession(chatsOf("one"), 0, 3))).toEqual(["New Chat"]);
  expect(currentSession(withoutSession(chatsOf("one", "two"), 1, 3)).id).toBe(0);
});

test("a branch holds what was said up to its turn, and nothing of what came after", () => {
  let turns = withQuestion(answered("one"), "two");
  turns = withQuestion(withChange(turns, 1, { state: "done" }), "three");
  const all = withTurns(restoreSessions(undefined, 0), 0, turns, 1);
  expect(currentSession(withBranch(all, 1, 2)).turns.map(({ question }) => question)).toEqual(["one", "two"]);
  expect(withBranch(all, -1, 2)).toBe(all);
  expect(titles(withBranch(withTitle(all, 0, "Mine"), 1, 2))).toEqual(["Mine", "Mine (branch)"]);
});

test("chats are found by what was asked and answered, newest first", () => {
  const all = chatsOf("Where is the Store?", "Who calls x?", "What is store_of?");
  expect(searchSessions(all, "STORE").map(({ id }) => id)).toEqual([2, 0]);
  expect(searchSessions(all, "here store where").map(({ id }) => id)).toEqual([0]);
  expect(searchSessions(all, " ")).toHaveLength(3);
  expect(searchSessions(all, "nowhere")).toEqual([]);
});

test("of many chats the oldest are forgotten, and never the open one", () => {
  let all = withCurrent(chatsOf(...Array.from({ length: MOST_SESSIONS }, (_, at) => String(at))), 0);
  all = withTurns(withNewSession(all, 999), MOST_SESSIONS, answered("new"), 1000);
  expect(all.sessions).toHaveLength(MOST_SESSIONS);
  expect(titles(all)).not.toContain("0");
  expect(titles(all)).toContain("new");
});

test("what is kept stays below its limit, by whole chats first and then by the oldest turns", () => {
  const long = "x".repeat(MOST_KEPT / 4);
  let all = chatsOf("a", "b");
  all = withTurns(all, 0, answered("a", long), 5);
  let turns = currentSession(all).turns;
  for (let at = 0; at < 6; at++) {
    turns = withQuestion(turns, `q${at}`);
    turns = withChange(turns, turns.at(-1)!.id, { state: "done", markdown: long });
    all = withTurns(all, all.currentId, turns, 10 + at);
  }
  expect(JSON.stringify(all).length).toBeLessThan(MOST_KEPT + 1000);
  expect(titles(all)).toEqual(["q3"]);
});

test("a chat is a document: questions quoted, answers as they are, ends told", () => {
  let turns = withQuestion(answered("# not a title\nsecond line", "**Here**\n"), "and *this*?");
  turns = withChange(turns, 1, { state: "failed", problem: "No *index*" });
  const [session] = withTurns(restoreSessions(undefined, 0), 0, turns, 1).sessions;
  expect(renderSession(session!)).toBe(
    "# \\# not a title second line\n\n> # not a title\n> second line\n\n**Here**\n\n---\n\n> and *this*?\n\n*Failed: No \\*index\\**\n",
  );
});

test("whatever is done, one of the chats is open and every id is its own", () => {
  const step = fc.oneof(
    fc.constant((all: ChatSessions) => withNewSession(all, 1)),
    fc.nat(6).map((id) => (all: ChatSessions) => withoutSession(all, id, 2)),
    fc.nat(6).map((id) => (all: ChatSessions) => withCurrent(all, id)),
    fc
      .string()
      .map((question) => (all: ChatSessions) => withTurns(all, all.currentId, answered(question), 3)),
    fc.nat(2).map((id) => (all: ChatSessions) => withBranch(all, id, 4)),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const all = steps.reduce((before, change) => change(before), restoreSessions(undefined, 0));
      expect(all.sessions.map(({ id }) => id)).toContain(all.currentId);
      expect(new Set(all.sessions.map(({ id }) => id)).size).toBe(all.sessions.length);
    }),
  );
});
