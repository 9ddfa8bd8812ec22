/** The edited document before and after the edit, with what its names mean. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { SymbolHit } from "../../core/repo/symbolHit.ts";
import { candidatesIn } from "../../core/retrieval/graph/candidates.ts";
import { type FileScope, fileScope } from "../../core/retrieval/graph/fileScope.ts";
import { meaningsOf } from "../../core/retrieval/graph/meanings.ts";
import { definitionName, type SyntaxFacts } from "../../core/syntax/facts/facts.ts";
import { receiverBefore } from "../../core/syntax/facts/receiver.ts";
import type { Tokens } from "../../core/syntax/outline/tokens.ts";
import type { Scopes } from "../search/scopes.ts";

export interface EditedFile {
  readonly path: string;
  readonly languageId: string;
  /** As it was. */
  readonly base: Tokens;
  readonly baseScope: FileScope;
  /** As it is. */
  readonly text: Tokens;
  readonly scope: FileScope;
}

/** A meaning below this is no more than an equal name. */
const MEANT = 0.5;

/** Undefined when the document as it is has no facts. */
export async function editedFile(
  { path, languageId }: { readonly path: string; readonly languageId: string },
  base: Tokens,
  text: Tokens,
  baseFacts: SyntaxFacts,
  scopes: Scopes,
): Promise<EditedFile | undefined> {
  const scope = await scopes.read(path);
  if (!scope) return undefined;
  const baseScope = fileScope(path, languageId, baseFacts, scopes.modules);
  return { path, languageId, base, baseScope, text, scope };
}

export interface Target {
  /** All definitions of the name, as they were before the edit. */
  readonly definitions: readonly SymbolHit[];
  readonly targets: ReadonlySet<SymbolHit>;
  /** Whether the edit is at the definition itself. */
  readonly isDefinition: boolean;
}

/** What a name meant before the edit; undefined when no definition of the repository was meant. */
export function targetBefore(
  file: EditedFile,
  name: string,
  oldAt: number,
  index: RepoIndex,
  scopes: Scopes,
): Target | undefined {
  const { path, base, baseScope } = file;
  const own = ownDefinitions(baseScope, name);
  const definitions = [...index.definitionsOf(name).filter((hit) => hit.path !== path), ...own.values()];
  const [line, column] = placeOf(base, oldAt);
  const facts = baseScope.facts;
  const defined = facts.definitions.findIndex((d) => d.nameLine === line && d.nameColumn === column);
  const hit = own.get(defined);
  if (hit) return { definitions, targets: new Set(overloadsOf(hit, own.values())), isDefinition: true };
  const targets = meantBy(file.baseScope, base, name, oldAt, definitions, scopes);
  return targets && { definitions, targets, isDefinition: false };
}

/** Signatures that stand for one function. */
const overloadsOf = (hit: SymbolHit, own: Iterable<SymbolHit>): SymbolHit[] =>
  [...own]
    .filter(({ container }) => container === hit.container && /\.[cm]?[jt]sx?$/.test(hit.path))
    .concat(hit);

/** What a name means after the edit, among the definitions there are now. */
export function targetAfter(
  { scope, text }: EditedFile,
  name: string,
  at: number,
  index: RepoIndex,
  scopes: Scopes,
): ReadonlySet<SymbolHit> | undefined {
  return meantBy(scope, text, name, at, index.definitionsOf(name), scopes);
}

function meantBy(
  scope: FileScope,
  tokens: Tokens,
  name: string,
  at: number,
  definitions: readonly SymbolHit[],
  scopes: Scopes,
): ReadonlySet<SymbolHit> | undefined {
  const [line, column] = placeOf(tokens, at);
  const { facts } = scope;
  const use = facts.references.find((one) => one.line === line && one.column === column) ?? {
    name,
    role: "other" as const,
    within: facts.definitions.findLastIndex(({ startLine, endLine }) => startLine <= line && line <= endLine),
    receiver: receiverBefore(tokens.text, tokens.start(at)),
  };
  const meanings = meaningsOf(use, scope, candidatesIn(scope, definitions, new Set()), scopes);
  const best = meanings[0]?.score ?? 0;
  if (best < MEANT) return undefined;
  return new Set(meanings.filter(({ score }) => score >= 0.9 * best).map(({ definition }) => definition));
}

/** Definitions of a name in one file, by their index among its facts. */
function ownDefinitions({ path, facts }: FileScope, name: string): Map<number, SymbolHit> {
  const hits = new Map<number, SymbolHit>();
  facts.definitions.forEach((definition, i) => {
    if (definition.name !== name) return;
    const { kind, startLine, endLine, parent, container } = definition;
    const around = container === "" ? definitionName(facts, parent) : container;
    hits.set(i, { path, name, kind, container: around, startLine, endLine });
  });
  return hits;
}

export function placeOf(tokens: Tokens, at: number): [line: number, column: number] {
  const line = tokens.line(at);
  return [line, tokens.start(at) - tokens.lineStarts[line]!];
}
