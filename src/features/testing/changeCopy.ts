import type { FileChange } from "../../core/patch/fileTexts.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";

/** Makes changes in a copy, what goes away first. @throws as `WorkCopy.write` */
export async function changeCopy(
  copy: Pick<WorkCopy, "write" | "remove">,
  changes: readonly FileChange[],
): Promise<void> {
  for (const change of changes) {
    if (change.kind === "deleted") await copy.remove(change.path);
    if (change.kind === "renamed") await copy.remove(change.from);
  }
  for (const change of changes) if (change.kind !== "deleted") await copy.write(change.path, change.after);
}
