/** The chats of a workspace as they are kept: several, of which one is open. All of it is bounded, and damage costs what is damaged. */
import { hasFields, isText, isWhole } from "../text/plainData.ts";
import { readKeptTurns, type Transcript } from "./transcript.ts";

export interface ChatSession {
  /** Unique within the workspace. */
  readonly id: number;
  /** As a person named it; empty until then. */
  readonly title: string;
  readonly createdMs: number;
  /** When it was last asked or answered. */
  readonly changedMs: number;
  readonly turns: Transcript;
}

export interface ChatSessions {
  /** The one that is open; always among the sessions. */
  readonly currentId: number;
  /** In the order of their making; never empty. */
  readonly sessions: readonly ChatSession[];
}

/** Older ones are forgotten. */
export const MOST_SESSIONS = 50;
/** All that is kept of a workspace, as JSON: the editor reads it at its start. UTF-16 units. */
export const MOST_KEPT = 1_000_000;
export const LONGEST_TITLE = 80;
const LONGEST_SHOWN = 60;

const isKept = hasFields<{ currentId: number; sessions: readonly unknown[] }>({
  currentId: isWhole(0),
  sessions: (value): value is readonly unknown[] => Array.isArray(value),
});
const isSession = hasFields<Omit<ChatSession, "turns">>({
  id: isWhole(0),
  title: isText(),
  createdMs: isWhole(0),
  changedMs: isWhole(0),
});

/** What was kept earlier, each part that is one of ours; a lone transcript is of the time when there was one chat. */
export function restoreSessions(kept: unknown, nowMs: number): ChatSessions {
  if (Array.isArray(kept)) return oneSession(readKeptTurns(kept), nowMs);
  if (!isKept(kept)) return oneSession([], nowMs);
  const seen = new Set<number>();
  const sessions: ChatSession[] = [];
  for (const one of kept.sessions) {
    if (!isSession(one) || seen.has(one.id)) continue;
    seen.add(one.id);
    const { id, title, createdMs, changedMs } = one;
    const turns = readKeptTurns((one as { turns?: unknown }).turns);
    sessions.push({ id, title: title.slice(0, LONGEST_TITLE), createdMs, changedMs, turns });
  }
  if (sessions.length === 0) return oneSession([], nowMs);
  const currentId = seen.has(kept.currentId) ? kept.currentId : sessions.at(-1)!.id;
  return bounded({ currentId, sessions });
}

function oneSession(turns: Transcript, nowMs: number): ChatSessions {
  const session: ChatSession = { id: 0, title: "", createdMs: nowMs, changedMs: nowMs, turns };
  return { currentId: 0, sessions: [session] };
}

export const currentSession = ({ currentId, sessions }: ChatSessions): ChatSession =>
  sessions.find(({ id }) => id === currentId)!;

/** What people see it called: its name, else its first question. */
export function titleOfSession({ title, turns: [first] }: ChatSession): string {
  if (title !== "") return title;
  const line = (first?.question ?? "").replace(/\s+/g, " ").trim();
  if (line === "") return "New Chat";
  return line.length > LONGEST_SHOWN ? `${Array.from(line).slice(0, LONGEST_SHOWN).join("")}…` : line;
}

/** @returns the sessions with other turns in one of them; the same ones when it is gone */
export function withTurns(all: ChatSessions, id: number, turns: Transcript, changedMs: number): ChatSessions {
  const known = all.sessions.find((one) => one.id === id);
  if (!known || known.turns === turns) return all;
  return bounded(replaced(all, { ...known, turns, changedMs }));
}

/** Opens a new one; an empty one that is open stays. */
export function withNewSession(all: ChatSessions, nowMs: number, turns: Transcript = []): ChatSessions {
  const open = currentSession(all);
  if (turns.length === 0 && open.turns.length === 0) return replaced(all, { ...open, title: "" });
  const id = Math.max(...all.sessions.map((one) => one.id)) + 1;
  const made: ChatSession = { id, title: "", createdMs: nowMs, changedMs: nowMs, turns };
  return bounded({ currentId: id, sessions: [...all.sessions, made] });
}

/** A new one that begins as the open one did, up to a turn (inclusive). */
export function withBranch(all: ChatSessions, turnId: number, nowMs: number): ChatSessions {
  const { turns, title } = currentSession(all);
  const kept = turns.filter(({ id, state }) => id <= turnId && state !== "waiting");
  if (kept.length === 0) return all;
  const branched = withNewSession(all, nowMs, kept);
  return title === "" ? branched : withTitle(branched, branched.currentId, `${title} (branch)`);
}

export const withCurrent = (all: ChatSessions, id: number): ChatSessions =>
  all.sessions.some((one) => one.id === id) ? { ...all, currentId: id } : all;

/** A blank title gives the first question back its place. */
export function withTitle(all: ChatSessions, id: number, title: string): ChatSessions {
  const known = all.sessions.find((one) => one.id === id);
  return known
    ? replaced(all, { ...known, title: title.replace(/\s+/g, " ").trim().slice(0, LONGEST_TITLE) })
    : all;
}

/** Images that turns of chats show, by their hashes. */
export const imagesOfSessions = (sessions: readonly ChatSession[]): ReadonlySet<string> =>
  new Set(sessions.flatMap(({ turns }) => turns.flatMap(({ images = [] }) => images.map(({ id }) => id))));

/** Without one; the newest of the others is opened in its place, or a new one. */
export function withoutSession(all: ChatSessions, id: number, nowMs: number): ChatSessions {
  const sessions = all.sessions.filter((one) => one.id !== id);
  if (sessions.length === 0) {
    return { currentId: id + 1, sessions: [{ ...oneSession([], nowMs).sessions[0]!, id: id + 1 }] };
  }
  return { currentId: all.currentId === id ? newestFirst(sessions)[0]!.id : all.currentId, sessions };
}

/** Those whose name, questions or answers hold every word, newest first; all that were begun for a blank text. */
export function searchSessions({ sessions }: ChatSessions, text: string): readonly ChatSession[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return newestFirst(sessions.filter(({ turns }) => turns.length > 0)).filter((session) => {
    if (words.length === 0) return true;
    const all = [session.title, ...session.turns.flatMap(({ question, markdown }) => [question, markdown])]
      .join("\n")
      .toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

const newestFirst = (sessions: readonly ChatSession[]): readonly ChatSession[] =>
  [...sessions].sort((a, b) => b.changedMs - a.changedMs || b.id - a.id);

const replaced = (all: ChatSessions, session: ChatSession): ChatSessions => ({
  ...all,
  sessions: all.sessions.map((one) => (one.id === session.id ? session : one)),
});

/** Turns never change, so that each is measured once. */
const sizes = new WeakMap<object, number>();

function sizeOf(turn: Transcript[number]): number {
  const known = sizes.get(turn);
  if (known !== undefined) return known;
  const size = JSON.stringify(turn).length;
  sizes.set(turn, size);
  return size;
}

const sizeOfTurns = (turns: Transcript): number => turns.reduce((sum, turn) => sum + sizeOf(turn), 0);

/** Without the oldest sessions above the limits, and without the oldest turns of the open one if it alone is above. */
function bounded({ currentId, sessions }: ChatSessions): ChatSessions {
  const open = sessions.find(({ id }) => id === currentId)!;
  const kept = new Map([[currentId, { ...open, turns: newestTurns(open.turns) }]]);
  let size = sizeOfTurns(kept.get(currentId)!.turns);
  for (const session of newestFirst(sessions)) {
    if (session.id === currentId) continue;
    size += sizeOfTurns(session.turns);
    if (kept.size >= MOST_SESSIONS || size > MOST_KEPT) break;
    kept.set(session.id, session);
  }
  return { currentId, sessions: sessions.flatMap(({ id }) => kept.get(id) ?? []) };
}

function newestTurns(turns: Transcript): Transcript {
  let size = sizeOfTurns(turns);
  let first = 0;
  // The turn that is being answered stays whatever its size.
  while (size > MOST_KEPT && first < turns.length - 1) size -= sizeOf(turns[first++]!);
  return first === 0 ? turns : turns.slice(first);
}
