/** An edit judged by the project's own checkers in a copy: what they say with it that they did not say without it. */
import { type CheckFinding, findingText } from "../../core/checking/checkFinding.ts";
import { checkGroups, labelsOf } from "../../core/checking/checkGroups.ts";
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { silencesAdded } from "../../core/repair/problem/problemVerdict.ts";
import { countOf } from "../../core/text/counts.ts";
import { listed, upperFirst } from "../../core/text/phrases.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PatchFact } from "../../ports/patchReview.ts";
import type { UserFiles } from "../../ports/userFiles.ts";
import type { WorkCopy } from "../../ports/workCopy.ts";
import { ChangeChecks, type ChecksTold } from "../checking/changeChecks.ts";
import { isRefusalToRun } from "../commands/refusalToRun.ts";
import type { TestSession } from "../testing/testSession.ts";

export interface EditChecks {
  readonly session: () => Promise<Pick<TestSession, "openCopy">>;
  /** Asked once for an edit. */
  readonly consent: (question: string, signal: AbortSignal) => Promise<boolean>;
}

export interface CheckersOfEditDeps {
  readonly checks: EditChecks;
  readonly engine: Pick<Engine, "graph">;
  readonly filesOf: (root: string) => Promise<Pick<UserFiles, "read">>;
  /** Whether tests are tried with the same consent. */
  readonly hasTests: boolean;
}

export interface DiagnosedEdit {
  readonly facts: readonly PatchFact[];
  /** What is said with the edit alone, as the checker tells it. */
  readonly appeared: readonly { readonly path: string; readonly text: string }[];
}

/** Files that import what is changed, for checkers that know no project. */
const MOST_BESIDE = 40;
/** A person and a model are told so many of a checker. */
const MOST_FINDINGS = 20;

const unchecked = (text: string): DiagnosedEdit => ({ facts: [{ kind: "open", text }], appeared: [] });

/** Of one root; the copy is made when it is first needed, and lives until `dispose`. */
export class CheckersOfEdit {
  readonly #deps: CheckersOfEditDeps;
  readonly #root: string;
  #copy: WorkCopy | undefined;
  #checks: ChangeChecks | undefined;

  /** @param root absolute */
  constructor(deps: CheckersOfEditDeps, root: string) {
    this.#deps = deps;
    this.#root = root;
  }

  /** Rejects with the signal's reason alone. */
  async check(changes: readonly FileChange[], signal: AbortSignal): Promise<DiagnosedEdit> {
    try {
      return await this.#check(changes, signal);
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      return unchecked(isRefusalToRun(error) ? reason : `No checker was run for it: ${reason}`);
    }
  }

  async dispose(): Promise<void> {
    await this.#copy?.dispose();
  }

  async #check(changes: readonly FileChange[], signal: AbortSignal): Promise<DiagnosedEdit> {
    const { checks, filesOf, hasTests } = this.#deps;
    if (!this.#checks) {
      const files = await filesOf(this.#root);
      const read = async (path: string) => {
        const found = await files.read(path);
        return found.kind === "text" ? found.text : undefined;
      };
      const labels = labelsOf(
        await checkGroups(
          changes.map(({ path }) => path),
          read,
        ),
      );
      if (labels.length === 0) return unchecked("The project has no checker for what it changes");
      const tests = hasTests ? ", and run the tests that can notice it," : "";
      const question = `Check this edit with ${listed(labels)}${tests} in a copy of the files?`;
      const isAllowed = await checks.consent(question, signal);
      signal.throwIfAborted();
      if (!isAllowed) return unchecked("No checker was run for it");
      const session = await checks.session();
      this.#copy = await session.openCopy({ root: this.#root, askedFor: "Check an edit" }, signal);
      this.#checks = new ChangeChecks(this.#copy, (paths) => this.#importers(paths, signal), signal);
    }
    return diagnosed(await this.#checks.appeared(changes), changes);
  }

  async #importers(paths: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    const base = `${this.#root.replace(/\/$/, "")}/`;
    const found = new Set<string>();
    for (const path of paths) {
      const query = { symbol: base + path, relation: "importedBy", limit: MOST_BESIDE } as const;
      const edges = await this.#deps.engine.graph(query, signal).catch(() => []);
      for (const edge of edges) if (edge.path.startsWith(base)) found.add(edge.path.slice(base.length));
    }
    signal.throwIfAborted();
    return [...found].slice(0, MOST_BESIDE);
  }
}

function diagnosed({ said, reasons }: ChecksTold, changes: readonly FileChange[]): DiagnosedEdit {
  const quiet = said.filter(({ findings }) => findings.length === 0).map(({ label }) => label);
  const loud = said.filter(({ findings }) => findings.length > 0);
  const silenced = changes.flatMap((change) =>
    change.kind === "deleted"
      ? []
      : silencesAdded(change.kind === "created" ? "" : change.before, change.after).map(
          (mark) => `${change.path}: ${mark}`,
        ),
  );
  const facts: readonly PatchFact[] = [
    ...(quiet.length === 0
      ? []
      : [
          {
            kind: "good" as const,
            text: `${upperFirst(listed(quiet))} ${quiet.length === 1 ? "finds" : "find"} nothing new with it, in a copy`,
          },
        ]),
    ...loud.map(({ label, findings }) => ({
      kind: "bad" as const,
      text: `${upperFirst(label)} finds ${countOf(findings.length, "new problem")} with it`,
      details: shown(findings),
    })),
    ...(silenced.length === 0
      ? []
      : [{ kind: "open" as const, text: "It silences a checker", details: silenced }]),
    ...(reasons.length === 0
      ? []
      : [{ kind: "open" as const, text: "Not all checkers could be run", details: [...new Set(reasons)] }]),
  ];
  const appeared = loud.flatMap(({ findings }) =>
    findings.slice(0, MOST_FINDINGS).map((one) => ({ path: one.path, text: findingText(one) })),
  );
  return { facts, appeared };
}

function shown(findings: readonly CheckFinding[]): readonly string[] {
  const more = findings.length - MOST_FINDINGS;
  const first = findings.slice(0, MOST_FINDINGS).map(findingText);
  return more > 0 ? [...first, `and ${countOf(more, "other")}`] : first;
}
