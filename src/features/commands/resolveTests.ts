/** Tests that use the files of a merge, run in a copy where its conflicts are resolved, when a person allows it. */
import type { FileChange } from "../../core/patch/fileTexts.ts";
import { countOf } from "../../core/text/counts.ts";
import type { PatchFact } from "../../ports/patchReview.ts";
import { testLabel } from "../fixView/testLabel.ts";
import { isRefusalToRun } from "./refusalToRun.ts";
import { affectedIn, failedOf } from "./reviewTests.ts";
import type { CommandDeps, CommandListener } from "./slashCommand.ts";

const askedFor = "Resolve conflicts";
const MOST_FAILURES = 10;
const LONGEST_MESSAGE = 200;

/** @param changes of one repository, by paths below it, after which no conflict is left */
export async function testResolved(
  deps: CommandDeps,
  repository: string,
  changes: readonly Extract<FileChange, { readonly kind: "changed" }>[],
  { onProgress }: CommandListener,
  signal: AbortSignal,
): Promise<PatchFact> {
  onProgress?.("Looking for tests that use the files");
  const paths = changes.map(({ path }) => `${repository}/${path}`);
  try {
    const found = await Promise.all(
      deps.roots().map(async (root) => ({ root, affected: await affectedIn(deps, root, paths, signal) })),
    );
    const count = found.reduce((sum, { affected }) => sum + affected.length, 0);
    if (count === 0) return { kind: "open", text: "Not tested: no test is known that uses the files" };
    const tests = countOf(count, "test");
    const question = `Run ${tests} with the conflicts resolved, in a copy of the files?`;
    if (!(await deps.consent(question, signal)))
      return { kind: "open", text: `Not tested: ${tests} could run, and nobody allowed it` };
    onProgress?.(`Running ${tests}`);
    const session = await deps.runs.tests();
    const runs = [];
    for (const { root, affected } of found.filter((one) => one.affected.length > 0)) {
      const own = changes.flatMap((change) => {
        const path = `${repository}/${change.path}`;
        return path.startsWith(`${root.path}/`)
          ? [{ ...change, path: path.slice(root.path.length + 1) }]
          : [];
      });
      const ids = affected.map(({ test }) => test.id);
      runs.push(await session.run({ ids, askedFor, changes: { root: root.path, changes: own } }, signal));
    }
    const outcomes = runs.flatMap((run) => run.outcomes);
    const failing = failedOf(outcomes);
    const passed = outcomes.filter(({ status }) => status === "passed").length;
    const isSandboxed = runs.every(({ isolation }) => isolation === "sandbox");
    const where = isSandboxed ? "in a sandboxed copy" : "in a copy without a sandbox";
    const trouble = runs.flatMap(({ reports }) => reports.flatMap(({ reason }) => reason ?? []));
    const details = [
      ...failing.slice(0, MOST_FAILURES).map(({ id, message = "" }) => {
        const why = message.trim().split("\n")[0]!.slice(0, LONGEST_MESSAGE);
        return why === "" ? testLabel(id) : `${testLabel(id)}: ${why}`;
      }),
      ...trouble,
    ];
    const kind = failing.length > 0 ? "bad" : passed === count ? "good" : "open";
    const text = `${passed} of ${tests} that use the files pass with all conflicts resolved, ${where}`;
    return details.length > 0 ? { kind, text, details } : { kind, text };
  } catch (error) {
    if (isRefusalToRun(error)) return { kind: "open", text: `Not tested: ${error.message}` };
    throw error;
  }
}
