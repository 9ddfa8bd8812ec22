/** Protocol (b): the subject of a commit that mends something asks for the source files that it changed. */
import { logFormat, type PastChange, parsePastChanges } from "../../src/core/repo/pastChange.ts";
import { isTestPath } from "../../src/core/retrieval/rank/testPath.ts";
import type { Git } from "../completion/git.ts";
import { isSource, readSources, type SourceText } from "./corpus.ts";

export interface CommitQuery {
  readonly query: string;
  /** Source files, no tests, that were there before. */
  readonly paths: ReadonlySet<string>;
}

export interface CommitCorpus {
  /** Sources and history before the oldest change asked for. */
  readonly base: string;
  readonly sources: readonly SourceText[];
  readonly history: readonly PastChange[];
  readonly queries: readonly CommitQuery[];
}

const MOST_QUERIES = 300;
/** Older changes would leave an index of files that are no more; counted from the newest commit. */
const NEWEST_MS = 3 * 365 * 86_400_000;
const MOST_FILES = 5;
const MOST_HISTORY = 10_000;
const MENDS =
  /\b(?:fix(?:e[sd]|ing)?|bug(?:fix)?s?|resolve[sd]?|correct(?:s|ed|ly)?|regression|repair(?:s|ed)?)\b/i;

/** @param isWanted what is indexed; only source files are asked for */
export function commitCorpus(git: Git, head: string, isWanted = isSource): CommitCorpus {
  const changes = readChanges(git, head);
  const newestMs = changes[0]!.timeMs;
  const chosen = changes
    .filter(({ timeMs }) => newestMs - timeMs <= NEWEST_MS)
    .map((change) => ({
      ...change,
      sources: change.paths.filter((path) => isSource(path) && !isTestPath(path)),
    }))
    .filter(
      ({ message, sources }) =>
        MENDS.test(subjectOf(message)) && sources.length >= 1 && sources.length <= MOST_FILES,
    )
    .slice(0, MOST_QUERIES);
  const base = git.run("rev-parse", `${chosen.at(-1)!.id}^`).trim();
  const sources = readSources(git, base, isWanted);
  const known = new Set(sources.map(({ path }) => path));
  const queries = chosen.flatMap(({ message, sources }) => {
    const paths = new Set(sources.filter((path) => known.has(path)));
    return paths.size > 0 ? [{ query: subjectOf(message), paths }] : [];
  });
  return { base, sources, history: readChanges(git, base).slice(0, MOST_HISTORY), queries };
}

/** Without the number of the request that it came by. */
function subjectOf(message: string): string {
  return message.split("\n")[0]!.replace(/\s*\(#\d+\)\s*$/, "");
}

function readChanges(git: Git, head: string): PastChange[] {
  const args = [
    "-z",
    "--no-merges",
    "--no-renames",
    "--name-only",
    "--max-count=20000",
    `--format=${logFormat}`,
  ];
  return parsePastChanges(git.run("log", ...args, head), true);
}
