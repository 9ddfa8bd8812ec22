import type { SettingName, SettingValue } from "../core/config/settings.ts";

/** The person's own settings, for writing. Only ever used on what a person has just chosen. */
export interface UserSettings {
  /** Writes to user scope, which holds for all workspaces. @throws when the settings file cannot be written */
  write<N extends SettingName>(name: N, value: SettingValue<N>): Promise<void>;
}
