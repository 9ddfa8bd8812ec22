/** Instructed edits of another program: a patch as a diff, applied by nobody. */
import { noChatModel } from "../../core/chat/chooseEngine.ts";
import { renderDiff } from "../../core/patch/renderDiff.ts";
import type { EngineRoot } from "../../ports/engine.ts";
import type { ProposedPatch } from "../../ports/patchReview.ts";
import type { EditedPatch, RpcHandlers } from "../../ports/rpc.ts";
import type { EditDeps, editAsInstructed } from "../edit/instructedEdit.ts";
import type { TestSession } from "../testing/testSession.ts";
import { toAbsolute } from "./rootPaths.ts";

export interface EditHandlerDeps {
  readonly deps: Omit<EditDeps, "tests" | "checks">;
  readonly session: Pick<TestSession, "run" | "testsOfRoot" | "openCopy">;
  /** Loaded when an edit is asked for first. */
  readonly load: () => Promise<typeof editAsInstructed>;
  readonly roots: readonly EngineRoot[];
  readonly begin: () => Promise<void>;
}

export function editHandler({
  deps,
  session,
  load,
  roots,
  begin,
}: EditHandlerDeps): Pick<RpcHandlers, "edit"> {
  return {
    edit: async ({ path, range, instruction, tests, checks }, signal) => {
      const whole = toAbsolute(path, roots);
      const root = roots.find((one) => whole.startsWith(`${one.path.replace(/\/$/, "")}/`))!.path;
      // Neither the engine nor the code of edits is waited for where nobody can write one.
      if (!deps.models.isSetUp("chat")) return { patches: [], reason: noChatModel };
      await begin();
      const edit = await load();
      const below = whole.slice(root.replace(/\/$/, "").length + 1);
      const request = { root, path: below, instruction, ...(range ? { range } : {}) };
      // Who asks for tests and checkers allows them.
      const allowed = { session: async () => session, consent: async () => true };
      const tried = { ...(tests ? { tests: allowed } : {}), ...(checks ? { checks: allowed } : {}) };
      const end = await edit({ ...deps, ...tried }, request, { onStep: () => {} }, signal);
      signal.throwIfAborted();
      if (end.kind !== "proposed")
        return { patches: [], reason: end.kind === "refused" ? end.reason : "Stopped" };
      return { patches: [editedPatch(end.patch)] };
    },
  };
}

/** As a diff for `git apply` in its root. */
export const editedPatch = ({ title, root, changes, evidence, explanation }: ProposedPatch): EditedPatch => ({
  title,
  root,
  diff: renderDiff(changes),
  evidence: evidence.map(({ kind, text, details = [] }) => ({ kind, text, details: [...details] })),
  ...(explanation === undefined ? {} : { explanation }),
});
