/** The review of patches, made when the first patch is shown: most windows never do. */
import type { Disposable } from "../../ports/disposable.ts";
import type { PatchReview } from "../../ports/patchReview.ts";
import type { EditorReview } from "./patchReview.ts";

export interface LazyReview extends PatchReview, Disposable, Pick<EditorReview, "files" | "undo"> {
  readonly commands: ReturnType<typeof reviewCommands>;
  /** Takes back patches that broke off in an earlier session. */
  recover(): Promise<void>;
}

export function lazyReview(make: () => Promise<EditorReview>): LazyReview {
  let made: Promise<EditorReview> | undefined;
  const review = (): Promise<EditorReview> => {
    made ??= make();
    return made;
  };
  return {
    show: async (patches, signal) => (await review()).show(patches, signal),
    files: async (root) => (await review()).files(root),
    undo: async (root, ids) => (await review()).undo(root, ids),
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
