/** The state of the index as text for a terminal. */
import type { SkipReason } from "../../core/repo/indexStatus.ts";
import { countOf, formatCount } from "../../core/text/counts.ts";
import type { RpcIndexStatus } from "../../ports/rpc.ts";

const reasons: { readonly [R in SkipReason]: string } = {
  ignored: "ignored by ignore files or settings",
  binary: "not text",
  tooLarge: "too large",
  minified: "minified",
  generated: "generated",
  vendored: "third-party",
  unreadable: "unreadable",
  outsideRoot: "outside the root",
  notRegular: "not a regular file",
  unknownLanguage: "of no known language",
  quarantined: "set aside because they stopped the engine",
  limit: "over the limit of files",
};

export function renderIndexStatus(status: RpcIndexStatus): string {
  const { phase, files, lines, symbols, languages, skipped, message } = status;
  const byLanguage = Object.entries(languages).map(
    ([id, count]) => `  ${id.padEnd(20)} ${formatCount(count)}`,
  );
  const byReason = Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `  ${formatCount(count).padStart(8)} ${reasons[reason as SkipReason]}`);
  return [
    `Index: ${phase}${message === undefined ? "" : ` (${message})`}`,
    `${countOf(files, "file")}, ${countOf(lines, "line")}, ${countOf(symbols, "symbol")}`,
    ...byLanguage,
    ...(byReason.length > 0 ? ["Left out:", ...byReason] : []),
  ].join("\n");
}
