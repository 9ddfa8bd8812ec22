/**
 * The files of the person, and the only way to change them: a patch that was shown and accepted is applied whole or not
 * at all. In the editor its documents change, with one undo; on the command line a journal stands behind each apply.
 */
import type { FileChange } from "../core/patch/fileTexts.ts";

/** Paths are relative to the root, with `/`. */
export interface UserFiles {
  /**
   * The text as the person has it, unsaved changes included, with the mark of byte order if there is one.
   *
   * @returns `absent` when nothing is there; `unfit` for what is no text that could be written back unchanged
   */
  read(path: string): Promise<UserText>;
  /** Never throws: what cannot be done is told, and nothing is changed then. */
  apply(patch: UserPatch): Promise<ApplyOutcome>;
  /** Takes back an apply, where its files are still as it left them. Never throws. */
  undo(id: string): Promise<ApplyOutcome>;
  /**
   * Applies that could be taken back, newest first.
   *
   * @throws what the disk says when it refuses
   */
  applied(): Promise<readonly AppliedPatch[]>;
}

export type UserText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unfit"; readonly reason: ApplyFault };

export interface UserPatch {
  /** What a list of applies calls it, in a few words. */
  readonly title: string;
  /** Against texts as `read` gave them: anything else is stale. */
  readonly changes: readonly FileChange[];
  /** Protected paths (`core/patch/protectedPaths.ts`) that the person was asked about and allowed. */
  readonly allowed?: readonly string[];
}

export interface AppliedPatch {
  readonly id: string;
  readonly title: string;
  readonly timeMs: number;
  readonly paths: readonly string[];
}

/** Why a file of a patch cannot be changed. */
export const applyFaults = [
  /** Its path is no file's below the root. */
  "path",
  /** It is protected, and the person was not asked. */
  "protected",
  /** It or a folder above it is a link. */
  "link",
  /** It is not as the patch expects: changed, gone, or there already. */
  "stale",
  /** It is no text, or in an encoding that cannot be written back. */
  "encoding",
  /** It may not be written. */
  "readOnly",
  /** It is no plain file, or too large. */
  "kind",
] as const;
export type ApplyFault = (typeof applyFaults)[number];

export type ApplyOutcome =
  /** `id` takes it back. */
  | { readonly kind: "applied"; readonly id: string }
  /** Nothing was touched. */
  | {
      readonly kind: "refused";
      readonly faults: readonly {
        readonly path: string;
        readonly fault: ApplyFault;
        readonly message: string;
      }[];
    }
  /** The disk or the editor refused in the middle; what was begun was taken back unless `isRestored` is false. */
  | { readonly kind: "failed"; readonly message: string; readonly isRestored: boolean };
