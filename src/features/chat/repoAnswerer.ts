/** Answers questions about the repository without a model: what the index proves, with the places that prove it. */
import type { Answer } from "../../core/chat/answer.ts";
import { type Question, readQuestion } from "../../core/chat/question.ts";
import { answerers } from "./answerers.ts";
import { type EvidenceDeps, EvidenceReader } from "./evidence.ts";
import { openAnswer } from "./openAnswer.ts";
import { findMeant } from "./subject.ts";

/** Longer texts are cut: a question is no document. UTF-16 units. */
const LONGEST_QUESTION = 20_000;

export async function answerFromIndex(
  deps: EvidenceDeps,
  text: string,
  signal: AbortSignal,
): Promise<Answer> {
  const question = readQuestion(text.slice(0, LONGEST_QUESTION));
  const reader = new EvidenceReader(deps, signal);
  return { question, ...(await told(reader, question)) };
}

async function told(reader: EvidenceReader, question: Question): Promise<Omit<Answer, "question">> {
  const { kind, subject } = question;
  if (!subject) return openAnswer(reader, question);
  const meant = await findMeant(reader.deps, subject, reader.signal);
  // A plain word that names nothing was only a word.
  if (meant.kind === "nothing" && !subject.isCode) return openAnswer(reader, question);
  if (kind !== "open") return answerers[kind](reader, meant, question);
  if (meant.kind === "nothing") return answerers.describe(reader, meant, question);
  return openAnswer(reader, question);
}
