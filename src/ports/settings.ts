import type { SettingName, SettingValue } from "../core/config/settings.ts";
import type { Disposable } from "./disposable.ts";

/** A document that a setting is read for: folder and language may override a resource-scoped one. */
export interface SettingScopeTarget {
  readonly path: string;
  readonly languageId: string;
}

/** Values in force. A machine or application setting never comes from a workspace's own files. */
export interface Settings {
  get<N extends SettingName>(name: N, target?: SettingScopeTarget): SettingValue<N>;
  onChange(listener: () => void): Disposable;
}
