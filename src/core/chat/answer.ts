/** An answer made of evidence: every line of it stands somewhere in the repository, in its past or in a library. */
import type { Question } from "./question.ts";

/** Lines of a file that exist. */
export interface Citation {
  /** Absolute. */
  readonly path: string;
  /** 0-based, `line <= endLine` (inclusive). */
  readonly line: number;
  readonly endLine: number;
}

export interface Evidence {
  /** What is there: a dotted name, a commit's first line. */
  readonly text: string;
  /** The line of code, a sentence, a date; without line breaks. */
  readonly detail?: string;
  /** Absent for what is no place of the workspace: a commit, a library. */
  readonly citation?: Citation;
}

/** Code as it stands. */
export interface Excerpt {
  readonly languageId: string;
  readonly text: string;
}

export interface AnswerPart {
  readonly title: string;
  readonly items: readonly Evidence[];
  readonly excerpt?: Excerpt;
  /** Items that are known and left out. */
  readonly more?: number;
}

export interface Answer {
  readonly question: Question;
  /** One or two sentences, in Markdown. */
  readonly summary: string;
  readonly parts: readonly AnswerPart[];
  /** Why there is no answer; `parts` then hold what is nearest, if anything. */
  readonly refused?: string;
}

/** All places that an answer names, in its order, each once. */
export function citationsOf({ parts }: Answer): readonly Citation[] {
  const seen = new Map<string, Citation>();
  for (const { citation } of parts.flatMap(({ items }) => items)) {
    if (!citation) continue;
    const key = `${citation.path}\n${citation.line}\n${citation.endLine}`;
    if (!seen.has(key)) seen.set(key, citation);
  }
  return [...seen.values()];
}
