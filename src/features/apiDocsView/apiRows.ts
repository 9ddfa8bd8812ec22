/** Rows of Search API Documentation. */
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import { fullName, packageLabel } from "../../core/apiDocs/renderApi.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";

export interface ApiRow {
  readonly label: string;
  /** Package with its installed version. */
  readonly description: string;
  readonly detail: string;
  readonly entry: ApiEntry;
}

const MOST_ROWS = 30;
/** Enough of a text that was pasted. UTF-16 units. */
const LONGEST_QUERY = 2000;

/** Best first. Rejects with the signal's reason, or as the engine does. */
export async function apiRows(
  docs: Pick<ApiDocs, "searchApis">,
  typed: string,
  signal: AbortSignal,
): Promise<readonly ApiRow[]> {
  const query = typed.trim().slice(0, LONGEST_QUERY);
  if (query === "") return [];
  const hits = await docs.searchApis({ query, limit: MOST_ROWS }, signal);
  return hits.map(({ entry }) => ({
    label: fullName(entry),
    description: `${packageLabel(entry)}${entry.deprecated === undefined ? "" : " (deprecated)"}`,
    detail: entry.summary === "" ? (entry.signatures[0] ?? "") : entry.summary,
    entry,
  }));
}

/**
 * The dotted name around a column of a line, for a person who asks what it is: `session.get` of `r = session.get(url)`.
 *
 * @param column 0-based, UTF-16 units, anywhere within or at the end of the name's last word
 * @returns empty when no name stands there
 */
export function dottedNameAt(line: string, column: number): string {
  const before = /(?:[A-Za-z_$][\w$]*\s*\.\s*)*[A-Za-z_$]?[\w$]*$/.exec(line.slice(0, column))?.[0] ?? "";
  const after = /^[\w$]*/.exec(line.slice(column))?.[0] ?? "";
  return (before + after).replace(/\s+/g, "").replace(/^[\d.]+|\.$/g, "");
}
