/** What is remembered on this machine alone, across restarts: of all workspaces, or of one. */

/** Each value is small (a few kilobytes, a chat some hundred): the editor reads all of them at its start. */
export type LocalStateKey = "gate" | "statistics" | "endpoints" | "chat";

export interface LocalState {
  /** What was last set, as JSON gives it back; undefined when nothing was. May be of another version: check it. */
  get(key: LocalStateKey): unknown;
  /** Keeps a value that JSON can hold; `undefined` forgets. Never throws; what cannot be stored holds until the end. */
  set(key: LocalStateKey, value: unknown): void;
}
