/** Questions of another program about libraries: its words to the engine's and back. */
import type { ApiEntry } from "../../core/apiDocs/apiPackage.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { ApiChecks } from "../../ports/apiChecks.ts";
import type { ApiDocs } from "../../ports/apiDocs.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import { type RpcApiEntry, RpcError, type RpcHandlers } from "../../ports/rpc.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";

export interface DocsHandlersDeps {
  readonly engine: ApiDocs & ApiChecks;
  readonly roots: readonly EngineRoot[];
  /** Resolves when the engine knows roots and limits. */
  readonly begin: () => Promise<void>;
}

export type DocsMethod =
  | "docs/packages"
  | "docs/search"
  | "docs/show"
  | "docs/diagnostic"
  | "docs/at"
  | "docs/check";

const usualLimits = { search: 10, show: 20, at: 5 };
const MOST = 200;

export function docsHandlers({ engine, roots, begin }: DocsHandlersDeps): Pick<RpcHandlers, DocsMethod> {
  /** Within the roots as everywhere on the wire; a library elsewhere by its absolute path. */
  const shown = (path: string) => toRelative(path, roots) ?? path;
  const toWire = ({
    parameters,
    uses,
    makes: _makes,
    aliases: _aliases,
    path,
    line,
    package: id,
    ...entry
  }: ApiEntry): RpcApiEntry => ({
    ...entry,
    package: id.name,
    version: id.version,
    ecosystem: id.ecosystem,
    path: shown(path),
    line: line + 1,
    ...(uses
      ? { uses: uses.map((use) => ({ path: shown(use.path), line: use.line + 1, code: use.code })) }
      : {}),
    ...(parameters ? { parameters: parameters.map(({ name }) => name) } : {}),
  });
  return {
    "docs/packages": async (_params, signal) => {
      await begin();
      const { packages, skipped } = await engine.apiPackages(signal);
      return {
        packages: packages.map(({ id, folder, role, importNames }) => ({
          ...id,
          role,
          importNames,
          path: shown(folder),
        })),
        skipped: skipped.map(({ name, folder, reason }) => ({ name, path: shown(folder), reason })),
      };
    },
    "docs/search": async ({ query, package: name, limit = usualLimits.search }, signal) => {
      await begin();
      const asked = { query, limit: Math.min(limit, MOST), ...(name === undefined ? {} : { package: name }) };
      const hits = await engine.searchApis(asked, signal);
      return hits.map(({ entry, score }) => ({ ...toWire(entry), score }));
    },
    "docs/show": async ({ name, package: wanted, limit = usualLimits.show }, signal) => {
      await begin();
      const asked = {
        name,
        limit: Math.min(limit, MOST),
        ...(wanted === undefined ? {} : { package: wanted }),
      };
      return (await engine.showApis(asked, signal)).map(toWire);
    },
    "docs/check": async ({ path: given, text }, signal) => {
      const path = toAbsolute(given, roots);
      await begin();
      const query = { path, languageId: languageIdOf(path) ?? "plaintext" };
      const { findings, judged, isUnread } = await engine.checkApis(
        { ...query, ...(text === undefined ? {} : { text }) },
        signal,
      );
      if (isUnread)
        throw new RpcError("notIndexed", `Cannot check ${JSON.stringify(given)}: it is not in the index`, {
          path: given,
        });
      return { findings: findings.map((one) => ({ ...one, line: one.line + 1 })), judged };
    },
    "docs/diagnostic": async ({ limit = usualLimits.at, line, ...params }, signal) => {
      const path = toAbsolute(params.path, roots);
      await begin();
      const languageId = languageIdOf(path) ?? "plaintext";
      const query = { ...params, line: line - 1, path, languageId, limit: Math.min(limit, MOST) };
      const hits = await engine.apisForDiagnostic(query, signal);
      return hits.map(({ entry, score }) => ({ ...toWire(entry), score }));
    },
    "docs/at": async ({ limit = usualLimits.at, ...params }, signal) => {
      const path = toAbsolute(params.path, roots);
      await begin();
      const languageId = languageIdOf(path) ?? "plaintext";
      const hits = await engine.apisAt({ ...params, path, languageId, limit: Math.min(limit, MOST) }, signal);
      return hits.map(({ entry, score }) => ({ ...toWire(entry), score }));
    },
  };
}
