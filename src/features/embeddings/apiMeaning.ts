/** Which of the APIs that fit a question by words fit it by meaning. */
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import type { ApiHit } from "../../core/apiDocs/search/searchApis.ts";
import type { EmbeddingText } from "../../core/prompt/safeEmbedding.ts";
import { fuseShares } from "../../core/retrieval/embedding/fuseRanks.ts";
import { cosine, norm } from "../../core/retrieval/embedding/vector.ts";

/** By words, of which the order by meaning is asked. */
export const MOST_CANDIDATES = 31;
/** Of one entry the beginning tells. UTF-16 units. */
const LONGEST = 1200;
/** Vectors that are kept for further questions. */
const MOST_KEPT = 4000;

/** What a model reads of an API. */
export const textOf = ({ module, name, signatures, summary, doc }: ApiEntry): string =>
  [`${module} ${name}`, signatures[0] ?? "", doc === "" ? summary : doc].join("\n").slice(0, LONGEST);

/** Vectors of the question and of APIs that have none yet, in this order. */
export type EmbedTexts = (
  texts: readonly EmbeddingText[],
) => Promise<readonly (Int8Array | undefined)[] | undefined>;

export class ApiMeaning {
  /** By what the model read, oldest first. */
  readonly #vectors = new Map<string, Int8Array>();

  /** Vectors of another model do not compare. */
  forget(): void {
    this.#vectors.clear();
  }

  /** The same hits, ordered by words and by meaning; as they are where no model tells. */
  async order(query: string, hits: readonly ApiHit[], embed: EmbedTexts): Promise<readonly ApiHit[]> {
    const texts = hits.map(({ entry }) => textOf(entry));
    const lacking = hits
      .map(({ entry }, i) => ({
        path: entry.path,
        startLine: entry.line,
        endLine: entry.line,
        text: texts[i]!,
      }))
      .filter(({ text }) => !this.#vectors.has(text));
    const question = { path: undefined, startLine: 0, endLine: 0, text: query };
    const [own, ...others] = (await embed([question, ...lacking])) ?? [];
    if (own === undefined) return hits;
    lacking.forEach(({ text }, i) => {
      const vector = others[i];
      if (vector) this.#vectors.set(text, vector);
    });
    const length = norm(own);
    const likeness = texts.map((text) => {
      const vector = this.#vectors.get(text);
      return vector === undefined ? undefined : cosine(own, vector, length, norm(vector));
    });
    for (const oldest of this.#vectors.keys()) {
      if (this.#vectors.size <= MOST_KEPT) break;
      this.#vectors.delete(oldest);
    }
    return fuseShares(hits, likeness);
  }
}
