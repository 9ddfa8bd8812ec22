/** What was done to a person's files, as text for a terminal. */
import { countOf } from "../../core/text/counts.ts";
import { printable } from "../../core/text/table.ts";
import type { AppliedPatch, ApplyOutcome } from "../../ports/userFiles.ts";

/** @param done what succeeded, such as `Applied to` */
export function renderOutcome(outcome: ApplyOutcome, done: string, paths: readonly string[]): string {
  switch (outcome.kind) {
    case "applied":
      return printable(`${done} ${paths.join(", ")}`);
    case "refused":
      return ["Nothing was changed:", ...outcome.faults.map(({ message }) => printable(`  ${message}`))].join(
        "\n",
      );
    case "failed":
      return printable(
        `${outcome.message}. ${outcome.isRestored ? "Everything is as it was" : "Some files may be changed in part: the next start takes them back"}`,
      );
  }
}

/** One apply a line, newest first. */
export function renderAppliedList(applied: readonly AppliedPatch[]): string {
  if (applied.length === 0) return "Nothing was applied in the last seven days";
  return applied
    .map(({ id, title, timeMs, paths }) =>
      printable(`${id}  ${new Date(timeMs).toISOString()}  ${title} (${countOf(paths.length, "file")})`),
    )
    .join("\n");
}
