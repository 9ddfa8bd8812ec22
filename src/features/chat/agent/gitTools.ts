/** Who wrote lines, and what a commit changed. */
import { parseDiff } from "../../../core/changes/diff.ts";
import type { ShortPath } from "../../../core/chat/renderAnswer.ts";
import { countOf } from "../../../core/text/counts.ts";
import type { PastGit } from "../../../ports/pastGit.ts";
import type { RepoAnswers } from "../../../ports/repoAnswers.ts";
import { type AgentTool, agentTool, nothingFound } from "./agentTool.ts";
import { fromFile } from "./places.ts";

export interface GitToolsDeps {
  readonly git: Pick<PastGit, "blame" | "show">;
  readonly engine: Pick<RepoAnswers, "readLines">;
  readonly shortPath: ShortPath;
  /** Absolute folders of the workspace. */
  readonly roots: () => readonly { readonly path: string }[];
}

const MOST_LINES = 120;
const LONGEST_LINE = 200;
/** Of a commit's diff. UTF-16 units. */
const LONGEST_DIFF = 10_000;
const MOST_FILES = 60;
const NOT_COMMITTED = /^0+$/;

export const gitTools = (deps: GitToolsDeps): readonly AgentTool[] => [blameTool(deps), showTool(deps)];

const blameTool = ({ git, engine, shortPath }: GitToolsDeps): AgentTool =>
  agentTool(
    {
      name: "blame",
      about: `Who last changed each line of a file, when and why, by git; at most ${MOST_LINES} lines at once.`,
      params: {
        path: { kind: "text", about: "From the root, as other tools name it." },
        line: { kind: "whole", about: "The first line, from 1." },
        endLine: { kind: "whole", about: "The last line; the first alone when not given.", isOptional: true },
      },
    },
    ({ path, line, endLine = line }) => ({
      subject: `${path}:${line}${endLine === line ? "" : `-${endLine}`}`,
      run: async (signal) => {
        const startLine = Math.max(0, line - 1);
        // What the index does not hold is not to be looked at by another way.
        const found = await engine.readLines({ name: path, startLine, endLine: startLine }, signal);
        const short = found.kind === "lines" ? shortPath(found.path) : undefined;
        if (found.kind === "none" || short === undefined)
          return nothingFound(`No file of the index is "${path}".`);
        const last = Math.min(Math.max(endLine - 1, startLine), startLine + MOST_LINES - 1, found.count - 1);
        const blamed = last < startLine ? undefined : await git.blame(found.path, startLine, last, signal);
        if (blamed === undefined || blamed.length === 0)
          return nothingFound(`git knows nothing of these lines of ${short}.`);
        const lines = blamed.map((one) => {
          const by = NOT_COMMITTED.test(one.commit)
            ? "not committed"
            : `${one.commit.slice(0, 10)} ${dayOf(one.timeS)} ${one.author}: ${one.summary}`;
          return `${short}:${one.line + 1} | ${by.slice(0, LONGEST_LINE)} | ${one.text.slice(0, LONGEST_LINE)}`;
        });
        return {
          pieces: [{ ...fromFile(found.path, `${lines.join("\n")}\n`), title: `Blame of ${short}` }],
          summary: countOf(blamed.length, "line"),
        };
      },
    }),
  );

const showTool = ({ git, roots }: GitToolsDeps): AgentTool =>
  agentTool(
    {
      name: "show",
      about: "A commit: its message and what it changed. Commits are named by history and blame.",
      params: {
        commit: { kind: "text", about: "Its name in hexadecimal digits, at least four of them." },
        path: { kind: "text", about: "Only changes of files whose path holds this.", isOptional: true },
      },
    },
    ({ commit, path = "" }) => ({
      subject: commit.slice(0, 64),
      run: async (signal) => {
        const name = commit.trim().toLowerCase();
        if (!/^[0-9a-f]{4,64}$/.test(name))
          return nothingFound(`"${name.slice(0, 80)}" is no name of a commit.`);
        for (const { path: root } of roots()) {
          const found = await git.show(root, name, signal);
          if (found === undefined) continue;
          const parts = found.diff.split(/^(?=diff --git )/m).filter((part) => part.trim() !== "");
          let left = LONGEST_DIFF;
          const pieces = parts.flatMap((part) => {
            const [file] = parseDiff(part);
            if (file === undefined || !file.path.includes(path) || left <= 0) return [];
            const text = part.slice(0, left);
            left -= text.length;
            return [{ ...fromFile(`${found.repository}/${file.path}`, text), title: file.path }];
          });
          const kept = pieces.slice(0, MOST_FILES);
          const missing = parts.length - kept.length;
          const rest =
            missing > 0
              ? `\n${countOf(missing, "more file")} ${missing === 1 ? "is" : "are"} left out.\n`
              : "";
          return {
            pieces: [{ text: `${found.head}\n\n` }, ...kept, { text: rest }],
            summary: countOf(parts.length, "file"),
          };
        }
        return nothingFound(`git knows no commit "${name}".`);
      },
    }),
  );

const dayOf = (timeS: number): string => new Date(timeS * 1000).toISOString().slice(0, 10);
