/** Where diagnostics go. Never pass a key, a prompt or file contents. */
export interface Log {
  error(message: string, cause?: unknown): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}
