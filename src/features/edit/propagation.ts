/** Who else is touched by an edit, by the index: callers of changed signatures, uses of what is gone, importers of files that went elsewhere. */
import { symbolChanges } from "../../core/changes/signatures.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { languageIdOf } from "../../core/syntax/language.ts";
import type { Engine } from "../../ports/engine.ts";

export type PropagationEngine = Pick<Engine, "findReferences" | "graph">;

/** A line of a file that may no longer fit. */
export interface TouchedPlace {
  /** From the root. */
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  readonly text: string;
  /** In a few words, for the model. */
  readonly reason: string;
}

const MOST_USES = 60;
/** Below it a use most likely means another thing of that name. */
const LEAST_SURE = 0.4;
/** A shorter name that is gone is anybody's. */
const SHORTEST_NAME = 4;

/** @param root absolute */
export async function touchedPlaces(
  engine: PropagationEngine,
  root: string,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<readonly TouchedPlace[]> {
  const base = `${root.replace(/\/$/, "")}/`;
  const found: TouchedPlace[] = [];
  for (const change of changes) {
    if (change.kind === "created") continue;
    found.push(...(await usesOf(engine, base, change, changes, signal)));
    if (change.kind !== "changed") found.push(...(await importersOf(engine, base, change, signal)));
  }
  signal.throwIfAborted();
  return found;
}

const pathBefore = (change: Exclude<FileChange, { readonly kind: "created" }>): string =>
  change.kind === "renamed" ? change.from : change.path;

async function usesOf(
  engine: PropagationEngine,
  base: string,
  change: Exclude<FileChange, { readonly kind: "created" }>,
  changes: readonly FileChange[],
  signal: AbortSignal,
): Promise<readonly TouchedPlace[]> {
  const old = pathBefore(change);
  const languageId = languageIdOf(old);
  if (languageId === undefined) return [];
  const { signatures, removed } = symbolChanges(
    languageId,
    change.before,
    change.kind === "deleted" ? "" : change.after,
  );
  const asked = [
    ...signatures.map(({ before, after, reason }) => ({
      name: after.symbol.name,
      line: before.symbol.startLine,
      reason,
      roles: ["call"],
    })),
    ...removed
      .filter(({ name }) => name.length >= SHORTEST_NAME && !isDefinedBy(changes, change, name))
      .map(({ name, startLine }) => ({
        name,
        line: startLine,
        reason: `"${name}" is gone`,
        roles: ["call", "import", "inherit"],
      })),
  ];
  const places = await Promise.all(
    asked.map(async ({ name, line, reason, roles }) => {
      const query = { name, path: base + old, line, limit: MOST_USES };
      const uses = await engine.findReferences(query, signal).catch(() => []);
      return uses
        .filter(({ role, score }) => roles.includes(role) && score >= LEAST_SURE)
        .flatMap((use): TouchedPlace[] => {
          const path = below(base, use.path);
          return path === undefined ? [] : [{ path, line: use.line, text: use.text, reason }];
        });
    }),
  );
  return places.flat();
}

/** It went to another file of the same edit. */
const isDefinedBy = (changes: readonly FileChange[], own: FileChange, name: string): boolean =>
  changes.some(
    (other) =>
      other !== own &&
      other.kind !== "deleted" &&
      symbolChanges(
        languageIdOf(other.path) ?? "",
        other.kind === "created" ? "" : other.before,
        other.after,
      ).added.some((symbol) => symbol.name === name),
  );

async function importersOf(
  engine: PropagationEngine,
  base: string,
  change: Extract<FileChange, { readonly kind: "renamed" | "deleted" }>,
  signal: AbortSignal,
): Promise<readonly TouchedPlace[]> {
  const old = pathBefore(change);
  const reason = change.kind === "deleted" ? `${old} is deleted` : `${old} is ${change.path} now`;
  const edges = await engine
    .graph({ symbol: base + old, relation: "importedBy", limit: MOST_USES }, signal)
    .catch(() => []);
  return edges.flatMap((edge): TouchedPlace[] => {
    const path = below(base, edge.path);
    if (path === undefined) return [];
    return [{ path, line: edge.sites[0] ?? edge.line, text: "imports it", reason }];
  });
}

const below = (base: string, path: string): string | undefined =>
  path.startsWith(base) ? path.slice(base.length) : undefined;
