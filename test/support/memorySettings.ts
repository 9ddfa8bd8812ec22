import {
  defaultSettingValues,
  type SettingName,
  type SettingValues,
} from "../../src/core/config/settings.ts";
import type { Settings } from "../../src/ports/settings.ts";

/** Settings with their defaults, except those given; `set` changes some and tells listeners. */
export function memorySettings(initial: Partial<SettingValues> = {}): {
  readonly settings: Settings;
  set(changes: Partial<SettingValues>): void;
} {
  let values: SettingValues = { ...defaultSettingValues, ...initial };
  const listeners = new Set<() => void>();
  return {
    settings: {
      get: <N extends SettingName>(name: N) => values[name],
      onChange(listener) {
        listeners.add(listener);
        return { dispose: () => void listeners.delete(listener) };
      },
    },
    set(changes) {
      values = { ...values, ...changes };
      for (const listener of listeners) listener();
    },
  };
}
