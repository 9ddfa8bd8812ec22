/**
 * What an editor tells of inline suggestions, and what can be inferred from it. The stable API has an event for one thing
 * alone, the accept of a whole suggestion; the rest is seen from changes of the document, moves of the cursor and requests.
 */
import type { TextEdit } from "../../text/textEdit.ts";
import type { GateOutcome } from "../gate/features.ts";

/**
 * Why a cursor moved: by a key; with an edit that came from none, as when a part of a suggestion is accepted; or otherwise.
 * VS Code gives such moves no kind, and moves by keys the kind `Keyboard` (seen in 1.106 to 1.139).
 */
export type MoveCause = "key" | "edit" | "other";

/** Times are milliseconds since any fixed moment, never falling. Requests are numbered by the caller. */
export type OutcomeEvent = { readonly atMs: number } & (
  | {
      readonly kind: "requested";
      readonly request: number;
      readonly path: string;
      /** Of the cursor. */
      readonly offset: number;
      /** Whether an item is selected in the completion list. */
      readonly withList: boolean;
    }
  /** `texts` as they would stand from the cursor on, best first; empty when there is nothing to show. */
  | { readonly kind: "returned"; readonly request: number; readonly texts: readonly string[] }
  | { readonly kind: "cancelled"; readonly request: number }
  /** `edits` in an order in which each refers to the text left by the one before. */
  | { readonly kind: "changed"; readonly path: string; readonly edits: readonly TextEdit[] }
  /** `offset` is undefined with several cursors or a selection. */
  | {
      readonly kind: "cursorMoved";
      readonly path: string;
      readonly offset: number | undefined;
      readonly cause: MoveCause;
    }
  /** The command of the whole suggestion ran. */
  | { readonly kind: "accepted"; readonly request: number; readonly index: number }
  /** Another editor, or none, is active. */
  | { readonly kind: "left" }
  /** Nothing happened but that time passed. */
  | { readonly kind: "time" }
);

/** A suggestion was put on the screen: returned, not cancelled, and the text and cursor still those of the request. */
export interface ShownNotice {
  readonly kind: "shown";
  readonly request: number;
  readonly path: string;
  readonly offset: number;
  readonly text: string;
  readonly atMs: number;
}

/** How it ended. While a person types along, the answers to the further requests are the same suggestion. */
export interface EndNotice {
  readonly kind: "ended";
  readonly outcome: GateOutcome;
  /** Of the request that it was first shown for, and the place among what that returned. */
  readonly request: number;
  readonly index: number;
  readonly path: string;
  /** Where it began. */
  readonly offset: number;
  readonly text: string;
  /** UTF-16 units of it that were accepted at once or word by word, and those that were typed. */
  readonly acceptedCharacters: number;
  readonly typedCharacters: number;
  /** Accepts of a part of it. */
  readonly words: number;
  readonly visibleMs: number;
  readonly atMs: number;
}

export type OutcomeNotice = ShownNotice | EndNotice;
