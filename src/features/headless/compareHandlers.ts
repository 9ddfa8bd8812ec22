/** Questions of another program about versions of libraries. */
import type { ApiComparison, PackageVersion } from "../../core/apiDocs/compare/comparison.ts";
import type { RpcComparison, RpcHandlers, RpcPackageVersion } from "../../ports/rpc.ts";
import { RpcError } from "../../ports/rpc.ts";
import type { DocsHandlersDeps } from "./docsHandlers.ts";
import { toRelative } from "./rootPaths.ts";

export type CompareMethod = "docs/versions" | "docs/compare";

export function compareHandlers({
  engine,
  roots,
  begin,
}: DocsHandlersDeps): Pick<RpcHandlers, CompareMethod> {
  const shown = (path: string) => toRelative(path, roots) ?? path;
  const versionOf = ({ version, source, folder }: PackageVersion): RpcPackageVersion => ({
    version,
    source,
    ...(folder === undefined ? {} : { path: shown(folder) }),
  });
  return {
    "docs/versions": async ({ package: name }, signal) => {
      await begin();
      const found = await engine.apiVersions({ package: name }, signal);
      if (found === undefined) throw new RpcError("notFound", `No package "${name}" is installed`);
      return { package: found.name, ecosystem: found.ecosystem, versions: found.versions.map(versionOf) };
    },
    "docs/compare": async ({ package: name, version, folder, all = false }, signal) => {
      if ((version === undefined) === (folder === undefined))
        throw new RpcError("notFound", "Either a version or a folder must be given to compare with");
      await begin();
      const other = folder === undefined ? { version: version! } : { folder };
      const found = await engine.compareApis({ package: name, with: other, all }, signal);
      if (typeof found === "string") throw new RpcError("notFound", found);
      return toWire(found, shown, versionOf);
    },
  };
}

function toWire(
  { name, ecosystem, before, after, changes, added, changeCount, files }: ApiComparison,
  shown: (path: string) => string,
  versionOf: (version: PackageVersion) => RpcPackageVersion,
): RpcComparison {
  return {
    package: name,
    ecosystem,
    before: versionOf(before),
    after: versionOf(after),
    changeCount,
    filesLooked: files.looked,
    filesAll: files.all,
    changes: changes.map(
      ({ kind, before: old, after: now, evidence, differences, instead, isSure, uses }) => ({
        kind,
        module: old.module,
        name: old.name,
        sure: isSure,
        ...(now && (now.module !== old.module || now.name !== old.name)
          ? { nowModule: now.module, nowName: now.name }
          : {}),
        ...(instead === undefined ? {} : { instead }),
        evidence,
        differences: differences.map(({ kind: how, weight, parameter, before: was, after: is }) => ({
          kind: how,
          weight,
          ...(parameter === "" ? {} : { parameter }),
          ...(was === undefined ? {} : { before: was }),
          ...(is === undefined ? {} : { after: is }),
        })),
        uses: uses.map(({ path, line, column, text, isSure: sure }) => ({
          path: shown(path),
          line: line + 1,
          column,
          text,
          sure,
        })),
      }),
    ),
    added: added.map(({ module, name: own }) => ({ module, name: own })),
  };
}
