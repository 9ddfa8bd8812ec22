/** How a command fails. */
/** A failure of a command, told in one line; the process exits with `code`. */
export class CommandError extends Error {
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

export const usageError = 2;
