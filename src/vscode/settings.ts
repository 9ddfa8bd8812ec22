import * as vscode from "vscode";
import { settingInForce } from "../core/config/settingInForce.ts";
import {
  settings as declarations,
  defaultSettingValues,
  type SettingName,
  type SettingValue,
} from "../core/config/settings.ts";
import type { Log } from "../ports/log.ts";
import type { SettingScopeTarget, Settings } from "../ports/settings.ts";
import type { UserSettings } from "../ports/userSettings.ts";
import * as fromVscode from "./fromVscode.ts";
import * as toVscode from "./toVscode.ts";

const section = "touchstone";

function scopeOf(target: SettingScopeTarget | undefined): vscode.ConfigurationScope | undefined {
  return target && { uri: toVscode.uri(target.path), languageId: target.languageId };
}

/** Values kept at the most; then all are read anew. */
const maxKept = 2000;

/**
 * Reads settings as declared in `core/config`; each invalid value is logged once until settings change. Values are
 * kept until then: one reading takes the editor up to a millisecond, and a keystroke needs a dozen.
 */
export function vscodeSettings(log: Log): Settings & { dispose(): void } {
  const reported = new Set<string>();
  const kept = new Map<string, unknown>();
  const listeners = new vscode.EventEmitter<void>();
  const forget = (): void => {
    reported.clear();
    kept.clear();
    listeners.fire();
  };
  const subscriptions = [
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section) || event.affectsConfiguration("files.exclude")) forget();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(forget),
    vscode.workspace.onDidGrantWorkspaceTrust(forget),
  ];
  const report = (problem: string): void => {
    if (reported.has(problem)) return;
    reported.add(problem);
    log.warn(problem);
  };
  function read(name: SettingName, target: SettingScopeTarget | undefined): unknown {
    const inspected = vscode.workspace.getConfiguration(section, scopeOf(target)).inspect(name);
    if (!inspected) return defaultSettingValues[name];
    const found = settingInForce(name, declarations[name], fromVscode.settingLayers(inspected));
    found.problems.forEach(report);
    return found.value;
  }
  return {
    get<N extends SettingName>(name: N, target?: SettingScopeTarget): SettingValue<N> {
      const key = target ? `${name} ${target.languageId} ${target.path}` : name;
      if (!kept.has(key)) {
        if (kept.size >= maxKept) kept.clear();
        kept.set(key, read(name, target));
      }
      return kept.get(key) as SettingValue<N>;
    },
    onChange: (listener) => listeners.event(listener),
    dispose: () => vscode.Disposable.from(...subscriptions, listeners).dispose(),
  };
}

/** Writes a person's own settings. */
export const vscodeUserSettings: UserSettings = {
  async write(name, value) {
    const configuration = vscode.workspace.getConfiguration(section);
    await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  },
};

/** Writes where the value in force comes from, so that the change takes effect; not for settings of power. */
export async function writeWhereSet<N extends "completion.enabled" | "completion.languages">(
  name: N,
  value: SettingValue<N>,
  target: SettingScopeTarget | undefined,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section, scopeOf(target));
  const inspected = configuration.inspect(name);
  const place =
    inspected?.workspaceFolderValue !== undefined
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : inspected?.workspaceValue !== undefined
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
  await configuration.update(name, value, place);
}
