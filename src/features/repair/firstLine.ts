import type { FileChange } from "../../core/patch/fileTexts.ts";

/** 0-based line of the first change. */
export function firstLine([change]: readonly FileChange[]): number {
  if (change?.kind !== "changed") return 0;
  const [old, now] = [change.before.split("\n"), change.after.split("\n")];
  const at = old.findIndex((line, index) => line !== now[index]);
  return at < 0 ? old.length - 1 : at;
}
