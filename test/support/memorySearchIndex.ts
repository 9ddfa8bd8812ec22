/** The index as ranking sees it, held in plain maps: slow to build, and easy to trust. */
import type { PostingBuffer, PostingField, SearchIndex } from "../../src/core/repo/searchIndex.ts";
import type { SymbolHit } from "../../src/core/repo/symbolHit.ts";
import { findLanguage, languageIdOf } from "../../src/core/syntax/language.ts";
import { lexicalFamilies } from "../../src/core/syntax/lexicalFamily.ts";
import { lex } from "../../src/core/syntax/outline/lexer.ts";
import type { OutlineSymbol } from "../../src/core/syntax/outline/outline.ts";
import { readOutline } from "../../src/core/syntax/outline/readOutline.ts";
import { termsOf, termsOfWord } from "./plainTerms.ts";

interface FileRow {
  readonly path: string;
  readonly languageId: string;
  isLive: boolean;
  readonly firstPassage: number;
  readonly firstSymbol: number;
}

interface PassageRow {
  readonly file: number;
  readonly symbol: number;
  readonly startLine: number;
  endLine: number;
  length: number;
}

interface SymbolRow extends SymbolHit {
  readonly file: number;
  readonly parent: number;
  firstPassage: number;
  endPassage: number;
  readonly nameLength: number;
}

interface Posting {
  readonly unit: number;
  count: number;
}

const PASSAGE_LINES = 40;

export class MemorySearchIndex implements SearchIndex {
  readonly numbering = 0;
  readonly #files: FileRow[] = [];
  readonly #passages: PassageRow[] = [];
  readonly #symbols: SymbolRow[] = [];
  readonly #byPath = new Map<string, number>();
  readonly #postings = {
    body: new Map<string, Posting[]>(),
    name: new Map<string, Posting[]>(),
  };
  readonly #holders = new Map<string, Set<number>>();

  setFile(path: string, text: string): void {
    this.removeFile(path);
    const file = this.#files.length;
    const languageId = languageIdOf(path) ?? "plaintext";
    const language = findLanguage(languageId);
    const tokens = lex(text, lexicalFamilies[language?.family ?? "data"]);
    const row = {
      path,
      languageId,
      isLive: true,
      firstPassage: this.#passages.length,
      firstSymbol: this.#symbols.length,
    };
    this.#files.push(row);
    this.#byPath.set(path, file);
    for (let i = 0; i < tokens.count; i++) {
      if (!tokens.isIdentifier(i)) continue;
      const name = tokens.word(i);
      const holders = this.#holders.get(name);
      if (holders) holders.add(file);
      else this.#holders.set(name, new Set([file]));
    }
    const around = this.#addSymbols(file, path, readOutline(tokens, language?.outline).symbols);
    this.#addPassages(file, text.split("\n"), around);
  }

  removeFile(path: string): void {
    const file = this.#byPath.get(path);
    if (file === undefined) return;
    this.#files[file]!.isLive = false;
    this.#byPath.delete(path);
  }

  #addSymbols(file: number, path: string, symbols: readonly OutlineSymbol[]): Int32Array {
    const lines = Math.max(0, ...symbols.map(({ endLine }) => endLine + 1));
    const around = new Int32Array(lines).fill(-1);
    const open: number[] = [];
    for (const symbol of symbols) {
      while (open.length > 0 && this.#symbols[open.at(-1)!]!.endLine < symbol.endLine) open.pop();
      const parent = open.at(-1) ?? -1;
      const number = this.#symbols.length;
      const terms = termsOfWord(symbol.name);
      const { name, kind, container, startLine, endLine } = symbol;
      this.#symbols.push({
        path,
        name,
        kind,
        container,
        startLine,
        endLine,
        file,
        parent,
        firstPassage: -1,
        endPassage: -1,
        nameLength: terms.length,
      });
      for (const term of terms) this.#post("name", term, number);
      around.fill(number, startLine, endLine + 1);
      open.push(number);
    }
    return around;
  }

  #addPassages(file: number, lines: readonly string[], around: Int32Array): void {
    let start = 0;
    while (start < lines.length) {
      const symbol = around[start] ?? -1;
      let end = start + 1;
      while (end < lines.length && (around[end] ?? -1) === symbol && end - start < PASSAGE_LINES) end++;
      const passage = this.#passages.length;
      const terms = termsOf(lines.slice(start, end).join("\n"));
      for (const term of terms) this.#post("body", term, passage);
      this.#passages.push({ file, symbol, startLine: start, endLine: end - 1, length: terms.length });
      for (let s = symbol; s >= 0; s = this.#symbols[s]!.parent) {
        const row = this.#symbols[s]!;
        if (row.firstPassage < 0) row.firstPassage = passage;
        row.endPassage = passage + 1;
      }
      start = end;
    }
  }

  #post(field: PostingField, term: string, unit: number): void {
    const list = this.#postings[field].get(term);
    if (list === undefined) this.#postings[field].set(term, [{ unit, count: 1 }]);
    else if (list.at(-1)!.unit === unit) list.at(-1)!.count++;
    else list.push({ unit, count: 1 });
  }

  get fileLimit(): number {
    return this.#files.length;
  }
  get passageLimit(): number {
    return this.#passages.length;
  }
  get symbolLimit(): number {
    return this.#symbols.length;
  }

  totals() {
    const passages = this.#passages.filter(({ file }) => this.isLive(file));
    const symbols = this.#symbols.filter(({ file }) => this.isLive(file));
    return {
      files: this.#byPath.size,
      passages: passages.length,
      symbols: symbols.length,
      bodyTerms: passages.reduce((sum, { length }) => sum + length, 0),
      nameTerms: symbols.reduce((sum, { nameLength }) => sum + nameLength, 0),
    };
  }

  isLive(file: number): boolean {
    return this.#files[file]!.isLive;
  }
  pathOf(file: number): string {
    return this.#files[file]!.path;
  }
  languageOf(file: number): string {
    return this.#files[file]!.languageId;
  }
  fileOf(path: string): number {
    return this.#byPath.get(path) ?? -1;
  }
  firstPassageOf(file: number): number {
    return this.#files[file]?.firstPassage ?? this.passageLimit;
  }
  firstSymbolOf(file: number): number {
    return this.#files[file]?.firstSymbol ?? this.symbolLimit;
  }
  fileOfPassage(passage: number): number {
    return this.#passages[passage]!.file;
  }
  symbolOfPassage(passage: number): number {
    return this.#passages[passage]!.symbol;
  }
  startLineOf(passage: number): number {
    return this.#passages[passage]!.startLine;
  }
  endLineOf(passage: number): number {
    return this.#passages[passage]!.endLine;
  }
  lengthOf(passage: number): number {
    return this.#passages[passage]!.length;
  }
  symbol(symbol: number): SymbolHit {
    const { path, name, kind, container, startLine, endLine } = this.#symbols[symbol]!;
    return { path, name, kind, container, startLine, endLine };
  }
  fileOfSymbol(symbol: number): number {
    return this.#symbols[symbol]!.file;
  }
  parentOf(symbol: number): number {
    return this.#symbols[symbol]!.parent;
  }
  firstPassageIn(symbol: number): number {
    return this.#symbols[symbol]!.firstPassage;
  }
  endPassageIn(symbol: number): number {
    return this.#symbols[symbol]!.endPassage;
  }
  nameLengthOf(symbol: number): number {
    return this.#symbols[symbol]!.nameLength;
  }

  postingBound(field: PostingField, term: string): number {
    return this.#postings[field].get(term)?.length ?? 0;
  }

  readPostings(field: PostingField, term: string, into: PostingBuffer): void {
    const rows = field === "body" ? this.#passages : this.#symbols;
    const live = (this.#postings[field].get(term) ?? []).filter(({ unit }) => this.isLive(rows[unit]!.file));
    if (into.units.length < live.length) {
      into.units = new Uint32Array(2 * live.length);
      into.counts = new Uint32Array(2 * live.length);
    }
    live.forEach(({ unit, count }, i) => {
      into.units[i] = unit;
      into.counts[i] = count;
    });
    into.length = live.length;
  }

  filesWith(identifier: string): readonly number[] {
    return [...(this.#holders.get(identifier) ?? [])]
      .filter((file) => this.isLive(file))
      .sort((a, b) => a - b);
  }
}
