/** Where templates put what they propose: scored, and each change once. */
import { type Candidate, editKey, type Replacement, type TemplateName, templatePriors } from "./candidate.ts";
import type { Expression, RepairFile } from "./repairFile.ts";

/** Values that tests expect or give, as source text of the file's language. */
export interface KnownLiterals {
  readonly numbers: readonly string[];
  readonly strings: readonly string[];
}

export class Proposals {
  readonly file: RepairFile;
  readonly literals: KnownLiterals;
  readonly #lineScores: ReadonlyMap<number, number>;
  readonly #limit: number;
  #found = new Map<string, Candidate>();
  /** What scores no more is not among the best, however many others come. */
  #floor = 0;

  /**
   * @param lineScores by 0-based line how suspicious it is, unitless, 0 to 1; other lines are left alone
   * @param limit of the best that are wanted, or somewhat more: others are let go of on the way
   */
  constructor(
    file: RepairFile,
    lineScores: ReadonlyMap<number, number>,
    literals: KnownLiterals,
    limit = Number.POSITIVE_INFINITY,
  ) {
    this.file = file;
    this.#lineScores = lineScores;
    this.literals = literals;
    this.#limit = limit;
  }

  /** Unitless, 0 to 1. */
  lineScore(line: number): number {
    return this.#lineScores.get(line) ?? 0;
  }

  get size(): number {
    return this.#found.size;
  }

  /** How suspicious the line is that a node begins on. */
  nodeScore(node: number): number {
    return this.lineScore(this.file.lineOf(node));
  }

  /** Replaces a value, with parentheses where they are needed. `fit` is unitless, 0 to 1. */
  replace(template: TemplateName, node: number, by: Pick<Expression, "text" | "binding">, fit: number): void {
    this.edit(template, node, this.file.inPlaceOf(node, by), fit);
  }

  /** Replaces a node's text. */
  edit(template: TemplateName, node: number, text: string, fit: number): void {
    const { tree } = this.file;
    this.change(
      template,
      [{ start: tree.start(node), end: tree.end(node), text }],
      fit,
      this.nodeScore(node),
    );
  }

  /**
   * Any change at once.
   *
   * @param edits ascending, not overlapping
   * @param location how suspicious the place is
   */
  change(template: TemplateName, edits: readonly Replacement[], fit: number, location: number): void {
    if (!this.isWorth(template, fit, location)) return;
    const { text } = this.file.tree;
    const real = edits.filter(({ start, end, text: by }) => text.slice(start, end) !== by);
    const first = real[0];
    const score = location * templatePriors[template] * fit;
    if (!first) return;
    const key = editKey(real);
    const known = this.#found.get(key);
    if (known && known.score >= score) return;
    this.#found.set(key, { edits: real, template, score, line: this.file.lineAt(first.start) });
    if (this.#found.size >= 2 * this.#limit) this.#letGo();
  }

  /** Whether a change could be among the best: asked before its text is put together. */
  isWorth(template: TemplateName, fit: number, location: number): boolean {
    return location * templatePriors[template] * fit > this.#floor;
  }

  #letGo(): void {
    const best = this.ranked().slice(0, this.#limit);
    this.#floor = best.at(-1)?.score ?? 0;
    this.#found = new Map(best.map((candidate) => [editKey(candidate.edits), candidate]));
  }

  /** Best first; equal ones in the order of the text, then of being proposed. */
  ranked(): Candidate[] {
    return [...this.#found.values()].sort(
      (a, b) => b.score - a.score || a.edits[0]!.start - b.edits[0]!.start,
    );
  }
}
