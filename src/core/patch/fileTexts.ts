/** Texts of files by path, and what a patch does to them. */

/** Paths are relative with `/`; texts are whole, with the mark of byte order if they have one. */
export type FileTexts = ReadonlyMap<string, string>;

/** One file of a patch. A path stands in at most one change, be it as `path` or as `from`. */
export type FileChange =
  | { readonly kind: "created"; readonly path: string; readonly after: string }
  | { readonly kind: "changed"; readonly path: string; readonly before: string; readonly after: string }
  | { readonly kind: "deleted"; readonly path: string; readonly before: string }
  | {
      readonly kind: "renamed";
      readonly from: string;
      readonly path: string;
      readonly before: string;
      readonly after: string;
    };

/** Files as they are after `changes`, whose old texts must be those of `files`. */
export function applyFileChanges(files: FileTexts, changes: readonly FileChange[]): FileTexts {
  const result = new Map(files);
  for (const change of changes) {
    if (change.kind === "deleted") result.delete(change.path);
    if (change.kind === "renamed") result.delete(change.from);
  }
  for (const change of changes) if (change.kind !== "deleted") result.set(change.path, change.after);
  return result;
}

/** The changes that take `changes` back, in reverse order. */
export function invertFileChanges(changes: readonly FileChange[]): readonly FileChange[] {
  return changes.map(invert).reverse();
}

function invert(change: FileChange): FileChange {
  switch (change.kind) {
    case "created":
      return { kind: "deleted", path: change.path, before: change.after };
    case "deleted":
      return { kind: "created", path: change.path, after: change.before };
    case "changed":
      return { kind: "changed", path: change.path, before: change.after, after: change.before };
    case "renamed":
      return {
        kind: "renamed",
        from: change.path,
        path: change.from,
        before: change.after,
        after: change.before,
      };
  }
}
