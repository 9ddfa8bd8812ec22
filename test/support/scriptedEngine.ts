import type { ParseVerdict, Suggestion } from "../../src/core/completion/suggestion.ts";
import { idleIndexStatus } from "../../src/core/repo/indexStatus.ts";
import type { Snippet } from "../../src/core/retrieval/snippet.ts";
import { type Engine, EngineError } from "../../src/ports/engine.ts";

export interface EngineScript {
  readonly suggestions?: readonly Suggestion[];
  readonly snippets?: readonly Snippet[];
  /** Verdict on what would be inserted. */
  readonly verdict?: (insert: string) => ParseVerdict;
  readonly ignored?: readonly string[];
  /** Calls that fail with an `EngineError`. */
  readonly failing?: readonly ("complete" | "checkParse" | "findSnippets" | "isIgnored")[];
}

const nothing = { dispose: () => undefined };
const done = (): Promise<void> => Promise.resolve();

/** An engine that answers from a script; what it does not script is idle. */
export function scriptedEngine(script: EngineScript = {}): Engine {
  const answer = <T>(call: NonNullable<EngineScript["failing"]>[number], value: () => T): Promise<T> =>
    script.failing?.includes(call)
      ? Promise.reject(new EngineError("failed", `Cannot do "${call}": told so`))
      : Promise.resolve(value());
  const status = () => Promise.resolve(idleIndexStatus);
  return {
    configure: done,
    status,
    waitForIndex: status,
    rebuild: status,
    cancelIndexing: done,
    onStatus: () => nothing,
    openDocument: () => undefined,
    editDocument: () => undefined,
    closeDocument: () => undefined,
    filesChanged: () => undefined,
    reconcile: done,
    complete: () => answer("complete", () => script.suggestions ?? []),
    checkParse: ({ insert }) => answer("checkParse", () => script.verdict?.(insert) ?? "parses"),
    findSnippets: () => answer("findSnippets", () => script.snippets ?? []),
    isIgnored: (path) => answer("isIgnored", () => script.ignored?.includes(path) ?? false),
    dispose: done,
  };
}
