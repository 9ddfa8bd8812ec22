/** The review of patches, made when the first patch is shown: most windows never do. */
import type { Disposable } from "../../ports/disposable.ts";
import type { PatchReview } from "../../ports/patchReview.ts";
import type { AfterChange, EditorReview } from "./patchReview.ts";

export interface LazyReview extends PatchReview, Disposable, Pick<EditorReview, "files" | "undo"> {
  readonly commands: ReturnType<typeof reviewCommands>;
  /** Who is told of changed files. */
  follow(after: AfterChange): void;
  /** Takes back patches that broke off in an earlier session. */
  recover(): Promise<void>;
}

/** @param make with whom it tells of changed files */
export function lazyReview(make: (after: AfterChange) => Promise<EditorReview>): LazyReview {
  let follower: AfterChange = async () => undefined;
  let made: Promise<EditorReview> | undefined;
  const review = (): Promise<EditorReview> => {
    made ??= make((...changed) => follower(...changed));
    return made;
  };
  return {
    show: async (patches, signal) => (await review()).show(patches, signal),
    files: async (root) => (await review()).files(root),
    undo: async (root, ids) => (await review()).undo(root, ids),
    follow(after) {
      follower = after;
    },
    recover: async () => (await review()).recover(),
    commands: reviewCommands(review, async () => (await made)?.session),
    dispose: () => void made?.then((one) => one.dispose()),
  };
}

/** Without an open review the commands do nothing; menus and keys offer them with one alone. */
function reviewCommands(
  review: () => Promise<EditorReview>,
  session: () => Promise<EditorReview["session"]>,
) {
  return {
    acceptHunk: async (given: unknown) => (await session())?.acceptHunk(given),
    rejectHunk: async (given: unknown) => (await session())?.rejectHunk(given),
    acceptPatch: async () => (await session())?.acceptAll(),
    rejectPatch: async () => (await session())?.reject(),
    nextHunk: async () => (await session())?.goToHunk(1),
    previousHunk: async () => (await session())?.goToHunk(-1),
    choosePatch: async () => (await session())?.choosePatch(),
    showPatch: async () => (await session())?.showChanges(),
    showChangedSince: async (given: unknown) => (await session())?.showChangedSince(given),
    undoPatch: async () => (await review()).undoPatch(),
  };
}
