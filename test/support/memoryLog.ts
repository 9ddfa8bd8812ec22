import type { Log } from "../../src/ports/log.ts";

/** A log that keeps its lines, each as `level message`. */
export function memoryLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const line = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  return {
    log: { error: line("error"), warn: line("warn"), info: line("info"), debug: line("debug") },
    lines,
  };
}
