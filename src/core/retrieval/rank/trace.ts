/** Keeps what each part and term added to the units that are to be explained. */
import type { ScorePart } from "../search.ts";

const MOST_TERMS = 8;

interface TracedPart {
  score: number;
  readonly terms: Map<string, number>;
}

export class Trace {
  readonly #parts = new Map<number, Map<string, TracedPart>>();

  constructor(units: Iterable<number>) {
    for (const unit of units) this.#parts.set(unit, new Map());
  }

  add(unit: number, part: string, score: number, term?: string): void {
    const parts = this.#parts.get(unit);
    if (parts === undefined) return;
    let own = parts.get(part);
    if (own === undefined) {
      own = { score: 0, terms: new Map() };
      parts.set(part, own);
    }
    own.score += score;
    if (term !== undefined) own.terms.set(term, (own.terms.get(term) ?? 0) + score);
  }

  /** Names what a term told within a part whose score is added as a whole. */
  tell(unit: number, part: string, term: string, score: number): void {
    const parts = this.#parts.get(unit);
    if (parts === undefined) return;
    const own = parts.get(part) ?? { score: 0, terms: new Map() };
    parts.set(part, own);
    own.terms.set(term, (own.terms.get(term) ?? 0) + score);
  }

  /** In the order in which they were added; their sum is the score. */
  partsOf(unit: number): ScorePart[] {
    return [...(this.#parts.get(unit) ?? [])].map(([part, { score, terms }]) => {
      const found = [...terms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_TERMS);
      return terms.size > 0 ? { part, score, terms: found.map(([term]) => term) } : { part, score };
    });
  }
}
