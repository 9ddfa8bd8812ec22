/** What the project's checkers find wrong in a file, where no editor shows it: they run in a copy, when that is allowed. */

import type { ShortPath } from "../../../core/chat/renderAnswer.ts";
import { findingText } from "../../../core/checking/checkFinding.ts";
import { countOf } from "../../../core/text/counts.ts";
import type { EngineRoot } from "../../../ports/engine.ts";
import type { RepoAnswers } from "../../../ports/repoAnswers.ts";
import { projectProblems } from "../../checking/projectProblems.ts";
import type { TestSession } from "../../testing/testSession.ts";
import { type AgentTool, agentTool, nothingFound } from "./agentTool.ts";
import { fromFile } from "./places.ts";

export interface CheckersToolDeps {
  readonly session: Pick<TestSession, "openCopy">;
  readonly roots: () => readonly EngineRoot[];
  readonly engine: Pick<RepoAnswers, "readLines">;
  readonly shortPath: ShortPath;
}

const MOST_PROBLEMS = 50;

export const checkersTool = ({ session, roots, engine, shortPath }: CheckersToolDeps): AgentTool =>
  agentTool(
    {
      name: "problems",
      about:
        "What the compilers, type checkers and linters of the project find in a file. They run in a copy of the files, which is asked first.",
      params: { path: { kind: "text", about: "From the root." } },
    },
    ({ path }) => ({
      subject: path,
      consent: `Run the project's checkers on ${path}, in a copy of the files?`,
      run: async (signal) => {
        const found = await engine.readLines({ name: path, startLine: 0, endLine: 0 }, signal);
        const whole = found.kind === "lines" ? found.path : undefined;
        const short = whole === undefined ? undefined : shortPath(whole);
        const root = roots().find((one) => whole?.startsWith(`${one.path.replace(/\/$/, "")}/`));
        if (whole === undefined || short === undefined || !root)
          return nothingFound(`No file of the index is "${path}".`);
        const own = whole.slice(root.path.replace(/\/$/, "").length + 1);
        const { problems, checkers, reasons } = await projectProblems(session, root.path, [own], signal);
        if (checkers.length === 0)
          return nothingFound(`No checker of the project tells of ${short}. ${reasons.join(". ")}`.trim());
        if (problems.length === 0) return nothingFound(`${checkers.join(", ")}: no problems in ${short}.`);
        const lines = problems
          .slice(0, MOST_PROBLEMS)
          .map((one) => `${findingText({ ...one, path: short })} [${one.by}]`);
        return {
          pieces: [fromFile(whole, `${[...lines, ...reasons].join("\n")}\n`)],
          summary: countOf(problems.length, "problem"),
        };
      },
    }),
  );
