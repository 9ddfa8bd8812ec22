/** What helps to write at the cursor, from the index and the open documents: snippets, signatures, recent edits. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import {
  namesNear,
  neededSymbols,
  renderSignatures,
  type WeighedSymbol,
} from "../../core/retrieval/contextNames.ts";
import { ModuleFiles } from "../../core/retrieval/graph/moduleFiles.ts";
import type { Outline } from "../../core/syntax/outline/outline.ts";
import type { RecentEdit, RecentEdits } from "../../core/text/recentEdits.ts";
import type { ContextQuery, FileSignatures, PromptContext } from "../../ports/engine.ts";
import type { Files, Yielder } from "../../ports/files.ts";
import type { SnippetFinder } from "../indexing/snippetFinder.ts";
import { GoModules } from "../search/goModules.ts";

export interface ContextFinderDeps {
  readonly files: Files;
  readonly index: RepoIndex;
  readonly yielder: Pick<Yielder, "now">;
  readonly snippets: SnippetFinder;
  readonly edits: RecentEdits;
  readonly outlineOf: (path: string) => Promise<Outline | undefined>;
}

/** Files that are read for their signatures. */
const mostFiles = 4;
/** Of one file, the ones needed most. */
const mostSymbols = 12;
/** A name defined more often tells no definition. */
const mostDefinitions = 2;
/** Names that are looked up by themselves, the nearest first. */
const mostNames = 12;
/** Which files a module means is told by all paths: worked out anew only so often. Milliseconds. */
const modulesKeptMs = 30_000;
const mostEdits = 4;

export class ContextFinder {
  readonly #deps: ContextFinderDeps;
  #modules: { readonly files: ModuleFiles; readonly count: number; readonly atMs: number } | undefined;

  constructor(deps: ContextFinderDeps) {
    this.#deps = deps;
  }

  /** Rejects with the signal's reason only. */
  async find(query: ContextQuery, signal: AbortSignal): Promise<PromptContext> {
    const snippets = await this.#deps.snippets.find(query, signal);
    signal.throwIfAborted();
    const signatures = await this.#signatures(query, signal);
    const shown = new Set(snippets.map(({ path }) => path));
    return {
      // A file whose lines are shown needs no outline of the same lines.
      signatures: signatures.filter(({ path }) => !shown.has(path)),
      snippets,
      edits: this.#editsFor(query),
    };
  }

  async #signatures(query: ContextQuery, signal: AbortSignal): Promise<readonly FileSignatures[]> {
    const names = namesNear(query);
    const files = await this.#definers(query, names);
    const found: (FileSignatures & { readonly weight: number })[] = [];
    for (const path of files) {
      signal.throwIfAborted();
      const outline = await this.#deps.outlineOf(path);
      const needed = outline ? mostNeeded(neededSymbols(outline.symbols, names)) : [];
      if (needed.length === 0) continue;
      const symbols = needed.map(({ symbol }) => symbol);
      const weight = needed.reduce((sum, symbol) => sum + symbol.weight, 0);
      found.push({ path, text: renderSignatures(symbols), weight });
    }
    return found.sort((a, b) => b.weight - a.weight).map(({ path, text }) => ({ path, text }));
  }

  /** Files that the current one imports and that define a name near the cursor, then those that alone define one. */
  async #definers({ path, languageId }: ContextQuery, names: ReadonlyMap<string, number>) {
    const { index } = this.#deps;
    const modules = await this.#moduleFiles(path, languageId);
    const imported = new Set(
      index.importsOf(path).flatMap(({ module }) => modules.resolve(module, path, languageId)),
    );
    const weights = new Map<string, number>();
    const nearest = [...names].sort((a, b) => b[1] - a[1]).slice(0, 4 * mostNames);
    let lookups = 0;
    for (const [name, weight] of nearest) {
      const definitions = index.definitionsOf(name).filter((symbol) => symbol.path !== path);
      const here = definitions.filter((symbol) => imported.has(symbol.path));
      const isTold = definitions.length <= mostDefinitions && lookups < mostNames;
      if (here.length === 0 && isTold) lookups++;
      for (const symbol of here.length > 0 ? here.slice(0, mostDefinitions) : isTold ? definitions : []) {
        if (index.languageIdOf(symbol.path) !== languageId && here.length === 0) continue;
        weights.set(symbol.path, (weights.get(symbol.path) ?? 0) + weight * (here.length > 0 ? 2 : 1));
      }
    }
    const ranked = [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return ranked.slice(0, mostFiles).map(([file]) => file);
  }

  async #moduleFiles(path: string, languageId: string): Promise<ModuleFiles> {
    const { files, index, yielder } = this.#deps;
    const count = index.counts().files;
    const known = this.#modules;
    if (known && (known.count === count || yielder.now() - known.atMs < modulesKeptMs)) return known.files;
    const goModules = new GoModules(files);
    if (languageId === "go") await goModules.lookAbove(path);
    const modules = new ModuleFiles([...index.paths()].sort(), { goModules: goModules.modules });
    this.#modules = { files: modules, count, atMs: yielder.now() };
    return modules;
  }

  /** What is being typed at the cursor is in the prompt anyway. */
  #editsFor({ path, prefix }: ContextQuery): readonly RecentEdit[] {
    const cursorLine = prefix.split("\n").length - 1;
    const isTyping = (edit: RecentEdit): boolean =>
      edit.path === path &&
      edit.removed.every((line) => line.trim() === "") &&
      edit.startLine <= cursorLine &&
      cursorLine < edit.startLine + edit.added.length;
    return this.#deps.edits
      .list()
      .filter((edit) => !isTyping(edit))
      .slice(0, mostEdits);
  }
}

/** In the order of their lines. */
function mostNeeded(symbols: readonly WeighedSymbol[]): readonly WeighedSymbol[] {
  const best = [...symbols].sort((a, b) => b.weight - a.weight).slice(0, mostSymbols);
  return symbols.filter((symbol) => best.includes(symbol));
}
