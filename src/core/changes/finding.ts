/** What a review of changes found, each at a line that the change added. */

export const severities = ["error", "warning", "note"] as const;
/** `error`: it does not work, or must not be committed. `warning`: it likely should not stay so. `note`: worth a look. */
export type Severity = (typeof severities)[number];

export const findingKinds = [
  "conflictMarker",
  "secret",
  "debug",
  "todo",
  "syntax",
  "missingName",
  "missingApi",
  "deprecatedApi",
  "brokenCallers",
  "stillUsed",
  "testsUntouched",
  "brokenTest",
  "model",
] as const;
export type ReviewKind = (typeof findingKinds)[number];

export interface ReviewFinding {
  /** From the top of the repository, with `/`. */
  readonly path: string;
  /** 0-based, of the file as it is after the change. */
  readonly line: number;
  readonly severity: Severity;
  readonly kind: ReviewKind;
  /** One sentence without a full stop; plain text. */
  readonly message: string;
  /** Other places that it is about, `path` absolute, lines 0-based. */
  readonly places?: readonly { readonly path: string; readonly line: number }[];
  /** What to put in place of the line; empty to take it out. */
  readonly fix?: string;
}

/** Errors first, then by file and line. */
export function inOrder(findings: readonly ReviewFinding[]): readonly ReviewFinding[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
      a.line - b.line,
  );
}
