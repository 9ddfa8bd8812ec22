/**
 * What an edit of a model is held against before a person sees it: syntax and names always; the project's checkers and the tests that can
 * notice it where these are given and a person allows them.
 */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { protectionOfChange, protectionTexts } from "../../core/patch/protectedPaths.ts";
import type { Engine } from "../../ports/engine.ts";
import type { PatchFact, ProposedPatch } from "../../ports/patchReview.ts";
import type { UserFiles } from "../../ports/userFiles.ts";
import { type CheckEngine, type CheckedEdit, checkEdit } from "./checkEdit.ts";
import { CheckersOfEdit, type DiagnosedEdit, type EditChecks } from "./checkersOfEdit.ts";
import { EditTester, type EditTests, type TestedEdit } from "./testEdit.ts";

export interface VerifyDeps {
  readonly engine: CheckEngine & Pick<Engine, "graph">;
  /** By absolute root. */
  readonly filesOf: (root: string) => Promise<Pick<UserFiles, "read">>;
  /** Not given: no test is run. */
  readonly tests?: EditTests | undefined;
  /** Not given: the project's checkers are not asked. */
  readonly checks?: EditChecks | undefined;
}

/** What is known of an edit; undefined is what was not tried. */
export interface VerifiedEdit {
  readonly checked: CheckedEdit;
  readonly diagnosed?: DiagnosedEdit | undefined;
  readonly tested?: TestedEdit | undefined;
}

/** Of one edit below one root; a person is asked once for it. */
export class EditVerifier {
  readonly #engine: CheckEngine;
  readonly #root: string;
  readonly #checkers: CheckersOfEdit | undefined;
  readonly #tester: EditTester | undefined;

  /** @param root absolute */
  constructor({ engine, filesOf, tests, checks }: VerifyDeps, root: string) {
    this.#engine = engine;
    this.#root = root;
    const once = onceAsked();
    this.#tester = tests && new EditTester({ ...tests, consent: once(tests.consent) }, engine);
    const asked = checks && { ...checks, consent: once(checks.consent) };
    this.#checkers =
      asked && new CheckersOfEdit({ checks: asked, engine, filesOf, hasTests: tests !== undefined }, root);
  }

  get hasCheckers(): boolean {
    return this.#checkers !== undefined;
  }

  get hasTests(): boolean {
    return this.#tester !== undefined;
  }

  /** Syntax and names: nothing runs. */
  check(changes: readonly FileChange[], signal: AbortSignal): Promise<CheckedEdit> {
    return checkEdit(this.#engine, this.#root, changes, signal);
  }

  /** By the project's checkers in a copy; undefined without them. */
  async diagnose(changes: readonly FileChange[], signal: AbortSignal): Promise<DiagnosedEdit | undefined> {
    return this.#checkers?.check(changes, signal);
  }

  /** By affected tests in a copy; undefined without them. */
  async test(changes: readonly FileChange[], signal: AbortSignal): Promise<TestedEdit | undefined> {
    return this.#tester?.test(this.#root, changes, signal);
  }

  /** All of it. What does not parse or names what does not exist is not run. */
  async verify(changes: readonly FileChange[], signal: AbortSignal): Promise<VerifiedEdit> {
    const checked = await this.check(changes, signal);
    if (checked.problems.length > 0) return { checked };
    const diagnosed = await this.diagnose(changes, signal);
    return { checked, diagnosed, tested: await this.test(changes, signal) };
  }

  async dispose(): Promise<void> {
    await this.#checkers?.dispose();
  }
}

/** What a person is shown beside the patch. @param more what else speaks for it */
export function evidenceOf(
  { checked, diagnosed, tested }: VerifiedEdit,
  changes: readonly FileChange[],
  more: readonly PatchFact[] = [],
): Pick<ProposedPatch, "evidence" | "heading"> {
  const heading =
    diagnosed && diagnosed.appeared.length > 0 && (tested?.broken ?? []).length === 0
      ? "A Checker Objects"
      : tested?.heading;
  const testFacts = tested?.facts ?? [{ kind: "open" as const, text: "No test was run for it" }];
  const evidence = [
    ...checked.facts,
    ...more,
    ...protectedFacts(changes),
    ...(diagnosed?.facts ?? []),
    ...testFacts,
  ];
  return { evidence, ...(heading === undefined ? {} : { heading }) };
}

function protectedFacts(changes: readonly FileChange[]): readonly PatchFact[] {
  const details = changes.flatMap((change) => {
    const protection = protectionOfChange(change);
    return protection === undefined ? [] : [`${change.path}: ${protectionTexts[protection]}`];
  });
  return details.length === 0 ? [] : [{ kind: "bad", text: "It changes protected files", details }];
}

/** What a person answers first counts for the whole edit. */
function onceAsked(): (consent: EditTests["consent"]) => EditTests["consent"] {
  let answer: Promise<boolean> | undefined;
  return (consent) => (question, signal) => {
    answer ??= consent(question, signal);
    return answer;
  };
}
