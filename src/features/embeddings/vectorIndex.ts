/** Vectors of the index's contents beside it: found on disk, filled as they come, compared at each search. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { packVectors, readVectors } from "../../core/retrieval/embedding/contentVectors.ts";
import { fuseRanks } from "../../core/retrieval/embedding/fuseRanks.ts";
import { cosine, norm } from "../../core/retrieval/embedding/vector.ts";
import type { QueryEmbedding, SearchHit, SearchQuery } from "../../core/retrieval/search.ts";
import type { EmbeddedFile, Embeddings, EmbeddingWork, UnembeddedPiece } from "../../ports/embeddings.ts";
import type { IndexStore } from "../../ports/indexStore.ts";
import type { SourceTexts } from "../search/sourceTexts.ts";

export interface VectorIndexDeps {
  readonly index: RepoIndex;
  readonly texts: SourceTexts;
  /** The store as it is now; undefined while there is none. */
  readonly store: () => IndexStore | undefined;
}

interface ContentVector {
  readonly startLine: number;
  readonly endLine: number;
  readonly vector: Int8Array;
  readonly norm: number;
}

/** Lines of a piece. Passages of one symbol are kept together up to here. */
const MOST_LINES = 60;
/** Places compared by meaning that take part in the fused ranking. */
const MOST_MEANINGS = 100;
/** Contents looked for on disk in one call: a few milliseconds. */
const LOADS_AT_ONCE = 500;
const blobKind = (model: string): string => `embedding:${model}`;

export class VectorIndex implements Embeddings {
  readonly #deps: VectorIndexDeps;
  #model: string | undefined;
  #vectors = new Map<number, readonly ContentVector[]>();
  /** Contents that are not on disk either. */
  readonly #absent = new Set<number>();

  constructor(deps: VectorIndexDeps) {
    this.#deps = deps;
  }

  unembedded: Embeddings["unembedded"] = async (model, maxPieces, skip): Promise<EmbeddingWork> => {
    this.#use(model);
    const { index } = this.#deps;
    const missing = new Map<number, string>();
    const skipped = new Set(skip);
    let [done, total, unknown] = [0, 0, 0];
    for (const path of index.paths()) {
      const hash = index.hashOf(path);
      if (hash === undefined) continue;
      total++;
      if (this.#vectors.has(hash)) done++;
      else if (!this.#absent.has(hash) && ++unknown > LOADS_AT_ONCE) continue;
      else if (this.#load(hash)) done++;
      else if (!skipped.has(path)) missing.set(hash, path);
    }
    const files = await this.#cut(missing, maxPieces);
    const isComplete = files.length === 0 && unknown <= LOADS_AT_ONCE;
    return { files, isComplete, done, total };
  };

  /** The first of the contents, by hash and path, that together have about so many pieces. */
  async #cut(missing: ReadonlyMap<number, string>, maxPieces: number): Promise<EmbeddingWork["files"]> {
    const files: EmbeddingWork["files"][number][] = [];
    let count = 0;
    for (const [hash, path] of missing) {
      if (count >= maxPieces) break;
      const pieces = await this.#piecesOf(path);
      if (this.#deps.index.hashOf(path) !== hash) continue;
      files.push({ path, hash, pieces });
      count += pieces.length;
    }
    return files;
  }

  saveEmbeddings: Embeddings["saveEmbeddings"] = async (model, files) => {
    this.#use(model);
    const blobs = new Map<number, Uint8Array>();
    for (const { hash, pieces } of files) {
      this.#keep(hash, pieces);
      blobs.set(hash, packVectors(pieces));
    }
    this.#deps.store()?.saveBlobs(blobKind(model), blobs);
  };

  /** Hits by words with those by meaning among them; as they are where there are no vectors to compare. */
  fuse(hits: readonly SearchHit[], query: SearchQuery): readonly SearchHit[] {
    const { embedding, target, limit, explain = false } = query;
    if (!embedding || embedding.model !== this.#model) return hits.slice(0, limit);
    return fuseRanks(hits, this.#nearest(embedding, target), limit, explain);
  }

  #nearest({ vector }: QueryEmbedding, target: SearchQuery["target"]): readonly SearchHit[] {
    const { index } = this.#deps;
    const length = norm(vector);
    const near: SearchHit[] = [];
    for (const path of index.paths()) {
      const hash = index.hashOf(path);
      for (const piece of (hash !== undefined && this.#vectors.get(hash)) || []) {
        if (piece.vector.length !== vector.length) continue;
        const score = cosine(vector, piece.vector, length, piece.norm);
        const { startLine, endLine } = piece;
        if (score > 0) near.push({ path, startLine, endLine, score });
      }
    }
    near.sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
    return near
      .slice(0, MOST_MEANINGS)
      .flatMap((hit, i, all) => this.#asTarget(hit, target, all.slice(0, i)));
  }

  /** A piece as what is ranked: its file, where that is new, or the innermost symbol around its first lines. */
  #asTarget(
    hit: SearchHit,
    target: SearchQuery["target"],
    better: readonly SearchHit[],
  ): readonly SearchHit[] {
    if (target === "chunk") return [hit];
    if (target === "file") {
      return better.some(({ path }) => path === hit.path) ? [] : [{ path: hit.path, score: hit.score }];
    }
    const first = hit.startLine ?? 0;
    const last = hit.endLine ?? first;
    const inside = this.#deps.index
      .symbolsOf(hit.path)
      .find((symbol) => symbol.startLine >= first && symbol.startLine <= last);
    return inside ? [{ ...inside, score: hit.score }] : [];
  }

  #use(model: string): void {
    if (model === this.#model) return;
    this.#model = model;
    this.#vectors = new Map();
    this.#absent.clear();
  }

  #load(hash: number): boolean {
    if (this.#vectors.has(hash)) return true;
    if (this.#absent.has(hash)) return false;
    const bytes = this.#deps.store()?.loadBlob(blobKind(this.#model ?? ""), hash);
    const pieces = bytes && readVectors(bytes);
    if (pieces) this.#keep(hash, pieces);
    else this.#absent.add(hash);
    return pieces !== undefined;
  }

  #keep(hash: number, pieces: EmbeddedFile["pieces"]): void {
    this.#absent.delete(hash);
    this.#vectors.set(
      hash,
      pieces.map((piece) => ({ ...piece, norm: norm(piece.vector) })),
    );
  }

  /** Runs of passages as long as a piece may be; none for a file that changed meanwhile. */
  async #piecesOf(path: string): Promise<readonly UnembeddedPiece[]> {
    const { index, texts } = this.#deps;
    const lines = (await texts.read(path))?.split("\n");
    const file = index.fileOf(path);
    if (!lines || file < 0) return [];
    const pieces: UnembeddedPiece[] = [];
    const end = index.firstPassageOf(file + 1);
    for (let passage = index.firstPassageOf(file); passage < end; ) {
      const startLine = index.startLineOf(passage);
      let endLine = index.endLineOf(passage++);
      while (passage < end && index.endLineOf(passage) - startLine < MOST_LINES) {
        endLine = index.endLineOf(passage++);
      }
      const text = lines.slice(startLine, endLine + 1).join("\n");
      if (text.trim() !== "") pieces.push({ startLine, endLine, text: `${path.split("/").at(-1)}\n${text}` });
    }
    return pieces;
  }
}
