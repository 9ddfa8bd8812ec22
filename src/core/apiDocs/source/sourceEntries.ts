/** Entries of what source files declare: overloads together, each name of a module once. */

import { docLimits } from "../apiDoc.ts";
import type { ApiEntry, PackageId } from "../apiPackage.ts";
import type { SourceApi, SourceFile } from "./readSourceApis.ts";

export interface SourceModule {
  /** As it is imported. */
  readonly specifier: string;
  /** Absolute. */
  readonly path: string;
  readonly file: SourceFile;
}

const MOST_SIGNATURES = 6;

export function sourceEntries(modules: readonly SourceModule[], id: PackageId): readonly ApiEntry[] {
  const entries = new Map<string, ApiEntry>();
  for (const { specifier, path, file } of modules) {
    if (file.doc && !entries.has(specifier)) {
      const about: SourceApi = {
        name: lastOf(specifier),
        kind: "module",
        signature: specifier,
        doc: file.doc,
        line: 0,
      };
      entries.set(specifier, entryOf(about, specifier, path, id));
    }
    for (const api of file.apis) {
      const key = `${specifier}\0${api.name}`;
      const known = entries.get(key);
      const entry = entryOf(api, specifier, path, id);
      entries.set(key, known ? joined(known, entry) : entry);
    }
  }
  return [...entries.values()];
}

const lastOf = (specifier: string) => /[^/:.\\]+$/.exec(specifier)?.[0] ?? specifier;

function entryOf(api: SourceApi, module: string, path: string, id: PackageId): ApiEntry {
  const { doc } = api;
  return {
    package: id,
    module,
    name: api.name,
    kind: api.kind,
    signatures: [api.signature],
    ...(api.parameters ? { parameters: api.parameters } : {}),
    summary: doc?.summary ?? "",
    doc: doc?.text ?? "",
    examples: doc?.examples ?? [],
    ...(doc?.deprecated === undefined ? {} : { deprecated: doc.deprecated }),
    ...(doc?.replacedBy === undefined ? {} : { replacedBy: doc.replacedBy }),
    ...(doc?.since === undefined ? {} : { since: doc.since }),
    path,
    line: api.line,
  };
}

/** It is deprecated if all overloads are. */
function joined(first: ApiEntry, second: ApiEntry): ApiEntry {
  const said = first.summary === "" ? second : first;
  const { deprecated: _note, replacedBy: _other, ...rest } = first;
  const isDeprecated = first.deprecated !== undefined && second.deprecated !== undefined;
  const signatures = [...new Set([...first.signatures, ...second.signatures])].slice(0, MOST_SIGNATURES);
  return {
    ...(isDeprecated ? first : rest),
    signatures,
    summary: said.summary,
    doc: said.doc,
    examples: withExamples(first.examples, second.examples),
  };
}

export const withExamples = (first: readonly string[], more: readonly string[]): readonly string[] =>
  [...new Set([...first, ...more])].slice(0, docLimits.examples);
