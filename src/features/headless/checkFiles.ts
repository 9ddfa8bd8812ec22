/** Whole files against the installed libraries, as text for a terminal or a script. */

import { languageIdOf } from "../../core/syntax/language.ts";
import { countOf } from "../../core/text/counts.ts";
import { printable } from "../../core/text/table.ts";
import type { ApiChecks, ApiFinding } from "../../ports/apiChecks.ts";

export interface CheckedFile {
  /** Absolute. */
  readonly path: string;
  readonly findings: readonly ApiFinding[];
  readonly judged: number;
  /** It is not in the index, so nothing was looked at. */
  readonly isUnread: boolean;
}

/** @param paths absolute; all that can be checked when there are none */
export async function checkFiles(
  engine: ApiChecks,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly CheckedFile[]> {
  const wanted = paths.length > 0 ? paths : await engine.checkablePaths(signal);
  const checked: CheckedFile[] = [];
  for (const path of wanted) {
    const languageId = languageIdOf(path) ?? "plaintext";
    const { findings, judged, isUnread = false } = await engine.checkApis({ path, languageId }, signal);
    checked.push({ path, findings, judged: judged.length, isUnread });
  }
  return checked;
}

/** One finding a line, as compilers print them, and a last line that sums up. */
export function renderChecked(files: readonly CheckedFile[], show: (path: string) => string): string {
  const lines = files.flatMap(({ path, findings }) =>
    findings.map(({ line, column, reason, message }) =>
      printable(`${show(path)}:${line + 1}:${column + 1}: ${reason}: ${message}`),
    ),
  );
  const unread = files
    .filter((one) => one.isUnread)
    .map(({ path }) => printable(`${show(path)}: not indexed`));
  const judged = files.reduce((sum, one) => sum + one.judged, 0);
  const counted = (reason: ApiFinding["reason"]) =>
    files.reduce((sum, { findings }) => sum + findings.filter((one) => one.reason === reason).length, 0);
  const sum = `${countOf(files.length, "file")}, ${countOf(judged, "name")} of libraries judged: ${counted("missing")} missing, ${counted("deprecated")} deprecated`;
  return [...lines, ...unread, sum].join("\n");
}
