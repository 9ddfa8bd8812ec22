/** Where a fault probably is, as rows that say why. */
import type { SuspectReason } from "../../core/repair/localize/spectrum.ts";
import { countOf } from "../../core/text/counts.ts";
import type { Localization } from "../repair/fix.ts";
import { escapeMarkdown } from "../status/format.ts";

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

/** Rows of one function, or of what stands outside of functions in one file. */
export interface SuspectGroup {
  /** `store.py › total`. */
  readonly title: string;
  /** Best first. */
  readonly rows: readonly SuspectRow[];
}

/** By file and function; files by their best row, their functions likewise. */
export function suspectGroups(rows: readonly SuspectRow[]): readonly SuspectGroup[] {
  const files = new Map<string, Map<string, SuspectRow[]>>();
  for (const row of rows) {
    const functions = files.get(row.path) ?? new Map<string, SuspectRow[]>();
    files.set(row.path, functions);
    functions.set(row.within, [...(functions.get(row.within) ?? []), row]);
  }
  return [...files].flatMap(([path, functions]) =>
    [...functions].map(([within, own]) => ({
      title: [path.slice(path.lastIndexOf("/") + 1), within].filter((part) => part !== "").join(" › "),
      rows: own,
    })),
  );
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

/** Reasons as a list in Markdown. They quote subjects of commits and texts of the code, which may hold pictures of other servers. */
export const reasonsMarkdown = (reasons: readonly string[]): string =>
  reasons.map((reason) => `- ${escapeMarkdown(reason)}`).join("\n");

/** For a person: plain text, which may hold anything that a commit or the code says. */
export function reasonText(reason: SuspectReason): string {
  switch (reason.kind) {
    case "ran":
      return `ran in ${countOf(reason.failing, "failing test")} and ${reason.passing === 0 ? "no passing test" : countOf(reason.passing, "passing test")}`;
    case "raised":
      return "the failure was raised here";
    case "onStack":
      return "on the way to the failure";
    case "changed":
      return "changed, and not committed yet";
    case "recent":
      return `committed ${ago(reason.days)}: ${reason.subject} (${reason.commit.slice(0, 7)})`;
    case "reaches":
      return "the asserted value comes through here";
    case "mentions":
      return `the failure mentions “${shortened(reason.what)}”`;
  }
}

function ago(days: number): string {
  if (days === 0) return "within the last day";
  return days === 1 ? "a day ago" : `${days} days ago`;
}

/** UTF-16 units of a text that is quoted. */
const longestQuote = 40;
const shortened = (text: string): string =>
  text.length <= longestQuote ? text : `${text.slice(0, longestQuote - 1)}…`;
