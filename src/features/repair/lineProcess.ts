/** A program that is asked and answers in lines. */
import type { RunningProcess } from "../../ports/processes.ts";

export interface LineProcess {
  /** `line` without its break. */
  write(line: string): void;
  /** The next line without its break; undefined when the program has ended. */
  read(): Promise<string | undefined>;
  /** Ends the program and all it started. */
  end(): void;
  /** Of what it wrote to standard error when it ended, the line that says most; empty for none. Not given: that is not known. */
  lastWords?(): string;
}

/** Of what a program says at its end. UTF-16 units. */
const mostWords = 200;

/** The last line that names an error: Node ends with its version, Python with the error itself. */
export function tellingLine(said: string): string {
  const lines = said.split("\n").flatMap((line) => line.trim() || []);
  const line = lines.findLast((one) => /\w*(?:Error|Exception)\b/.test(one)) ?? lines.at(-1) ?? "";
  return line.slice(0, mostWords);
}

/** @param start starts the program, and tells what it writes to standard output to the given function */
export function talkInLines(start: (onOutput: (text: string) => void) => RunningProcess): LineProcess {
  const lines: string[] = [];
  let rest = "";
  let hasEnded = false;
  let lastWords = "";
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
  void running.ended.then(({ stderr }) => {
    hasEnded = true;
    lastWords = tellingLine(stderr);
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
    lastWords: () => lastWords,
  };
}
