/** A program that is asked and answers in lines. */
import type { RunningProcess } from "../../ports/processes.ts";

export interface LineProcess {
  /** `line` without its break. */
  write(line: string): void;
  /** The next line without its break; undefined when the program has ended. */
  read(): Promise<string | undefined>;
  /** Ends the program and all it started. */
  end(): void;
}

/** @param start starts the program, and tells what it writes to standard output to the given function */
export function talkInLines(start: (onOutput: (text: string) => void) => RunningProcess): LineProcess {
  const lines: string[] = [];
  let rest = "";
  let hasEnded = false;
  let wake: (() => void) | undefined;
  const tell = () => {
    wake?.();
    wake = undefined;
  };
  const running = start((text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    lines.push(...parts);
    tell();
  });
  void running.ended.then(() => {
    hasEnded = true;
    tell();
  });
  return {
    write: (line) => void running.write(`${line}\n`),
    async read() {
      while (lines.length === 0 && !hasEnded) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return lines.shift();
    },
    end: () => running.kill(),
  };
}
