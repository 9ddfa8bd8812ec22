/** What the editor's language tools find wrong. */
import type { ShortPath } from "../../../core/chat/renderAnswer.ts";
import type { Diagnostics } from "../../../ports/diagnostics.ts";
import type { RepoAnswers } from "../../../ports/repoAnswers.ts";
import { type AgentTool, agentTool, nothingFound } from "./agentTool.ts";
import { fromFile } from "./places.ts";

export interface ProblemsToolDeps {
  readonly diagnostics: Diagnostics;
  readonly engine: Pick<RepoAnswers, "readLines">;
  readonly shortPath: ShortPath;
}

const MOST_PROBLEMS = 50;

export const problemsTool = ({ diagnostics, engine, shortPath }: ProblemsToolDeps): AgentTool =>
  agentTool(
    {
      name: "problems",
      about: "Errors and warnings that the editor's language tools show for an open file.",
      params: { path: { kind: "text", about: "From the root." } },
    },
    ({ path }) => ({
      subject: path,
      run: async (signal) => {
        const found = await engine.readLines({ name: path, startLine: 0, endLine: 0 }, signal);
        const short = found.kind === "lines" ? shortPath(found.path) : undefined;
        if (found.kind === "none" || short === undefined)
          return nothingFound(`No file of the index is "${path}".`);
        const problems = diagnostics.of(found.path);
        if (problems.length === 0) return nothingFound(`No problems are shown for ${short}.`);
        const lines = problems
          .toSorted((a, b) => a.line - b.line)
          .slice(0, MOST_PROBLEMS)
          .map(({ line, severity, message }) => `${short}:${line + 1} ${severity}: ${message}`);
        return {
          pieces: [fromFile(found.path, `${lines.join("\n")}\n`)],
          summary: `${problems.length} problems`,
        };
      },
    }),
  );
