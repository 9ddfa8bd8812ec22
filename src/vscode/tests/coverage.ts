/** Which lines ran, as the editor's own coverage: its view, its marks beside the code. */
import * as vscode from "vscode";
import type { MeasuredFile } from "../../core/testing/coverage/measuredFile.ts";

/** Lines of files whose totals the editor was given. */
const measured = new WeakMap<vscode.FileCoverage, MeasuredFile>();

export function fileCoverage(file: MeasuredFile, uri: vscode.Uri): vscode.FileCoverage {
  const counts = [...file.lines.values()];
  const covered = counts.filter((count) => count > 0).length;
  const told = new vscode.FileCoverage(uri, new vscode.TestCoverageCount(covered, counts.length));
  measured.set(told, file);
  return told;
}

/** Asked for when a person opens a file or unfolds it. */
export const loadDetailedCoverage: NonNullable<vscode.TestRunProfile["loadDetailedCoverage"]> = async (
  _run,
  told,
) =>
  [...(measured.get(told)?.lines ?? [])].map(
    ([line, count]) =>
      new vscode.StatementCoverage(count, new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER)),
  );
