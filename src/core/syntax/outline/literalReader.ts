/** What reads the strings and comments of a language whose forms are its own. */
import type { Tokens } from "./tokens.ts";

/** Is asked at every character that is no space and starts no identifier and no number. */
export interface LiteralReader {
  /**
   * @param tokens those before it
   * @returns the offset after the literal or comment at `at`; `at` itself when none is there
   */
  end(at: number, tokens: Tokens): number;
  /** Whether what the last `end` found is no value: a comment, or a character that stands for itself. */
  readonly isBlank: boolean;
  /** Where the here documents announced on this line end, beginning with the next one; 0 when none was. */
  readonly bodyEnd: number;
}
