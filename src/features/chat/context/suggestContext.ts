/** What may stand for what is typed behind `#` and `/`. */
import { type ContextRef, describeContext, labelOfContext } from "../../../core/chat/contextRef.ts";
import { type MentionKind, mentionKinds } from "../../../core/chat/mentions.ts";
import type { PanelSuggestion } from "../../../core/chat/panelMessages.ts";
import type { ApiDocs } from "../../../ports/apiDocs.ts";
import type { RepoQueries } from "../../../ports/repoQueries.ts";
import type { ContextDeps } from "./contextReader.ts";

export interface SuggestDeps extends Pick<ContextDeps, "surroundings" | "shortPath"> {
  readonly queries: Pick<RepoQueries, "findSymbols">;
  readonly docs: Pick<ApiDocs, "apiPackages">;
}

/** What may begin a question: `/review`. */
export interface CommandSuggestion {
  /** Without the `/`. */
  readonly name: string;
  /** In a few words. */
  readonly about: string;
}

const MOST_SHOWN = 12;
/** Beside kinds, so that neither crowds the other out. */
const MOST_FILES = 5;
const MOST_ASKED = 60;

export function suggestCommands(
  commands: readonly CommandSuggestion[],
  typed: string,
): readonly PanelSuggestion[] {
  return commands
    .filter(({ name }) => name.startsWith(typed.toLowerCase()))
    .map(({ name, about }) => ({ label: `/${name}`, about, writes: `/${name} ` }));
}

/** @param typed what stands behind `#` */
export async function suggestContext(
  deps: SuggestDeps,
  typed: string,
  signal: AbortSignal,
): Promise<readonly PanelSuggestion[]> {
  const [, kind, name = ""] = /^(file|symbol|folder|docs):(.*)$/s.exec(typed) ?? [];
  switch (kind) {
    case "file":
      return filesFor(deps, name, MOST_SHOWN);
    case "folder":
      return foldersFor(deps, name);
    case "symbol":
      return symbolsFor(deps, name, MOST_SHOWN, signal);
    case "docs":
      return packagesFor(deps, name, signal);
  }
  const kinds = kindsFor(typed);
  if (typed.length < 2) return kinds;
  const symbols = await symbolsFor(deps, typed, MOST_FILES, signal);
  return [...kinds, ...(await filesFor(deps, typed, MOST_FILES)), ...symbols].slice(0, MOST_SHOWN);
}

function kindsFor(typed: string): readonly PanelSuggestion[] {
  return (Object.keys(mentionKinds) as MentionKind[])
    .filter((kind) => kind.startsWith(typed.toLowerCase()))
    .map((kind) => {
      const { takes, about } = mentionKinds[kind];
      if (takes !== "nothing") return { label: `#${kind}:`, about, writes: `#${kind}:` };
      const adds: ContextRef = { kind: kind === "test" ? "tests" : (kind as ContextRef["kind"]) };
      return { label: `#${kind}`, about, writes: "", adds };
    });
}

const suggestionOf = (adds: ContextRef, about = adds.path ?? describeContext(adds)): PanelSuggestion => ({
  label: labelOfContext(adds),
  about,
  writes: "",
  adds,
});

const shortPaths = (deps: SuggestDeps, paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) => deps.shortPath(path) ?? []);

/** Names that begin so first, then the shorter path. */
const byFit =
  (typed: string) =>
  (a: string, b: string): number => {
    const begins = (path: string) =>
      path
        .slice(path.lastIndexOf("/") + 1)
        .toLowerCase()
        .startsWith(typed.toLowerCase())
        ? 0
        : 1;
    return begins(a) - begins(b) || a.length - b.length || (a < b ? -1 : 1);
  };

async function filesFor(
  deps: SuggestDeps,
  typed: string,
  limit: number,
): Promise<readonly PanelSuggestion[]> {
  const last = typed.slice(typed.lastIndexOf("/") + 1);
  const found = shortPaths(deps, await deps.surroundings.findFiles(last, MOST_ASKED));
  const fitting = found.filter((path) => path.toLowerCase().includes(typed.toLowerCase()));
  return [...fitting]
    .sort(byFit(last))
    .slice(0, limit)
    .map((path) => suggestionOf({ kind: "file", path }));
}

async function foldersFor(deps: SuggestDeps, typed: string): Promise<readonly PanelSuggestion[]> {
  const found = shortPaths(deps, await deps.surroundings.findFiles("", MOST_ASKED * 10));
  const folders = new Set(found.flatMap(foldersOf));
  return [...folders]
    .filter((path) => path.toLowerCase().includes(typed.toLowerCase()))
    .sort(byFit(typed))
    .slice(0, MOST_SHOWN)
    .map((path) => suggestionOf({ kind: "folder", path }));
}

const foldersOf = (path: string): readonly string[] => {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
};

async function symbolsFor(
  deps: SuggestDeps,
  name: string,
  limit: number,
  signal: AbortSignal,
): Promise<readonly PanelSuggestion[]> {
  if (name === "") return [];
  const hits = await deps.queries.findSymbols({ name, match: "fuzzy", limit }, signal);
  return hits.flatMap((hit) => {
    const path = deps.shortPath(hit.path);
    if (path === undefined) return [];
    const dotted = hit.container === "" ? hit.name : `${hit.container}.${hit.name}`;
    const place = { path, line: hit.startLine + 1, endLine: hit.endLine + 1 };
    return [suggestionOf({ kind: "symbol", name: dotted, ...place }, `${hit.kind} in ${path}`)];
  });
}

async function packagesFor(
  deps: SuggestDeps,
  typed: string,
  signal: AbortSignal,
): Promise<readonly PanelSuggestion[]> {
  const { packages } = await deps.docs.apiPackages(signal);
  const fitting = packages.filter(({ id }) => id.name.toLowerCase().includes(typed.toLowerCase()));
  return fitting
    .slice(0, MOST_SHOWN)
    .map(({ id }) => suggestionOf({ kind: "docs", name: id.name }, `${id.ecosystem} ${id.version}`.trim()));
}
