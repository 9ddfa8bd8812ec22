/** A question in free words: the symbols and passages that say most about it, or that nothing does. */
import type { Answer, AnswerPart } from "../../core/chat/answer.ts";
import type { Question } from "../../core/chat/question.ts";
import type { SearchHit } from "../../core/retrieval/search.ts";
import { queryTerms } from "../../core/text/terms/queryTerms.ts";
import type { EvidenceReader } from "./evidence.ts";
import { dottedName } from "./subject.ts";

const MOST_SYMBOLS = 5;
const MOST_PASSAGES = 4;
/**
 * Part of a question's telling words, by their rarity, that the index must hold, and that the best answer must: below, what is found is
 * about something else. Set on development repositories (`npm run bench:chat`).
 */
const LEAST_KNOWN = 0.5;
export const LEAST_COVERED = 0.34;
/** A word that stands nowhere counts as one that stands in so small a part. */
const RAREST = 1e-6;

export async function openAnswer(
  reader: EvidenceReader,
  { text }: Question,
): Promise<Omit<Answer, "question">> {
  const { queries } = reader.deps;
  const { signal } = reader;
  const symbols = await queries.search(
    { query: text, target: "symbol", limit: MOST_SYMBOLS, explain: true },
    signal,
  );
  const passages = await queries.search(
    { query: text, target: "chunk", limit: MOST_PASSAGES, explain: true, withLine: true },
    signal,
  );
  const parts = [await symbolPart(reader, symbols), await passagePart(reader, passages)].filter(
    (part) => part !== undefined,
  );
  const rarity = rarityOf(reader, text);
  const known = shareOf(rarity, (term) => reader.deps.spreadOf(term) > 0);
  const covered = Math.max(0, ...[...symbols, ...passages].map((hit) => coverage(rarity, hit)));
  if (parts.length === 0 || known < LEAST_KNOWN || covered < LEAST_COVERED) {
    const refused = "I don't know: nothing in the index says enough of what the question asks.";
    return {
      summary: refused,
      parts: parts.map((part) => ({ ...part, title: `Nearest: ${part.title}` })),
      refused,
    };
  }
  return { summary: "What says most about it in this repository:", parts };
}

async function symbolPart(
  reader: EvidenceReader,
  hits: readonly SearchHit[],
): Promise<AnswerPart | undefined> {
  return reader.part(
    "Symbols",
    hits,
    MOST_SYMBOLS,
    async ({ path, name, kind, container = "", startLine, endLine }) =>
      name === undefined || kind === undefined || startLine === undefined || endLine === undefined
        ? undefined
        : reader.definition({ path, name, kind, container, startLine, endLine }),
  );
}

async function passagePart(
  reader: EvidenceReader,
  hits: readonly SearchHit[],
): Promise<AnswerPart | undefined> {
  return reader.part(
    "Passages",
    hits,
    MOST_PASSAGES,
    async ({ path, name, container = "", startLine = 0, telling }) => {
      const text = name === undefined ? reader.deps.shortPath(path) : dottedName({ container, name });
      return reader.line(path, telling?.line ?? startLine, text);
    },
  );
}

type Rarity = ReadonlyMap<string, number>;

function rarityOf(reader: EvidenceReader, text: string): Rarity {
  const terms = [...queryTerms(text).keys()];
  return new Map(terms.map((term) => [term, -Math.log(Math.max(RAREST, reader.deps.spreadOf(term)))]));
}

function shareOf(rarity: Rarity, holds: (term: string) => boolean): number {
  let all = 0;
  let held = 0;
  for (const [term, weight] of rarity) {
    all += weight;
    if (holds(term)) held += weight;
  }
  return all === 0 ? 0 : held / all;
}

function coverage(rarity: Rarity, { explanation = [] }: SearchHit): number {
  const found = new Set(explanation.flatMap(({ part, terms = [] }) => (part === "messages" ? [] : terms)));
  return shareOf(rarity, (term) => found.has(term));
}
