/** Segments as they may be kept on disk: without text that was never there. */
import { contentStates } from "./contentSet.ts";
import type { RepoPart } from "./repoPart.ts";
import { mergeSegments } from "./segment/mergeSegments.ts";
import { openSegment } from "./segment/segment.ts";

export class SavedSegments {
  /** What was left out of a segment when it was last copied without, and the copy's id; empty for no copy at all. */
  readonly #copies = new WeakMap<RepoPart, { readonly without: string; readonly id: string }>();

  /**
   * In steps of a few milliseconds, between which files may change.
   *
   * @param isUnsaved whether the file at a path holds text that was never on disk
   * @param known ids whose bytes are not wanted
   * @returns by id, in the order of the parts; undefined for known ones
   */
  *collect(
    parts: readonly RepoPart[],
    isUnsaved: (path: string) => boolean,
    known: ReadonlySet<string>,
  ): Generator<void, ReadonlyMap<string, Uint8Array | undefined>> {
    const saved = new Map<string, Uint8Array | undefined>();
    for (const part of parts) {
      const { id, bytes } = part.segment;
      const without = unsavedContents(part, isUnsaved);
      if (without.size === 0) saved.set(id, known.has(id) ? undefined : bytes);
      else yield* this.#collectCopy(part, without, known, saved);
    }
    return saved;
  }

  *#collectCopy(
    part: RepoPart,
    without: ReadonlySet<number>,
    known: ReadonlySet<string>,
    saved: Map<string, Uint8Array | undefined>,
  ): Generator<void> {
    if (without.size === part.size) return;
    const key = [...without].join();
    const copied = this.#copies.get(part);
    if (copied?.without === key && known.has(copied.id)) {
      saved.set(copied.id, undefined);
      return;
    }
    const { segment } = part;
    const bytes = yield* mergeSegments([{ segment, keep: (content) => !without.has(content) }]);
    const read = openSegment(bytes);
    if (read.kind !== "segment") return;
    this.#copies.set(part, { without: key, id: read.segment.id });
    saved.set(read.segment.id, bytes);
  }
}

function unsavedContents(part: RepoPart, isUnsaved: (path: string) => boolean): ReadonlySet<number> {
  const found = new Set<number>();
  for (let content = 0; content < part.size; content++) {
    const state = part.states[content];
    const path = part.paths[content];
    if (state === contentStates.dropped) found.add(content);
    else if (state === contentStates.live && path !== undefined && isUnsaved(path)) found.add(content);
  }
  return found;
}
