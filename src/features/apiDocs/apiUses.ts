/** How the workspace itself uses an API: statements of its files, told by imports and by what stands before the name. */
import type { ApiEntry, ApiUse, InstalledPackage } from "../../core/apiDocs/apiPackage.ts";
import { findUseSites, type UseSite } from "../../core/apiDocs/use/useSites.ts";
import { findLanguage } from "../../core/syntax/language.ts";
import { lexicalFamilies } from "../../core/syntax/lexicalFamily.ts";
import { lex } from "../../core/syntax/outline/lexer.ts";
import type { Yielder } from "../../ports/files.ts";
import { findApiNamed, type NamedPlace } from "./apiNamedAt.ts";
import type { Libraries } from "./libraries.ts";

/** The workspace's files, those that may be shown alone. */
export interface WorkspaceUses {
  /** Files whose code holds a name, at most so many. Ignored files are none. */
  filesNaming(name: string, most: number): readonly string[];
  /** Modules that a file imports, as written. */
  importsOf(path: string): readonly string[];
  /** Whether something of the workspace has this name, too. */
  definesName(name: string): boolean;
  languageIdOf(path: string): string | undefined;
  /** As it is now; undefined for a file that is gone or ignored by now. */
  text(path: string): Promise<string | undefined>;
}

export interface UsesQuery {
  /** The file at hand: its neighbours are the nearest examples. */
  readonly near?: string | undefined;
  /** Its own text is at hand already. */
  readonly isNearLeftOut?: boolean | undefined;
  readonly limit: number;
}

/** Files that are looked at for one API. */
const MOST_NAMING = 1000;
/** Files that are read for one API. */
const MOST_READ = 6;
const MOST_TEXT = 300_000;
/** A member of a shorter name may be anybody's, where nothing tells what stands before its dot. */
const SHORTEST_TELLING = 6;
const testFile = /(?:^|[/._-])(?:tests?|specs?|__tests__)(?:[/._-]|$)/i;

interface Found extends ApiUse {
  readonly score: number;
}

/** Answers that are given again while a person types. */
const MOST_KEPT = 200;
const keptMs = 20_000;

interface Kept {
  readonly uses: readonly ApiUse[];
  readonly atMs: number;
}

/** Adds uses to entries. */
export class ApiUses {
  readonly #workspace: WorkspaceUses | undefined;
  readonly #yielder: Pick<Yielder, "pause" | "now">;
  /** Oldest first. */
  readonly #kept = new Map<string, Kept>();

  constructor(workspace: WorkspaceUses | undefined, yielder: Pick<Yielder, "pause" | "now">) {
    this.#workspace = workspace;
    this.#yielder = yielder;
  }

  /** @throws the signal's reason */
  async added(
    entry: ApiEntry,
    owner: InstalledPackage,
    libraries: Libraries,
    query: UsesQuery,
    signal: AbortSignal,
  ): Promise<ApiEntry> {
    if (this.#workspace === undefined) return entry;
    const key = JSON.stringify([entry.path, entry.line, entry.name, query]);
    const kept = query.isNearLeftOut ? this.#kept.get(key) : undefined;
    const isFresh = kept !== undefined && this.#yielder.now() - kept.atMs < keptMs;
    const uses = isFresh
      ? kept.uses
      : await findUses(entry, owner, this.#workspace, libraries, query, this.#yielder, signal);
    if (!isFresh) this.#keep(key, uses);
    return uses.length === 0 ? entry : { ...entry, uses };
  }

  #keep(key: string, uses: readonly ApiUse[]): void {
    this.#kept.delete(key);
    this.#kept.set(key, { uses, atMs: this.#yielder.now() });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
  }
}

/** Best first. @throws the signal's reason */
export async function findUses(
  entry: ApiEntry,
  owner: InstalledPackage,
  workspace: WorkspaceUses,
  libraries: Libraries,
  { near, isNearLeftOut, limit }: UsesQuery,
  yielder: Pick<Yielder, "pause">,
  signal: AbortSignal,
): Promise<readonly ApiUse[]> {
  const name = entry.name.slice(entry.name.lastIndexOf(".") + 1);
  if (entry.kind === "module" || name.length < 2) return [];
  const files = workspace
    .filesNaming(name, MOST_NAMING)
    .filter((path) => !(isNearLeftOut && path === near) && !path.startsWith(`${owner.folder}/`))
    .filter((path) => workspace.importsOf(path).some((module) => isModuleOf(module, owner)))
    .map((path) => ({ path, score: nearness(path, near) - (testFile.test(path) ? 0.5 : 0) }))
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_READ);
  const isTelling = name.length >= SHORTEST_TELLING && !workspace.definesName(name);
  const found: Found[] = [];
  let told = 0;
  for (const { path, score } of files) {
    // What is nearer stands first: more of them would only be farther off.
    if (told > 2 * limit) break;
    // A suggestion that is asked for meanwhile goes before.
    await yielder.pause();
    signal.throwIfAborted();
    const text = await workspace.text(path);
    if (text === undefined || text.length > MOST_TEXT) continue;
    const languageId = workspace.languageIdOf(path) ?? "";
    const tokens = lex(text, lexicalFamilies[findLanguage(languageId)?.family ?? "data"]);
    for (const site of findUseSites(tokens, name)) {
      const same = await isSame(entry, { path, languageId, text, end: site.end }, libraries, signal);
      const isLikely = same === undefined && (isTelling || !entry.name.includes("."));
      if (same === true) told++;
      if (same === true || isLikely)
        found.push({ ...useOf(path, site), score: score + worth(site, same === true) });
    }
  }
  return withoutTwins(found.sort((a, b) => b.score - a.score)).slice(0, limit);
}

/** Whether a name at a place is this API; undefined when nothing tells. */
async function isSame(
  entry: ApiEntry,
  place: NamedPlace,
  libraries: Libraries,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const loader = libraries.loaderFor(place.languageId);
  const found = loader && (await findApiNamed(loader, place, signal));
  if (found === undefined) return undefined;
  return found !== "other" && found.entry.path === entry.path && found.entry.line === entry.line;
}

const useOf = (path: string, { line, code }: UseSite): ApiUse => ({ path, line, code });

/** `requests` and `requests.adapters`, `@a/b` and `@a/b/c`, `crate::x`. */
const isModuleOf = (module: string, { importNames, id }: Pick<InstalledPackage, "importNames" | "id">) =>
  [...importNames, id.name].some(
    (name) => module === name || (module.startsWith(name) && /^[./:\\]/.test(module.slice(name.length))),
  );

/** Folders that two paths share, of those that one has: 0 to 1. */
function nearness(path: string, near: string | undefined): number {
  if (near === undefined) return 0;
  const [a, b] = [path.split("/").slice(0, -1), near.split("/").slice(0, -1)];
  const shared = a.findIndex((part, i) => part !== b[i]);
  return (shared < 0 ? a.length : shared) / Math.max(1, a.length, b.length);
}

/** What was told to be the API, is short and has arguments shows most. */
const worth = ({ code }: UseSite, isTold: boolean): number =>
  (isTold ? 1 : 0) + (/\(\s*[^\s)]/.test(code) ? 0.3 : 0) - code.length / 1000;

function withoutTwins(found: readonly Found[]): readonly ApiUse[] {
  const seen = new Set<string>();
  return found.flatMap(({ score: _, ...use }) => {
    const key = use.code.replace(/["'`][^"'`]*["'`]|\d+|\s+/g, "");
    if (seen.has(key)) return [];
    seen.add(key);
    return [use];
  });
}
