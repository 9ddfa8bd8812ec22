/**
 * The APIs of one package in bytes: their entries, read one by one, and postings of their words. What a search touches is
 * a few numbers for each word; texts of entries are read for what is shown.
 *
 * Layout, numbers of 32 bits, little end first: `magic, entries, terms, postingBytes, textBytes`; then columns: where each
 * entry's text begins (entries + 1), weighted lengths (entries), priors in thousandths (entries), hashes of terms ascending (terms), where each term's
 * postings begin (terms + 1); then postings (varints: step to the next entry, weight), then texts (JSON in UTF-8).
 */
import { ByteWriter } from "../../repo/segment/bytes.ts";
import type { SymbolKind } from "../../syntax/outline/outline.ts";
import { wordsOf } from "../../text/terms/wordsOf.ts";
import { wordTerms } from "../../text/terms/wordTerms.ts";
import type { ApiEntry } from "../apiPackage.ts";

/** Grows whenever the layout or what entries hold changes. */
const MAGIC = 0x41504905;
const HEADER = 5;

/** What a word counts by where it stands. Chosen on the development libraries of `bench:docs`. */
const fieldWeights = {
  name: 8,
  container: 1,
  module: 2,
  summary: 2,
  parameters: 2,
  signatures: 1,
  doc: 1,
  examples: 1,
} as const;
const MOST_WEIGHT = 120;
/** Of a long doc or example the first words tell. UTF-16 units. */
const LONGEST_FIELD = 2000;

export interface Utf8 {
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
}

/** 32 bits of a term (FNV-1a, Fowler, Noll & Vo 1991). Two terms of one hash are taken for one. */
export function termHash(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** What is asked for is most often called; fields and types are found through what has them. */
const kindPriors: Readonly<Partial<Record<SymbolKind, number>>> = { function: 1, method: 1, class: 1.1 };
const OTHER_KIND = 0.6;
const UNDOCUMENTED = 0.5;
const DEPRECATED = 0.8;

function priorOf({ kind, summary, doc, deprecated }: ApiEntry): number {
  const isDocumented = summary !== "" || doc !== "";
  return (
    (kindPriors[kind] ?? OTHER_KIND) *
    (isDocumented ? 1 : UNDOCUMENTED) *
    (deprecated === undefined ? 1 : DEPRECATED)
  );
}

/** Terms of an entry with their weights. */
function weightsOf(entry: ApiEntry): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of wordsOf(text.slice(0, LONGEST_FIELD))) {
      for (const term of wordTerms(word))
        weights.set(term, Math.min(MOST_WEIGHT, (weights.get(term) ?? 0) + weight));
    }
  };
  const dot = entry.name.lastIndexOf(".");
  add(entry.name.slice(dot + 1), fieldWeights.name);
  add(entry.name.slice(0, Math.max(0, dot)), fieldWeights.container);
  add(entry.module, fieldWeights.module);
  add(entry.summary, fieldWeights.summary);
  for (const { name } of entry.parameters ?? []) add(name, fieldWeights.parameters);
  for (const signature of entry.signatures) add(signature, fieldWeights.signatures);
  add(entry.doc, fieldWeights.doc);
  for (const example of entry.examples) add(example, fieldWeights.examples);
  return weights;
}

/** @param folder of the package, absolute: what lies in it is kept by its path there, since the bytes serve other workspaces too */
export function packApis(entries: readonly ApiEntry[], utf8: Utf8, folder: string): Uint8Array {
  const inside = (path: string) => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path);
  const texts = entries.map((entry) => utf8.encode(JSON.stringify({ ...entry, path: inside(entry.path) })));
  const lengths = new Uint32Array(entries.length);
  const lists = new Map<number, number[]>();
  entries.forEach((entry, i) => {
    for (const [term, weight] of weightsOf(entry)) {
      lengths[i]! += weight;
      const hash = termHash(term);
      const list = lists.get(hash);
      if (list === undefined) lists.set(hash, [i, weight]);
      else if (list.at(-2) === i) list[list.length - 1] = Math.min(MOST_WEIGHT, list.at(-1)! + weight);
      else list.push(i, weight);
    }
  });
  const hashes = Uint32Array.from(lists.keys()).sort();
  const starts = new Uint32Array(hashes.length + 1);
  const postings = new ByteWriter();
  hashes.forEach((hash, i) => {
    let last = -1;
    const list = lists.get(hash)!;
    for (let k = 0; k < list.length; k += 2) {
      postings.varint(list[k]! - last - 1);
      postings.varint(list[k + 1]!);
      last = list[k]!;
    }
    starts[i + 1] = postings.length;
  });
  const textStarts = new Uint32Array(entries.length + 1);
  texts.forEach((text, i) => {
    textStarts[i + 1] = textStarts[i]! + text.length;
  });
  return joined(
    [
      textStarts,
      lengths,
      Uint32Array.from(entries, (entry) => Math.round(1000 * priorOf(entry))),
      hashes,
      starts,
    ],
    postings.written(),
    texts,
    entries.length,
    hashes.length,
  );
}

function joined(
  columns: readonly Uint32Array[],
  postings: Uint8Array,
  texts: readonly Uint8Array[],
  entries: number,
  terms: number,
): Uint8Array {
  const textBytes = texts.reduce((sum, { length }) => sum + length, 0);
  const numbers = HEADER + columns.reduce((sum, { length }) => sum + length, 0);
  const packed = new Uint8Array(4 * numbers + postings.length + textBytes);
  const view = new Uint32Array(packed.buffer, 0, numbers);
  view.set([MAGIC, entries, terms, postings.length, textBytes]);
  let at = HEADER;
  for (const column of columns) {
    view.set(column, at);
    at += column.length;
  }
  packed.set(postings, 4 * numbers);
  let byte = 4 * numbers + postings.length;
  for (const text of texts) {
    packed.set(text, byte);
    byte += text.length;
  }
  return packed;
}

/** One posting: `weight` counts how often and where the term stands. */
export type PostingVisitor = (entry: number, weight: number) => void;

export class PackedApis {
  readonly entryCount: number;
  /** Sum of all weighted lengths. */
  readonly allLengths: number;
  readonly #bytes: Uint8Array;
  readonly #utf8: Utf8;
  readonly #folder: string;
  readonly #textStarts: Uint32Array;
  readonly #lengths: Uint32Array;
  readonly #priors: Uint32Array;
  readonly #hashes: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #postings: number;
  readonly #texts: number;

  private constructor(bytes: Uint8Array, numbers: Uint32Array, utf8: Utf8, folder: string) {
    const [, entries, terms, postingBytes] = numbers as unknown as [number, number, number, number];
    let at = HEADER;
    const column = (length: number) => numbers.subarray(at, (at += length));
    this.#bytes = bytes;
    this.#utf8 = utf8;
    this.#folder = folder;
    this.entryCount = entries;
    this.#textStarts = column(entries + 1);
    this.#lengths = column(entries);
    this.#priors = column(entries);
    this.#hashes = column(terms);
    this.#starts = column(terms + 1);
    this.#postings = 4 * at;
    this.#texts = this.#postings + postingBytes;
    this.allLengths = this.#lengths.reduce((sum, one) => sum + one, 0);
  }

  /**
   * @param folder where the package lies here, absolute; empty when it does not, and then paths stay as they are in it
   * @returns undefined for bytes that `packApis` of this version did not write
   */
  static open(bytes: Uint8Array, utf8: Utf8, folder: string): PackedApis | undefined {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    if (aligned.length < 4 * HEADER) return undefined;
    const numbers = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
    const [magic, entries, terms, postingBytes, textBytes] = numbers as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    if (magic !== MAGIC) return undefined;
    const size = 4 * (HEADER + 3 * entries + 1 + 2 * terms + 1) + postingBytes + textBytes;
    return size === aligned.length ? new PackedApis(aligned, numbers, utf8, folder) : undefined;
  }

  get sizeBytes(): number {
    return this.#bytes.length;
  }

  lengthOf(entry: number): number {
    return this.#lengths[entry]!;
  }

  /** What an entry counts whatever is asked, above 0. */
  priorOf(entry: number): number {
    return this.#priors[entry]! / 1000;
  }

  entry(at: number): ApiEntry {
    const text = this.#bytes.subarray(
      this.#texts + this.#textStarts[at]!,
      this.#texts + this.#textStarts[at + 1]!,
    );
    const entry = JSON.parse(this.#utf8.decode(text)) as ApiEntry;
    return isAbsolute(entry.path) || this.#folder === ""
      ? entry
      : { ...entry, path: `${this.#folder}/${entry.path}` };
  }

  /** All of them, in their order. */
  entries(): readonly ApiEntry[] {
    return Array.from({ length: this.entryCount }, (_, at) => this.entry(at));
  }

  /** Entries that hold a term, ascending. */
  forEachPosting(hash: number, visit: PostingVisitor): void {
    const term = this.#find(hash);
    if (term < 0) return;
    let at = this.#postings + this.#starts[term]!;
    const end = this.#postings + this.#starts[term + 1]!;
    const bytes = this.#bytes;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++]!;
        value |= (byte & 127) << shift;
        if (byte < 128 || at >= end) return value >>> 0;
      }
    };
    for (let entry = -1; at < end; ) {
      entry += varint() + 1;
      visit(entry, varint());
    }
  }

  #find(hash: number): number {
    let low = 0;
    let high = this.#hashes.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#hashes[middle]!;
      if (found === hash) return middle;
      if (found < hash) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

/** `/a` and `c:/a`. */
const isAbsolute = (path: string) => /^(?:[a-z]:)?\//i.test(path);
