/** The second tier: a real parser. */
import type { SyntaxFacts } from "../core/syntax/facts/facts.ts";

export interface SyntaxReader {
  /** Undefined for a language without grammar, and when parse (250 ms) or query (100 ms) take too long. Never rejects. */
  read(languageId: string, text: string): Promise<SyntaxFacts | undefined>;
}
