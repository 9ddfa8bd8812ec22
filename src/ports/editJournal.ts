/**
 * What stands behind a patch that the editor makes: whether its files may be changed, and how they were, written down before
 * the editor begins. Texts that the editor holds unsaved count instead of those on the disk.
 */
import type { FileChange } from "../core/patch/fileTexts.ts";
import type { AppliedPatch, ApplyOutcome, UserPatch, UserText } from "./userFiles.ts";

/** Texts that are not saved yet, by path relative to the root, with the mark of byte order if the file has one. */
export type HeldTexts = ReadonlyMap<string, string>;

type NotBegun = Exclude<ApplyOutcome, { kind: "applied" }>;

export interface EditJournal {
  /** As the disk has it. */
  read(path: string): Promise<UserText>;
  /** Checks as `UserFiles.apply` does, then waits until the disk has the old texts. Nothing of the person's is changed. */
  begin(
    patch: UserPatch,
    held: HeldTexts,
    undoes?: string,
  ): Promise<{ readonly kind: "begun"; readonly id: string } | NotBegun>;
  /** `failed`: what the editor left half done on the disk is taken back. @returns whether all is as it was */
  end(id: string, end: "done" | "failed"): Promise<boolean>;
  /** Makes a patch by the disk alone, where the editor could not keep every byte. */
  applyOnDisk(patch: UserPatch): Promise<ApplyOutcome>;
  /** The changes that take an apply back, where its files are still as it left them. */
  inverse(
    id: string,
    held: HeldTexts,
  ): Promise<
    { readonly kind: "changes"; readonly title: string; readonly changes: readonly FileChange[] } | NotBegun
  >;
  /** Applies that could be taken back, newest first. @throws what the disk says when it refuses */
  applied(): Promise<readonly AppliedPatch[]>;
}
