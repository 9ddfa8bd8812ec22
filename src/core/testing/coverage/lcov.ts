import type { MeasuredFile } from "./measuredFile.ts";

/** Reads `SF` and `DA` of lcov's tracefiles; anything else is passed over. @param pathOf undefined leaves a file out */
export function parseLcov(text: string, pathOf: (told: string) => string | undefined): MeasuredFile[] {
  const found: MeasuredFile[] = [];
  let lines: Map<number, number> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, file] = /^SF:(.+)$/.exec(line) ?? [];
    if (file !== undefined) {
      lines = new Map();
      const path = pathOf(file);
      if (path !== undefined) found.push({ path, lines });
    }
    const [, at, count] = /^DA:(\d+),(\d+)/.exec(line) ?? [];
    if (at !== undefined && Number(at) > 0) lines?.set(Number(at) - 1, Number(count));
  }
  return found;
}
