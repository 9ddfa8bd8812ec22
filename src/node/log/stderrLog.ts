/** The log on standard error, where it never mixes with a protocol or a result. */
import type { Log } from "../../ports/log.ts";

const levels = ["error", "warn", "info", "debug"] as const;
export type StderrLevel = (typeof levels)[number];

/** @param level the finest level that is shown, asked anew for each line */
export function stderrLog(level: () => StderrLevel): Log {
  const line =
    (own: StderrLevel) =>
    (message: string, cause?: unknown): void => {
      if (levels.indexOf(own) > levels.indexOf(level())) return;
      const why = cause === undefined ? "" : `: ${cause instanceof Error ? cause.message : String(cause)}`;
      process.stderr.write(`${own}: ${message}${why}\n`);
    };
  return { error: line("error"), warn: line("warn"), info: line("info"), debug: line("debug") };
}
