/** Whether what a patch names exists: what the check of whole files finds with it and did not find without. */
import { languageIdOf } from "../../core/syntax/language.ts";
import { countOf } from "../../core/text/counts.ts";
import type { ApiChecks, ApiFinding } from "../../ports/apiChecks.ts";
import type { PatchFact } from "../../ports/patchReview.ts";
import type { FixPatch } from "../repair/fix.ts";

/** None where no name of a library could be judged: nothing is claimed then. */
export async function nameFacts(
  { root, changes }: Pick<FixPatch, "root" | "changes">,
  engine: Pick<ApiChecks, "checkApis">,
  signal: AbortSignal,
): Promise<readonly PatchFact[]> {
  const fresh: ApiFinding[] = [];
  let judged = 0;
  for (const change of changes) {
    if (change.kind === "deleted") continue;
    const about = { path: `${root}/${change.path}`, languageId: languageIdOf(change.path) ?? "plaintext" };
    const after = await engine.checkApis({ ...about, text: change.after }, signal);
    const before =
      change.kind === "created"
        ? []
        : (await engine.checkApis({ ...about, text: change.before }, signal)).findings;
    const known = new Set(before.map(({ message }) => message));
    fresh.push(...after.findings.filter(({ message }) => !known.has(message)));
    judged += after.judged.length;
  }
  if (fresh.length > 0) {
    const details = fresh.map(({ message }) => message);
    return [
      {
        kind: "bad",
        text: `${countOf(fresh.length, "name")} of libraries missing or deprecated`,
        details,
      },
    ];
  }
  if (judged === 0) return [];
  return [
    {
      kind: "good",
      text: `No name of a library is missing or deprecated (${countOf(judged, "name")} judged)`,
    },
  ];
}
