/** Rows of Compare Versions of a Dependency. */
import type { InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import type { PackageVersion } from "../../core/apiDocs/compare/comparison.ts";

export interface CompareRow {
  readonly label: string;
  readonly description: string;
}

/** Libraries by name, once each; parts of the workspace and the language's own have no other version. */
export function packageRows(packages: readonly InstalledPackage[]): readonly CompareRow[] {
  const rows = new Map<string, CompareRow>();
  for (const { id, role } of packages) {
    const isCompared = role === "direct" || role === "indirect";
    if (!isCompared || id.version === "" || rows.has(id.name)) continue;
    rows.set(id.name, {
      label: id.name,
      description: `${id.version}${role === "direct" ? "" : ", indirect"}`,
    });
  }
  return [...rows.values()];
}

export const versionRows = (versions: readonly PackageVersion[]): readonly CompareRow[] =>
  versions.map(({ version, source, folder }) => ({
    label: version,
    description: source === "kept" ? "read before on this machine" : (folder ?? ""),
  }));
