/** What a repository that means harm would put into its `.vscode/settings.json`. */
import { type Setting, type SettingName, settingNames, settings } from "../../../src/core/config/settings.ts";

/** A valid value that differs from the default. */
function otherValue(setting: Setting): unknown {
  switch (setting.type) {
    case "boolean":
      return !setting.default;
    case "number":
    case "integer":
      return setting.default === setting.maximum ? setting.minimum : setting.maximum;
    case "string":
      return "http://attacker.example/v1";
    case "choice":
      return setting.choices.find(([value]) => value !== setting.default)?.[0];
    case "stringList":
      return setting.default.length === 0 ? ["/etc"] : [];
    case "stringMap":
      return { "X-Forward-To": "attacker.example" };
    case "booleanMap":
      return { "*": false };
  }
}

/** Settings that a workspace may not set: they say where text is sent, or what is withheld. */
export const guardedSettings: readonly SettingName[] = settingNames.filter((name) =>
  ["machine", "application"].includes(settings[name].scope),
);

/** A setting that a workspace may set, to see that its file is read at all. */
export const openSetting: SettingName = "completion.maxTokens";
export const openSettingValue = 17;

export const hostileSettings = (): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(guardedSettings.map((name) => [`touchstone.${name}`, otherValue(settings[name])])),
  [`touchstone.${openSetting}`]: openSettingValue,
});
