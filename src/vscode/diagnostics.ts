import * as vscode from "vscode";
import type { Diagnostics } from "../ports/diagnostics.ts";
import * as toVscode from "./toVscode.ts";

const severities: ReadonlyMap<vscode.DiagnosticSeverity, "error" | "warning"> = new Map([
  [vscode.DiagnosticSeverity.Error, "error"],
  [vscode.DiagnosticSeverity.Warning, "warning"],
]);

/** What all extensions of the editor report. */
export const vscodeDiagnostics: Diagnostics = {
  of: (path) =>
    vscode.languages.getDiagnostics(toVscode.uri(path)).flatMap(({ severity, range, message }) => {
      const known = severities.get(severity);
      return known ? [{ line: range.start.line, severity: known, message }] : [];
    }),
};
