/** What is remembered on this machine: the editor's state of all workspaces or of one, which Settings Sync does not take along. */
import type * as vscode from "vscode";
import type { LocalState } from "../ports/localState.ts";
import type { Log } from "../ports/log.ts";

export function vscodeLocalState(state: vscode.Memento, log: Log): LocalState {
  return {
    get: (key) => state.get(`touchstone.${key}`),
    set(key, value) {
      state.update(`touchstone.${key}`, value).then(undefined, (cause: unknown) => {
        log.error(`Cannot keep "${key}" on this machine`, cause);
      });
    },
  };
}
