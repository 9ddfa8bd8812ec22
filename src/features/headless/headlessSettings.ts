/** Settings given by another program instead of an editor. */
import { parseEndpoint } from "../../core/config/endpoint.ts";
import { expectedValue, isValidValue } from "../../core/config/settingInForce.ts";
import {
  defaultSettingValues,
  type Setting,
  type SettingName,
  type SettingValues,
  settings,
} from "../../core/config/settings.ts";
import { RpcError } from "../../ports/rpc.ts";
import type { Settings } from "../../ports/settings.ts";

type Given = Readonly<Record<string, unknown>>;

export interface CheckedSettings {
  readonly values: SettingValues;
  /** Names of which there is no setting. */
  readonly unknown: readonly string[];
}

const isSetting = (name: string): name is SettingName => Object.hasOwn(settings, name);
const withoutSection = (name: string): string => name.replace(/^touchstone\./, "");

function invalid(name: string, expected: string): RpcError {
  return new RpcError("invalidSetting", `The setting "${name}" must be ${expected}`, {
    setting: name,
    expected,
  });
}

function checkValue(name: SettingName, value: unknown): unknown {
  const setting: Setting = settings[name];
  if (!isValidValue(setting, value)) throw invalid(name, expectedValue(setting));
  if (!name.endsWith(".endpoint") || value === "") return value;
  const endpoint = parseEndpoint(value as string);
  if (endpoint.kind === "invalid") throw invalid(name, `a base URL (${endpoint.problem})`);
  return endpoint.url;
}

/**
 * The values in force when a program has given some of them.
 *
 * @throws RpcError of type `invalidSetting` that names the first value that is not valid
 */
export function checkSettings(given: Given): CheckedSettings {
  const named = Object.entries(given).map(([name, value]) => [withoutSection(name), value] as const);
  const known = named.filter(([name]) => isSetting(name)) as (readonly [SettingName, unknown])[];
  const own = Object.fromEntries(known.map(([name, value]) => [name, checkValue(name, value)]));
  return {
    values: { ...defaultSettingValues, ...own } as SettingValues,
    unknown: named.filter(([name]) => !isSetting(name)).map(([name]) => name),
  };
}

/** Settings that hold until they are replaced as a whole. */
export class HeadlessSettings implements Settings {
  #values: SettingValues = defaultSettingValues;
  readonly #listeners = new Set<() => void>();

  get: Settings["get"] = (name) => this.#values[name];

  onChange: Settings["onChange"] = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  replace(values: SettingValues): void {
    this.#values = values;
    for (const listener of this.#listeners) listener();
  }
}
