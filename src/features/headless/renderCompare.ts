/** Versions of libraries, and what changed between two, as text for a terminal. */
import { type ChangeKind, changeKinds } from "../../core/apiDocs/compare/compareApis.ts";
import { describeDifference } from "../../core/apiDocs/compare/describeChange.ts";
import { printable, renderTable } from "../../core/text/table.ts";
import type { RpcComparison, RpcPackageVersions } from "../../ports/rpc.ts";

export function renderVersions({ package: name, versions }: RpcPackageVersions): string {
  const [first] = versions;
  return renderTable(
    versions.map((one) => [
      printable(name),
      printable(one.version),
      one === first ? "in use" : one.source === "kept" ? "read before on this machine" : "another copy",
      printable(one.path ?? ""),
    ]),
  );
}

const words: Readonly<Record<ChangeKind, string>> = {
  removed: "removed",
  renamed: "renamed to",
  changed: "changed",
  deprecated: "deprecated",
};

/** @param show a path as the person reads it from the folder they are in */
export function renderCompare(
  { package: name, before, after, changes, changeCount, added, filesAll, filesLooked }: RpcComparison,
  show: (path: string) => string,
): string {
  const lines = [
    `${printable(name)} ${printable(before.version)} -> ${printable(after.version)}: ${changeCount} changed, ${changes.length} shown`,
  ];
  if (filesLooked < filesAll)
    lines.push(`Uses were looked for in ${filesLooked} of ${filesAll} files, until time was up`);
  const ordered = [...changes].sort((a, b) => changeKinds.indexOf(a.kind) - changeKinds.indexOf(b.kind));
  for (const {
    kind,
    module,
    name: api,
    nowModule,
    nowName,
    instead,
    evidence,
    differences,
    uses,
  } of ordered) {
    const now = nowName === undefined ? "" : ` ${nowModule === module ? nowName : `${nowModule}.${nowName}`}`;
    const use = instead === undefined ? "" : `; use ${instead}`;
    lines.push("", printable(`${module}.${api}  ${words[kind]}${now}${use}`));
    for (const one of evidence) lines.push(printable(`  since ${one}`));
    for (const one of differences) {
      const whole = { ...one, parameter: one.parameter ?? "" };
      lines.push(printable(`  ${one.weight}: ${describeDifference(whole, (text) => text)}`));
    }
    for (const { path, line, text, sure } of uses)
      lines.push(printable(`    ${show(path)}:${line}${sure ? "" : " (perhaps)"}  ${text}`));
  }
  if (added.length > 0)
    lines.push("", "New:", ...added.map((one) => printable(`  ${one.module}.${one.name}`)));
  return lines.join("\n");
}
