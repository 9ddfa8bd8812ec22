/** Checks suggestions in the engine's thread: places them into the tree, judges their names, repairs or cuts them. */
import type { RepoIndex } from "../../core/repo/repoIndex.ts";
import { lexicalGroup } from "../../core/retrieval/graph/lexicalGroup.ts";
import { closersOf } from "../../core/syntax/openBrackets.ts";
import type { FlatTree } from "../../core/syntax/tree/flatTree.ts";
import { type Judgement, judgeNames } from "../../core/verify/judge.ts";
import { type LanguageRules, readNames, rulesOf } from "../../core/verify/languages.ts";
import { rankMembers } from "../../core/verify/members.ts";
import type { FileNames } from "../../core/verify/names.ts";
import { repairSuggestion } from "../../core/verify/repair.ts";
import { unjudged, type Verification } from "../../core/verify/verification.ts";
import type { Files, Yielder } from "../../ports/files.ts";
import type { NameLists } from "../../ports/nameLists.ts";
import type { Placement, Trees } from "../../ports/trees.ts";
import type { CursorQuery, Verifier, VerifyQuery } from "../../ports/verification.ts";
import type { TextGuard } from "../engine/textGuard.ts";
import type { RepoIndexer } from "../indexing/repoIndexer.ts";
import { SourceTexts } from "../search/sourceTexts.ts";
import { Manifests } from "./manifests.ts";
import { ModuleMap } from "./moduleMap.ts";
import { NamesCache } from "./namesCache.ts";
import { RepoWorld } from "./repoWorld.ts";

export interface LocalVerifierDeps {
  readonly files: Files;
  readonly yielder: Yielder;
  readonly index: RepoIndex;
  readonly indexer: RepoIndexer;
  readonly guard: TextGuard;
  /** Without it only syntax is checked, by `checkParse`. */
  readonly trees: Trees;
  readonly lists: NameLists;
  /** Words that usually come next, most likely first. */
  readonly nextWords: (query: CursorQuery) => readonly string[];
}

/** Files read for one round, rounds, and how long a check may go on reading files. What is not read by then is unknown. */
const FILES_AT_ONCE = 48;
const MOST_ROUNDS = 12;
const MOST_MS = 120;
/** Stands where a member is asked for. */
const placeholder = "touchstoneMember";

export class LocalVerifier implements Verifier {
  readonly #deps: LocalVerifierDeps;
  readonly #cache: NamesCache;
  readonly #map: ModuleMap;
  readonly #manifests: Manifests;
  #isReadingAhead = false;

  constructor(deps: LocalVerifierDeps) {
    this.#deps = deps;
    this.#cache = new NamesCache({ ...deps, texts: new SourceTexts(deps) });
    this.#map = new ModuleMap(deps.index, deps.files);
    this.#manifests = new Manifests(deps.files);
  }

  verify: Verifier["verify"] = async (query, signal) => {
    signal.throwIfAborted();
    const { suggestion } = query;
    const placement = await this.#place(query);
    if (placement.verdict === "breaks") return brokenSyntax(suggestion);
    const judgement = await this.#judge(query, placement, signal);
    if (!judgement)
      return placement.verdict === "parses"
        ? { ...unjudged(suggestion), verdict: "ok" }
        : unjudged(suggestion);
    const { findings, unknown } = judgement;
    const members = { all: judgement.members, known: judgement.knownReceivers };
    if (findings.length === 0)
      return { verdict: unknown.length > 0 ? "unknown" : "ok", text: suggestion, findings, unknown, members };
    const repair = repairSuggestion(suggestion, findings);
    const stands = repair.text !== "" && (await this.#stands(query, repair.text));
    return { ...(stands ? repair : { verdict: "dropped", text: "" }), findings, unknown, members };
  };

  members: Verifier["members"] = async ({ limit, ...query }, signal) => {
    signal.throwIfAborted();
    const { path, languageId, prefix, suffix } = query;
    const rules = rulesOf(languageId);
    const typed = /[\w$]*$/.exec(prefix)![0];
    const before = prefix.slice(0, prefix.length - typed.length);
    const after = suffix.replace(/^[\w$]+/, "");
    if (!rules || !/\.\s*$/.test(before)) return [];
    const tree = await this.#treeWithName({ ...query, prefix: before, suffix: after });
    const range = { start: before.length, end: before.length + placeholder.length };
    const file = tree && readNames(tree, path, languageId, range);
    if (!file) return [];
    const { index, nextWords } = this.#deps;
    const words = nextWords(query);
    const evidence = { nextWords: words, countFiles: (name: string) => index.fileCountBound(name) };
    const place = { file, typed, before, after };
    const ranked = await this.#withWorld(file, rules, MOST_MS, signal, (world) =>
      rankMembers(place, world, rules, evidence),
    );
    return ranked.slice(0, limit);
  };

  /** The tree with a name at the cursor, and what would make a statement of it where it must be one. */
  async #treeWithName(query: CursorQuery): Promise<FlatTree | undefined> {
    for (const suggestion of [placeholder, `${placeholder}()`, `${placeholder}();`]) {
      const { verdict, tree } = await this.#place({ ...query, suggestion });
      if (verdict === "parses" && tree) return tree;
    }
    const text = query.prefix + placeholder + query.suffix;
    const { guard, trees } = this.#deps;
    return guard.runAsync("parsing", query.path, text, () => trees.tree(query.languageId, text), undefined);
  }

  /** Whether a text made of a suggestion parses in its place; what it leaves open may be closed and ended behind it. */
  async #stands(query: VerifyQuery, text: string): Promise<boolean> {
    const closed = text + closersOf(text, query.languageId);
    for (const suggestion of new Set([text, closed, `${closed};`]))
      if ((await this.#place({ ...query, suggestion })).verdict === "parses") return true;
    return false;
  }

  #place({ path, languageId, prefix, suffix, suggestion }: VerifyQuery): Promise<Placement> {
    const text = prefix + suffix;
    const replace = { start: prefix.length, end: prefix.length };
    const check = { path, languageId, text, replace, insert: suggestion };
    const none: Placement = { verdict: "unknown", tree: undefined };
    return this.#deps.guard.runAsync("parsing", path, text, () => this.#deps.trees.place(check), none);
  }

  /** Undefined when the names of the language are not judged, or there is no tree. */
  async #judge(query: VerifyQuery, { tree }: Placement, signal: AbortSignal): Promise<Judgement | undefined> {
    const { path, languageId, prefix, suggestion, maxMs = MOST_MS } = query;
    const rules = rulesOf(languageId);
    if (!tree || !rules) return undefined;
    const [start, end] = [prefix.length, prefix.length + suggestion.length];
    const file = readNames(tree, path, languageId, { start, end });
    if (!file) return undefined;
    const place = { file, text: tree.text, start, end };
    return this.#withWorld(file, rules, maxMs, signal, (world) => judgeNames(place, world, rules));
  }

  /** Reads files that a check would have needed, a few and one at a time, so that the next one has them. */
  async #readAhead(paths: readonly string[]): Promise<void> {
    if (this.#isReadingAhead) return;
    this.#isReadingAhead = true;
    for (const path of paths.slice(0, FILES_AT_ONCE)) {
      await this.#deps.yielder.pause();
      await this.#cache.load(path);
    }
    this.#isReadingAhead = false;
  }

  /** Asks again until nothing more would have to be read, or time is over. */
  async #withWorld<T>(
    file: FileNames,
    rules: LanguageRules,
    maxMs: number,
    signal: AbortSignal,
    ask: (world: RepoWorld) => T,
  ): Promise<T> {
    const { yielder, index, indexer, lists, files } = this.#deps;
    const deadline = yielder.now() + maxMs;
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
    for (let round = 1; ; round++) {
      const world = new RepoWorld({ index, cache, map, manifests, lists: known, isComplete, existing }, file);
      const answer = ask(world);
      const isDone = world.wantedFiles.size === 0 && world.wantedPaths.size === 0;
      if (isDone) return answer;
      if (round === MOST_ROUNDS || yielder.now() > deadline) {
        void this.#readAhead([...world.wantedFiles]);
        return answer;
      }
      signal.throwIfAborted();
      for (const path of world.wantedPaths) existing.set(path, (await files.stat(path)) !== undefined);
      for (const path of [...world.wantedFiles].slice(0, FILES_AT_ONCE)) {
        await this.#cache.load(path);
        if (yielder.now() > deadline) break;
      }
    }
  }
}

function brokenSyntax(suggestion: string): Verification {
  const findings = [{ name: suggestion, offset: 0, reason: "syntax" as const }];
  return { verdict: "dropped", text: "", findings, unknown: [] };
}
