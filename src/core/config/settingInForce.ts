/** Which value of a setting holds, from what a person and a workspace have written. */
import type { Setting } from "./settings.ts";

/** Values as found in settings files, unchecked; each list from weakest to strongest, without the unset ones. */
export interface SettingLayers {
  /** The person's own: user settings, then those of the remote machine, then per language. */
  readonly own: readonly unknown[];
  /** From the workspace's files: workspace, then folder, then per language. */
  readonly workspace: readonly unknown[];
}

export interface SettingInForce {
  readonly value: unknown;
  /** One sentence for each value that was passed over because it is not valid. */
  readonly problems: readonly string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isMap = (setting: Setting): boolean => setting.type === "stringMap" || setting.type === "booleanMap";

/** What a valid value looks like, as the end of "must be ...". */
export function expectedValue(setting: Setting): string {
  switch (setting.type) {
    case "boolean":
      return "true or false";
    case "string":
      return "a text";
    case "integer":
      return `a whole number from ${setting.minimum} to ${setting.maximum}`;
    case "number":
      return `a number from ${setting.minimum} to ${setting.maximum}`;
    case "choice":
      return `one of ${setting.choices.map(([value]) => `"${value}"`).join(", ")}`;
    case "stringList":
      return "a list of texts";
    case "stringMap":
      return "an object of texts";
    case "booleanMap":
      return "an object of true and false";
  }
}

/** Whether a value fits a setting's declaration: type, range, choice. */
export function isValidValue(setting: Setting, value: unknown): boolean {
  switch (setting.type) {
    case "boolean":
    case "string":
      return typeof value === setting.type;
    case "number":
    case "integer":
      return (
        typeof value === "number" &&
        setting.minimum <= value &&
        value <= setting.maximum &&
        (setting.type === "number" || Number.isInteger(value))
      );
    case "choice":
      return setting.choices.some(([choice]) => choice === value);
    case "stringList":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    case "stringMap":
      return isRecord(value) && Object.values(value).every((item) => typeof item === "string");
    case "booleanMap":
      return isRecord(value) && Object.values(value).every((item) => typeof item === "boolean");
  }
}

/** Whether a setting is read from the person's own settings only, never from a workspace's files. */
export const isOwnOnly = (setting: Setting): boolean =>
  setting.scope === "machine" || setting.scope === "application";

/** The person's list with the workspace's behind it; the default only where neither is given. */
function joinLists(setting: Setting, { own, workspace }: SettingLayers): unknown {
  const strongest = [own, workspace].map((layer) => layer.findLast((value) => isValidValue(setting, value)));
  const lists = strongest.filter((list) => list !== undefined) as string[][];
  return lists.length === 0 ? setting.default : [...new Set(lists.flat())];
}

/**
 * The value that holds: the strongest valid layer, or the default. Maps are put together key by key, as the editor
 * does. A `machine` or `application` setting never comes from the workspace, whatever the editor let through; lists of
 * what is withheld are joined.
 */
export function settingInForce(name: string, setting: Setting, layers: SettingLayers): SettingInForce {
  const candidates = isOwnOnly(setting) ? layers.own : [...layers.own, ...layers.workspace];
  const valid = candidates.filter((value) => isValidValue(setting, value));
  const problems = candidates
    .filter((value) => !isValidValue(setting, value))
    .map(() => `Setting "touchstone.${name}" is not used: it must be ${expectedValue(setting)}`);
  if (isMap(setting)) return { value: Object.assign({}, setting.default, ...valid), problems };
  if (setting.type === "stringList" && setting.workspaceAdds) {
    return { value: joinLists(setting, layers), problems };
  }
  return { value: valid.at(-1) ?? setting.default, problems };
}
