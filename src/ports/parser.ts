/** A parser that follows open documents and judges suggestions in them. */
import type { ParseVerdict } from "../core/completion/suggestion.ts";
import type { TextEdit } from "../core/text/textEdit.ts";
import type { ParseCheck } from "./engine.ts";

export interface Parser {
  /** Takes a document; one of a language without grammar is taken and never parsed. */
  open(path: string, languageId: string, text: string): void;
  /** `edits` in the order they were made. Does nothing for a document that is not open. */
  edit(path: string, edits: readonly TextEdit[]): void;
  close(path: string): void;
  /** Never rejects; `unknown` when there is no grammar, or no answer within the time for one parse. */
  checkParse(check: ParseCheck): Promise<ParseVerdict>;
}
