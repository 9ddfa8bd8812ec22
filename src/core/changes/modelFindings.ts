/** What a model wrote of a change, as findings; those that name no added line are left out and counted. Never throws. */
import { type ReviewFinding, severities } from "./finding.ts";

export interface ModelFindings {
  readonly findings: readonly ReviewFinding[];
  readonly unanchored: number;
}

const MOST_FINDINGS = 50;
const LONGEST_MESSAGE = 600;
const written =
  /^[\s*->]*FINDING:?\s+[`*]*([^\s`*:]+):(\d{1,7})(?:[-–]\d{1,7})?[`*]*\s*[,:-]?\s*[`*[(]*(error|warning|note)[\])`*]*\s*[:,-]?\s*(.+)$/i;

/** @param lines added lines by path, 0-based */
export function parseModelFindings(
  text: string,
  lines: ReadonlyMap<string, ReadonlySet<number>>,
): ModelFindings {
  const findings: ReviewFinding[] = [];
  let unanchored = 0;
  for (const one of text.split("\n")) {
    const [, path, number, severity, message] = written.exec(one.slice(0, 2000)) ?? [];
    if (path === undefined || findings.length >= MOST_FINDINGS) continue;
    const line = Number(number) - 1;
    if (lines.get(path)?.has(line) !== true) unanchored++;
    else
      findings.push({
        path,
        line,
        severity: severities.find((known) => known === severity!.toLowerCase())!,
        kind: "model",
        message: message!.trim().replace(/\.$/, "").slice(0, LONGEST_MESSAGE),
      });
  }
  return { findings, unanchored };
}
