/** One line of progress on a terminal, written over itself. */

export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressLine {
  show(text: string): void;
  /** Leaves nothing of it behind. */
  clear(): void;
}

const eraseLine = "\r\u001b[2K";

/** Writes nothing where no person watches. */
export function progressLine(terminal: Terminal): ProgressLine {
  let isShown = false;
  return {
    show(text) {
      if (!terminal.isTTY) return;
      isShown = true;
      terminal.write(`${eraseLine}${text}`);
    },
    clear() {
      if (isShown) terminal.write(eraseLine);
      isShown = false;
    },
  };
}
