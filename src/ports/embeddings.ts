/** The index's side of embeddings: what lacks vectors, and where those that came are kept. */

/** A content of the index that has no vectors yet, cut into pieces. */
export interface UnembeddedFile {
  readonly path: string;
  /** `contentHash` of the content that the pieces are of. */
  readonly hash: number;
  readonly pieces: readonly UnembeddedPiece[];
}

export interface UnembeddedPiece {
  /** 0-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

export interface EmbeddingWork {
  /** Whole files, together about as many pieces as were asked for. */
  readonly files: readonly UnembeddedFile[];
  /** Nothing is left but what was to be skipped. With no files and more to do, the store was looked through in part. */
  readonly isComplete: boolean;
  /** Files of the index with vectors, and all. */
  readonly done: number;
  readonly total: number;
}

export interface EmbeddedFile {
  readonly hash: number;
  readonly pieces: readonly {
    readonly startLine: number;
    readonly endLine: number;
    readonly vector: Int8Array;
  }[];
}

export interface Embeddings {
  /**
   * What to embed next with a model, and with that the model whose vectors `search` compares.
   *
   * @param skip paths that are left for now
   */
  unembedded(model: string, maxPieces: number, skip: readonly string[]): Promise<EmbeddingWork>;
  /** Keeps vectors by model and content, on disk where the index is. */
  saveEmbeddings(model: string, files: readonly EmbeddedFile[]): Promise<void>;
}
