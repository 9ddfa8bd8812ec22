/** `touchstone fix` and `localize`, and `undo` of what was applied. */
import { testLabel } from "../features/fixView/testLabel.ts";
import { renderAppliedList, renderOutcome } from "../features/headless/renderApplied.ts";
import { renderFix, renderFixProgress } from "../features/headless/renderFix.ts";
import { renderSuspects } from "../features/headless/renderSuspects.ts";
import type { FixPatch } from "../features/repair/fix.ts";
import type { Command } from "../node/cli/arguments.ts";
import { progressLine } from "../node/cli/progressLine.ts";
import type { RpcFixProgress } from "../ports/rpc.ts";
import type { ApplyOutcome } from "../ports/userFiles.ts";
import { CommandError } from "./commandError.ts";
import type { Opening } from "./folders.ts";
import { openSession } from "./openSession.ts";
import { openFiles } from "./userFiles.ts";

/** Progress for who watches; the process will exit 1 when there is no patch, or none that was to be applied. */
export async function printFix(
  opening: Opening,
  { fix, apply, sandbox, json }: Extract<Command, { kind: "fix" }>,
): Promise<void> {
  const progress = progressLine(process.stderr);
  const onFixProgress = (state: RpcFixProgress) => progress.show(renderFixProgress(state));
  const { session, patches, close } = openSession(opening, { feedsCompletion: false, onFixProgress });
  try {
    const { signal } = new AbortController();
    if (!sandbox) await session.initialize({ settings: { "tests.sandbox": "off" } }, signal);
    // What a name may mean is looked up in the index.
    if (fix.line !== undefined) await session["index/wait"]({}, signal);
    const result = await session.fix(fix, signal);
    progress.clear();
    const [first] = patches();
    const outcome = apply && first ? await applyFix(first) : undefined;
    console.log(
      json ? JSON.stringify(outcome ? { ...result, applied: outcome } : result) : renderFix(result),
    );
    const paths = first?.changes.map(({ path }) => path) ?? [];
    if (outcome && !json) {
      console.log(renderOutcome(outcome, "Applied to", paths));
      if (outcome.kind === "applied") console.log(`Take it back with: touchstone undo ${outcome.id}`);
    }
    if (result.patches.length === 0 || (apply && outcome?.kind !== "applied")) process.exitCode = 1;
  } finally {
    progress.clear();
    await close();
  }
}

/** Exits with 1 when nothing is suspected. */
export async function printSuspects(
  opening: Opening,
  { localize, sandbox, json }: Extract<Command, { kind: "localize" }>,
): Promise<void> {
  const { session, close } = openSession(opening, { feedsCompletion: false });
  try {
    const { signal } = new AbortController();
    if (!sandbox) await session.initialize({ settings: { "tests.sandbox": "off" } }, signal);
    // Functions are told by the index.
    await session["index/wait"]({}, signal);
    const found = await session.localize(localize, signal);
    console.log(json ? JSON.stringify(found) : renderSuspects(found));
    if (found.lines.length === 0) process.exitCode = 1;
  } finally {
    await close();
  }
}

/** A patch that the tests do not prove is for a person to look at. */
async function applyFix({ root, changes, verdict, evidence }: FixPatch): Promise<ApplyOutcome> {
  if (verdict !== "verified") {
    const message = `The patch is ${verdict}, and only verified ones are applied: use its diff if you agree with it`;
    return { kind: "failed", message, isRestored: true };
  }
  const { files } = openFiles(root);
  const title = evidence.checked?.finding ?? evidence.targets.map(testLabel).join(", ");
  return files.apply({ title: `Fix ${title}`, changes });
}

/** Ends with 1 when nothing was taken back. */
export async function takeBack(
  { roots }: Opening,
  { id, list, json }: Extract<Command, { kind: "undo" }>,
): Promise<void> {
  const { files } = openFiles(roots[0]!.path);
  const applied = await files.applied();
  if (list) {
    console.log(json ? JSON.stringify(applied) : renderAppliedList(applied));
    return;
  }
  const wanted = id === undefined ? applied[0] : applied.find((one) => one.id === id);
  if (!wanted) {
    const what = id === undefined ? "Nothing was applied to this folder" : `There is no apply "${id}"`;
    throw new CommandError(`${what} in the last seven days: touchstone undo --list shows all`, 1);
  }
  const outcome = await files.undo(wanted.id);
  console.log(json ? JSON.stringify(outcome) : renderOutcome(outcome, "Taken back in", wanted.paths));
  if (outcome.kind !== "applied") process.exitCode = 1;
}
