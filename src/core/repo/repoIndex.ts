/** What is in the repository, in memory: files, their symbols and imports, and which file names what. */
import { findLanguage } from "../syntax/language.ts";
import { lexicalFamilies } from "../syntax/lexicalFamily.ts";
import { lexInSteps } from "../syntax/outline/lexer.ts";
import {
  type Outline,
  type OutlineImport,
  type OutlineSymbol,
  symbolKinds,
} from "../syntax/outline/outline.ts";
import { readOutline } from "../syntax/outline/readOutline.ts";
import type { Tokens } from "../syntax/outline/tokens.ts";
import { NameTable } from "./nameTable.ts";
import { Postings } from "./postings.ts";

/** A symbol and the file that declares it. */
export interface SymbolPlace extends OutlineSymbol {
  readonly path: string;
}

export interface IndexCounts {
  readonly files: number;
  readonly lines: number;
  readonly symbols: number;
  /** Languages by number of files, most first, ties by name. */
  readonly languages: readonly (readonly [languageId: string, files: number])[];
}

/** Symbols are rows of `SYMBOL_COLUMNS` numbers; their signatures are one string, so that the text is not kept. */
interface FileEntry {
  readonly path: string;
  readonly languageId: string;
  readonly lines: number;
  readonly symbols: Uint32Array;
  readonly signatures: string;
  /** `line module` rows. */
  readonly imports: string;
}

/** Name, kind, container, start line, end line. */
const SYMBOL_COLUMNS = 5;

/** Shorter names say nothing, longer ones are data. UTF-16 units. */
const SHORTEST_NAME = 2;
const LONGEST_NAME = 100;

/** From here on a file is taken in several steps. UTF-16 units. */
const LARGE_TEXT = 1 << 16;

/** Lookups search loose files one by one; above this many, packing pays. */
const LOOSE_FILES = 64;

export class RepoIndex {
  #names = new NameTable();
  #used = new Postings();
  #defined = new Postings();
  readonly #files: (FileEntry | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #free: number[] = [];
  /** The last file in which each name was met, plus one, to collect distinct names. */
  #seenIn = new Uint32Array(1 << 10);
  #stamp = 0;
  #lines = 0;
  #symbols = 0;
  readonly #languages = new Map<string, number>();

  /** Adds a file or replaces what is known of it. */
  setFile(path: string, languageId: string, text: string): void {
    for (const _ of this.setFileInSteps(path, languageId, text));
  }

  /** The same in steps of a few milliseconds; nothing changes before the last, so that it may be given up. */
  *setFileInSteps(path: string, languageId: string, text: string): Generator<void> {
    const language = findLanguage(languageId);
    const tokens = yield* lexInSteps(text, lexicalFamilies[language?.family ?? "data"]);
    if (text.length > LARGE_TEXT) yield;
    const outline = readOutline(tokens, language?.outline);
    if (text.length > LARGE_TEXT) yield;
    this.#replace(path, languageId, tokens, outline);
  }

  #replace(path: string, languageId: string, tokens: Tokens, outline: Outline): void {
    this.removeFile(path);
    const entry: FileEntry = {
      path,
      languageId,
      lines: tokens.lineStarts.length,
      symbols: this.#packSymbols(outline.symbols),
      signatures: outline.symbols.map((symbol) => `${symbol.signature}\n`).join(""),
      imports: outline.imports.map(({ line, module }) => `${line} ${module}\n`).join(""),
    };
    const number = this.#free.pop() ?? this.#files.length;
    this.#files[number] = entry;
    this.#numbers.set(path, number);
    this.#used.set(number, this.#collectNames(tokens));
    this.#defined.set(number, distinct(entry.symbols.filter((_, i) => i % SYMBOL_COLUMNS === 0)));
    this.#lines += entry.lines;
    this.#symbols += outline.symbols.length;
    this.#countLanguage(languageId, 1);
  }

  /** Forgets a file; does nothing when it is not known. */
  removeFile(path: string): void {
    const number = this.#numbers.get(path);
    if (number === undefined) return;
    const entry = this.#files[number]!;
    this.#lines -= entry.lines;
    this.#symbols -= entry.symbols.length / SYMBOL_COLUMNS;
    this.#countLanguage(entry.languageId, -1);
    this.#files[number] = undefined;
    this.#numbers.delete(path);
    this.#free.push(number);
    this.#used.remove(number);
    this.#defined.remove(number);
  }

  clear(): void {
    this.#names = new NameTable();
    this.#used = new Postings();
    this.#defined = new Postings();
    this.#files.length = 0;
    this.#numbers.clear();
    this.#free.length = 0;
    this.#seenIn = new Uint32Array(1 << 10);
    this.#lines = 0;
    this.#symbols = 0;
    this.#languages.clear();
  }

  /** Whether `build` would make lookups faster. */
  get wantsBuild(): boolean {
    return this.#used.looseCount > LOOSE_FILES + this.#numbers.size / 50;
  }

  /** Packs what was added, in small steps. Lookups are right before, between and after. */
  *build(): Generator<void> {
    yield* this.#used.build(this.#names.size);
    yield* this.#defined.build(this.#names.size);
  }

  has(path: string): boolean {
    return this.#numbers.has(path);
  }

  /** In no promised order. */
  paths(): IterableIterator<string> {
    return this.#numbers.keys();
  }

  languageOf(path: string): string | undefined {
    return this.#entry(path)?.languageId;
  }

  counts(): IndexCounts {
    const languages = [...this.#languages].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return { files: this.#numbers.size, lines: this.#lines, symbols: this.#symbols, languages };
  }

  /** Symbols of a file in the order of their first lines. */
  symbolsOf(path: string): readonly OutlineSymbol[] {
    const entry = this.#entry(path);
    return entry ? this.#unpackSymbols(entry) : [];
  }

  importsOf(path: string): readonly OutlineImport[] {
    const rows = this.#entry(path)?.imports.split("\n").slice(0, -1) ?? [];
    return rows.map((row) => {
      const space = row.indexOf(" ");
      return { line: Number(row.slice(0, space)), module: row.slice(space + 1) };
    });
  }

  /** Symbols with exactly this name, ordered by path and line. */
  definitionsOf(name: string): readonly SymbolPlace[] {
    const id = this.#names.find(name);
    const places: SymbolPlace[] = [];
    if (id < 0) return places;
    this.#defined.forEachFile(id, (number) => {
      const entry = this.#files[number]!;
      for (const symbol of this.#unpackSymbols(entry, id)) places.push({ ...symbol, path: entry.path });
    });
    return places.sort((a, b) => (a.path === b.path ? a.startLine - b.startLine : a.path < b.path ? -1 : 1));
  }

  /** Calls `visit` with each file whose code holds the identifier, in no promised order. */
  forEachFileWith(name: string, visit: (path: string, number: number) => void): void {
    const id = this.#names.find(name);
    if (id >= 0) this.#used.forEachFile(id, (number) => visit(this.#files[number]!.path, number));
  }

  /** An upper bound of how many files hold an identifier, at no cost. */
  fileCountBound(name: string): number {
    const id = this.#names.find(name);
    return id < 0 ? 0 : this.#used.fileCountBound(id);
  }

  /** Distinct identifiers of a file's code, in no promised order. */
  identifiersOf(path: string): readonly string[] {
    const number = this.#numbers.get(path);
    return number === undefined ? [] : Array.from(this.#used.namesOf(number), (id) => this.#names.name(id));
  }

  #countLanguage(languageId: string, change: number): void {
    const count = (this.#languages.get(languageId) ?? 0) + change;
    if (count > 0) this.#languages.set(languageId, count);
    else this.#languages.delete(languageId);
  }

  #entry(path: string): FileEntry | undefined {
    const number = this.#numbers.get(path);
    return number === undefined ? undefined : this.#files[number];
  }

  #packSymbols(symbols: readonly OutlineSymbol[]): Uint32Array {
    const packed = new Uint32Array(symbols.length * SYMBOL_COLUMNS);
    symbols.forEach((symbol, i) => {
      const { name, container } = symbol;
      packed.set(
        [
          this.#names.intern(name, 0, name.length),
          symbolKinds.indexOf(symbol.kind),
          this.#names.intern(container, 0, container.length),
          symbol.startLine,
          symbol.endLine,
        ],
        i * SYMBOL_COLUMNS,
      );
    });
    return packed;
  }

  #unpackSymbols(entry: FileEntry, onlyName?: number): OutlineSymbol[] {
    const { symbols } = entry;
    const signatures = entry.signatures.split("\n");
    const unpacked: OutlineSymbol[] = [];
    for (let row = 0; row * SYMBOL_COLUMNS < symbols.length; row++) {
      const at = row * SYMBOL_COLUMNS;
      if (onlyName !== undefined && symbols[at] !== onlyName) continue;
      unpacked.push({
        name: this.#names.name(symbols[at]!),
        kind: symbolKinds[symbols[at + 1]!]!,
        container: this.#names.name(symbols[at + 2]!),
        startLine: symbols[at + 3]!,
        endLine: symbols[at + 4]!,
        signature: signatures[row]!,
      });
    }
    return unpacked;
  }

  #collectNames(tokens: Tokens): Uint32Array {
    const stamp = ++this.#stamp;
    const ids: number[] = [];
    for (let i = 0; i < tokens.count; i++) {
      if (!tokens.isIdentifier(i)) continue;
      const start = tokens.start(i);
      const end = tokens.end(i);
      if (end - start < SHORTEST_NAME || end - start > LONGEST_NAME) continue;
      const id = this.#names.intern(tokens.text, start, end);
      if (this.#isNew(id, stamp)) ids.push(id);
    }
    return new Uint32Array(ids).sort();
  }

  #isNew(id: number, stamp: number): boolean {
    if (id >= this.#seenIn.length) {
      const larger = new Uint32Array(Math.max(2 * this.#seenIn.length, id + 1));
      larger.set(this.#seenIn);
      this.#seenIn = larger;
    }
    if (this.#seenIn[id] === stamp) return false;
    this.#seenIn[id] = stamp;
    return true;
  }
}

function distinct(values: Uint32Array): Uint32Array {
  return values.sort().filter((value, i, sorted) => i === 0 || value !== sorted[i - 1]);
}
