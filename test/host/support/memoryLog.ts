import type { Log } from "../../../src/ports/log.ts";

/** Keeps what is logged, each line with its level. */
export function memoryLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    error: (message, cause) => void lines.push(`error ${message} ${cause ?? ""}`),
    warn: (message) => void lines.push(`warn ${message}`),
    info: (message) => void lines.push(`info ${message}`),
    debug: (message) => void lines.push(`debug ${message}`),
  };
}
