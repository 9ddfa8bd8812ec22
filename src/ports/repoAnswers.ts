/** Questions about the repository in a person's words, answered from what is indexed. */
import type { Answer, Citation } from "../core/chat/answer.ts";
import type { RelationPicture } from "../core/chat/relationPicture.ts";

export interface LinesQuery {
  /** Absolute, from its root, or the end of a path that one file has. */
  readonly name: string;
  /** 0-based, inclusive; what the file does not have is left out. */
  readonly startLine: number;
  readonly endLine: number;
}

export type FoundLines =
  | {
      readonly kind: "lines";
      /** Absolute. */
      readonly path: string;
      /** From its root, with `/`. */
      readonly shortPath: string;
      readonly startLine: number;
      readonly lines: readonly string[];
      /** Lines of the whole file. */
      readonly count: number;
    }
  /** No file, or several: those meant or near, from their roots. */
  | { readonly kind: "none"; readonly near: readonly string[] };

export interface RepoAnswers {
  /** Asks no model. Every place in the answer exists at the time of asking. */
  answer(question: string, signal: AbortSignal): Promise<Answer>;
  /** What stands around the subject of a question for its neighbours; undefined for other questions and where there is nothing. */
  picture(question: string, signal: AbortSignal): Promise<RelationPicture<Citation> | undefined>;
  /** Lines of an indexed or open file as it is now. Ignored files are none. */
  readLines(query: LinesQuery, signal: AbortSignal): Promise<FoundLines>;
}
