/** Files of a commit's parent with some of the commit's changes made: offsets of before and of now. */
import type { CommitChange } from "./commitChanges.ts";

export class EditedTexts {
  readonly #edits = new Map<string, CommitChange["edit"][]>();

  /** Notes an edit; `start` and `end` are those of before. @returns the same edit in the text as it is now */
  add(path: string, edit: CommitChange["edit"]): CommitChange["edit"] {
    const edits = this.#edits.get(path) ?? [];
    const delta = edits.filter((one) => one.end <= edit.start).reduce((sum, one) => sum + growth(one), 0);
    this.#edits.set(path, [...edits, edit]);
    return { start: edit.start + delta, end: edit.end + delta, text: edit.text };
  }

  /** Where an offset of now was before. */
  before(path: string, offset: number): number {
    let at = offset;
    for (const edit of [...(this.#edits.get(path) ?? [])].sort((a, b) => a.start - b.start))
      if (edit.start + edit.text.length <= at) at -= growth(edit);
    return at;
  }

  /** The text as it is now. */
  now(path: string, base: string): string {
    const edits = [...(this.#edits.get(path) ?? [])].sort((a, b) => b.start - a.start);
    return edits.reduce(
      (text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end),
      base,
    );
  }
}

const growth = ({ start, end, text }: CommitChange["edit"]): number => text.length - (end - start);
