/** Checks suggestions in the engine's thread: places them into the tree, judges their names, repairs or cuts them. */
import { closersOf } from "../../core/syntax/openBrackets.ts";
import type { FlatTree } from "../../core/syntax/tree/flatTree.ts";
import { type Judgement, judgeNames } from "../../core/verify/judge.ts";
import { readNames, rulesOf } from "../../core/verify/languages.ts";
import { rankMembers } from "../../core/verify/members.ts";
import { repairSuggestion } from "../../core/verify/repair.ts";
import { unjudged, type Verification } from "../../core/verify/verification.ts";
import type { Placement } from "../../ports/trees.ts";
import type { CursorQuery, Verifier, VerifyQuery } from "../../ports/verification.ts";
import type { RepoWorlds, RepoWorldsDeps } from "./repoWorlds.ts";

export interface LocalVerifierDeps extends Pick<RepoWorldsDeps, "index" | "guard" | "trees"> {
  readonly worlds: RepoWorlds;
  /** Words that usually come next, most likely first. */
  readonly nextWords: (query: CursorQuery) => readonly string[];
}

/** How long a check may go on reading files. What is not read by then is unknown. */
const MOST_MS = 120;
const soon = { maxMs: MOST_MS, waitsForLibraries: false };
/** Stands where a member is asked for. */
const placeholder = "touchstoneMember";

export class LocalVerifier implements Verifier {
  readonly #deps: LocalVerifierDeps;

  constructor(deps: LocalVerifierDeps) {
    this.#deps = deps;
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
    const { findings, unknown, deprecated } = judgement;
    const marks = deprecated.length === 0 ? {} : { deprecated };
    const members = { all: judgement.members, known: judgement.knownReceivers };
    const { calls } = judgement;
    if (findings.length === 0)
      return {
        verdict: unknown.length > 0 ? "unknown" : "ok",
        text: suggestion,
        findings,
        unknown,
        members,
        calls,
        ...marks,
      };
    const repair = repairSuggestion(suggestion, findings);
    const stands = repair.text !== "" && (await this.#stands(query, repair.text));
    return {
      ...(stands ? repair : { verdict: "dropped", text: "" }),
      findings,
      unknown,
      members,
      calls,
      ...marks,
    };
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
    const ranked = await this.#deps.worlds.ask(file, rules, soon, signal, (world) =>
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
    const { path, languageId, prefix, suggestion, maxMs } = query;
    const rules = rulesOf(languageId);
    if (!tree || !rules) return undefined;
    const [start, end] = [prefix.length, prefix.length + suggestion.length];
    const file = readNames(tree, path, languageId, { start, end });
    if (!file) return undefined;
    const place = { file, text: tree.text, start, end };
    const asking = maxMs === undefined ? soon : { maxMs, waitsForLibraries: true };
    return this.#deps.worlds.ask(file, rules, asking, signal, (world) => judgeNames(place, world, rules));
  }
}

function brokenSyntax(suggestion: string): Verification {
  const findings = [{ name: suggestion, offset: 0, reason: "syntax" as const }];
  return { verdict: "dropped", text: "", findings, unknown: [] };
}
