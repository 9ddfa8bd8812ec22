/** Who answers a question: the index, or a model. */
import { type QuestionKind, readQuestion } from "./question.ts";

export type ChatEngine = "auto" | "builtin" | "model";

/** What the index answers exactly: lists of places that no words make better. */
const exact: ReadonlySet<QuestionKind> = new Set<QuestionKind>([
  "uses",
  "callers",
  "callees",
  "tests",
  "imports",
  "importedBy",
  "implementers",
  "bases",
  "members",
  "changes",
  "configure",
]);

/** What is said where only a model can answer, for a person; without a full stop. */
export const noChatModel = "No model is set up for chat: run Touchstone: Set Up Model";

/** A longer question wants more than a list. UTF-16 units. */
const LONGEST_EXACT = 120;

/**
 * @param wanted by the person or the setting; `auto` takes the model for what needs words
 * @param hasModel whether one is set up
 * @param isGiven whether something was put beside the question
 */
export function chooseEngine(
  wanted: ChatEngine,
  question: string,
  { hasModel, isGiven }: { readonly hasModel: boolean; readonly isGiven: boolean },
): "builtin" | "model" {
  if (wanted !== "auto") return wanted;
  if (!hasModel) return "builtin";
  const isExact = question.length <= LONGEST_EXACT && exact.has(readQuestion(question).kind);
  return isExact && !isGiven ? "builtin" : "model";
}
