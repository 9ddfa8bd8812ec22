/** What else than the lines that tests ran speaks for a line: small shares of its score, each with its reason. */
import type { FlowPart } from "./dataFlow.ts";
import type { Mention } from "./failureText.ts";
import { type LineChange, mostRecentDays } from "./lineHistory.ts";
import type { SuspectLine, SuspectReason } from "./spectrum.ts";

type ByLine<T> = ReadonlyMap<string, ReadonlyMap<number, T>>;

/** Each by path and 0-based line; what is not known is left out. */
export interface LineEvidence {
  readonly changes?: ByLine<LineChange>;
  readonly flow?: ByLine<FlowPart>;
  readonly mentions?: ByLine<Mention>;
}

/** Shares of a score that a reason decides, unitless. */
export interface EvidenceShares {
  readonly changes: number;
  readonly flow: number;
  readonly mentions: number;
}

/** The most that helps one half of the faults measured and does not harm the other (`docs/benchmarks.md`): nearly equal lines alone. */
export const usualShares: EvidenceShares = { changes: 0.005, flow: 0.005, mentions: 0.005 };
/** What decides whether a value is made, beside what makes it. */
const controlStrength = 0.6;

/** @returns best first; equal ones as they were */
export function withEvidence(
  ranked: readonly SuspectLine[],
  evidence: LineEvidence,
  shares: EvidenceShares = usualShares,
): SuspectLine[] {
  return ranked.map((one) => weighed(one, evidence, shares)).sort((a, b) => b.score - a.score);
}

function weighed(one: SuspectLine, evidence: LineEvidence, shares: EvidenceShares): SuspectLine {
  const change = evidence.changes?.get(one.path)?.get(one.line);
  const part = evidence.flow?.get(one.path)?.get(one.line);
  const mention = evidence.mentions?.get(one.path)?.get(one.line);
  const lacking =
    shares.changes * (1 - changeStrength(change)) +
    shares.flow * (1 - (part === undefined ? 0 : part === "data" ? 1 : controlStrength)) +
    shares.mentions * (1 - (mention?.strength ?? 0));
  const reasons: SuspectReason[] = [...one.reasons];
  if (change) reasons.push(change);
  if (part === "data") reasons.push({ kind: "reaches" });
  if (mention) reasons.push({ kind: "mentions", what: mention.what });
  return { ...one, score: one.score * (1 - lacking), reasons };
}

function changeStrength(change: LineChange | undefined): number {
  if (change === undefined) return 0;
  return change.kind === "changed" ? 1 : 0.5 * (1 - change.days / (mostRecentDays + 1));
}
