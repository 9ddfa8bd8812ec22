import * as vscode from "vscode";
import type { SettingValue } from "../core/config/settings.ts";
import type { Log } from "../ports/log.ts";

export type LogLevel = SettingValue<"log.level">;

export interface OutputLog extends Log {
  setLevel(level: LogLevel): void;
  show(): void;
  dispose(): void;
}

const levels: readonly LogLevel[] = ["error", "warn", "info", "debug"];
const textOf = (cause: unknown): string =>
  cause instanceof Error ? `: ${cause.message}` : cause === undefined ? "" : `: ${String(cause)}`;

/** The output channel "Touchstone". Both its own level and `touchstone.log.level` hold back lines. */
export function outputLog(): OutputLog {
  const channel = vscode.window.createOutputChannel("Touchstone", { log: true });
  let most = levels.indexOf("info");
  const at = (level: LogLevel, write: (text: string) => void) => (text: string) => {
    if (levels.indexOf(level) <= most) write(text);
  };
  const error = at("error", (text) => channel.error(text));
  return {
    error: (message, cause) => error(message + textOf(cause)),
    warn: at("warn", (text) => channel.warn(text)),
    info: at("info", (text) => channel.info(text)),
    debug: at("debug", (text) => channel.debug(text)),
    setLevel(level) {
      most = levels.indexOf(level);
    },
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
