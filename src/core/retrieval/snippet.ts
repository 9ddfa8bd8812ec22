/** A piece of an indexed file placed in a prompt. Lines are 0-based, `startLine <= endLine` (inclusive). */
export interface Snippet {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  /** Unitless, higher is nearer; comparable only within one answer. */
  readonly score: number;
}
