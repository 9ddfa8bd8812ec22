/** Questions about the repository in a person's words, answered from what is indexed. */
import type { Answer } from "../core/chat/answer.ts";

export interface RepoAnswers {
  /** Asks no model. Every place in the answer exists at the time of asking. */
  answer(question: string, signal: AbortSignal): Promise<Answer>;
}
