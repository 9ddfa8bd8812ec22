/** Parses documents open in an editor, for the question whether a suggestion fits. */
import type { ParseVerdict } from "../core/completion/suggestion.ts";
import type { TextEdit } from "../core/text/textEdit.ts";
import type { ParseCheck } from "./engine.ts";

/** Never throws: a document it has no grammar for, or no longer knows, is `unknown`. */
export interface Parser {
  open(path: string, languageId: string, text: string): void;
  /** Each edit's range refers to the text left by the one before. */
  edit(path: string, edits: readonly TextEdit[]): void;
  close(path: string): void;
  checkParse(check: ParseCheck): Promise<ParseVerdict>;
}
