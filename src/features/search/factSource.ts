/** Facts of indexed files: kept ones where the content is the same, read from the text where there are none. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { SyntaxFacts } from "../../core/syntax/facts/facts.ts";
import { packFacts, unpackFacts } from "../../core/syntax/facts/packFacts.ts";
import { textContentHash } from "../../core/text/contentHash.ts";
import type { IndexStore } from "../../ports/indexStore.ts";
import type { SyntaxReader } from "../../ports/syntaxReader.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import type { RepoIndexer } from "../indexing/repoIndexer.ts";
import type { SourceTexts } from "./sourceTexts.ts";

export interface FactSourceDeps {
  readonly reader: SyntaxReader;
  readonly texts: SourceTexts;
  readonly index: Pick<RepoIndex, "languageIdOf" | "hashOf">;
  readonly indexer: Pick<RepoIndexer, "openText"> & { readonly store?: FactStore | undefined };
  readonly guard: TextGuard;
}

export type FactStore = Pick<IndexStore, "loadBlob" | "saveBlobs">;

/** The kind under which facts are kept. */
const FACTS_BLOB = "facts";

/** Packed facts in memory beyond which the oldest are forgotten. */
const MOST_BYTES = 16 << 20;
/** New facts are kept on disk so many at a time. */
const SAVED_AT_ONCE = 64;

export class FactSource {
  readonly #deps: FactSourceDeps;
  /** Packed, by content; those used last at the end. */
  readonly #packed = new Map<number, Uint8Array>();
  #bytes = 0;
  #unsaved = new Map<number, Uint8Array>();
  /** Contents on which a thread has ended. */
  readonly #poisoned = new Set<number>();

  constructor(deps: FactSourceDeps) {
    this.#deps = deps;
  }

  /** Undefined when the file is not indexed, has no grammar, takes too long, or ended an earlier thread. */
  async read(path: string): Promise<SyntaxFacts | undefined> {
    const open = this.#deps.indexer.openText(path);
    const hash = open === undefined ? this.#deps.index.hashOf(path) : textContentHash(open);
    if (hash !== undefined && this.#poisoned.has(hash)) return undefined;
    const kept = hash === undefined ? undefined : this.#kept(hash);
    return kept ?? this.#parse(path, hash);
  }

  /** Whether facts of a content are at hand without parsing. */
  has(hash: number): boolean {
    return this.#packed.has(hash) || this.#deps.indexer.store?.loadBlob(FACTS_BLOB, hash) !== undefined;
  }

  /** Takes facts that were read elsewhere. */
  keep(hash: number, packed: Uint8Array): void {
    this.#remember(hash, packed);
    this.#unsaved.set(hash, packed);
    if (this.#unsaved.size >= SAVED_AT_ONCE) this.flush();
  }

  /** A content that must not be parsed here, because it ended the thread that tried. */
  poison(hash: number): void {
    this.#poisoned.add(hash);
  }

  /** Hands what is new to the store. */
  flush(): void {
    if (this.#unsaved.size === 0) return;
    this.#deps.indexer.store?.saveBlobs(FACTS_BLOB, this.#unsaved);
    this.#unsaved = new Map();
  }

  #kept(hash: number): SyntaxFacts | undefined {
    const packed = this.#packed.get(hash) ?? this.#deps.indexer.store?.loadBlob(FACTS_BLOB, hash);
    const facts = packed && unpackFacts(packed);
    if (facts) this.#remember(hash, packed);
    return facts;
  }

  async #parse(path: string, hash: number | undefined): Promise<SyntaxFacts | undefined> {
    const { texts, index, guard, reader } = this.#deps;
    const [text, languageId] = [await texts.read(path), index.languageIdOf(path)];
    if (text === undefined || languageId === undefined) return undefined;
    const facts = await guard.runAsync("parsing", path, text, () => reader.read(languageId, text), undefined);
    // A file that has changed since it was indexed has another content than the hash says.
    const isOpen = this.#deps.indexer.openText(path) !== undefined;
    if (facts && hash !== undefined && (isOpen || hash === index.hashOf(path)))
      this.keep(hash, packFacts(facts));
    return facts;
  }

  #remember(hash: number, packed: Uint8Array): void {
    const known = this.#packed.get(hash);
    if (known) this.#packed.delete(hash);
    else this.#bytes += packed.length;
    this.#packed.set(hash, packed);
    for (const [oldest, bytes] of this.#packed) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#packed.delete(oldest);
      this.#bytes -= bytes.length;
    }
  }
}
