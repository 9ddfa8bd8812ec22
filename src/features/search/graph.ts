/** How symbols and files hang together. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import type { SymbolHit } from "../../core/repo/symbolHit.ts";
import { candidatesIn, definitionsNamed, inReadingOrder } from "../../core/retrieval/graph/candidates.ts";
import { EdgeList } from "../../core/retrieval/graph/edgeList.ts";
import type { FileScope } from "../../core/retrieval/graph/fileScope.ts";
import { LEAST_MEANT, type Meaning, meaningsOf } from "../../core/retrieval/graph/meanings.ts";
import type { GraphEdge, GraphQuery } from "../../core/retrieval/symbolQuery.ts";
import { definitionName, type SyntaxReference } from "../../core/syntax/facts/facts.ts";
import type { Scopes } from "./scopes.ts";

/** Files whose imports are looked at between two looks for other work. */
const FILES_BETWEEN_PAUSES = 256;
/** Another meaning must be so much surer to be the only one. */
const CLEARLY = 0.1;

/** Surest first. */
export async function findNeighbours(
  index: RepoIndex,
  scopes: Scopes,
  query: GraphQuery,
): Promise<readonly GraphEdge[]> {
  const edges = new EdgeList();
  const { relation } = query;
  if (relation === "imports" || relation === "importedBy") await addFiles(index, scopes, query, edges);
  else if (relation === "callers" || relation === "implementers") await addUsers(index, scopes, query, edges);
  else await addUsed(index, scopes, query, edges);
  return edges.best(query.limit);
}

const ownName = (symbol: string): string => symbol.slice(symbol.lastIndexOf(".") + 1);

/** Who calls or inherits from the symbol. */
async function addUsers(index: RepoIndex, scopes: Scopes, query: GraphQuery, edges: EdgeList): Promise<void> {
  const name = ownName(query.symbol);
  const definitions = index.definitionsOf(name);
  const targets = new Set(definitionsNamed(query.symbol, definitions, query.path));
  // Of very short names the index knows the definitions alone.
  const holding = new Set([...targets].map(({ path }) => path));
  index.forEachFileWith(name, (path) => holding.add(path));
  const modulesOf = (path: string) => index.importsOf(path).map(({ module }) => module);
  const role = query.relation === "callers" ? "call" : "inherit";
  for (const path of inReadingOrder([...holding], targets, query.path, modulesOf)) {
    const scope = await scopes.read(path);
    if (!scope) continue;
    const candidates = candidatesIn(scope, definitions, targets);
    for (const use of scope.facts.references) {
      if (use.name !== name || use.role !== role) continue;
      const score = scoreAmong(meaningsOf(use, scope, candidates, scopes), targets);
      if (score >= LEAST_MEANT) addUser(index, scope, use, score, edges);
    }
  }
}

/** Score of the best target, 0 when the use means something else more surely. */
function scoreAmong(meanings: readonly Meaning[], targets: ReadonlySet<SymbolHit>): number {
  const score = meanings.find(({ definition }) => targets.has(definition))?.score ?? 0;
  return (meanings[0]?.score ?? 0) > score + CLEARLY ? 0 : score;
}

function addUser(
  index: RepoIndex,
  { facts, path }: FileScope,
  use: SyntaxReference,
  score: number,
  edges: EdgeList,
): void {
  // Rust's `impl` and Swift's `extension` inherit for a type that is defined elsewhere: what they hold names it.
  const own = facts.definitions[use.within];
  const outside = facts.definitions.find(
    ({ container, startLine }) => container !== "" && startLine >= use.line,
  );
  if (!own && use.role === "inherit" && outside) {
    const type = index.definitionsOf(ownName(outside.container)).find((hit) => hit.container === "");
    if (type) edges.add({ ...type, name: dotted(type) }, use.line, score);
    return;
  }
  const around = own
    ? { path, line: own.startLine, name: definitionName(facts, use.within), kind: own.kind }
    : { path, line: 0, name: "" };
  edges.add(around, use.line, score);
}

/** What the symbol calls or inherits from. */
async function addUsed(index: RepoIndex, scopes: Scopes, query: GraphQuery, edges: EdgeList): Promise<void> {
  const definitions = index.definitionsOf(ownName(query.symbol));
  const role = query.relation === "callees" ? "call" : "inherit";
  for (const target of definitionsNamed(query.symbol, definitions, query.path)) {
    const scope = await scopes.read(target.path);
    if (!scope) continue;
    for (const use of usesOf(scope, target, role)) {
      const found = index.definitionsOf(use.name);
      const [best] = meaningsOf(use, scope, candidatesIn(scope, found, new Set()), scopes);
      if (!best || best.score < LEAST_MEANT || best.definition === target) continue;
      edges.add({ ...best.definition, name: dotted(best.definition) }, use.line, best.score);
    }
  }
}

const dotted = ({ container, name }: SymbolHit): string => (container === "" ? name : `${container}.${name}`);

/** Calls inside a definition, bases of it itself. */
function usesOf({ facts }: FileScope, target: SymbolHit, role: "call" | "inherit"): SyntaxReference[] {
  return facts.references.filter(({ role: own, line, within }) => {
    if (own !== role || line < target.startLine || line > target.endLine) return false;
    return role === "call" || facts.definitions[within]?.name === target.name;
  });
}

async function addFiles(index: RepoIndex, scopes: Scopes, query: GraphQuery, edges: EdgeList): Promise<void> {
  const path = index.has(query.symbol) ? query.symbol : (query.path ?? fileOf(index, query.symbol));
  if (path === undefined) return;
  // Paths of Go's modules are known from here on.
  await scopes.read(path);
  if (query.relation === "imports") {
    for (const [to, line] of scopes.importSites(path)) edges.add({ path: to, line: 0, name: "" }, line, 1);
    return;
  }
  const naming = filesNaming(index, path);
  for (const [at, from] of [...index.paths()].sort().entries()) {
    if (at % FILES_BETWEEN_PAUSES === 0) await scopes.breathe();
    if (from === path) continue;
    // `from . import path`: only its facts tell which names a file takes from a package.
    if (naming.has(from) && scopes.mayTakeFrom(from, path)) await scopes.read(from);
    else if (!scopes.mayImport(from, path)) continue;
    for (const [to, line] of scopes.importSites(from))
      if (to === path) edges.add({ path: from, line: 0, name: "" }, line, 1);
  }
}

/** Files in whose code the name of a module stands. */
function filesNaming(index: RepoIndex, path: string): ReadonlySet<string> {
  const found = new Set<string>();
  const stem = /([^/.]+)\.[^/]*$/.exec(path)?.[1];
  if (stem !== undefined && /\.pyi?$/.test(path)) index.forEachFileWith(stem, (file) => found.add(file));
  return found;
}

const fileOf = (index: RepoIndex, symbol: string): string | undefined =>
  definitionsNamed(symbol, index.definitionsOf(ownName(symbol)), undefined)[0]?.path;
