/** Where a name stands in code, and how surely it means what was asked about. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { SymbolHit } from "../../core/repo/symbolHit.ts";
import { candidatesIn, inReadingOrder } from "../../core/retrieval/graph/candidates.ts";
import type { FileScope } from "../../core/retrieval/graph/fileScope.ts";
import { LEAST_MEANT, meaningsOf } from "../../core/retrieval/graph/meanings.ts";
import type { Reference, ReferenceQuery, ReferenceRole } from "../../core/retrieval/symbolQuery.ts";
import { definitionName, type SyntaxReference } from "../../core/syntax/facts/facts.ts";
import { receiverBefore } from "../../core/syntax/facts/receiver.ts";
import type { Tokens } from "../../core/syntax/outline/tokens.ts";
import { lineOf, PLAIN_SCORE, plainReferences } from "./plainReferences.ts";
import type { Scopes } from "./scopes.ts";
import type { SourceTexts } from "./sourceTexts.ts";

export interface ReferencesDeps {
  readonly index: RepoIndex;
  readonly texts: SourceTexts;
}

const roleOrder: readonly ReferenceRole[] = ["definition", "call", "inherit", "type", "import", "other"];

/** Surest first. */
export async function findReferences(
  deps: ReferencesDeps,
  scopes: Scopes,
  query: ReferenceQuery,
  signal: AbortSignal,
): Promise<readonly Reference[]> {
  const definitions = deps.index.definitionsOf(query.name);
  const targets = await meant(scopes, query, definitions);
  // Of very short names the index knows the definitions alone.
  const holding = new Set([...targets].map(({ path }) => path));
  deps.index.forEachFileWith(query.name, (path) => holding.add(path));
  const modulesOf = (path: string) => deps.index.importsOf(path).map(({ module }) => module);
  const found: Reference[] = [];
  const unread: string[] = [];
  for (const path of inReadingOrder([...holding], targets, query.path, modulesOf)) {
    const scope = await scopes.read(path);
    const tokens = scope && (await deps.texts.tokens(path));
    if (tokens) found.push(...usesIn(scope, tokens, query.name, { definitions, targets }, scopes));
    else unread.push(path);
  }
  found.push(...(await plainReferences(deps.texts, unread, query.name, signal)));
  found.sort(
    (a, b) =>
      b.score - a.score ||
      roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role) ||
      (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column),
  );
  return found.slice(0, query.limit);
}

/** What the name means where the question is asked; all that have it when nothing is known of the place. */
async function meant(
  scopes: Scopes,
  { name, path, line }: ReferenceQuery,
  definitions: readonly SymbolHit[],
): Promise<ReadonlySet<SymbolHit>> {
  if (path === undefined) return new Set(definitions);
  const here = definitions.filter(
    (hit) => hit.path === path && (line === undefined || (hit.startLine <= line && line <= hit.endLine)),
  );
  const scope = await scopes.read(path);
  const isUse = (use: { name: string; line: number }) =>
    use.name === name && (line === undefined || use.line === line);
  const use = scope?.facts.references.find(isUse);
  const isDefinedHere = scope?.facts.definitions.some(
    (definition) => definition.name === name && (line === undefined || definition.nameLine === line),
  );
  if (here.length > 0 && (isDefinedHere || !use)) return new Set(here);
  if (!scope || !use) return new Set(definitions);
  const meanings = meaningsOf(use, scope, candidatesIn(scope, definitions, new Set()), scopes);
  const best = meanings[0]?.score ?? 0;
  if (best < LEAST_MEANT) return new Set(definitions);
  return new Set(meanings.filter(({ score }) => score >= 0.9 * best).map(({ definition }) => definition));
}

/** Definitions of a name, and those that are meant. */
export interface Asked {
  readonly definitions: readonly SymbolHit[];
  readonly targets: ReadonlySet<SymbolHit>;
}

/** Every place of the name in one file: what syntax says of it, and the plain uses that syntax has no role for. */
export function usesIn(
  scope: FileScope,
  tokens: Tokens,
  name: string,
  asked: Asked,
  scopes: Scopes,
): Reference[] {
  const { facts, path } = scope;
  const candidates = candidatesIn(scope, asked.definitions, asked.targets);
  const found: Reference[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (!tokens.is(i, name)) continue;
    const line = tokens.line(i);
    const column = tokens.start(i) - tokens.lineStarts[line]!;
    const place = { path, line, column, text: lineOf(tokens, line) };
    const own = facts.definitions.findIndex((d) => d.nameLine === line && d.nameColumn === column);
    if (own >= 0) {
      const within = definitionName(facts, own);
      const isMeant = [...asked.targets].some(
        (hit) => hit.path === path && hit.startLine <= line && line <= hit.endLine,
      );
      found.push({ ...place, role: "definition", within, score: isMeant ? 1 : 0.1 });
      continue;
    }
    const use =
      facts.references.find((reference) => reference.line === line && reference.column === column) ??
      plainUse(scope, tokens, i, name);
    const within = definitionName(facts, use.within);
    found.push({ ...place, role: use.role, within, score: scoreOf(use, scope, candidates, asked, scopes) });
  }
  return found;
}

/** A use as an argument, an operand and the like. */
function plainUse({ facts }: FileScope, tokens: Tokens, at: number, name: string): SyntaxReference {
  const line = tokens.line(at);
  const start = tokens.start(at);
  const isImport = facts.imports.some((entry) => entry.line === line);
  return {
    name,
    role: isImport ? "import" : "other",
    line,
    column: start - tokens.lineStarts[line]!,
    within: facts.definitions.findLastIndex(({ startLine, endLine }) => startLine <= line && line <= endLine),
    receiver: receiverBefore(tokens.text, start),
  };
}

function scoreOf(
  use: SyntaxReference,
  scope: FileScope,
  candidates: readonly SymbolHit[],
  { targets }: Asked,
  scopes: Scopes,
): number {
  const meanings = meaningsOf(use, scope, candidates, scopes);
  const score = meanings.find(({ definition }) => targets.has(definition))?.score ?? PLAIN_SCORE;
  const best = meanings[0]?.score ?? score;
  // Where another definition is meant more surely, this one hardly is.
  return best > score + 0.15 ? Math.min(score, 0.2) : score;
}
