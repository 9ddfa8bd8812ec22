/** A review of patches: which of them is looked at, what of it is checked, and what became of it. No editor is known here. */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { ProposedPatch } from "../../ports/patchReview.ts";
import { ReviewFile } from "./reviewFile.ts";

/** A part of a change of a file, by their positions. */
export interface PartPlace {
  readonly file: number;
  readonly part: number;
}

/** What is to be applied: all that is checked, or one part. */
export type Selection = "checked" | PartPlace;

export class Review {
  readonly patches: readonly ProposedPatch[];
  #index = 0;
  #files: readonly ReviewFile[];

  /** @param patches at least one */
  constructor(patches: readonly ProposedPatch[]) {
    this.patches = patches;
    this.#files = this.patch.changes.map((change) => new ReviewFile(change));
  }

  get index(): number {
    return this.#index;
  }
  get patch(): ProposedPatch {
    return this.patches[this.#index]!;
  }
  get files(): readonly ReviewFile[] {
    return this.#files;
  }

  /** Another of the patches, whole. @returns false once a part of this one was applied */
  choose(index: number): boolean {
    if (!this.patches[index] || this.appliedCount > 0) return false;
    this.#index = index;
    this.#files = this.patch.changes.map((change) => new ReviewFile(change));
    return true;
  }

  check({ file, part }: { readonly file: number; readonly part?: number }, isChecked: boolean): void {
    const target = this.#files[file];
    for (const index of target?.states.keys() ?? []) {
      if (part === undefined || part === index) target!.check(index, isChecked);
    }
  }

  changesOf(selection: Selection): readonly FileChange[] {
    return this.#files.flatMap((file, at) => file.changeOf(isTaken(selection, file, at)) ?? []);
  }

  /** To be called when `changesOf` of the same selection was applied. */
  applied(selection: Selection): void {
    for (const [at, file] of this.#files.entries()) file.applied(isTaken(selection, file, at));
  }

  #count(isCounted: (file: ReviewFile, part: number) => boolean): number {
    return this.#files.reduce(
      (sum, file) => sum + file.states.filter((_state, part) => isCounted(file, part)).length,
      0,
    );
  }
  get partCount(): number {
    return this.#count(() => true);
  }
  get checkedCount(): number {
    return this.#count((file, part) => file.isChecked(part));
  }
  get openCount(): number {
    return this.#count((file, part) => file.states[part]!.kind === "open");
  }
  get appliedCount(): number {
    return this.#count((file, part) => file.states[part]!.kind === "applied");
  }
  /** Whether what is checked or applied is the patch as it was proposed, made for the files as they are. */
  get isWhole(): boolean {
    return (
      this.checkedCount + this.appliedCount === this.partCount && !this.#files.some(({ isMoved }) => isMoved)
    );
  }

  /** All parts that are open, in order. */
  openParts(): readonly PartPlace[] {
    return this.#files.flatMap((file, at) =>
      file.states.flatMap((state, part) => (state.kind === "open" ? [{ file: at, part }] : [])),
    );
  }

  /**
   * The part at a line, or next to it.
   *
   * @param line 0-based, of the side
   */
  partAt(file: number, side: "before" | "after", line: number): PartPlace | undefined {
    const lines = this.#files[file]?.lines()[side] ?? [];
    const within = lines.find(({ start, end }) => start <= line && line < Math.max(end, start + 1));
    // Where lines only go, there is none on the new side: the line above it stands for them too.
    const found = within ?? lines.find(({ start, end }) => start - 1 <= line && line <= end);
    return found && { file, part: found.index };
  }
}

function isTaken(selection: Selection, file: ReviewFile, at: number): (part: number) => boolean {
  if (selection === "checked") return file.isChecked;
  return (part) => selection.file === at && selection.part === part;
}
