/** Suspected lines as text for a person at a terminal. */
import { printable } from "../../core/text/table.ts";
import type { RpcLocalization } from "../../ports/rpc.ts";

/** By file and function, each by its best line; behind a line its rank among all. */
export function renderSuspects({ lines, functions, reason }: RpcLocalization): string {
  if (lines.length === 0) return `Nothing is suspected: ${reason ?? "no line of the project's code was run"}`;
  const files = new Map<string, Map<string, string[]>>();
  lines.forEach(({ path, line, reasons }, index) => {
    const owner = functions.find((one) => one.path === path && one.line <= line && line <= one.endLine);
    const groups = files.get(path) ?? new Map<string, string[]>();
    files.set(path, groups);
    const within = owner?.name ?? "outside of functions";
    const told = `    ${path}:${line}  (${index + 1})  ${reasons.join("; ")}`.trimEnd();
    groups.set(within, [...(groups.get(within) ?? []), told]);
  });
  const rows = [...files].flatMap(([path, groups]) => [
    path,
    ...[...groups].flatMap(([within, own]) => [`  ${within}`, ...own]),
  ]);
  // Subjects of commits and texts of the code are anybody's.
  return [...rows, ...(reason === undefined ? [] : [reason])].map(printable).join("\n");
}
