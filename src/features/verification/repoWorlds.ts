/** Answers about names of one file, asked again until all that they need was read, or time is over. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { lexicalGroup } from "../../core/retrieval/graph/lexicalGroup.ts";
import type { LanguageRules } from "../../core/verify/languages.ts";
import type { FileNames } from "../../core/verify/names.ts";
import type { Files, Yielder } from "../../ports/files.ts";
import type { NameLists } from "../../ports/nameLists.ts";
import type { Trees } from "../../ports/trees.ts";
import type { Libraries } from "../apiDocs/libraries.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import type { RepoIndexer } from "../indexing/repoIndexer.ts";
import { SourceTexts } from "../search/sourceTexts.ts";
import { LibraryModules, type SpecifierPaths } from "./libraryModules.ts";
import { Manifests } from "./manifests.ts";
import { ModuleMap } from "./moduleMap.ts";
import { NamesCache } from "./namesCache.ts";
import { RepoWorld } from "./repoWorld.ts";

export interface RepoWorldsDeps {
  readonly files: Files;
  readonly yielder: Yielder;
  readonly index: RepoIndex;
  readonly indexer: RepoIndexer;
  readonly guard: TextGuard;
  readonly trees: Trees;
  readonly lists: NameLists;
  /** What is installed; without it nothing is known of libraries. */
  readonly libraries?: (() => Promise<Libraries>) | undefined;
}

export interface Asking {
  /** Files may be read for so long; what is not read by then is unknown. Milliseconds. */
  readonly maxMs: number;
  /** Whether that holds for libraries that were never looked at, too: else they are read behind the answer. */
  readonly waitsForLibraries: boolean;
}

/** Files of the repository read for one round, and rounds. */
const FILES_AT_ONCE = 48;
const MOST_ROUNDS = 12;
/** With libraries, whose files lead from one to the next. */
const MOST_LIBRARY_ROUNDS = 120;

export class RepoWorlds {
  readonly #deps: RepoWorldsDeps;
  readonly #cache: NamesCache;
  readonly #map: ModuleMap;
  readonly #manifests: Manifests;
  #specifiers: { readonly libraries: Libraries; readonly paths: Map<object, SpecifierPaths> } | undefined;
  #isReadingAhead = false;

  constructor(deps: RepoWorldsDeps) {
    this.#deps = deps;
    this.#cache = new NamesCache({ ...deps, texts: new SourceTexts(deps) });
    this.#map = new ModuleMap(deps.index, deps.files);
    this.#manifests = new Manifests(deps.files);
  }

  /** @throws the signal's reason */
  async ask<T>(
    file: FileNames,
    rules: LanguageRules,
    { maxMs, waitsForLibraries }: Asking,
    signal: AbortSignal,
    ask: (world: RepoWorld) => T,
  ): Promise<T> {
    const { yielder, files } = this.#deps;
    const deadline = yielder.now() + maxMs;
    const installed = await this.#installedFor(file.languageId);
    const open = await this.#opener(file, rules, installed);
    const isInTime = () => yielder.now() <= deadline && !signal.aborted;
    for (let round = 1; ; round++) {
      const world = open();
      const answer = ask(world);
      signal.throwIfAborted();
      const isWhole = world.wantedFiles.size === 0 && world.wantedPaths.size === 0;
      const isLate = round === MOST_LIBRARY_ROUNDS || !isInTime();
      const hasMore = waitsForLibraries && !isLate && (await installed?.bring(isInTime)) === true;
      if ((isWhole && !hasMore) || isLate || (round >= MOST_ROUNDS && !hasMore)) {
        void this.#readAhead(world, installed, () => ask(open()));
        return answer;
      }
      for (const path of world.wantedPaths) open.existing.set(path, (await files.stat(path)) !== undefined);
      for (const path of [...world.wantedFiles].slice(0, FILES_AT_ONCE)) {
        await this.#cache.load(path);
        if (!isInTime()) break;
      }
    }
  }

  async #opener(file: FileNames, rules: LanguageRules, installed: LibraryModules | undefined) {
    const { index, indexer, lists } = this.#deps;
    const group = lexicalGroup(file.languageId) === "jvm" ? "java" : lexicalGroup(file.languageId);
    await this.#map.prepare(file.path, file.languageId);
    await this.#manifests.lookAbove(file.path, group);
    const known = {
      members: await lists.read(rules.language),
      modules: await lists.read(`${rules.language}Modules`),
    };
    const existing = new Map<string, boolean>();
    const isComplete = /^(?:ready|idle)$/.test(indexer.status().phase) && index.counts().files > 1;
    const { map, manifests, cache } = { map: this.#map, manifests: this.#manifests, cache: this.#cache };
    const open = () =>
      new RepoWorld({ index, cache, map, manifests, lists: known, isComplete, existing, installed }, file);
    return Object.assign(open, { existing });
  }

  /** What is known of installed libraries of a language; modules are found anew when other ones are installed. */
  async #installedFor(languageId: string): Promise<LibraryModules | undefined> {
    const libraries = await this.#deps.libraries?.();
    const loader = libraries?.loaderFor(languageId);
    if (libraries === undefined || loader === undefined) return undefined;
    if (this.#specifiers?.libraries !== libraries) this.#specifiers = { libraries, paths: new Map() };
    const { paths } = this.#specifiers;
    const own = paths.get(loader) ?? new Map<string, string | undefined>();
    paths.set(loader, own);
    return new LibraryModules(loader, own, (path) => libraries.isOwn(path));
  }

  /** Reads what a check would have needed, a few and one at a time, so that the next one has it. */
  async #readAhead(
    { wantedFiles }: RepoWorld,
    installed: LibraryModules | undefined,
    again: () => unknown,
  ): Promise<void> {
    if (this.#isReadingAhead) return;
    this.#isReadingAhead = true;
    const { yielder } = this.#deps;
    for (const path of [...wantedFiles].slice(0, FILES_AT_ONCE)) {
      await yielder.pause();
      await this.#cache.load(path);
    }
    for (let round = 0; round < MOST_LIBRARY_ROUNDS; round++) {
      await yielder.pause();
      if ((await installed?.bring(() => true)) !== true) break;
      again();
    }
    this.#isReadingAhead = false;
  }
}
