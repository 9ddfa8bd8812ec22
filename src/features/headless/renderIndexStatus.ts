/** The state of the index as text for a terminal. */
import type { SkipReason } from "../../core/repo/indexStatus.ts";
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

const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

export function renderIndexStatus(status: RpcIndexStatus): string {
  const { phase, files, lines, symbols, languages, skipped, message } = status;
  const byLanguage = Object.entries(languages).map(([id, count]) => `  ${id.padEnd(20)} ${number(count)}`);
  const byReason = Object.entries(skipped)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `  ${number(count).padStart(8)} ${reasons[reason as SkipReason]}`);
  return [
    `Index: ${phase}${message === undefined ? "" : ` (${message})`}`,
    `${number(files)} files, ${number(lines)} lines, ${number(symbols)} symbols`,
    ...byLanguage,
    ...(byReason.length > 0 ? ["Left out:", ...byReason] : []),
  ].join("\n");
}
