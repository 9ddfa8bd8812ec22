/** Edits that a model wrote, applied to texts for another program. */
import { applyAnswer } from "../../core/patch/applyAnswer.ts";
import type { PatchApplyResult, RpcHandlers } from "../../ports/rpc.ts";

/** Touches no disk and no index. */
export function patchHandlers(): Pick<RpcHandlers, "patch/apply"> {
  return {
    "patch/apply": async ({ files, answer }): Promise<PatchApplyResult> => {
      const applied = applyAnswer(new Map(Object.entries(files)), answer);
      return {
        files: Object.fromEntries(applied.files),
        changes: applied.changes.map((change) => ({
          kind: change.kind,
          path: change.path,
          ...(change.kind === "renamed" ? { from: change.from } : {}),
        })),
        placed: applied.placed,
        refused: applied.refused.map(({ path, ...rest }) => ({
          ...rest,
          ...(path === undefined ? {} : { path }),
        })),
      };
    },
  };
}
