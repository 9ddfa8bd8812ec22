/** The state machine that infers how suggestions end. Pure: a state and an event give a state and notices. */
import type { TextEdit } from "../../text/textEdit.ts";
import type { GateOutcome } from "../gate/features.ts";
import type { EndNotice, MoveCause, OutcomeEvent, OutcomeNotice } from "./events.ts";
import { type Progress, progressOf } from "./progress.ts";

interface Pending {
  readonly path: string;
  readonly offset: number;
  readonly withList: boolean;
}

interface Watched {
  readonly request: number;
  /** Requests whose answers were this suggestion, or what was left of it. */
  readonly requests: readonly number[];
  readonly path: string;
  readonly offset: number;
  /** Those that agree with what stands there; `index` is the place in the first answer. */
  readonly texts: readonly { readonly index: number; readonly text: string }[];
  /** UTF-16 units from `offset` on that stand in the document, by accepting words and by typing. */
  readonly accepted: number;
  readonly typed: number;
  readonly words: number;
  /** The last piece of it that came to stand in the document, until the cursor has followed. */
  readonly lastPiece: { readonly characters: number; readonly byWord: boolean } | undefined;
  readonly listOpen: boolean;
  readonly shownAtMs: number;
  /** When a later request brought nothing, and the editor took it from the screen. */
  readonly goneAtMs: number | undefined;
}

export interface WatchState {
  readonly pending: ReadonlyMap<number, Pending>;
  readonly watched: Watched | undefined;
  /** An end that is told unless the accept command follows: the editor runs it after the change. */
  readonly closing: { readonly watched: Watched; readonly notice: EndNotice } | undefined;
}

export const nothingWatched: WatchState = { pending: new Map(), watched: undefined, closing: undefined };

/** The accept command arrives within a few milliseconds of its change; a busy host takes longer. */
const commandWaitMs = 300;
/** From here on what was typed of a suggestion counts as all of it: the rest is often a bracket that closed itself. */
const throughShare = 0.8;
/** More requests than these never run at once. */
const mostPending = 20;

export interface Step {
  readonly state: WatchState;
  readonly notices: readonly OutcomeNotice[];
}

/** When a `time` event is wanted, if nothing else happens. */
export const wantsTimeAt = ({ closing }: WatchState): number | undefined =>
  closing && closing.notice.atMs + commandWaitMs;

export function watch(before: WatchState, event: OutcomeEvent): Step {
  if (event.kind === "accepted") return accept(before, event.request, event.index, event.atMs);
  const due = event.kind === "changed" ? Number.NEGATIVE_INFINITY : wantsTimeAt(before);
  const told = before.closing !== undefined && due! <= event.atMs ? [before.closing.notice] : [];
  const { state, notices } = step(told.length > 0 ? { ...before, closing: undefined } : before, event);
  return { state, notices: [...told, ...notices] };
}

const only = (state: WatchState, notices: readonly OutcomeNotice[] = []): Step => ({ state, notices });

function step(state: WatchState, event: Exclude<OutcomeEvent, { kind: "accepted" }>): Step {
  switch (event.kind) {
    case "requested": {
      const { path, offset, withList } = event;
      const pending = new Map([...state.pending].slice(-mostPending)).set(event.request, {
        path,
        offset,
        withList,
      });
      const watched = state.watched && { ...state.watched, listOpen: withList };
      return only({ ...state, pending, watched });
    }
    case "cancelled":
      return only({ ...state, pending: without(state.pending, event.request) });
    case "returned":
      return returned(state, event.request, event.texts, event.atMs);
    case "changed":
      return changed(state, event.path, event.edits, event.atMs);
    case "cursorMoved":
      return moved(state, event);
    case "left":
      return endAtOnce({ ...state, pending: new Map() }, "ignored", event.atMs);
    case "time":
      return only(state);
  }
}

function without(pending: WatchState["pending"], request: number): WatchState["pending"] {
  return new Map([...pending].filter(([other]) => other !== request));
}

function returned(before: WatchState, request: number, texts: readonly string[], atMs: number): Step {
  const asked = before.pending.get(request);
  // Not there: cancelled, or overtaken by a change or a move since it was asked.
  if (!asked) return only(before);
  const state = { ...before, pending: without(before.pending, request) };
  const { watched } = state;
  const [first] = texts;
  if (watched && isAt(watched, asked)) {
    const rests = watched.texts.map(({ text }) => text.slice(watched.accepted + watched.typed));
    if (first === undefined)
      return only({ ...state, watched: { ...watched, goneAtMs: watched.goneAtMs ?? atMs } });
    if (rests.includes(first)) {
      const requests = [...watched.requests.slice(-mostPending), request];
      return only({ ...state, watched: { ...watched, requests, goneAtMs: undefined } });
    }
  }
  const ended = endAtOnce(state, "ignored", atMs);
  if (first === undefined) return ended;
  const { path, offset, withList } = asked;
  const next: Watched = {
    request,
    requests: [request],
    path,
    offset,
    texts: texts.map((text, index) => ({ text, index })),
    accepted: 0,
    typed: 0,
    words: 0,
    lastPiece: undefined,
    listOpen: withList,
    shownAtMs: atMs,
    goneAtMs: undefined,
  };
  const shown = { kind: "shown", request, path, offset, text: first, atMs } as const;
  return only({ ...ended.state, watched: next }, [...ended.notices, shown]);
}

const cursorOf = ({ offset, accepted, typed }: Watched): number => offset + accepted + typed;
const isAt = (watched: Watched, { path, offset }: Pick<Pending, "path" | "offset">): boolean =>
  watched.path === path && cursorOf(watched) === offset;

function changed(state: WatchState, path: string, edits: readonly TextEdit[], atMs: number): Step {
  // What was asked before is about a text that is no more; where it was typed along, the editor asks again.
  const pending = new Map([...state.pending].filter(([, asked]) => asked.path !== path));
  const { watched } = state;
  if (watched?.path !== path) return only({ ...state, pending });
  return advance({ ...state, pending }, watched, progressOf(watched, cursorOf(watched), edits), atMs);
}

function advance(state: WatchState, watched: Watched, progress: Progress, atMs: number): Step {
  switch (progress.kind) {
    case "elsewhere":
      return only({ ...state, watched: { ...watched, offset: watched.offset + progress.shift } });
    case "off":
      return end(state, "rejected", atMs);
    case "back": {
      const standing = watched.accepted + watched.typed - progress.characters;
      if (standing < 0) {
        return end({ ...state, watched: { ...watched, accepted: 0, typed: 0 } }, "rejected", atMs);
      }
      const typed = Math.max(0, watched.typed - progress.characters);
      return only({ ...state, watched: { ...watched, typed, accepted: standing - typed } });
    }
    case "along": {
      const { characters, byWord, shift } = progress;
      const standing = watched.accepted + watched.typed;
      const next: Watched = {
        ...watched,
        offset: watched.offset + shift,
        texts: progress.texts,
        accepted: watched.accepted + (byWord ? characters : 0),
        typed: watched.typed + (byWord ? 0 : characters),
        words: watched.words + (byWord ? 1 : 0),
        lastPiece: { characters, byWord },
      };
      const isWhole = next.texts.some(({ text }) => text.length === standing + characters);
      return isWhole
        ? end({ ...state, watched: next }, "typedThrough", atMs)
        : only({ ...state, watched: next });
    }
  }
}

function moved(
  state: WatchState,
  { path, offset, cause, atMs }: Extract<OutcomeEvent, { kind: "cursorMoved" }>,
): Step {
  const stays = [...state.pending].filter(([, asked]) => asked.path === path && asked.offset === offset);
  const next = { ...state, pending: new Map(stays) };
  const { watched } = next;
  if (watched?.path !== path) return only(next);
  if (offset !== cursorOf(watched)) return end(next, "ignored", atMs);
  return only({ ...next, watched: withCause(watched, cause) });
}

/** How the cursor followed tells a word of one character from a key, and a key that wrote several from a word. */
function withCause(watched: Watched, cause: MoveCause): Watched {
  const { lastPiece, accepted, typed, words, listOpen, goneAtMs } = watched;
  const settled = { ...watched, lastPiece: undefined };
  if (!lastPiece) return settled;
  const { characters, byWord } = lastPiece;
  if (byWord && cause === "key") {
    return { ...settled, accepted: accepted - characters, typed: typed + characters, words: words - 1 };
  }
  if (!byWord && cause === "edit" && !listOpen && goneAtMs === undefined) {
    return { ...settled, accepted: accepted + characters, typed: typed - characters, words: words + 1 };
  }
  return settled;
}

/** What became of a suggestion that left the screen: what was taken of it counts before why it went. */
function outcomeOf(watched: Watched, why: GateOutcome): GateOutcome {
  if (watched.words > 0 && watched.accepted > 0) return "acceptedWord";
  const length = Math.max(...watched.texts.map(({ text }) => text.length));
  if (watched.typed > 0 && throughShare * length <= watched.typed) return "typedThrough";
  // It was no longer there to be rejected.
  return watched.goneAtMs === undefined ? why : "ignored";
}

function noticeOf(watched: Watched, outcome: GateOutcome, atMs: number): EndNotice {
  const { request, path, offset, accepted, typed, words, shownAtMs, goneAtMs } = watched;
  const { index, text } = watched.texts[0]!;
  const visibleMs = Math.max(0, (goneAtMs ?? atMs) - shownAtMs);
  const taken = { acceptedCharacters: accepted, typedCharacters: typed, words };
  return { kind: "ended", outcome, request, index, path, offset, text, ...taken, visibleMs, atMs };
}

/** Ends what is watched; the notice waits for the command that may follow a change. */
function end(state: WatchState, why: GateOutcome, atMs: number): Step {
  const { watched, closing } = state;
  if (!watched) return only(state);
  const notice = noticeOf(watched, outcomeOf(watched, why), atMs);
  return only(
    { ...state, watched: undefined, closing: { watched, notice } },
    closing ? [closing.notice] : [],
  );
}

/** Ends what is watched where no command can follow. */
function endAtOnce(state: WatchState, why: GateOutcome, atMs: number): Step {
  const { state: after, notices } = end(state, why, atMs);
  return state.watched
    ? only({ ...after, closing: undefined }, [...notices, after.closing!.notice])
    : only(state);
}

/** The whole suggestion was accepted: the change that did it has been seen just before. */
function accept(state: WatchState, request: number, index: number, atMs: number): Step {
  const { watched, closing } = state;
  const owner = [closing?.watched, watched].find((one) => one?.requests.includes(request));
  if (!owner) return only(state);
  const text = owner.texts.find((one) => one.index === index)?.text ?? owner.texts[0]!.text;
  const since = owner === watched ? atMs : closing!.notice.atMs;
  const typedCharacters = Math.min(owner.typed, text.length);
  const notice: EndNotice = {
    ...noticeOf(owner, "accepted", since),
    text,
    typedCharacters,
    acceptedCharacters: text.length - typedCharacters,
    // The piece that made it whole was the accept itself.
    words: owner !== watched && owner.lastPiece?.byWord ? owner.words - 1 : owner.words,
  };
  return owner === watched
    ? only({ ...state, watched: undefined }, [notice])
    : only({ ...state, closing: undefined }, [notice]);
}
