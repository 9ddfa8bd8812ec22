/** What is put beside a question, for an answer that no model writes: the question's subject, and evidence in itself. */
import type { Answer, AnswerPart, Evidence } from "./answer.ts";
import type { ContextRef } from "./contextRef.ts";
import { readQuestion } from "./question.ts";

/** What an answer takes of one thing beside the question. */
export interface GivenEvidence {
  readonly ref: ContextRef;
  readonly title: string;
  readonly text: string;
  /** Absolute paths, 0-based lines. */
  readonly places: readonly { readonly path: string; readonly line: number; readonly text: string }[];
}

const nouns = "file|function|class|method|module|symbol|selection|code|folder|snippet";
/** What follows "this" or "it" where they stand for a thing of their own: "this error" and "this repository" are other things. */
const verbs =
  "do|does|works?|means?|uses?|calls?|needs?|returns?|imports?|depends?|is|are|used|called|tested|covered|imported|defined|declared|changed|needed";
/** "the function" is at hand, "the functions" and "the function that parses dates" are to be found. */
const pointers = new RegExp(
  `\\b(?:this|that|the)(?: (?:selected|current|open))? (?:${nouns})\\b(?! (?:that|which|where|of|in|to)\\b)` +
    `|\\b(?:this|it)\\b(?=\\W*$| (?:${verbs})\\b)|\\bthat\\b(?=\\W*$)`,
  "i",
);
/** Words that would be a subject of their own and only point. */
const plainPointer = /^(?:file|function|class|method|module|symbol|selection|code|snippet|folder)$/i;

const subjectOf = ({ kind, name, path }: ContextRef): string | undefined => {
  if (kind === "symbol") return name;
  return kind === "file" || kind === "lines" ? path : undefined;
};

/**
 * The question with what it points to named: "explain this" beside `src/store.ts` is "explain `src/store.ts`". One that
 * names something itself stays as it is.
 */
export function questionAbout(question: string, context: readonly ContextRef[]): string {
  const { subject } = readQuestion(question);
  if (subject && (subject.isCode || !plainPointer.test(subject.text))) return question;
  // A definition says more than the file it is in.
  const named = [...context].sort((a, b) => Number(b.kind === "symbol") - Number(a.kind === "symbol"));
  const name = named.map(subjectOf).find((one) => one !== undefined && !one.includes("`"));
  if (name === undefined || !pointers.test(question)) return question;
  return question.replace(pointers, `\`${name}\``);
}

/** Shown of one thing; the rest is counted. */
const MOST_PLACES = 20;
const MOST_LINES = 40;

const languageOf: Partial<Record<ContextRef["kind"], string>> = {
  changes: "diff",
  terminal: "text",
  docs: "text",
};

/** Problems, failures, changes and the terminal are evidence as they stand; files and symbols are what a question is about. */
export function partOfContext({ ref, title, text, places }: GivenEvidence): AnswerPart | undefined {
  if (ref.kind === "problems" || ref.kind === "tests") {
    const items = places.slice(0, MOST_PLACES).map(
      (place): Evidence => ({
        text: place.text,
        citation: { path: place.path, line: place.line, endLine: place.line },
      }),
    );
    const more = places.length - items.length;
    return items.length === 0 ? undefined : { title, items, ...(more > 0 ? { more } : {}) };
  }
  const languageId = languageOf[ref.kind];
  if (languageId === undefined) return undefined;
  const lines = text.split("\n");
  const cut = lines.length > MOST_LINES ? "\n…" : "";
  return { title, items: [], excerpt: { languageId, text: lines.slice(0, MOST_LINES).join("\n") + cut } };
}

/** The answer with what the person put beside the question first; that much is known even where nothing else is. */
export function withGiven(answer: Answer, given: readonly GivenEvidence[]): Answer {
  const parts = given.map(partOfContext).filter((part) => part !== undefined);
  if (parts.length === 0) return answer;
  const { refused: _refused, ...rest } = answer;
  if (answer.refused === undefined) return { ...rest, parts: [...parts, ...answer.parts] };
  return { ...rest, summary: "What you put beside the question:", parts: [...parts, ...answer.parts] };
}
