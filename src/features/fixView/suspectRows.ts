/** Where a fault probably is, as rows that say why. */
import type { SuspectReason } from "../../core/repair/localize/spectrum.ts";
import type { Localization } from "../repair/fix.ts";

/** How strongly a line is suspected, beside the most suspected one. */
export const suspicions = ["strong", "medium", "weak"] as const;
export type Suspicion = (typeof suspicions)[number];

export interface SuspectRow {
  /** Absolute. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  readonly suspicion: Suspicion;
  /** Rank among all, from 1. */
  readonly rank: number;
  /** `store.py:12`. */
  readonly place: string;
  /** The function that it stands in; empty outside of functions. */
  readonly within: string;
  readonly reasons: readonly string[];
}

/** Best first. */
export function suspectRows({ root, lines, functions }: Localization): readonly SuspectRow[] {
  const best = lines[0]?.score ?? 0;
  return lines.map(({ path, line, score, reasons }, index) => {
    const owner = functions.find((one) => one.path === path && one.startLine <= line && line <= one.endLine);
    return {
      path: `${root}/${path}`,
      line,
      suspicion: suspicionOf(best === 0 ? 0 : score / best),
      rank: index + 1,
      place: `${path.slice(path.lastIndexOf("/") + 1)}:${line + 1}`,
      within: owner?.name ?? "",
      reasons: reasons.map(reasonText),
    };
  });
}

/** Thirds would call nearly all lines of a failing function strong: what ties with the best stands apart. */
function suspicionOf(share: number): Suspicion {
  if (share >= 0.95) return "strong";
  return share >= 0.6 ? "medium" : "weak";
}

/** For a person. */
export function reasonText(reason: SuspectReason): string {
  switch (reason.kind) {
    case "ran":
      return `ran in ${reason.failing} failing and ${reason.passing} passing checks`;
    case "raised":
      return "the failure was raised here";
    case "onStack":
      return "on the way to the failure";
  }
}
