/**
 * The corpus as one request sees it: without the indexed content of the file being edited, with a weight for each
 * file.
 */
import type { Vocabulary } from "../../syntax/tokens/vocabulary.ts";
import { affinityTo } from "./affinity.ts";
import type { Corpus } from "./corpus.ts";
import type { CurrentText } from "./currentText.ts";
import type { LooseFile } from "./looseFile.ts";
import type { Segment } from "./segment.ts";
import type { TokenSource } from "./tokenSource.ts";

/** Loose files looked at in one request, the most recently set first: their look-up costs by file. */
const MAX_LOOSE = 64;

export interface WeightedSegment {
  readonly segment: Segment;
  /** By file; 0 for one that must not be used. */
  readonly weights: Float32Array;
}

export interface WeightedLoose {
  readonly file: LooseFile;
  readonly weight: number;
}

export interface View {
  readonly vocabulary: Vocabulary;
  readonly current: CurrentText;
  readonly segments: readonly WeightedSegment[];
  readonly loose: readonly WeightedLoose[];
  /** By path of files that changed of late: how many others changed since. */
  readonly ages: ReadonlyMap<string, number>;
}

/** Weight of a file of a source in this view; the current text's is 0 here, since its weight falls with distance. */
export function weightOf(view: View, source: TokenSource, file: number): number {
  for (const { segment, weights } of view.segments) {
    if (segment === source) return weights[file]!;
  }
  for (const { file: loose, weight } of view.loose) {
    if (loose === source) return weight;
  }
  return 0;
}

/** Remembers the weights of the last path, which most requests share. */
export class Viewer {
  readonly #corpus: Corpus;
  #path: string | undefined;
  #weights = new WeakMap<Segment, Float32Array>();
  /** Loose files of the last view: only these keep what look-ups need. */
  #linked: readonly WeightedLoose[] = [];

  constructor(corpus: Corpus) {
    this.#corpus = corpus;
  }

  view(current: CurrentText): View {
    const { path, languageId } = current.file;
    const affinity = affinityTo({ path, languageId });
    if (this.#path !== path) {
      this.#path = path;
      this.#weights = new WeakMap();
    }
    const segments = this.#corpus.segments.map((segment) => {
      const known = this.#weights.get(segment);
      const weights = known ?? Float32Array.from(segment.files, affinity);
      if (known === undefined) this.#weights.set(segment, weights);
      for (let file = 0; file < weights.length; file++) {
        if (segment.dead[file] === 1 || segment.files[file]!.path === path) weights[file] = 0;
      }
      return { segment, weights };
    });
    const loose = [...this.#corpus.loose.values()]
      .filter((file) => file.path !== path)
      .slice(-MAX_LOOSE)
      .map((file) => ({ file, weight: affinity(file) }));
    const used = new Set(loose.map(({ file }) => file));
    for (const { file } of this.#linked) if (!used.has(file)) file.forgetChains();
    this.#linked = loose;
    return { vocabulary: this.#corpus.vocabulary, current, segments, loose, ages: this.#corpus.ages() };
  }
}
