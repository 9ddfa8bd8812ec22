import type { LocalState, LocalStateKey } from "../../src/ports/localState.ts";

/** Keeps values as JSON, as the editor does. */
export function memoryLocalState(initial: Partial<Record<LocalStateKey, unknown>> = {}): LocalState & {
  readonly stored: ReadonlyMap<LocalStateKey, string>;
} {
  const stored = new Map(
    (Object.entries(initial) as [LocalStateKey, unknown][]).map(([key, value]) => [
      key,
      JSON.stringify(value),
    ]),
  );
  return {
    stored,
    get(key) {
      const text = stored.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    set(key, value) {
      if (value === undefined) stored.delete(key);
      else stored.set(key, JSON.stringify(value));
    },
  };
}
