/** What the project's checkers find, for another program. */
import type { EngineRoot } from "../../ports/engine.ts";
import { RpcError, type RpcHandlers, type RpcProblems } from "../../ports/rpc.ts";
import { projectProblems } from "../checking/projectProblems.ts";
import { isRefusalToRun } from "../commands/refusalToRun.ts";
import type { TestSession } from "../testing/testSession.ts";
import { toAbsolute, toRelative } from "./rootPaths.ts";

export interface ProblemHandlersDeps {
  readonly session: Pick<TestSession, "openCopy">;
  readonly roots: readonly EngineRoot[];
  readonly begin: () => Promise<void>;
}

export function problemHandlers({
  session,
  roots,
  begin,
}: ProblemHandlersDeps): Pick<RpcHandlers, "problems"> {
  return {
    problems: async ({ paths }, signal) => {
      const byRoot = new Map<string, string[]>();
      for (const path of new Set(paths)) {
        const whole = toAbsolute(path, roots);
        const root = roots.find((one) => whole.startsWith(`${one.path.replace(/\/$/, "")}/`))!.path;
        const own = whole.slice(root.replace(/\/$/, "").length + 1);
        byRoot.set(root, [...(byRoot.get(root) ?? []), own]);
      }
      await begin();
      const all: RpcProblems[] = [];
      for (const [root, own] of byRoot) {
        const found = await projectProblems(session, root, own, signal).catch((error: unknown) => {
          throw isRefusalToRun(error) ? new RpcError("testsRefused", error.message) : error;
        });
        const shown = (path: string) => toRelative(`${root.replace(/\/$/, "")}/${path}`, roots) ?? path;
        all.push({
          ...found,
          problems: found.problems.map(({ path, line, column, code, message, by }) => ({
            path: shown(path),
            line: line + 1,
            ...(column === undefined ? {} : { column }),
            code,
            message,
            by,
          })),
        });
      }
      return {
        problems: all.flatMap(({ problems }) => problems),
        elsewhere: all.reduce((sum, { elsewhere }) => sum + elsewhere, 0),
        checkers: [...new Set(all.flatMap(({ checkers }) => checkers))],
        reasons: [...new Set(all.flatMap(({ reasons }) => reasons))],
      };
    },
  };
}
