/** The last two things that were changed by hand in open documents. */
import { type EditBurst, extendBurst } from "../../core/completion/nextEdit/editBurst.ts";
import type { TextEdit } from "../../core/text/textEdit.ts";

export interface RecordedEdit {
  readonly path: string;
  readonly languageId: string;
  readonly burst: EditBurst;
}

export class EditHistory {
  #current: RecordedEdit | undefined;
  #previous: RecordedEdit | undefined;

  /** What is being changed now. */
  get current(): RecordedEdit | undefined {
    return this.#current;
  }

  /** What was changed before. */
  get previous(): RecordedEdit | undefined {
    return this.#previous;
  }

  /** @param before the text that the first edit refers to */
  edited(path: string, languageId: string, before: string, edits: readonly TextEdit[]): void {
    const last = this.#current;
    const own = last?.path === path ? last.burst : undefined;
    const burst = extendBurst(own, before, edits);
    const isNew = burst === undefined || burst.base !== own?.base;
    if (isNew && last && last.burst.base !== last.burst.text) this.#previous = last;
    this.#current = burst && { path, languageId, burst };
  }

  closed(path: string): void {
    if (this.#current?.path === path) this.#current = undefined;
    if (this.#previous?.path === path) this.#previous = undefined;
  }
}
