/** The index as text for a terminal. */
import { languageName } from "../../core/syntax/languageName.ts";
import { countOf, formatBytes, formatCount } from "../../core/text/counts.ts";
import { printable, renderTable } from "../../core/text/table.ts";
import type { RpcIndexReport, RpcIndexStatus } from "../../ports/rpc.ts";
import { countedReasons, skipReasonTexts } from "../status/skipReasons.ts";

const indented = (table: string): string => table.replace(/^/gm, "  ");
const numbered = (rows: readonly (readonly [number, string])[]): string => {
  const width = Math.max(0, ...rows.map(([count]) => formatCount(count).length));
  return indented(renderTable(rows.map(([count, text]) => [formatCount(count).padStart(width), text])));
};

export function renderIndexStatus(status: RpcIndexStatus): string {
  const { phase, files, lines, symbols, languages, skipped, message } = status;
  const byLanguage = Object.entries(languages).map(([id, count]) => [count, languageName(id)] as const);
  const byReason = countedReasons(skipped).map(
    ([reason, count]) => [count, skipReasonTexts[reason].label] as const,
  );
  return [
    `Index: ${phase}${message === undefined ? "" : ` (${printable(message)})`}`,
    `${countOf(files, "file")}, ${countOf(lines, "line")}, ${countOf(symbols, "symbol")}`,
    ...(byLanguage.length > 0 ? [numbered(byLanguage)] : []),
    ...(byReason.length > 0 ? ["Left out:", numbered(byReason)] : []),
  ].join("\n");
}

const accessTexts: { readonly [A in RpcIndexReport["store"]["access"]]: string } = {
  write: "kept in",
  read: "read from (another process writes it)",
  none: "in memory only",
};

function renderStore({ access, directory, sizeBytes, problem }: RpcIndexReport["store"]): string {
  const place = directory === undefined ? "" : ` ${directory}, ${formatBytes(sizeBytes)}`;
  const trouble = problem === undefined ? [] : [`  ${printable(problem)}`];
  return [`Store: ${accessTexts[access]}${place}`, ...trouble].join("\n");
}

export interface ReportOptions {
  /** Lists what was left out. */
  readonly skipped: boolean;
  /** How long indexing took. */
  readonly elapsedMs: number;
}

/** @returns what `touchstone index` prints */
export function renderIndexReport(report: RpcIndexReport, { skipped, elapsedMs }: ReportOptions): string {
  const { status, skippedFiles, store, commits, memoryBytes } = report;
  const list = skippedFiles.map(({ path, reason }) => [printable(path), skipReasonTexts[reason].label]);
  return [
    renderIndexStatus(status),
    renderStore(store),
    ...(commits > 0 ? [`History: ${countOf(commits, "commit message")}`] : []),
    ...(memoryBytes > 0 ? [`Memory: ${formatBytes(memoryBytes)}`] : []),
    `Time: ${(elapsedMs / 1000).toFixed(1)} s`,
    ...(skipped && list.length > 0 ? ["", "Not in the index:", indented(renderTable(list))] : []),
  ].join("\n");
}
