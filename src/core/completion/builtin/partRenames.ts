/** Renaming of parts of names, each answer found once a request: the same pairs of names come up at many sites. */
import { type PartRename, partRename, renameParts } from "../../syntax/tokens/subwords.ts";
import type { Vocabulary } from "../../syntax/tokens/vocabulary.ts";

/** Above any id, so that two ids make one key. */
const IDS = 2 ** 26;

export class PartRenames {
  readonly #vocabulary: Vocabulary;
  readonly #learned = new Map<number, PartRename | undefined>();
  readonly #applied = new Map<PartRename, Map<number, number>>();

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** What differs between two names. */
  between(from: number, to: number): PartRename | undefined {
    const key = from * IDS + to;
    if (!this.#learned.has(key)) {
      this.#learned.set(key, partRename(this.#vocabulary.text(from), this.#vocabulary.text(to)));
    }
    return this.#learned.get(key);
  }

  /** Id of the name with the part replaced; the same id when the part is not in it. */
  apply(rename: PartRename, id: number): number {
    const known = this.#applied.get(rename) ?? new Map<number, number>();
    this.#applied.set(rename, known);
    const before = known.get(id);
    if (before !== undefined) return before;
    const name = renameParts(this.#vocabulary.text(id), rename);
    const renamed = name === undefined || name === "" ? id : this.#vocabulary.intern(name, 0, name.length);
    known.set(id, renamed);
    return renamed;
  }
}
