/** Syntax trees themselves, for who must look at every name of a text. */
import type { BlockFit } from "../core/completion/clip/blockEnd.ts";
import type { ParseVerdict } from "../core/completion/suggestion.ts";
import type { FlatTree } from "../core/syntax/tree/flatTree.ts";
import type { ParseCheck } from "./engine.ts";

/** A suggestion where it would stand. */
export interface Placement {
  readonly verdict: ParseVerdict;
  /**
   * Of the text with the suggestion, perhaps with what closes the block it opens behind it; undefined when there is no
   * grammar or no time, and when the suggestion does not parse.
   */
  readonly tree: FlatTree | undefined;
}

/** So long a person waits for one text's tree who asked for what is in it, also on a busy machine. Milliseconds. */
export const patientParseMs = 5_000;

export interface Trees {
  /** As `Parser.checkParse`, with the tree. Never rejects. */
  place(check: ParseCheck): Promise<Placement>;
  /**
   * How much of a suggestion belongs to the smallest block it stands in, or to the statement that is amid at the
   * cursor. Undefined where no tree tells. Never rejects.
   */
  blockFit(check: ParseCheck): Promise<BlockFit | undefined>;
  /**
   * Undefined for a language without grammar, and when parsing takes too long. Never rejects.
   *
   * @param budgetMs not given: what a person who types can wait
   */
  tree(languageId: string, text: string, budgetMs?: number): Promise<FlatTree | undefined>;
}
