/** Sums over the live files, kept up to date. */
import type { ContentSet } from "./contentSet.ts";
import type { IndexTotals } from "./searchIndex.ts";

export interface IndexCounts {
  readonly files: number;
  readonly lines: number;
  readonly symbols: number;
  /** Languages by number of files, most first, ties by name. */
  readonly languages: readonly (readonly [languageId: string, files: number])[];
}

export class FileTotals {
  #files = 0;
  #lines = 0;
  #passages = 0;
  #symbols = 0;
  #bodyTerms = 0;
  #nameTerms = 0;
  readonly #languages = new Map<string, number>();

  /** @param sign 1 for a content that came to life, -1 for one that died */
  change(set: ContentSet, content: number, sign: 1 | -1): void {
    const { contentLines, contentSymbols, contentBodyTerms, contentNameTerms } = set.columns;
    this.#files += sign;
    this.#lines += sign * contentLines[content]!;
    this.#passages += sign * set.passagesOf(content);
    this.#symbols += sign * (contentSymbols[content + 1]! - contentSymbols[content]!);
    this.#bodyTerms += sign * contentBodyTerms[content]!;
    this.#nameTerms += sign * contentNameTerms[content]!;
    const language = set.languageOf(content);
    const files = (this.#languages.get(language) ?? 0) + sign;
    if (files > 0) this.#languages.set(language, files);
    else this.#languages.delete(language);
  }

  counts(): IndexCounts {
    const languages = [...this.#languages].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return { files: this.#files, lines: this.#lines, symbols: this.#symbols, languages };
  }

  totals(): IndexTotals {
    return {
      files: this.#files,
      passages: this.#passages,
      symbols: this.#symbols,
      bodyTerms: this.#bodyTerms,
      nameTerms: this.#nameTerms,
    };
  }
}
